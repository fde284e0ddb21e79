"""Parses Flink's type texts: ``DECIMAL(10, 2) NOT NULL``, ``ROW<a INT, b ARRAY<STRING>>``."""

from __future__ import annotations

import re
from functools import lru_cache

from drey.errors import SqlSyntaxError, did_you_mean
from drey.types import logical as t

_TOKEN = re.compile(r"\s*(?:(`(?:[^`]|``)*`)|('(?:[^']|'')*')|([A-Za-z_][A-Za-z_0-9]*)|(\d+)|([<>(),]))")

_SIMPLE: dict[str, t.LogicalType] = {
    "BOOLEAN": t.BooleanType(),
    "TINYINT": t.TinyIntType(),
    "SMALLINT": t.SmallIntType(),
    "INT": t.IntType(),
    "INTEGER": t.IntType(),
    "BIGINT": t.BigIntType(),
    "FLOAT": t.FloatType(),
    "DATE": t.DateType(),
    "STRING": t.string_type(),
    "BYTES": t.bytes_type(),
    "NULL": t.NullType(),
    "VARIANT": t.VariantType(),
    "BITMAP": t.BitmapType(),
}
_NAMES = (*_SIMPLE, "CHAR", "VARCHAR", "BINARY", "VARBINARY", "DECIMAL", "DEC", "NUMERIC", "DOUBLE",
          "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "INTERVAL", "ARRAY", "MAP", "MULTISET", "ROW", "RAW",
          "STRUCTURED")  # fmt: skip


@lru_cache(maxsize=1024)
def parse_type(text: str, sql: bool = False) -> t.LogicalType:
    """The logical type that a Flink type text denotes.

    Args:
        text: The type.
        sql: Read it as SQL statements do, where VARCHAR and VARBINARY without a length are STRING and BYTES;
            in type texts of the API their length is 1.

    Raises:
        SqlSyntaxError: The text is not a type.
    """
    parser = _TypeParser(text, t.MAX_LENGTH if sql else 1)
    result = parser.parse()
    parser.expect_end()
    return result


