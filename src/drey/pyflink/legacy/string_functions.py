"""Names that string expressions use, and what they are today."""

from __future__ import annotations

import inspect
import re

from drey.errors import SqlSyntaxError
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expression_text import CAMEL_CASE, OTHER_NAMES
from drey.types import logical as t
from drey.types.type_parser import parse_type


def _camel(constant: str) -> str:
    first, *rest = constant.lower().split("_")
    return first + "".join(map(str.capitalize, rest))


_SYNONYMS = {
    "lowercase": "LOWER",
    "uppercase": "UPPER",
    "firstvalue": "FIRST_VALUE",
    "lastvalue": "LAST_VALUE",
    "ifnull": "IF_NULL",
    "if": "IF",
    "?": "IF",
    "countdistinct": "COUNT",
    "dividedby": "DIVIDE",
    "in": "IN",
    "listagg": "LISTAGG",
    "totimestampltz": "TO_TIMESTAMP_LTZ",
    "timestampdiff": "TIMESTAMP_DIFF",
    "isequal": "EQUALS",
}

_CONSTANTS = {
    **{_camel(constant).lower(): constant for constant in CAMEL_CASE},
    **{name.lower(): constant for constant, name in OTHER_NAMES.items()},
    **_SYNONYMS,
}


def method_constant(name: str) -> str | None:
    """The constant of a function called as ``operand.name``, or None for a user's own."""
    found = _CONSTANTS.get(name.lower())
    if found is None:
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        if inspect.getattr_static(Expression, snake, None) is not None:
            return snake.upper()
    return found


def function_constant(name: str) -> str:
    """What to call for ``name(...)``: the constant if the name is Table API's only, else the name itself.

    A name that SQL knows too, as ``concat``, stays as written, so that a user's function of that name is
    found first.
    """
    constant = _CONSTANTS.get(name.lower())
    return constant if constant is not None and constant.lower() != name.lower() else name


_OLD_TYPES = {
    "LONG": "BIGINT",
    "BYTE": "TINYINT",
    "SHORT": "SMALLINT",
    "BIG_DEC": "DECIMAL(38, 18)",
    "DECIMAL": "DECIMAL(38, 18)",
    "SQL_DATE": "DATE",
    "SQL_TIME": "TIME",
    "SQL_TIMESTAMP": "TIMESTAMP(3)",
    "VARCHAR": "STRING",
    "LOCAL_DATE": "DATE",
    "LOCAL_TIME": "TIME",
    "LOCAL_DATE_TIME": "TIMESTAMP(3)",
}


def type_of(text: str) -> t.LogicalType | None:
    """The type of a type's text, old names as ``LONG`` and ``SQL_TIMESTAMP`` included, or None."""
    stripped = text.strip()
    try:
        return parse_type(_OLD_TYPES.get(stripped.upper(), stripped))
    except SqlSyntaxError:
        return None
