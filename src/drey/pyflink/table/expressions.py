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
    """The column of this name; ``"*"`` is all of them."""
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
    """SQL's ``a AND b AND ...``."""
    return _expression("AND", predicate0, predicate1, *predicates)


def or_(predicate0: Any, predicate1: Any, *predicates: Any) -> Expression[bool]:
    """SQL's ``a OR b OR ...``."""
    return _expression("OR", predicate0, predicate1, *predicates)


def not_(expression: Expression[bool]) -> Expression[bool]:
    """SQL's ``NOT a``, which keeps NULL."""
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
    """The name of the current database."""
    return _expression("CURRENT_DATABASE")


def current_date() -> Expression[Any]:
    """Today in the session's time zone."""
    return _expression("CURRENT_DATE")


def current_time() -> Expression[Any]:
    """The time of day in the session's time zone."""
    return _expression("CURRENT_TIME")


def current_timestamp() -> Expression[Any]:
    """Now, as TIMESTAMP_LTZ(3)."""
    return _expression("CURRENT_TIMESTAMP")


def current_watermark(rowtimeAttribute: Any) -> Expression[Any]:
    """The watermark of this event-time column, NULL before the first one."""
    return _expression("CURRENT_WATERMARK", rowtimeAttribute)


def local_time() -> Expression[Any]:
    """The time of day in the session's time zone, as TIME."""
    return _expression("LOCAL_TIME")


def local_timestamp() -> Expression[Any]:
    """Now in the session's time zone, as TIMESTAMP(3)."""
    return _expression("LOCAL_TIMESTAMP")


def to_date(date_str: Any, format: Any = None) -> Expression[Any]:
    """SQL's ``TO_DATE(text[, format])``."""
    return _expression("TO_DATE", date_str, *given(format))


def to_timestamp(timestamp_str: Any, format: Any = None) -> Expression[Any]:
    """SQL's ``TO_TIMESTAMP(text[, format])``."""
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
    """SQL's ``TIMESTAMPDIFF(unit, from, to)``."""
    return _expression("TIMESTAMP_DIFF", time_point1, time_point2, options=unit_option(time_point_unit))


def convert_tz(date_str: Any, tz_from: Any, tz_to: Any) -> Expression[str]:
    """SQL's ``CONVERT_TZ(text, from, to)``."""
    return _expression("CONVERT_TZ", date_str, tz_from, tz_to)


def from_unixtime(unixtime: Any, format: Any = None) -> Expression[str]:
    """SQL's ``FROM_UNIXTIME(seconds[, format])``."""
    return _expression("FROM_UNIXTIME", unixtime, *given(format))


def unix_timestamp(date_str: Any = None, format: Any = None) -> Expression[int]:
    """SQL's ``UNIX_TIMESTAMP([text[, format]])`` in seconds."""
    return _expression("UNIX_TIMESTAMP", *given(date_str, format))


def array(head: Any, *tail: Any) -> Expression[Any]:
    """SQL's ``ARRAY[a, b, ...]``."""
    return _expression("ARRAY", head, *tail)


def row(head: Any, *tail: Any) -> Expression[Any]:
    """SQL's ``ROW(a, b, ...)``."""
    return _expression("ROW", head, *tail)


def map_(key: Any, value: Any, *tail: Any) -> Expression[Any]:
    """SQL's ``MAP[key, value, ...]``."""
    return _expression("MAP", key, value, *tail)


def map_from_arrays(key: Any, value: Any) -> Expression[Any]:
    """SQL's ``MAP_FROM_ARRAYS(keys, values)``."""
    return _expression("MAP_FROM_ARRAYS", key, value)


def descriptor(*column_names: str) -> Expression[Any]:
    """SQL's ``DESCRIPTOR(a, b, ...)``: names of columns as an argument."""
    return Expression(Call("DESCRIPTOR", tuple(Ref((name,)) for name in column_names)))


def object_of(class_name: str, *args: Any) -> Expression[Any]:
    """SQL's ``OBJECT_OF(class, name, value, ...)``."""
    return _expression("OBJECT_OF", class_name, *args)


def row_interval(rows: int) -> Expression[Any]:
    """A number of rows, as the size of a window or frame."""
    return Expression(Lit(rows, t.BigIntType(nullable=False)))


def pi() -> Expression[float]:
    """The number pi."""
    return _expression("PI")


