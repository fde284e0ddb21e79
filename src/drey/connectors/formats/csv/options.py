"""Options of the csv format, as Flink's ``CsvFormatOptions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from drey.errors import OptionError
from drey.options import ConfigOption
from drey.records import record

FIELD_DELIMITER = ConfigOption("csv.field-delimiter", str, ",", description="between two fields")
DISABLE_QUOTE = ConfigOption("csv.disable-quote-character", bool, False, description="quotes are plain text")
QUOTE: ConfigOption[str] = ConfigOption("csv.quote-character", str, '"', description="encloses fields")
ALLOW_COMMENTS = ConfigOption("csv.allow-comments", bool, False, description="skip lines that start with #")
IGNORE_ERRORS = ConfigOption(
    "csv.ignore-parse-errors", bool, False, description="null for bad fields; skip records of a wrong shape"
)
ARRAY_DELIMITER = ConfigOption("csv.array-element-delimiter", str, ";", description="between array elements")
ESCAPE: ConfigOption[str] = ConfigOption(
    "csv.escape-character", str, description="takes the meaning from the next character"
)
NULL_LITERAL: ConfigOption[str] = ConfigOption(
    "csv.null-literal", str, description="the text that means null"
)
SCIENTIFIC = ConfigOption(
    "csv.write-bigdecimal-in-scientific-notation", bool, True, description="1E+2 for 100 in decimals"
)
TRIM_SPACES = ConfigOption("csv.trim-spaces", bool, False, description="drop spaces around fields")
IGNORE_TRAILING = ConfigOption("csv.ignore-trailing-unmappable", bool, False, description="drop extra fields")
TRAILING_COMMA = ConfigOption(
    "csv.allow-trailing-comma", bool, True, description="one empty extra field is fine"
)
FAIL_ON_MISSING = ConfigOption("csv.fail-on-missing-columns", bool, False, description="refuse short records")
EMPTY_AS_NULL = ConfigOption("csv.empty-string-as-null", bool, False, description="empty fields are null")

ALL = (
    FIELD_DELIMITER, DISABLE_QUOTE, QUOTE, ALLOW_COMMENTS, IGNORE_ERRORS, ARRAY_DELIMITER, ESCAPE, NULL_LITERAL,
    SCIENTIFIC, TRIM_SPACES, IGNORE_TRAILING, TRAILING_COMMA, FAIL_ON_MISSING, EMPTY_AS_NULL,
)  # fmt: skip

_JAVA_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\b": "\b", "\\f": "\f", "\\\\": "\\"}


def _single(option: ConfigOption[str], options: Mapping[str, str]) -> str | None:
    """The value of an option that must be one character; ``\\t`` and ``\\uXXXX`` are understood as in Java."""
    text = option.get(options)
    if text is None:
        return None
    value = _JAVA_ESCAPES.get(text, text)
    if len(text) == 6 and text.startswith("\\u"):
        value = chr(int(text[2:], 16))
    if len(value) != 1:
        raise OptionError(f"option '{option.key}' must be a single character", detail=f"found '{text}'")
    return value


@record
class CsvOptions:
    """The parsed options; ``quote`` is None if quoting is off."""

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    null_literal: str | None = None
    array_delimiter: str = ";"
    comments: bool = False
    ignore_errors: bool = False
    scientific: bool = True
    trim: bool = False
    ignore_trailing: bool = False
    trailing_comma: bool = True
    fail_on_missing: bool = False
    empty_as_null: bool = False

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Self:
        """Parse and check.

        Raises:
            OptionError: A value is wrong, or options contradict each other.
        """
        if DISABLE_QUOTE.get(options) and QUOTE.key in options:
            raise OptionError(
                f"options '{DISABLE_QUOTE.key}' and '{QUOTE.key}' contradict each other",
                hint="define a quote character or disable it",
            )
        return cls(
            delimiter=_single(FIELD_DELIMITER, options) or ",",
            quote=None if DISABLE_QUOTE.get(options) else _single(QUOTE, options),
            escape=_single(ESCAPE, options),
            null_literal=NULL_LITERAL.get(options),
            array_delimiter=_single(ARRAY_DELIMITER, options) or ";",
            comments=ALLOW_COMMENTS.require(options),
            ignore_errors=IGNORE_ERRORS.require(options),
            scientific=SCIENTIFIC.require(options),
            trim=TRIM_SPACES.require(options),
            ignore_trailing=IGNORE_TRAILING.require(options),
            trailing_comma=TRAILING_COMMA.require(options),
            fail_on_missing=FAIL_ON_MISSING.require(options),
            empty_as_null=EMPTY_AS_NULL.require(options),
        )
