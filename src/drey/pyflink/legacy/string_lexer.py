"""Tokens of string expressions: ``"a.sum * 1.5 as c"``."""

from __future__ import annotations

import decimal
import re
from typing import Any

from drey.errors import SourcePosition, SqlSyntaxError
from drey.records import record

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?[lLfFdDpP]?(?![A-Za-z_0-9]))
  | (?P<string>'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")
  | (?P<name>`(?:[^`]|``)*`|[A-Za-z_$][A-Za-z_0-9$]*)
  | (?P<symbol>===|!==|==|!=|<>|>=|<=|&&|\|\||[-+*/%()<>=!?:,.])
    )""",
    re.VERBOSE,
)


@record
class Token:
    """One token; ``kind`` is number, string, name, symbol or end."""

    kind: str
    text: str
    start: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, with one of kind ``end`` behind them.

    Raises:
        SqlSyntaxError: A character belongs to no token.
    """
    found: list[Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            at = position + len(text[position:]) - len(text[position:].lstrip())
            raise syntax_error(text, f"unexpected '{text[at]}'", at)
        kind = match.lastgroup
        found.append(Token(kind, match.group(kind), match.start(kind)))
        position = match.end()
    found.append(Token("end", "", end))
    return found


def syntax_error(text: str, message: str, start: int, length: int = 1) -> SqlSyntaxError:
    """An error that underlines the place in the expression."""
    position = SourcePosition(text, start, start + max(1, length))
    return SqlSyntaxError(f"the string expression can't be read: {message}", position=position)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def string_value(text: str) -> str:
    """The value of a string token: doubled quotes and backslash escapes undone."""
    quote, inner = text[0], text[1:-1].replace(text[0] * 2, text[0])
    assert quote in "'\""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match.group(1), match.group(1)), inner)


def number_value(text: str) -> Any:
    """The value of a number token: int, Decimal with the suffix p, otherwise float."""
    if text[-1] in "pP":
        return decimal.Decimal(text[:-1])
    body = text.rstrip("lLfFdD")
    return int(body) if body.isdigit() and text[-1] not in "fFdD" else float(body)
