"""Mirror of ``pyflink.table.expressions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from drey.pyflink.not_built import not_built
from drey.pyflink.table.expression import JsonOnNull

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression, TimePointUnit
    from drey.pyflink.table.types import DataType
    from drey.pyflink.table.udf import UserDefinedFunctionWrapper

__all__ = [
    "if_then_else",
    "lit",
    "col",
    "range_",
    "and_",
    "or_",
    "not_",
    "UNBOUNDED_ROW",
    "UNBOUNDED_RANGE",
    "CURRENT_ROW",
    "CURRENT_RANGE",
    "current_database",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_watermark",
    "local_time",
    "local_timestamp",
    "temporal_overlaps",
    "date_format",
    "timestamp_diff",
    "array",
    "row",
    "map_",
    "row_interval",
    "pi",
    "e",
    "rand",
    "rand_integer",
    "atan2",
    "negative",
    "concat",
    "concat_ws",
    "uuid",
    "null_of",
    "log",
    "with_columns",
    "without_columns",
    "json",
    "json_string",
    "json_object",
    "json_object_agg",
    "json_array",
    "json_array_agg",
    "call",
    "call_sql",
    "source_watermark",
    "to_timestamp_ltz",
    "from_unixtime",
    "to_date",
    "to_timestamp",
    "convert_tz",
    "unix_timestamp",
    "descriptor",
]


def col(name: str) -> Expression:
    """Flink's ``col``; not built yet."""
    raise not_built("col")


def lit(v: Any, data_type: DataType | None = None) -> Expression:
    """Flink's ``lit``; not built yet."""
    raise not_built("lit")


def range_(start: Union[str, int], end: Union[str, int]) -> Expression:
    """Flink's ``range_``; not built yet."""
    raise not_built("range_")


def and_(
    predicate0: Union[bool, Expression[bool]],
    predicate1: Union[bool, Expression[bool]],
    *predicates: Union[bool, Expression[bool]],
) -> Expression[bool]:
    """Flink's ``and_``; not built yet."""
    raise not_built("and_")


def or_(
    predicate0: Union[bool, Expression[bool]],
    predicate1: Union[bool, Expression[bool]],
    *predicates: Union[bool, Expression[bool]],
) -> Expression[bool]:
    """Flink's ``or_``; not built yet."""
    raise not_built("or_")


def not_(expression: Expression[bool]) -> Expression[bool]:
    """Flink's ``not_``; not built yet."""
    raise not_built("not_")


def current_database() -> Expression:
    """Flink's ``current_database``; not built yet."""
    raise not_built("current_database")


def current_date() -> Expression:
    """Flink's ``current_date``; not built yet."""
    raise not_built("current_date")


def current_time() -> Expression:
    """Flink's ``current_time``; not built yet."""
    raise not_built("current_time")


def current_timestamp() -> Expression:
    """Flink's ``current_timestamp``; not built yet."""
    raise not_built("current_timestamp")


def current_watermark(rowtimeAttribute: Any) -> Expression:
    """Flink's ``current_watermark``; not built yet."""
    raise not_built("current_watermark")


def local_time() -> Expression:
    """Flink's ``local_time``; not built yet."""
    raise not_built("local_time")


def local_timestamp() -> Expression:
    """Flink's ``local_timestamp``; not built yet."""
    raise not_built("local_timestamp")


def to_date(
    date_str: Union[str, Expression[str]], format: Union[str, Expression[str]] | None = None
) -> Expression:
    """Flink's ``to_date``; not built yet."""
    raise not_built("to_date")


def to_timestamp(
    timestamp_str: Union[str, Expression[str]], format: Union[str, Expression[str]] | None = None
) -> Expression:
    """Flink's ``to_timestamp``; not built yet."""
    raise not_built("to_timestamp")


def to_timestamp_ltz(*args: Any) -> Expression:
    """Flink's ``to_timestamp_ltz``; not built yet."""
    raise not_built("to_timestamp_ltz")


def temporal_overlaps(
    left_time_point: Any, left_temporal: Any, right_time_point: Any, right_temporal: Any
) -> Expression:
    """Flink's ``temporal_overlaps``; not built yet."""
    raise not_built("temporal_overlaps")


def date_format(timestamp: Any, format: Any) -> Expression:
    """Flink's ``date_format``; not built yet."""
    raise not_built("date_format")


def timestamp_diff(time_point_unit: TimePointUnit, time_point1: Any, time_point2: Any) -> Expression:
    """Flink's ``timestamp_diff``; not built yet."""
    raise not_built("timestamp_diff")


def convert_tz(
    date_str: Union[str, Expression[str]],
    tz_from: Union[str, Expression[str]],
    tz_to: Union[str, Expression[str]],
) -> Expression:
    """Flink's ``convert_tz``; not built yet."""
    raise not_built("convert_tz")


def from_unixtime(unixtime: Any, format: Any = None) -> Expression:
    """Flink's ``from_unixtime``; not built yet."""
    raise not_built("from_unixtime")


def unix_timestamp(
    date_str: Union[str, Expression[str]] | None = None, format: Union[str, Expression[str]] | None = None
) -> Expression:
    """Flink's ``unix_timestamp``; not built yet."""
    raise not_built("unix_timestamp")


