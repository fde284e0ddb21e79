"""Mirror of ``pyflink.table.expression``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union

from drey.pyflink.not_built import not_built
from drey.pyflink.table.types import DataTypes

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType

__all__ = [
    "Expression",
    "TimeIntervalUnit",
    "TimePointUnit",
    "JsonType",
    "JsonExistsOnError",
    "JsonValueOnEmptyOrError",
    "JsonQueryWrapper",
    "JsonQueryOnEmptyOrError",
]

T = TypeVar("T")


class TimeIntervalUnit(Enum):
    """Flink's ``TimeIntervalUnit``."""

    YEAR = "YEAR"
    YEAR_TO_MONTH = "YEAR_TO_MONTH"
    QUARTER = "QUARTER"
    MONTH = "MONTH"
    WEEK = "WEEK"
    DAY = "DAY"
    DAY_TO_HOUR = "DAY_TO_HOUR"
    DAY_TO_MINUTE = "DAY_TO_MINUTE"
    DAY_TO_SECOND = "DAY_TO_SECOND"
    HOUR = "HOUR"
    SECOND = "SECOND"
    HOUR_TO_MINUTE = "HOUR_TO_MINUTE"
    HOUR_TO_SECOND = "HOUR_TO_SECOND"
    MINUTE = "MINUTE"
    MINUTE_TO_SECOND = 14


class TimePointUnit(Enum):
    """Flink's ``TimePointUnit``."""

    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"
    HOUR = "HOUR"
    MINUTE = "MINUTE"
    SECOND = "SECOND"
    QUARTER = "QUARTER"
    WEEK = "WEEK"
    MILLISECOND = "MILLISECOND"
    MICROSECOND = 9


class JsonType(Enum):
    """Flink's ``JsonType``."""

    VALUE = "VALUE"
    SCALAR = "SCALAR"
    ARRAY = "ARRAY"
    OBJECT = 3


class JsonExistsOnError(Enum):
    """Flink's ``JsonExistsOnError``."""

    TRUE = "TRUE"
    FALSE = "FALSE"
    UNKNOWN = "UNKNOWN"
    ERROR = 3


class JsonValueOnEmptyOrError(Enum):
    """Flink's ``JsonValueOnEmptyOrError``."""

    NULL = "NULL"
    ERROR = "ERROR"
    DEFAULT = 2


class JsonQueryWrapper(Enum):
    """Flink's ``JsonQueryWrapper``."""

    WITHOUT_ARRAY = "WITHOUT_ARRAY"
    CONDITIONAL_ARRAY = "CONDITIONAL_ARRAY"
    UNCONDITIONAL_ARRAY = 2


class JsonQueryOnEmptyOrError(Enum):
    """Flink's ``JsonQueryOnEmptyOrError``."""

    NULL = "NULL"
    EMPTY_ARRAY = "EMPTY_ARRAY"
    EMPTY_OBJECT = "EMPTY_OBJECT"
    ERROR = 3


class JsonOnNull(Enum):
    """Flink's ``JsonOnNull``."""

    NULL = "NULL"
    ABSENT = 1