def e() -> Expression[float]:
    """Euler's number."""
    return _expression("E")


def rand(seed: Any = None) -> Expression[float]:
    """A random number from 0 to below 1."""
    return _expression("RAND", *given(seed))


def rand_integer(bound: Any, seed: Any = None) -> Expression[int]:
    """A random whole number from 0 to below ``bound``; SQL has the seed first."""
    return _expression("RAND_INTEGER", *given(seed), bound)


def atan2(y: Any, x: Any) -> Expression[float]:
    """The angle of the point (x, y)."""
    return _expression("ATAN2", y, x)


def negative(v: Any) -> Expression[Any]:
    """The number with the other sign."""
    return _expression("MINUS_PREFIX", v)


def concat(first: Any, *others: Any) -> Expression[str]:
    """SQL's ``CONCAT(a, b, ...)``."""
    return _expression("CONCAT", first, *others)


def concat_ws(separator: Any, first: Any, *others: Any) -> Expression[str]:
    """SQL's ``CONCAT_WS(separator, a, b, ...)``, which leaves NULLs out."""
    return _expression("CONCAT_WS", separator, first, *others)


def uuid() -> Expression[str]:
    """A random UUID for every row."""
    return _expression("UUID")


def null_of(data_type: DataType) -> Expression[Any]:
    """NULL of the given type."""
    return Expression(Lit(None, to_logical(data_type)))


def log(v: Any, base: Any = None) -> Expression[float]:
    """The natural logarithm, or the one to ``base``."""
    return _expression("LOG", *given(base), v)


def source_watermark() -> Expression[Any]:
    """In a schema: take the watermarks that the source itself makes."""
    return _expression("SOURCE_WATERMARK")


def if_then_else(condition: Any, if_true: Any, if_false: Any) -> Expression[Any]:
    """SQL's ``IF(condition, a, b)``."""
    return _expression("IF", condition, if_true, if_false)


def coalesce(*args: Any) -> Expression[Any]:
    """The first argument that isn't NULL."""
    return _expression("COALESCE", *args)


def with_all_columns() -> Expression[Any]:
    """All columns."""
    return Expression(Star())


def with_columns(head: Any, *tails: Any) -> Expression[Any]:
    """These columns and ranges of columns."""
    return _expression("WITH_COLUMNS", head, *tails)


def without_columns(head: Any, *tails: Any) -> Expression[Any]:
    """All columns but these."""
    return _expression("WITHOUT_COLUMNS", head, *tails)


def json(value: Any) -> Expression[Any]:
    """A text that goes into ``json_object`` or ``json_array`` as the JSON that it is."""
    return _expression("JSON", value)


def json_string(value: Any) -> Expression[str]:
    """The JSON text of a value."""
    return _expression("JSON_STRING", value)


def json_object(on_null: JsonOnNull = JsonOnNull.NULL, *args: Any) -> Expression[str]:
    """SQL's ``JSON_OBJECT(key VALUE value, ...)``."""
    return _expression("JSON_OBJECT", *args, options=(f"{on_null.name} ON NULL",))


def json_object_agg(on_null: JsonOnNull, key_expr: Any, value_expr: Any) -> Expression[str]:
    """SQL's aggregate ``JSON_OBJECTAGG(key VALUE value)``."""
    return _expression(f"JSON_OBJECTAGG_{on_null.name}_ON_NULL", key_expr, value_expr)


def json_array(on_null: JsonOnNull = JsonOnNull.ABSENT, *args: Any) -> Expression[str]:
    """SQL's ``JSON_ARRAY(value, ...)``."""
    return _expression("JSON_ARRAY", *args, options=(f"{on_null.name} ON NULL",))


def json_array_agg(on_null: JsonOnNull, item_expr: Any) -> Expression[str]:
    """SQL's aggregate ``JSON_ARRAYAGG(value)``."""
    return _expression(f"JSON_ARRAYAGG_{on_null.name}_ON_NULL", item_expr)


def lag(expr: Any, offset: Any = 1, default: Any = None) -> Expression[Any]:
    """The value ``offset`` rows before, in an OVER window."""
    return _expression("LAG", expr, offset, *given(default))


def lead(expr: Any, offset: Any = 1, default: Any = None) -> Expression[Any]:
    """The value ``offset`` rows after, in an OVER window."""
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