def array(head: Any, *tail: Any) -> Expression:
    """Flink's ``array``; not built yet."""
    raise not_built("array")


def row(head: Any, *tail: Any) -> Expression:
    """Flink's ``row``; not built yet."""
    raise not_built("row")


def map_(key: Any, value: Any, *tail: Any) -> Expression:
    """Flink's ``map_``; not built yet."""
    raise not_built("map_")


def map_from_arrays(key: Any, value: Any) -> Expression:
    """Flink's ``map_from_arrays``; not built yet."""
    raise not_built("map_from_arrays")


def descriptor(*column_names: str) -> Expression:
    """Flink's ``descriptor``; not built yet."""
    raise not_built("descriptor")


def object_of(class_name: str, *args: Any) -> Expression:
    """Flink's ``object_of``; not built yet."""
    raise not_built("object_of")


def row_interval(rows: int) -> Expression:
    """Flink's ``row_interval``; not built yet."""
    raise not_built("row_interval")


def pi() -> Expression[float]:
    """Flink's ``pi``; not built yet."""
    raise not_built("pi")


def e() -> Expression[float]:
    """Flink's ``e``; not built yet."""
    raise not_built("e")


def rand(seed: Union[int, Expression[int]] | None = None) -> Expression[float]:
    """Flink's ``rand``; not built yet."""
    raise not_built("rand")


def rand_integer(
    bound: Union[int, Expression[int]], seed: Union[int, Expression[int]] | None = None
) -> Expression:
    """Flink's ``rand_integer``; not built yet."""
    raise not_built("rand_integer")


def atan2(y: Any, x: Any) -> Expression[float]:
    """Flink's ``atan2``; not built yet."""
    raise not_built("atan2")


def negative(v: Any) -> Expression:
    """Flink's ``negative``; not built yet."""
    raise not_built("negative")


def concat(first: Union[str, Expression[str]], *others: Union[str, Expression[str]]) -> Expression[str]:
    """Flink's ``concat``; not built yet."""
    raise not_built("concat")


def concat_ws(
    separator: Union[str, Expression[str]],
    first: Union[str, Expression[str]],
    *others: Union[str, Expression[str]],
) -> Expression[str]:
    """Flink's ``concat_ws``; not built yet."""
    raise not_built("concat_ws")


def uuid() -> Expression[str]:
    """Flink's ``uuid``; not built yet."""
    raise not_built("uuid")


def null_of(data_type: DataType) -> Expression:
    """Flink's ``null_of``; not built yet."""
    raise not_built("null_of")


def log(v: Any, base: Any = None) -> Expression[float]:
    """Flink's ``log``; not built yet."""
    raise not_built("log")


def source_watermark() -> Expression:
    """Flink's ``source_watermark``; not built yet."""
    raise not_built("source_watermark")


def if_then_else(condition: Union[bool, Expression[bool]], if_true: Any, if_false: Any) -> Expression:
    """Flink's ``if_then_else``; not built yet."""
    raise not_built("if_then_else")


def coalesce(*args: Any) -> Expression:
    """Flink's ``coalesce``; not built yet."""
    raise not_built("coalesce")


def with_all_columns() -> Expression:
    """Flink's ``with_all_columns``; not built yet."""
    raise not_built("with_all_columns")


def with_columns(head: Any, *tails: Any) -> Expression:
    """Flink's ``with_columns``; not built yet."""
    raise not_built("with_columns")


def without_columns(head: Any, *tails: Any) -> Expression:
    """Flink's ``without_columns``; not built yet."""
    raise not_built("without_columns")


def json(value: Any) -> Expression:
    """Flink's ``json``; not built yet."""
    raise not_built("json")


def json_string(value: Any) -> Expression:
    """Flink's ``json_string``; not built yet."""
    raise not_built("json_string")


def json_object(on_null: JsonOnNull = JsonOnNull.NULL, *args: Any) -> Expression:
    """Flink's ``json_object``; not built yet."""
    raise not_built("json_object")


def json_object_agg(
    on_null: JsonOnNull, key_expr: Union[str, Expression[str]], value_expr: Any
) -> Expression:
    """Flink's ``json_object_agg``; not built yet."""
    raise not_built("json_object_agg")


def json_array(on_null: JsonOnNull = JsonOnNull.ABSENT, *args: Any) -> Expression:
    """Flink's ``json_array``; not built yet."""
    raise not_built("json_array")


def json_array_agg(on_null: JsonOnNull, item_expr: Any) -> Expression:
    """Flink's ``json_array_agg``; not built yet."""
    raise not_built("json_array_agg")


def lag(expr: Any, offset: Any = 1, default: Any = None) -> Expression:
    """Flink's ``lag``; not built yet."""
    raise not_built("lag")


def lead(expr: Any, offset: Any = 1, default: Any = None) -> Expression:
    """Flink's ``lead``; not built yet."""
    raise not_built("lead")


def call(f: Union[str, UserDefinedFunctionWrapper], *args: Any) -> Expression:
    """Flink's ``call``; not built yet."""
    raise not_built("call")


def call_sql(sql_expression: str) -> Expression:
    """Flink's ``call_sql``; not built yet."""
    raise not_built("call_sql")
