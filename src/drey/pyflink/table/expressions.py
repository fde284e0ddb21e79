"""Mirror of ``pyflink.table.expressions``: where expressions begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expression_node import call as _tree
from drey.pyflink.table.expression_node import given, to_expr, unit_option
from drey.pyflink.table.expression_units import JsonOnNull, TimePointUnit
from drey.pyflink.table.function_call import function_call
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.util.exceptions import ValidationException
from drey.rex.unresolved import Call, Expr, Lit, Ref, Star
from drey.types import logical as t

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType

__all__ = [
    "if_then_else", "lit", "col", "range_", "and_", "or_", "not_", "UNBOUNDED_ROW", "UNBOUNDED_RANGE",
    "CURRENT_ROW", "CURRENT_RANGE", "current_database", "current_date", "current_time", "current_timestamp",
    "current_watermark", "local_time", "local_timestamp", "temporal_overlaps", "date_format",
    "timestamp_diff", "array", "row", "map_", "row_interval", "pi", "e", "rand", "rand_integer", "atan2",
    "negative", "concat", "concat_ws", "uuid", "null_of", "log", "with_columns", "without_columns", "json",
    "json_string", "json_object", "json_object_agg", "json_array", "json_array_agg", "call", "call_sql",
    "source_watermark", "to_timestamp_ltz", "from_unixtime", "to_date", "to_timestamp", "convert_tz",
    "unix_timestamp", "descriptor",
]  # fmt: skip


def _expression(name: str, *args: Any, options: tuple[str, ...] = ()) -> Expression[Any]:
    return Expression(_tree(name, *args, options=options))


def col(name: str) -> Expression[Any]:
    """The column of this name; ``"*"`` is all columns.

    The name is looked up when the expression is used on a table; an unknown one is a ``ValidationError`` there.

    Example:
        >>> from drey.pyflink.table import EnvironmentSettings, TableEnvironment
        >>> from drey.pyflink.table.expressions import col, lit
        >>> env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
        >>> table = env.from_elements([(1, 2)], ["a", "b"])
        >>> list(table.select((col("a") + col("b") * lit(10)).alias("c")).execute().collect())
        [<Row(21)>]
    """
    return Expression(Star() if name == "*" else Ref((name,)))


def lit(v: Any, data_type: DataType | None = None) -> Expression[Any]:
    """A value.

    Args:
        v: None, bool, int, float, Decimal, str, bytes, or a date, time, datetime or timedelta.
        data_type: Its type; by default the narrowest of Flink's types that holds the value.

    Raises:
        ValidationException: The value has no type, or the type allows null and the value isn't null.
    """
    if data_type is None:
        if v is None:
            raise ValidationException(
                "Cannot derive a data type for value 'null'. The data type must be specified explicitly."
            )
        return Expression(to_expr(v))
    if v is not None and data_type._nullable:
        raise ValidationException("Literals that have a non-null value must have a NOT NULL data type.")
    if v is None and not data_type._nullable:
        raise ValidationException(f"Data type '{to_logical(data_type)}' does not support null values.")
    tree = to_expr(v)
    return Expression(Lit(tree.value if isinstance(tree, Lit) else v, to_logical(data_type)))


def range_(start: str | int, end: str | int) -> Expression[Any]:
    """The columns from one to another, by name or by position from 1."""
    return Expression(Call("RANGE_TO", tuple(_column_or_position(one) for one in (start, end))))


def _column_or_position(value: str | int) -> Expr:
    return Ref((value,)) if isinstance(value, str) else Lit(value)


def and_(predicate0: Any, predicate1: Any, *predicates: Any) -> Expression[bool]:
    """True if all of two or more predicates are; a NULL among them makes NULL, unless one is false."""
    return _expression("AND", predicate0, predicate1, *predicates)


def or_(predicate0: Any, predicate1: Any, *predicates: Any) -> Expression[bool]:
    """True if one of two or more predicates is; a NULL among them makes NULL, unless one is true."""
    return _expression("OR", predicate0, predicate1, *predicates)


def not_(expression: Expression[bool]) -> Expression[bool]:
    """The opposite of a predicate, as SQL's ``NOT a``; of NULL it is NULL."""
    return _expression("NOT", expression)


UNBOUNDED_ROW: Expression[Any] = Expression(Call("UNBOUNDED_ROW"))
"""The bound of a frame in rows that reaches to the first row."""

UNBOUNDED_RANGE: Expression[Any] = Expression(Call("UNBOUNDED_RANGE"))
"""The bound of a frame in values that reaches to the first row."""