class _TypeParser:
    def __init__(self, text: str, default_length: int) -> None:
        self.text = text
        self.default_length = default_length
        self.tokens: list[str] = []
        position = 0
        stripped = text.rstrip()
        while position < len(stripped):
            match = _TOKEN.match(stripped, position)
            if match is None:
                raise SqlSyntaxError(f"'{text}' is not a type", detail=f"unexpected character at {position}")
            self.tokens.append(match.group().strip())
            position = match.end()
        self.at = 0

    def peek(self, offset: int = 0) -> str:
        index = self.at + offset
        return self.tokens[index] if index < len(self.tokens) else ""

    def word(self) -> str:
        return self.peek().upper()

    def accept(self, *words: str) -> bool:
        if [self.peek(i).upper() for i in range(len(words))] == list(words):
            self.at += len(words)
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.accept(token):
            raise SqlSyntaxError(
                f"'{self.text}' is not a type", detail=f"expected '{token}', found '{self.peek()}'"
            )

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            raise SqlSyntaxError(f"'{self.text}' is not a type", detail=f"unexpected '{self.peek()}'")

    def number(self) -> int:
        token = self.peek()
        if not token.isdigit():
            raise SqlSyntaxError(f"'{self.text}' is not a type", detail=f"expected a number, found '{token}'")
        self.at += 1
        return int(token)

    def optional_number(self, default: int) -> int:
        if not self.accept("("):
            return default
        value = self.number()
        self.expect(")")
        return value

    def parse(self) -> t.LogicalType:
        result = self.parse_nullable()
        while self.word() in ("ARRAY", "MULTISET"):
            result = t.ArrayType(result) if self.accept("ARRAY") else self._multiset(result)
            result = self.nullability(result)
        return result

    def _multiset(self, element: t.LogicalType) -> t.LogicalType:
        self.expect("MULTISET")
        return t.MultisetType(element)

    def nullability(self, type_: t.LogicalType) -> t.LogicalType:
        if self.accept("NOT", "NULL"):
            return type_.not_null()
        self.accept("NULL")
        return type_

    def parse_nullable(self) -> t.LogicalType:
        return self.nullability(self.bare())

    def bare(self) -> t.LogicalType:
        name = self.word()
        self.at += 1
        if name in _SIMPLE:
            return _SIMPLE[name]
        match name:
            case "CHAR":
                return t.CharType(self.optional_number(1))
            case "VARCHAR":
                return t.VarCharType(self.optional_number(self.default_length))
            case "BINARY":
                return t.BinaryType(self.optional_number(1))
            case "VARBINARY":
                return t.VarBinaryType(self.optional_number(self.default_length))
            case "DECIMAL" | "DEC" | "NUMERIC":
                return self.decimal()
            case "DOUBLE":
                self.accept("PRECISION")
                return t.DoubleType()
            case "TIME":
                precision = self.optional_number(0)
                self.accept("WITHOUT", "TIME", "ZONE")
                return t.TimeType(precision)
            case "TIMESTAMP":
                return self.timestamp()
            case "TIMESTAMP_LTZ":
                return t.LocalZonedTimestampType(self.optional_number(6))
            case "INTERVAL":
                return self.interval()
            case "ARRAY":
                return t.ArrayType(self.single_argument())
            case "MULTISET":
                return t.MultisetType(self.single_argument())
            case "MAP":
                self.expect("<")
                key = self.parse()
                self.expect(",")
                value = self.parse()
                self.expect(">")
                return t.MapType(key, value)
            case "ROW":
                return self.row()
            case "STRUCTURED":
                return self.structured()
            case "RAW":
                return self.raw()
        raise SqlSyntaxError(f"unknown type '{self.text}'", hint=did_you_mean(name, _NAMES))

    def decimal(self) -> t.LogicalType:
        precision, scale = 10, 0
        if self.accept("("):
            precision = self.number()
            if self.accept(","):
                scale = self.number()
            self.expect(")")
        return t.DecimalType(precision, scale)

    def timestamp(self) -> t.LogicalType:
        precision = self.optional_number(6)
        if self.accept("WITH", "LOCAL", "TIME", "ZONE"):
            return t.LocalZonedTimestampType(precision)
        self.accept("WITHOUT", "TIME", "ZONE")
        return t.TimestampType(precision)

    def interval(self) -> t.LogicalType:
        units: list[str] = []
        while self.word() in ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"):
            word = self.word()
            self.at += 1
            if word != "TO":
                precision = self.optional_number(-1)
                units.append(word if precision < 0 else f"{word}({precision})")
        if not units:
            raise SqlSyntaxError(f"'{self.text}' is not a type", detail="an interval needs a unit")
        if units[0].startswith(("YEAR", "MONTH")):
            return t.YearMonthIntervalType(" TO ".join(units))
        return t.DayTimeIntervalType(" TO ".join(units))

    def single_argument(self) -> t.LogicalType:
        self.expect("<")
        inner = self.parse()
        self.expect(">")
        return inner

    def row(self) -> t.LogicalType:
        closing = ">" if self.accept("<") else ")"
        if closing == ")":
            self.expect("(")
        return t.RowType(self.fields(closing))

    def fields(self, closing: str) -> tuple[t.Field, ...]:
        fields: list[t.Field] = []
        while not self.accept(closing):
            if fields:
                self.expect(",")
            name = self.peek()
            self.at += 1
            if name.startswith("`"):
                name = name[1:-1].replace("``", "`")
            field_type = self.parse()
            description = None
            if self.peek().startswith("'"):
                description = self.peek()[1:-1].replace("''", "'")
                self.at += 1
            fields.append(t.Field(name, field_type, description))
        return tuple(fields)

    def structured(self) -> t.LogicalType:
        self.expect("<")
        class_name = self.peek()
        if not class_name.startswith("'"):
            raise SqlSyntaxError(
                f"'{self.text}' is not a type", detail="a structured type needs a class name"
            )
        self.at += 1
        self.accept(",")
        return t.StructuredType(self.fields(">"), class_name[1:-1].replace("''", "'"))

    def raw(self) -> t.LogicalType:
        self.expect("(")
        class_name = self.peek().strip("'")
        self.at += 1
        if self.accept(","):
            self.at += 1
        self.expect(")")
        return t.RawType(class_name)
