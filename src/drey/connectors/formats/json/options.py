"""Options of the json format, as Flink's ``JsonFormatOptions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from drey.errors import OptionError
from drey.options import ConfigOption
from drey.records import record

FAIL_ON_MISSING = ConfigOption(
    "json.fail-on-missing-field", bool, False, description="a missing key is an error"
)
IGNORE_ERRORS = ConfigOption(
    "json.ignore-parse-errors", bool, False, description="null for bad fields; skip lines that are no object"
)
NULL_KEY_MODE = ConfigOption("json.map-null-key.mode", str, "FAIL", choices=("FAIL", "DROP", "LITERAL"))
NULL_KEY_LITERAL = ConfigOption("json.map-null-key.literal", str, "null", description="the key of null keys")
TIMESTAMP_FORMAT = ConfigOption("json.timestamp-format.standard", str, "SQL", choices=("SQL", "ISO-8601"))
PLAIN_DECIMALS = ConfigOption(
    "json.encode.decimal-as-plain-number", bool, False, description="0.00000001 and not 1E-8"
)
IGNORE_NULLS = ConfigOption("json.encode.ignore-null-fields", bool, False, description="write no null fields")
JSON_PARSER = ConfigOption(
    "json.decode.json-parser.enabled", bool, True, description="accepted; no effect here"
)

ALL = (
    FAIL_ON_MISSING, IGNORE_ERRORS, NULL_KEY_MODE, NULL_KEY_LITERAL, TIMESTAMP_FORMAT, PLAIN_DECIMALS,
    IGNORE_NULLS, JSON_PARSER,
)  # fmt: skip


@record
class JsonOptions:
    """The parsed options."""

    fail_on_missing: bool = False
    ignore_errors: bool = False
    null_key_mode: str = "FAIL"
    null_key_literal: str = "null"
    iso_timestamps: bool = False
    plain_decimals: bool = False
    ignore_nulls: bool = False

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Self:
        """Parse and check.

        Raises:
            OptionError: A value is wrong, or options contradict each other.
        """
        parsed = cls(
            fail_on_missing=FAIL_ON_MISSING.require(options),
            ignore_errors=IGNORE_ERRORS.require(options),
            null_key_mode=NULL_KEY_MODE.require(options).upper(),
            null_key_literal=NULL_KEY_LITERAL.require(options),
            iso_timestamps=TIMESTAMP_FORMAT.require(options).upper() == "ISO-8601",
            plain_decimals=PLAIN_DECIMALS.require(options),
            ignore_nulls=IGNORE_NULLS.require(options),
        )
        if parsed.fail_on_missing and parsed.ignore_errors:
            raise OptionError(
                f"'{FAIL_ON_MISSING.key}' and '{IGNORE_ERRORS.key}' shouldn't both be true", hint="choose one"
            )
        return parsed