CURRENT_ROW: Expression[Any] = Expression(Call("CURRENT_ROW"))
"""The bound of a frame in rows at the current row."""

CURRENT_RANGE: Expression[Any] = Expression(Call("CURRENT_RANGE"))
"""The bound of a frame in values at all rows with the current row's key."""


def current_database() -> Expression[str]:
    """The name of the database that is the current one when the query starts, as SQL's ``CURRENT_DATABASE()``."""
    return _expression("CURRENT_DATABASE")


def current_date() -> Expression[Any]:
    """Today's date in the session's time zone (``table.local-time-zone``), as DATE."""
    return _expression("CURRENT_DATE")


def current_time() -> Expression[Any]:
    """The time of day in the session's time zone (``table.local-time-zone``), as TIME(0)."""
    return _expression("CURRENT_TIME")


def current_timestamp() -> Expression[Any]:
    """This moment as TIMESTAMP_LTZ(3), in milliseconds."""
    return _expression("CURRENT_TIMESTAMP")


def current_watermark(rowtimeAttribute: Any) -> Expression[Any]:
    """The watermark of this event-time column, NULL before the first one."""
    return _expression("CURRENT_WATERMARK", rowtimeAttribute)


def local_time() -> Expression[Any]:
    """The time of day in the session's time zone (``table.local-time-zone``), as TIME(0)."""
    return _expression("LOCAL_TIME")


def local_timestamp() -> Expression[Any]:
    """Date and time in the session's time zone (``table.local-time-zone``), as TIMESTAMP(3)."""
    return _expression("LOCAL_TIMESTAMP")


def to_date(date_str: Any, format: Any = None) -> Expression[Any]:
    """A text as DATE, as SQL's ``TO_DATE(text[, format])``; NULL if the text doesn't fit.

    Args:
        date_str: The text.
        format: Its pattern in Java's letters; by default ``yyyy-MM-dd``.
    """
    return _expression("TO_DATE", date_str, *given(format))


def to_timestamp(timestamp_str: Any, format: Any = None) -> Expression[Any]:
    """A text as TIMESTAMP(3), as SQL's ``TO_TIMESTAMP(text[, format])``.

    Args:
        timestamp_str: The text.
        format: Its pattern in Java's letters; by default ``yyyy-MM-dd HH:mm:ss``.
    """
    return _expression("TO_TIMESTAMP", timestamp_str, *given(format))


def to_timestamp_ltz(*args: Any) -> Expression[Any]:
    """SQL's ``TO_TIMESTAMP_LTZ(number[, precision])`` or ``(text[, format[, zone]])``."""
    return _expression("TO_TIMESTAMP_LTZ", *args)


def temporal_overlaps(
    left_time_point: Any, left_temporal: Any, right_time_point: Any, right_temporal: Any
) -> Expression[bool]:
    """Whether two spans meet, each given as start and end or start and interval."""
    return _expression("TEMPORAL_OVERLAPS", left_time_point, left_temporal, right_time_point, right_temporal)


def date_format(timestamp: Any, format: Any) -> Expression[str]:
    """SQL's ``DATE_FORMAT(timestamp, format)`` with Java's letters of formats."""
    return _expression("DATE_FORMAT", timestamp, format)


def timestamp_diff(time_point_unit: TimePointUnit, time_point1: Any, time_point2: Any) -> Expression[int]:
    """The number of whole units from one point in time to another, as SQL's ``TIMESTAMPDIFF``.

    Args:
        time_point_unit: The unit, such as ``TimePointUnit.DAY``.
        time_point1: The start.
        time_point2: The end; if it is before the start, the number is negative.
    """
    return _expression("TIMESTAMP_DIFF", time_point1, time_point2, options=unit_option(time_point_unit))


def convert_tz(date_str: Any, tz_from: Any, tz_to: Any) -> Expression[str]:
    """A text ``yyyy-MM-dd HH:mm:ss`` moved from one time zone to another, as SQL's ``CONVERT_TZ``.

    Args:
        date_str: The local time in the first zone.
        tz_from: The first zone, such as ``"UTC"``.
        tz_to: The zone of the result, such as ``"America/Los_Angeles"``.
    """
    return _expression("CONVERT_TZ", date_str, tz_from, tz_to)


def from_unixtime(unixtime: Any, format: Any = None) -> Expression[str]:
    """Seconds since 1970 as text in the session's time zone, as SQL's ``FROM_UNIXTIME``.

    Args:
        unixtime: The seconds.
        format: The pattern of the text in Java's letters; by default ``yyyy-MM-dd HH:mm:ss``.
    """
    return _expression("FROM_UNIXTIME", unixtime, *given(format))


