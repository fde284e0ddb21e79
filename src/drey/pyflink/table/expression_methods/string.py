"""Texts: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode, given

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class StringMethods(ExpressionNode):
    """Texts."""

    def concat(self, other: Any) -> Expression[Any]:
        """SQL's ``CONCAT(self, other)``."""
        return self._call("CONCAT", other)

    def starts_with(self, start_expr: Any) -> Expression[Any]:
        """SQL's ``STARTSWITH(self, start_expr)``."""
        return self._call("STARTS_WITH", start_expr)

    def ends_with(self, end_expr: Any) -> Expression[Any]:
        """SQL's ``ENDSWITH(self, end_expr)``."""
        return self._call("ENDS_WITH", end_expr)

    def substring(self, begin_index: Any, length: Any = None) -> Expression[Any]:
        """SQL's ``SUBSTRING(self, begin_index[, length])``."""
        return self._call("SUBSTRING", begin_index, *given(length))

    def substr(self, begin_index: Any, length: Any = None) -> Expression[Any]:
        """SQL's ``SUBSTR(self, begin_index[, length])``."""
        return self._call("SUBSTR", begin_index, *given(length))

    def trim_leading(self, character: Any = None) -> Expression[Any]:
        """Take spaces, or another text, off the start: SQL's ``TRIM(LEADING character FROM self)``."""
        return self._call("TRIM", *given(character), options=("LEADING",))

    def trim_trailing(self, character: Any = None) -> Expression[Any]:
        """Take spaces, or another text, off the end: SQL's ``TRIM(TRAILING character FROM self)``."""
        return self._call("TRIM", *given(character), options=("TRAILING",))

    def trim(self, character: Any = None) -> Expression[Any]:
        """Take spaces, or another text, off both ends: SQL's ``TRIM(BOTH character FROM self)``."""
        return self._call("TRIM", *given(character), options=("BOTH",))

    def replace(self, search: Any = None, replacement: Any = None) -> Expression[Any]:
        """SQL's ``REPLACE(self, search, replacement)``."""
        return self._call("REPLACE", search, replacement)

    def translate(self, from_str: Any, to_str: Any) -> Expression[Any]:
        """SQL's ``TRANSLATE(self, from_str, to_str)``."""
        return self._call("TRANSLATE", from_str, to_str)

    @property
    def char_length(self) -> Expression[Any]:
        """SQL's ``CHAR_LENGTH(self)``."""
        return self._call("CHAR_LENGTH")

    @property
    def upper_case(self) -> Expression[Any]:
        """SQL's ``UPPER(self)``."""
        return self._call("UPPER")

    @property
    def lower_case(self) -> Expression[Any]:
        """SQL's ``LOWER(self)``."""
        return self._call("LOWER")

    @property
    def init_cap(self) -> Expression[Any]:
        """SQL's ``INITCAP(self)``."""
        return self._call("INIT_CAP")

    def position(self, haystack: Any = None) -> Expression[Any]:
        """SQL's ``POSITION(self, haystack)``."""
        return self._call("POSITION", haystack)

    def lpad(self, length: Any, pad: Any) -> Expression[Any]:
        """SQL's ``LPAD(self, length, pad)``."""
        return self._call("LPAD", length, pad)

    def rpad(self, length: Any, pad: Any) -> Expression[Any]:
        """SQL's ``RPAD(self, length, pad)``."""
        return self._call("RPAD", length, pad)

    def overlay(self, new_string: Any, starting: Any, length: Any = None) -> Expression[Any]:
        """SQL's ``OVERLAY(self, new_string, starting[, length])``."""
        return self._call("OVERLAY", new_string, starting, *given(length))

    def regexp(self, regex: Any) -> Expression[Any]:
        """SQL's ``REGEXP(self, regex)``."""
        return self._call("REGEXP", regex)

    def regexp_count(self, regex: Any) -> Expression[Any]:
        """SQL's ``REGEXP_COUNT(self, regex)``."""
        return self._call("REGEXP_COUNT", regex)

    def regexp_replace(self, regex: Any, replacement: Any) -> Expression[Any]:
        """SQL's ``REGEXP_REPLACE(self, regex, replacement)``."""
        return self._call("REGEXP_REPLACE", regex, replacement)

    def regexp_extract(self, regex: Any, extract_index: Any = None) -> Expression[Any]:
        """SQL's ``REGEXP_EXTRACT(self, regex[, extract_index])``."""
        return self._call("REGEXP_EXTRACT", regex, *given(extract_index))

    def regexp_extract_all(self, regex: Any, extract_index: Any = None) -> Expression[Any]:
        """SQL's ``REGEXP_EXTRACT_ALL(self, regex[, extract_index])``."""
        return self._call("REGEXP_EXTRACT_ALL", regex, *given(extract_index))

    def regexp_instr(self, regex: Any) -> Expression[Any]:
        """SQL's ``REGEXP_INSTR(self, regex)``."""
        return self._call("REGEXP_INSTR", regex)

    def regexp_substr(self, regex: Any) -> Expression[Any]:
        """SQL's ``REGEXP_SUBSTR(self, regex)``."""
        return self._call("REGEXP_SUBSTR", regex)

    @property
    def from_base64(self) -> Expression[Any]:
        """SQL's ``FROM_BASE64(self)``."""
        return self._call("FROM_BASE64")

    @property
    def to_base64(self) -> Expression[Any]:
        """SQL's ``TO_BASE64(self)``."""
        return self._call("TO_BASE64")

    @property
    def ascii(self) -> Expression[Any]:
        """SQL's ``ASCII(self)``."""
        return self._call("ASCII")

    @property
    def chr(self) -> Expression[Any]:
        """SQL's ``CHR(self)``."""
        return self._call("CHR")

    def decode(self, charset: Any) -> Expression[Any]:
        """SQL's ``DECODE(self, charset)``."""
        return self._call("DECODE", charset)

    def encode(self, charset: Any) -> Expression[Any]:
        """SQL's ``ENCODE(self, charset)``."""
        return self._call("ENCODE", charset)

    def left(self, length: Any) -> Expression[Any]:
        """SQL's ``LEFT(self, length)``."""
        return self._call("LEFT", length)

    def right(self, length: Any) -> Expression[Any]:
        """SQL's ``RIGHT(self, length)``."""
        return self._call("RIGHT", length)

    def instr(self, s: Any) -> Expression[Any]:
        """SQL's ``INSTR(self, s)``."""
        return self._call("INSTR", s)

    def locate(self, s: Any, pos: Any = None) -> Expression[Any]:
        """SQL's ``LOCATE(self, s[, pos])``."""
        return self._call("LOCATE", s, *given(pos))

    def url_decode(self) -> Expression[Any]:
        """SQL's ``URL_DECODE(self)``."""
        return self._call("URL_DECODE")

    def url_encode(self) -> Expression[Any]:
        """SQL's ``URL_ENCODE(self)``."""
        return self._call("URL_ENCODE")

    def inet_aton(self) -> Expression[Any]:
        """SQL's ``INET_ATON(self)``."""
        return self._call("INET_ATON")

    def inet_ntoa(self) -> Expression[Any]:
        """SQL's ``INET_NTOA(self)``."""
        return self._call("INET_NTOA")

    def parse_url(self, part_to_extract: Any, key: Any = None) -> Expression[Any]:
        """SQL's ``PARSE_URL(self, part_to_extract[, key])``."""
        return self._call("PARSE_URL", part_to_extract, *given(key))

    def printf(self, *obj: Any) -> Expression[Any]:
        """SQL's ``PRINTF(self, obj ...)``."""
        return self._call("PRINTF", *obj)

    def ltrim(self, trim_str: Any = None) -> Expression[Any]:
        """SQL's ``LTRIM(self[, trim_str])``."""
        return self._call("LTRIM", *given(trim_str))

    def rtrim(self, trim_str: Any = None) -> Expression[Any]:
        """SQL's ``RTRIM(self[, trim_str])``."""
        return self._call("RTRIM", *given(trim_str))

    def btrim(self, trim_str: Any = None) -> Expression[Any]:
        """SQL's ``BTRIM(self[, trim_str])``."""
        return self._call("BTRIM", *given(trim_str))

    def repeat(self, n: Any) -> Expression[Any]:
        """SQL's ``REPEAT(self, n)``."""
        return self._call("REPEAT", n)

    @property
    def reverse(self) -> Expression[Any]:
        """SQL's ``REVERSE(self)``."""
        return self._call("REVERSE")

    def split_index(self, separator: Any, index: Any) -> Expression[Any]:
        """SQL's ``SPLIT_INDEX(self, separator, index)``."""
        return self._call("SPLIT_INDEX", separator, index)

    def str_to_map(self, list_delimiter: Any = None, key_value_delimiter: Any = None) -> Expression[Any]:
        """SQL's ``STR_TO_MAP(self[, list_delimiter][, key_value_delimiter])``."""
        return self._call("STR_TO_MAP", *given(list_delimiter), *given(key_value_delimiter))

    def elt(self, expr: Any, *exprs: Any) -> Expression[Any]:
        """SQL's ``ELT(self, expr, exprs ...)``."""
        return self._call("ELT", expr, *exprs)