class Expression(Generic[T]):
    """Flink's ``Expression``."""

    @property
    def exp(self) -> Expression[float]:
        """Flink's ``exp``; not built yet."""
        raise not_built("Expression.exp")

    @property
    def log10(self) -> Expression[float]:
        """Flink's ``log10``; not built yet."""
        raise not_built("Expression.log10")

    @property
    def log2(self) -> Expression[float]:
        """Flink's ``log2``; not built yet."""
        raise not_built("Expression.log2")

    @property
    def ln(self) -> Expression[float]:
        """Flink's ``ln``; not built yet."""
        raise not_built("Expression.ln")

    def log(self, base: Any = None) -> Expression[float]:
        """Flink's ``log``; not built yet."""
        raise not_built("Expression.log")

    @property
    def cosh(self) -> Expression[float]:
        """Flink's ``cosh``; not built yet."""
        raise not_built("Expression.cosh")

    @property
    def sinh(self) -> Expression[float]:
        """Flink's ``sinh``; not built yet."""
        raise not_built("Expression.sinh")

    @property
    def sin(self) -> Expression[float]:
        """Flink's ``sin``; not built yet."""
        raise not_built("Expression.sin")

    @property
    def cos(self) -> Expression[float]:
        """Flink's ``cos``; not built yet."""
        raise not_built("Expression.cos")

    @property
    def tan(self) -> Expression[float]:
        """Flink's ``tan``; not built yet."""
        raise not_built("Expression.tan")

    @property
    def cot(self) -> Expression[float]:
        """Flink's ``cot``; not built yet."""
        raise not_built("Expression.cot")

    @property
    def asin(self) -> Expression[float]:
        """Flink's ``asin``; not built yet."""
        raise not_built("Expression.asin")

    @property
    def acos(self) -> Expression[float]:
        """Flink's ``acos``; not built yet."""
        raise not_built("Expression.acos")

    @property
    def atan(self) -> Expression[float]:
        """Flink's ``atan``; not built yet."""
        raise not_built("Expression.atan")

    @property
    def tanh(self) -> Expression[float]:
        """Flink's ``tanh``; not built yet."""
        raise not_built("Expression.tanh")

    @property
    def degrees(self) -> Expression[float]:
        """Flink's ``degrees``; not built yet."""
        raise not_built("Expression.degrees")

    @property
    def radians(self) -> Expression[float]:
        """Flink's ``radians``; not built yet."""
        raise not_built("Expression.radians")

    @property
    def sqrt(self) -> Expression[float]:
        """Flink's ``sqrt``; not built yet."""
        raise not_built("Expression.sqrt")

    @property
    def abs(self) -> Expression[T]:
        """Flink's ``abs``; not built yet."""
        raise not_built("Expression.abs")

    @property
    def sign(self) -> Expression[T]:
        """Flink's ``sign``; not built yet."""
        raise not_built("Expression.sign")

    def round(self, places: Union[int, Expression[int]]) -> Any:
        """Flink's ``round``; not built yet."""
        raise not_built("Expression.round")

    def concat(self, other: Union[str, Expression[str]]) -> Expression[str]:
        """Flink's ``concat``; not built yet."""
        raise not_built("Expression.concat")

    def between(self, lower_bound: Any, upper_bound: Any) -> Expression[bool]:
        """Flink's ``between``; not built yet."""
        raise not_built("Expression.between")

    def not_between(self, lower_bound: Any, upper_bound: Any) -> Expression[bool]:
        """Flink's ``not_between``; not built yet."""
        raise not_built("Expression.not_between")

    def then(self, if_true: Any, if_false: Any) -> Expression:
        """Flink's ``then``; not built yet."""
        raise not_built("Expression.then")

    def if_null(self, null_replacement: Any) -> Expression:
        """Flink's ``if_null``; not built yet."""
        raise not_built("Expression.if_null")

    @property
    def is_null(self) -> Expression[bool]:
        """Flink's ``is_null``; not built yet."""
        raise not_built("Expression.is_null")

    @property
    def is_not_null(self) -> Expression[bool]:
        """Flink's ``is_not_null``; not built yet."""
        raise not_built("Expression.is_not_null")

    @property
    def is_true(self) -> Expression[bool]:
        """Flink's ``is_true``; not built yet."""
        raise not_built("Expression.is_true")

    @property
    def is_false(self) -> Expression[bool]:
        """Flink's ``is_false``; not built yet."""
        raise not_built("Expression.is_false")

    @property
    def is_not_true(self) -> Expression[bool]:
        """Flink's ``is_not_true``; not built yet."""
        raise not_built("Expression.is_not_true")

    @property
    def is_not_false(self) -> Expression[bool]:
        """Flink's ``is_not_false``; not built yet."""
        raise not_built("Expression.is_not_false")

    @property
    def distinct(self) -> Expression:
        """Flink's ``distinct``; not built yet."""
        raise not_built("Expression.distinct")

    @property
    def sum(self) -> Expression:
        """Flink's ``sum``; not built yet."""
        raise not_built("Expression.sum")

    @property
    def sum0(self) -> Expression:
        """Flink's ``sum0``; not built yet."""
        raise not_built("Expression.sum0")

    @property
    def min(self) -> Expression:
        """Flink's ``min``; not built yet."""
        raise not_built("Expression.min")

    @property
    def max(self) -> Expression:
        """Flink's ``max``; not built yet."""
        raise not_built("Expression.max")

    @property
    def count(self) -> Expression:
        """Flink's ``count``; not built yet."""
        raise not_built("Expression.count")

    @property
    def avg(self) -> Expression:
        """Flink's ``avg``; not built yet."""
        raise not_built("Expression.avg")

    @property
    def first_value(self) -> Expression:
        """Flink's ``first_value``; not built yet."""
        raise not_built("Expression.first_value")

    @property
    def last_value(self) -> Expression:
        """Flink's ``last_value``; not built yet."""
        raise not_built("Expression.last_value")

    def list_agg(self, separator: Union[str, Expression[str]] | None = None) -> Expression[str]:
        """Flink's ``list_agg``; not built yet."""
        raise not_built("Expression.list_agg")

    @property
    def stddev_pop(self) -> Expression:
        """Flink's ``stddev_pop``; not built yet."""
        raise not_built("Expression.stddev_pop")

    @property
    def stddev_samp(self) -> Expression:
        """Flink's ``stddev_samp``; not built yet."""
        raise not_built("Expression.stddev_samp")

    @property
    def var_pop(self) -> Expression:
        """Flink's ``var_pop``; not built yet."""
        raise not_built("Expression.var_pop")

    @property
    def var_samp(self) -> Expression:
        """Flink's ``var_samp``; not built yet."""
        raise not_built("Expression.var_samp")

    @property
    def collect(self) -> Expression:
        """Flink's ``collect``; not built yet."""
        raise not_built("Expression.collect")

    @property
    def array_agg(self) -> Expression:
        """Flink's ``array_agg``; not built yet."""
        raise not_built("Expression.array_agg")

    def alias(self, name: str, *extra_names: str) -> Expression[T]:
        """Flink's ``alias``; not built yet."""
        raise not_built("Expression.alias")

    def as_argument(self, name: str) -> Expression:
        """Flink's ``as_argument``; not built yet."""
        raise not_built("Expression.as_argument")

    def cast(self, data_type: DataType) -> Expression:
        """Flink's ``cast``; not built yet."""
        raise not_built("Expression.cast")

    def try_cast(self, data_type: DataType) -> Expression:
        """Flink's ``try_cast``; not built yet."""
        raise not_built("Expression.try_cast")

    @property
    def asc(self) -> Expression:
        """Flink's ``asc``; not built yet."""
        raise not_built("Expression.asc")

    @property
    def desc(self) -> Expression:
        """Flink's ``desc``; not built yet."""
        raise not_built("Expression.desc")

    def in_(self, first_element_or_table: Any, *remaining_elements: Any) -> Expression:
        """Flink's ``in_``; not built yet."""
        raise not_built("Expression.in_")

    @property
    def start(self) -> Expression:
        """Flink's ``start``; not built yet."""
        raise not_built("Expression.start")

    @property
    def end(self) -> Expression:
        """Flink's ``end``; not built yet."""
        raise not_built("Expression.end")

    @property
    def bin(self) -> Expression[str]:
        """Flink's ``bin``; not built yet."""
        raise not_built("Expression.bin")

    @property
    def hex(self) -> Expression[str]:
        """Flink's ``hex``; not built yet."""
        raise not_built("Expression.hex")

    @property
    def unhex(self) -> Expression:
        """Flink's ``unhex``; not built yet."""
        raise not_built("Expression.unhex")

    def truncate(self, n: Union[int, Expression[int]] = 0) -> Expression[T]:
        """Flink's ``truncate``; not built yet."""
        raise not_built("Expression.truncate")

    def percentile(self, percentage: Any, frequency: Any = None) -> Expression:
        """Flink's ``percentile``; not built yet."""
        raise not_built("Expression.percentile")

    def starts_with(self, start_expr: Any) -> Expression:
        """Flink's ``starts_with``; not built yet."""
        raise not_built("Expression.starts_with")

    def ends_with(self, end_expr: Any) -> Expression:
        """Flink's ``ends_with``; not built yet."""
        raise not_built("Expression.ends_with")

    def substring(
        self, begin_index: Union[int, Expression[int]], length: Union[int, Expression[int]] | None = None
    ) -> Expression[str]:
        """Flink's ``substring``; not built yet."""
        raise not_built("Expression.substring")

    def substr(
        self, begin_index: Union[int, Expression[int]], length: Union[int, Expression[int]] | None = None
    ) -> Expression[str]:
        """Flink's ``substr``; not built yet."""
        raise not_built("Expression.substr")

    def trim_leading(self, character: Union[str, Expression[str]] | None = None) -> Expression[str]:
        """Flink's ``trim_leading``; not built yet."""
        raise not_built("Expression.trim_leading")

    def trim_trailing(self, character: Union[str, Expression[str]] | None = None) -> Expression[str]:
        """Flink's ``trim_trailing``; not built yet."""
        raise not_built("Expression.trim_trailing")

    def trim(self, character: Union[str, Expression[str]] | None = None) -> Expression[str]:
        """Flink's ``trim``; not built yet."""
        raise not_built("Expression.trim")

    def replace(
        self,
        search: Union[str, Expression[str]] | None = None,
        replacement: Union[str, Expression[str]] | None = None,
    ) -> Expression[str]:
        """Flink's ``replace``; not built yet."""
        raise not_built("Expression.replace")

    def translate(self, from_str: Any, to_str: Any) -> Expression:
        """Flink's ``translate``; not built yet."""
        raise not_built("Expression.translate")

    @property
    def char_length(self) -> Expression[int]:
        """Flink's ``char_length``; not built yet."""
        raise not_built("Expression.char_length")

    @property
    def upper_case(self) -> Expression[str]:
        """Flink's ``upper_case``; not built yet."""
        raise not_built("Expression.upper_case")

    @property
    def lower_case(self) -> Expression[str]:
        """Flink's ``lower_case``; not built yet."""
        raise not_built("Expression.lower_case")

    @property
    def init_cap(self) -> Expression[str]:
        """Flink's ``init_cap``; not built yet."""
        raise not_built("Expression.init_cap")

    def like(
        self, pattern: Union[str, Expression[str]] | None = None, escape: Any = None
    ) -> Expression[bool]:
        """Flink's ``like``; not built yet."""
        raise not_built("Expression.like")

    def similar(self, pattern: Union[str, Expression[str]] | None = None) -> Expression[bool]:
        """Flink's ``similar``; not built yet."""
        raise not_built("Expression.similar")

    def position(self, haystack: Union[str, Expression[str]] | None = None) -> Expression[int]:
        """Flink's ``position``; not built yet."""
        raise not_built("Expression.position")

    def lpad(self, length: Union[int, Expression[int]], pad: Union[str, Expression[str]]) -> Expression[str]:
        """Flink's ``lpad``; not built yet."""
        raise not_built("Expression.lpad")

    def rpad(self, length: Union[int, Expression[int]], pad: Union[str, Expression[str]]) -> Expression[str]:
        """Flink's ``rpad``; not built yet."""
        raise not_built("Expression.rpad")

    def overlay(
        self,
        new_string: Union[str, Expression[str]],
        starting: Union[int, Expression[int]],
        length: Union[int, Expression[int]] | None = None,
    ) -> Expression[str]:
        """Flink's ``overlay``; not built yet."""
        raise not_built("Expression.overlay")

    def regexp(self, regex: Union[str, Expression[str]]) -> Expression[str]:
        """Flink's ``regexp``; not built yet."""
        raise not_built("Expression.regexp")

    def regexp_count(self, regex: Any) -> Expression:
        """Flink's ``regexp_count``; not built yet."""
        raise not_built("Expression.regexp_count")

    def regexp_replace(
        self, regex: Union[str, Expression[str]], replacement: Union[str, Expression[str]]
    ) -> Expression[str]:
        """Flink's ``regexp_replace``; not built yet."""
        raise not_built("Expression.regexp_replace")

    def regexp_extract(
        self, regex: Union[str, Expression[str]], extract_index: Union[int, Expression[int]] | None = None
    ) -> Expression[str]:
        """Flink's ``regexp_extract``; not built yet."""
        raise not_built("Expression.regexp_extract")

    def regexp_extract_all(self, regex: Any, extract_index: Any = None) -> Expression:
        """Flink's ``regexp_extract_all``; not built yet."""
        raise not_built("Expression.regexp_extract_all")

    def regexp_instr(self, regex: Any) -> Expression:
        """Flink's ``regexp_instr``; not built yet."""
        raise not_built("Expression.regexp_instr")

    def regexp_substr(self, regex: Any) -> Expression:
        """Flink's ``regexp_substr``; not built yet."""
        raise not_built("Expression.regexp_substr")

    @property
    def from_base64(self) -> Expression[str]:
        """Flink's ``from_base64``; not built yet."""
        raise not_built("Expression.from_base64")

    @property
    def to_base64(self) -> Expression[str]:
        """Flink's ``to_base64``; not built yet."""
        raise not_built("Expression.to_base64")

    @property
    def ascii(self) -> Expression[int]:
        """Flink's ``ascii``; not built yet."""
        raise not_built("Expression.ascii")

    @property
    def chr(self) -> Expression[str]:
        """Flink's ``chr``; not built yet."""
        raise not_built("Expression.chr")

    def decode(self, charset: Union[str, Expression[str]]) -> Expression[str]:
        """Flink's ``decode``; not built yet."""
        raise not_built("Expression.decode")

    def encode(self, charset: Union[str, Expression[str]]) -> Expression[bytes]:
        """Flink's ``encode``; not built yet."""
        raise not_built("Expression.encode")

    def left(self, length: Union[int, Expression[int]]) -> Expression[str]:
        """Flink's ``left``; not built yet."""
        raise not_built("Expression.left")

    def right(self, length: Union[int, Expression[int]]) -> Expression[str]:
        """Flink's ``right``; not built yet."""
        raise not_built("Expression.right")

    def instr(self, s: Union[str, Expression[str]]) -> Expression[int]:
        """Flink's ``instr``; not built yet."""
        raise not_built("Expression.instr")

    def locate(
        self, s: Union[str, Expression[str]], pos: Union[int, Expression[int]] | None = None
    ) -> Expression[int]:
        """Flink's ``locate``; not built yet."""
        raise not_built("Expression.locate")

    def url_decode(self) -> Expression[str]:
        """Flink's ``url_decode``; not built yet."""
        raise not_built("Expression.url_decode")

    def url_encode(self) -> Expression[str]:
        """Flink's ``url_encode``; not built yet."""
        raise not_built("Expression.url_encode")

    def inet_aton(self) -> Expression:
        """Flink's ``inet_aton``; not built yet."""
        raise not_built("Expression.inet_aton")

    def inet_ntoa(self) -> Expression[str]:
        """Flink's ``inet_ntoa``; not built yet."""
        raise not_built("Expression.inet_ntoa")

    def parse_url(
        self, part_to_extract: Union[str, Expression[str]], key: Union[str, Expression[str]] | None = None
    ) -> Expression[str]:
        """Flink's ``parse_url``; not built yet."""
        raise not_built("Expression.parse_url")

    def printf(self, *obj: Any) -> Expression:
        """Flink's ``printf``; not built yet."""
        raise not_built("Expression.printf")

    def ltrim(self, trim_str: Any = None) -> Expression[str]:
        """Flink's ``ltrim``; not built yet."""
        raise not_built("Expression.ltrim")

    def rtrim(self, trim_str: Any = None) -> Expression[str]:
        """Flink's ``rtrim``; not built yet."""
        raise not_built("Expression.rtrim")

    def btrim(self, trim_str: Any = None) -> Expression:
        """Flink's ``btrim``; not built yet."""
        raise not_built("Expression.btrim")

    def repeat(self, n: Union[int, Expression[int]]) -> Expression[str]:
        """Flink's ``repeat``; not built yet."""
        raise not_built("Expression.repeat")

    def over(self, alias: Any) -> Expression:
        """Flink's ``over``; not built yet."""
        raise not_built("Expression.over")

    @property
    def reverse(self) -> Expression[str]:
        """Flink's ``reverse``; not built yet."""
        raise not_built("Expression.reverse")

    def split_index(
        self, separator: Union[str, Expression[str]], index: Union[int, Expression[int]]
    ) -> Expression[str]:
        """Flink's ``split_index``; not built yet."""
        raise not_built("Expression.split_index")

    def str_to_map(
        self,
        list_delimiter: Union[str, Expression[str]] | None = None,
        key_value_delimiter: Union[str, Expression[str]] | None = None,
    ) -> Expression[dict]:
        """Flink's ``str_to_map``; not built yet."""
        raise not_built("Expression.str_to_map")

    def elt(self, expr: Any, *exprs: Any) -> Expression:
        """Flink's ``elt``; not built yet."""
        raise not_built("Expression.elt")

    @property
    def to_date(self) -> Expression:
        """Flink's ``to_date``; not built yet."""
        raise not_built("Expression.to_date")

    @property
    def to_time(self) -> Expression:
        """Flink's ``to_time``; not built yet."""
        raise not_built("Expression.to_time")

    @property
    def to_timestamp(self) -> Expression:
        """Flink's ``to_timestamp``; not built yet."""
        raise not_built("Expression.to_timestamp")

    def extract(self, time_interval_unit: TimeIntervalUnit) -> Expression:
        """Flink's ``extract``; not built yet."""
        raise not_built("Expression.extract")

    def floor(self, time_interval_unit: TimeIntervalUnit | None = None) -> Expression:
        """Flink's ``floor``; not built yet."""
        raise not_built("Expression.floor")

    def ceil(self, time_interval_unit: TimeIntervalUnit | None = None) -> Expression:
        """Flink's ``ceil``; not built yet."""
        raise not_built("Expression.ceil")

    def get(self, name_or_index: Union[str, int]) -> Expression:
        """Flink's ``get``; not built yet."""
        raise not_built("Expression.get")

    @property
    def flatten(self) -> Expression:
        """Flink's ``flatten``; not built yet."""
        raise not_built("Expression.flatten")

    def at(self, index: Any) -> Expression:
        """Flink's ``at``; not built yet."""
        raise not_built("Expression.at")

    @property
    def cardinality(self) -> Expression:
        """Flink's ``cardinality``; not built yet."""
        raise not_built("Expression.cardinality")

    @property
    def element(self) -> Expression:
        """Flink's ``element``; not built yet."""
        raise not_built("Expression.element")

    def array_append(self, addition: Any) -> Expression:
        """Flink's ``array_append``; not built yet."""
        raise not_built("Expression.array_append")

    def array_contains(self, needle: Any) -> Expression:
        """Flink's ``array_contains``; not built yet."""
        raise not_built("Expression.array_contains")

    def array_distinct(self) -> Expression:
        """Flink's ``array_distinct``; not built yet."""
        raise not_built("Expression.array_distinct")

    def array_position(self, needle: Any) -> Expression:
        """Flink's ``array_position``; not built yet."""
        raise not_built("Expression.array_position")

    def array_prepend(self, addition: Any) -> Expression:
        """Flink's ``array_prepend``; not built yet."""
        raise not_built("Expression.array_prepend")

    def array_remove(self, needle: Any) -> Expression:
        """Flink's ``array_remove``; not built yet."""
        raise not_built("Expression.array_remove")

    def array_reverse(self) -> Expression:
        """Flink's ``array_reverse``; not built yet."""
        raise not_built("Expression.array_reverse")

    def array_slice(self, start_offset: Any, end_offset: Any = None) -> Expression:
        """Flink's ``array_slice``; not built yet."""
        raise not_built("Expression.array_slice")

    def array_sort(self, ascending_order: Any = None, null_first: Any = None) -> Expression:
        """Flink's ``array_sort``; not built yet."""
        raise not_built("Expression.array_sort")

    def array_union(self, array: Any) -> Expression:
        """Flink's ``array_union``; not built yet."""
        raise not_built("Expression.array_union")

    def array_concat(self, *arrays: Any) -> Expression:
        """Flink's ``array_concat``; not built yet."""
        raise not_built("Expression.array_concat")

    def array_max(self) -> Expression:
        """Flink's ``array_max``; not built yet."""
        raise not_built("Expression.array_max")

    def array_join(self, delimiter: Any, null_replacement: Any = None) -> Expression:
        """Flink's ``array_join``; not built yet."""
        raise not_built("Expression.array_join")

    def array_min(self) -> Expression:
        """Flink's ``array_min``; not built yet."""
        raise not_built("Expression.array_min")

    def array_except(self, array: Any) -> Expression:
        """Flink's ``array_except``; not built yet."""
        raise not_built("Expression.array_except")

    def array_intersect(self, array: Any) -> Expression:
        """Flink's ``array_intersect``; not built yet."""
        raise not_built("Expression.array_intersect")

    def split(self, delimiter: Any) -> Expression:
        """Flink's ``split``; not built yet."""
        raise not_built("Expression.split")

    @property
    def map_keys(self) -> Expression:
        """Flink's ``map_keys``; not built yet."""
        raise not_built("Expression.map_keys")

    def map_union(self, *maps: Any) -> Expression:
        """Flink's ``map_union``; not built yet."""
        raise not_built("Expression.map_union")

    @property
    def map_values(self) -> Expression:
        """Flink's ``map_values``; not built yet."""
        raise not_built("Expression.map_values")

    @property
    def map_entries(self) -> Expression:
        """Flink's ``map_entries``; not built yet."""
        raise not_built("Expression.map_entries")

    @property
    def rowtime(self) -> Expression:
        """Flink's ``rowtime``; not built yet."""
        raise not_built("Expression.rowtime")

    @property
    def proctime(self) -> Expression:
        """Flink's ``proctime``; not built yet."""
        raise not_built("Expression.proctime")

    @property
    def year(self) -> Expression:
        """Flink's ``year``; not built yet."""
        raise not_built("Expression.year")

    @property
    def years(self) -> Expression:
        """Flink's ``years``; not built yet."""
        raise not_built("Expression.years")

    @property
    def quarter(self) -> Expression:
        """Flink's ``quarter``; not built yet."""
        raise not_built("Expression.quarter")

    @property
    def quarters(self) -> Expression:
        """Flink's ``quarters``; not built yet."""
        raise not_built("Expression.quarters")

    @property
    def month(self) -> Expression:
        """Flink's ``month``; not built yet."""
        raise not_built("Expression.month")

    @property
    def months(self) -> Expression:
        """Flink's ``months``; not built yet."""
        raise not_built("Expression.months")

    @property
    def week(self) -> Expression:
        """Flink's ``week``; not built yet."""
        raise not_built("Expression.week")

    @property
    def weeks(self) -> Expression:
        """Flink's ``weeks``; not built yet."""
        raise not_built("Expression.weeks")

    @property
    def day(self) -> Expression:
        """Flink's ``day``; not built yet."""
        raise not_built("Expression.day")

    @property
    def days(self) -> Expression:
        """Flink's ``days``; not built yet."""
        raise not_built("Expression.days")

    @property
    def hour(self) -> Expression:
        """Flink's ``hour``; not built yet."""
        raise not_built("Expression.hour")

    @property
    def hours(self) -> Expression:
        """Flink's ``hours``; not built yet."""
        raise not_built("Expression.hours")

    @property
    def minute(self) -> Expression:
        """Flink's ``minute``; not built yet."""
        raise not_built("Expression.minute")

    @property
    def minutes(self) -> Expression:
        """Flink's ``minutes``; not built yet."""
        raise not_built("Expression.minutes")

    @property
    def second(self) -> Expression:
        """Flink's ``second``; not built yet."""
        raise not_built("Expression.second")

    @property
    def seconds(self) -> Expression:
        """Flink's ``seconds``; not built yet."""
        raise not_built("Expression.seconds")

    @property
    def milli(self) -> Expression:
        """Flink's ``milli``; not built yet."""
        raise not_built("Expression.milli")

    @property
    def millis(self) -> Expression:
        """Flink's ``millis``; not built yet."""
        raise not_built("Expression.millis")

    @property
    def md5(self) -> Expression[str]:
        """Flink's ``md5``; not built yet."""
        raise not_built("Expression.md5")

    @property
    def sha1(self) -> Expression[str]:
        """Flink's ``sha1``; not built yet."""
        raise not_built("Expression.sha1")

    @property
    def sha224(self) -> Expression[str]:
        """Flink's ``sha224``; not built yet."""
        raise not_built("Expression.sha224")

    @property
    def sha256(self) -> Expression[str]:
        """Flink's ``sha256``; not built yet."""
        raise not_built("Expression.sha256")

    @property
    def sha384(self) -> Expression[str]:
        """Flink's ``sha384``; not built yet."""
        raise not_built("Expression.sha384")

    @property
    def sha512(self) -> Expression[str]:
        """Flink's ``sha512``; not built yet."""
        raise not_built("Expression.sha512")

    def sha2(self, hash_length: Union[int, Expression[int]]) -> Expression[str]:
        """Flink's ``sha2``; not built yet."""
        raise not_built("Expression.sha2")

    def is_json(self, json_type: JsonType | None = None) -> Expression[bool]:
        """Flink's ``is_json``; not built yet."""
        raise not_built("Expression.is_json")

    def json_exists(self, path: str, on_error: JsonExistsOnError | None = None) -> Expression[bool]:
        """Flink's ``json_exists``; not built yet."""
        raise not_built("Expression.json_exists")

    def json_value(
        self,
        path: str,
        returning_type: DataType = DataTypes.STRING(),
        on_empty: JsonValueOnEmptyOrError = JsonValueOnEmptyOrError.NULL,
        default_on_empty: Any = None,
        on_error: JsonValueOnEmptyOrError = JsonValueOnEmptyOrError.NULL,
        default_on_error: Any = None,
    ) -> Expression:
        """Flink's ``json_value``; not built yet."""
        raise not_built("Expression.json_value")

    def json_query(
        self,
        path: str,
        wrapping_behavior: Any = JsonQueryWrapper.WITHOUT_ARRAY,
        on_empty: Any = JsonQueryOnEmptyOrError.NULL,
        on_error: Any = JsonQueryOnEmptyOrError.NULL,
    ) -> Expression:
        """Flink's ``json_query``; not built yet."""
        raise not_built("Expression.json_query")

    def json_quote(self) -> Expression:
        """Flink's ``json_quote``; not built yet."""
        raise not_built("Expression.json_quote")

    def json_unquote(self) -> Expression:
        """Flink's ``json_unquote``; not built yet."""
        raise not_built("Expression.json_unquote")

    def object_update(self, *kv: Any) -> Expression:
        """Flink's ``object_update``; not built yet."""
        raise not_built("Expression.object_update")

    def bitmap_and(self, bitmap2: Any) -> Expression:
        """Flink's ``bitmap_and``; not built yet."""
        raise not_built("Expression.bitmap_and")

    def bitmap_andnot(self, bitmap2: Any) -> Expression:
        """Flink's ``bitmap_andnot``; not built yet."""
        raise not_built("Expression.bitmap_andnot")

    def bitmap_and_agg(self) -> Any:
        """Flink's ``bitmap_and_agg``; not built yet."""
        raise not_built("Expression.bitmap_and_agg")

    def bitmap_and_cardinality_agg(self) -> Any:
        """Flink's ``bitmap_and_cardinality_agg``; not built yet."""
        raise not_built("Expression.bitmap_and_cardinality_agg")

    def bitmap_build(self) -> Expression:
        """Flink's ``bitmap_build``; not built yet."""
        raise not_built("Expression.bitmap_build")

    def bitmap_build_agg(self) -> Any:
        """Flink's ``bitmap_build_agg``; not built yet."""
        raise not_built("Expression.bitmap_build_agg")

    def bitmap_build_cardinality_agg(self) -> Any:
        """Flink's ``bitmap_build_cardinality_agg``; not built yet."""
        raise not_built("Expression.bitmap_build_cardinality_agg")

    def bitmap_cardinality(self) -> Expression:
        """Flink's ``bitmap_cardinality``; not built yet."""
        raise not_built("Expression.bitmap_cardinality")

    def bitmap_from_bytes(self) -> Expression:
        """Flink's ``bitmap_from_bytes``; not built yet."""
        raise not_built("Expression.bitmap_from_bytes")

    def bitmap_or(self, bitmap2: Any) -> Expression:
        """Flink's ``bitmap_or``; not built yet."""
        raise not_built("Expression.bitmap_or")

    def bitmap_or_agg(self) -> Any:
        """Flink's ``bitmap_or_agg``; not built yet."""
        raise not_built("Expression.bitmap_or_agg")

    def bitmap_or_cardinality_agg(self) -> Any:
        """Flink's ``bitmap_or_cardinality_agg``; not built yet."""
        raise not_built("Expression.bitmap_or_cardinality_agg")

    def bitmap_to_array(self) -> Expression:
        """Flink's ``bitmap_to_array``; not built yet."""
        raise not_built("Expression.bitmap_to_array")

    def bitmap_to_bytes(self) -> Expression:
        """Flink's ``bitmap_to_bytes``; not built yet."""
        raise not_built("Expression.bitmap_to_bytes")

    def bitmap_to_string(self) -> Expression:
        """Flink's ``bitmap_to_string``; not built yet."""
        raise not_built("Expression.bitmap_to_string")

    def bitmap_xor(self, bitmap2: Any) -> Expression:
        """Flink's ``bitmap_xor``; not built yet."""
        raise not_built("Expression.bitmap_xor")

    def bitmap_xor_agg(self) -> Any:
        """Flink's ``bitmap_xor_agg``; not built yet."""
        raise not_built("Expression.bitmap_xor_agg")

    def bitmap_xor_cardinality_agg(self) -> Any:
        """Flink's ``bitmap_xor_cardinality_agg``; not built yet."""
        raise not_built("Expression.bitmap_xor_cardinality_agg")