def unix_timestamp(date_str: Any = None, format: Any = None) -> Expression[int]:
    """Seconds since 1970 as BIGINT: of now, or of a text in the session's time zone.

    Args:
        date_str: The text; None means now.
        format: Its pattern in Java's letters; by default ``yyyy-MM-dd HH:mm:ss``.
    """
    return _expression("UNIX_TIMESTAMP", *given(date_str, format))


def array(head: Any, *tail: Any) -> Expression[Any]:
    """An array of one or more values of a common type, as SQL's ``ARRAY[a, b, ...]``."""
    return _expression("ARRAY", head, *tail)


def row(head: Any, *tail: Any) -> Expression[Any]:
    """A row of one or more values, as SQL's ``ROW(a, b, ...)``; its fields are named ``EXPR$0`` and so on."""
    return _expression("ROW", head, *tail)


def map_(key: Any, value: Any, *tail: Any) -> Expression[Any]:
    """A map of keys and values by turns, as SQL's ``MAP[key, value, ...]``."""
    return _expression("MAP", key, value, *tail)


def map_from_arrays(key: Any, value: Any) -> Expression[Any]:
    """A map of an array of keys and an array of as many values, as SQL's ``MAP_FROM_ARRAYS``."""
    return _expression("MAP_FROM_ARRAYS", key, value)


def descriptor(*column_names: str) -> Expression[Any]:
    """SQL's ``DESCRIPTOR(a, b, ...)``: names of columns as an argument."""
    return Expression(Call("DESCRIPTOR", tuple(Ref((name,)) for name in column_names)))


def object_of(class_name: str, *args: Any) -> Expression[Any]:
    """SQL's ``OBJECT_OF(class, name, value, ...)``."""
    return _expression("OBJECT_OF", class_name, *args)


def row_interval(rows: int) -> Expression[Any]:
    """A number of rows, a plain int, as the size or step of a window or as the bound of a frame."""
    return Expression(Lit(rows, t.BigIntType(nullable=False)))


def pi() -> Expression[float]:
    """The number pi, 3.14159..., as DOUBLE; a constant, the same in every row."""
    return _expression("PI")


def e() -> Expression[float]:
    """Euler's number, 2.71828..., as DOUBLE; a constant, the same in every row."""
    return _expression("E")


def rand(seed: Any = None) -> Expression[float]:
    """A random DOUBLE from 0.0 to below 1.0 for every row; a seed makes the numbers repeatable."""
    return _expression("RAND", *given(seed))


def rand_integer(bound: Any, seed: Any = None) -> Expression[int]:
    """A random whole number from 0 to below ``bound``; SQL has the seed first."""
    return _expression("RAND_INTEGER", *given(seed), bound)


def atan2(y: Any, x: Any) -> Expression[float]:
    """The angle in radians of the point (x, y), from -pi to pi, as DOUBLE; ``y`` comes first."""
    return _expression("ATAN2", y, x)


def negative(v: Any) -> Expression[Any]:
    """The number with the other sign, as SQL's ``-v``; of NULL it is NULL."""
    return _expression("MINUS_PREFIX", v)


def concat(first: Any, *others: Any) -> Expression[str]:
    """The texts joined, as SQL's ``CONCAT(a, b, ...)``; NULL if one of them is NULL."""
    return _expression("CONCAT", first, *others)


def concat_ws(separator: Any, first: Any, *others: Any) -> Expression[str]:
    """SQL's ``CONCAT_WS(separator, a, b, ...)``, which leaves NULLs out."""
    return _expression("CONCAT_WS", separator, first, *others)


def uuid() -> Expression[str]:
    """A random UUID for every row, a CHAR(36) such as ``3d3c68f7-f608-473f-b60c-b0c44ad4cc4e``."""
    return _expression("UUID")


def null_of(data_type: DataType) -> Expression[Any]:
    """NULL of the given type, which ``lit(None)`` can't be without a type."""
    return Expression(Lit(None, to_logical(data_type)))


def log(v: Any, base: Any = None) -> Expression[float]:
    """The natural logarithm of ``v``, or with ``base`` the one to that base: ``log(8, 2)`` is 3.0."""
    return _expression("LOG", *given(base), v)


def source_watermark() -> Expression[Any]:
    """In a schema: take the watermarks that the source itself makes."""
    return _expression("SOURCE_WATERMARK")


def if_then_else(condition: Any, if_true: Any, if_false: Any) -> Expression[Any]:
    """One value where a condition is true, another where it is false or NULL; as SQL's ``IF``."""
    return _expression("IF", condition, if_true, if_false)


def coalesce(*args: Any) -> Expression[Any]:
    """The first argument that isn't NULL, as SQL's ``COALESCE``; NULL if all are."""
    return _expression("COALESCE", *args)


def with_all_columns() -> Expression[Any]:
    """All columns of the table that it is used on; the same as ``col("*")``."""
    return Expression(Star())


def with_columns(head: Any, *tails: Any) -> Expression[Any]:
    """These columns and ranges of columns, such as ``with_columns(range_("a", "c"), col("x"))``."""
    return _expression("WITH_COLUMNS", head, *tails)


def without_columns(head: Any, *tails: Any) -> Expression[Any]:
    """All columns but these; takes columns and ranges, as :func:`with_columns` does."""
    return _expression("WITHOUT_COLUMNS", head, *tails)


def json(value: Any) -> Expression[Any]:
    """A text that goes into ``json_object`` or ``json_array`` as the JSON that it is."""
    return _expression("JSON", value)


def json_string(value: Any) -> Expression[str]:
    """The JSON text of a value of any type that JSON can hold; of NULL it is NULL."""
    return _expression("JSON_STRING", value)


def json_object(on_null: JsonOnNull = JsonOnNull.NULL, *args: Any) -> Expression[str]:
    """A text of a JSON object, as SQL's ``JSON_OBJECT(KEY key VALUE value, ...)``.

    Args:
        on_null: ``JsonOnNull.NULL``, the default, writes NULL as ``null``; ``ABSENT`` leaves the key out.
        args: Keys and values by turns; a value that :func:`json_object`, :func:`json_array` or :func:`json`
            makes is put in as JSON, not as text.
    """
    return _expression("JSON_OBJECT", *args, options=(f"{on_null.name} ON NULL",))


def json_object_agg(on_null: JsonOnNull, key_expr: Any, value_expr: Any) -> Expression[str]:
    """Aggregate: one JSON object of the keys and values of all rows, as SQL's ``JSON_OBJECTAGG``.

    A key that comes twice in a group makes the job fail.

    Args:
        on_null: ``JsonOnNull.NULL`` writes NULL as ``null``; ``ABSENT`` leaves the key out.
        key_expr: The key, a text.
        value_expr: The value.
    """
    return _expression(f"JSON_OBJECTAGG_{on_null.name}_ON_NULL", key_expr, value_expr)


def json_array(on_null: JsonOnNull = JsonOnNull.ABSENT, *args: Any) -> Expression[str]:
    """A text of a JSON array, as SQL's ``JSON_ARRAY(value, ...)``.

    Args:
        on_null: ``JsonOnNull.ABSENT``, the default, leaves NULLs out; ``NULL`` writes them as ``null``.
        args: The elements.
    """
    return _expression("JSON_ARRAY", *args, options=(f"{on_null.name} ON NULL",))


def json_array_agg(on_null: JsonOnNull, item_expr: Any) -> Expression[str]:
    """Aggregate: one JSON array of the values of all rows, as SQL's ``JSON_ARRAYAGG``.

    Args:
        on_null: ``JsonOnNull.ABSENT`` leaves NULLs out; ``NULL`` writes them as ``null``.
        item_expr: The value.
    """
    return _expression(f"JSON_ARRAYAGG_{on_null.name}_ON_NULL", item_expr)


def lag(expr: Any, offset: Any = 1, default: Any = None) -> Expression[Any]:
    """The value ``offset`` rows before, by default 1, in an OVER window; ``default`` or NULL if there is none."""
    return _expression("LAG", expr, offset, *given(default))


def lead(expr: Any, offset: Any = 1, default: Any = None) -> Expression[Any]:
    """The value ``offset`` rows after, by default 1, in an OVER window; ``default`` or NULL if there is none."""
    return _expression("LEAD", expr, offset, *given(default))


def call(f: Any, *args: Any) -> Expression[Any]:
    """Call a function by its name in the catalog, or a Python function object.

    Args:
        f: A name (``"db.f"`` with dots) or what :func:`~pyflink.table.udf.udf` and its kin return.
        args: Expressions and values; all of them or none are named by ``as_argument``.
    """
    return Expression(function_call(f, args))


def call_sql(sql_expression: str) -> Expression[Any]:
    """An expression written in SQL; columns are those of the table that it is used on."""
    return _expression("CALL_SQL", sql_expression)
