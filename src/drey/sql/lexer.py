"""Cuts Flink SQL into tokens, each with its place in the text.

One compiled pattern does the work: sqlglot's tokenizer neither knows ``/*+ hints */`` after a table nor
keeps the offsets of what it drops, and underlined errors need exact offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from drey.errors import SourcePosition, SqlSyntaxError
from drey.sql.reserved import RESERVED


class TokenKind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    STRING = auto()
    UNICODE_STRING = auto()
    BINARY = auto()
    NUMBER = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Args:
        kind: What it is.
        text: The source text.
        key: Upper-case word or symbol to compare with; empty for quoted names, literals and the end.
        value: The name of a quoted identifier or the content of a string, escapes resolved.
        start: Offset of its first character.
        end: Offset behind its last character.
    """

    kind: TokenKind
    text: str
    key: str
    value: str
    start: int
    end: int


_PATTERN = re.compile(
    r"""
    (?P<space>\s+|--[^\r\n]*|//[^\r\n]*|/\*(?!\+).*?\*/)
  | (?P<hint>/\*\+)
  | (?P<unclosed>/\*)
  | (?P<escaped>[eE]'(?:[^'\\]|''|\\.)*')
  | (?P<unicode>[uU]&'(?:[^']|'')*')
  | (?P<binary>[xX]'[^']*')
  | (?P<string>(?:[nN]|_[A-Za-z][\w:.\-]*)?'(?:[^']|'')*')
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<word>(?:[^\W\d]|\$)[\w$]*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<symbol>=>|>=|<=|<>|!=|\|\||\.\.|->|[-+*/%<>=()\[\]{},;.:?|^&~@#!$])
    """,
    re.VERBOSE | re.DOTALL,
)
_C_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))|''", re.S
)
_C_NAMED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_UNCLOSED = {
    "'": ("a string isn't closed", "end it with ' and write '' for a quote inside"),
    "`": ("a quoted name isn't closed", "end it with ` and write `` for a backtick inside"),
    "/": ("a comment isn't closed", "end it with */"),
    '"': ("double quotes are not Flink SQL", "write 'text' for strings and `name` for names"),
}


def tokenize(text: str) -> list[Token]:
    """The tokens of the text without blanks and comments; the last one is of kind END.

    Raises:
        SqlSyntaxError: A string, name or comment isn't closed, or a character has no meaning in SQL.
    """
    tokens: list[Token] = []
    position, length, in_hint = 0, len(text), False
    while position < length:
        if in_hint and text.startswith("*/", position):
            tokens.append(Token(TokenKind.SYMBOL, "*/", "*/", "*/", position, position + 2))
            position, in_hint = position + 2, False
            continue
        match = _PATTERN.match(text, position)
        if match is None or match.lastgroup == "unclosed":
            raise _lexical_error(text, position)
        group = match.lastgroup or ""
        if group != "space":
            if group == "hint":
                in_hint = True
            tokens.append(_token(text, group, match.group(), position, match.end()))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", "", "", length, length))
    return tokens


def split_path(text: str) -> tuple[str, ...]:
    """The names of a path such as ``cat.`my db`.t``, as the Table API takes it.

    Raises:
        SqlSyntaxError: The text is no path, or holds a reserved word without backticks.
    """
    tokens = tokenize(text)
    names: list[str] = []
    for index, token in enumerate(tokens[:-1]):
        is_name = token.kind in (TokenKind.WORD, TokenKind.QUOTED) and token.value
        if index % 2 == 0 and is_name and token.key not in RESERVED:
            names.append(token.value)
        elif index % 2 == 0 or token.key != ".":
            reserved = index % 2 == 0 and token.key in RESERVED
            raise SqlSyntaxError(
                f"'{token.text}' is a reserved word" if reserved else f"'{text}' is not a path",
                hint=f"as a name it needs backticks: `{token.text}`"
                if reserved
                else "write a.b.c or `a b`.c",
                position=SourcePosition(text, token.start, token.end),
            )
    if len(tokens) % 2:
        raise SqlSyntaxError(
            f"'{text}' is not a path",
            hint="a name is missing at its end",
            position=SourcePosition(text, len(text), len(text)),
        )
    return tuple(names)


def _token(text: str, group: str, source: str, start: int, end: int) -> Token:
    match group:
        case "word":
            return Token(TokenKind.WORD, source, source.upper(), source, start, end)
        case "number":
            return Token(TokenKind.NUMBER, source, "", source, start, end)
        case "string":
            content = source[source.index("'") + 1 : -1].replace("''", "'")
            return Token(TokenKind.STRING, source, "", content, start, end)
        case "quoted":
            return Token(TokenKind.QUOTED, source, "", source[1:-1].replace("``", "`"), start, end)
        case "escaped":
            return Token(TokenKind.STRING, source, "", _resolve_c_escapes(source[2:-1]), start, end)
        case "unicode":
            return Token(TokenKind.UNICODE_STRING, source, "", source[3:-1].replace("''", "'"), start, end)
        case "binary":
            return Token(
                TokenKind.BINARY, source, "", _hexadecimal(text, source[2:-1], start, end), start, end
            )
    return Token(TokenKind.SYMBOL, source, source, source, start, end)


def _hexadecimal(text: str, digits: str, start: int, end: int) -> str:
    if len(digits) % 2 or re.fullmatch(r"[0-9A-Fa-f]*", digits) is None:
        raise SqlSyntaxError(
            "a binary literal needs pairs of hexadecimal digits",
            hint="write x'0A1B'",
            position=SourcePosition(text, start, end),
        )
    return digits


def _resolve_c_escapes(content: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match.group() == "''":
            return "'"
        four, eight, hexadecimal, octal, other = match.groups()
        if octal:
            return chr(int(octal, 8))
        digits = four or eight or hexadecimal
        return chr(int(digits, 16)) if digits else _C_NAMED.get(other, other)

    return _C_ESCAPE.sub(replace, content)


def resolve_unicode_escapes(content: str, escape: str) -> str:
    """The content of ``U&'..'`` with ``\\XXXX`` and ``\\+XXXXXX`` resolved for the given escape character.

    Raises:
        ValueError: An escape isn't followed by four digits, or by + and six.
    """
    quoted = re.escape(escape)
    pattern = re.compile(f"{quoted}(?:({quoted})|\\+([0-9A-Fa-f]{{6}})|([0-9A-Fa-f]{{4}})|())")

    def replace(match: re.Match[str]) -> str:
        itself, six, four, _ = match.groups()
        if itself:
            return escape
        if not (six or four):
            raise ValueError(f"'{escape}' needs four hexadecimal digits behind it")
        return chr(int(six or four, 16))

    return pattern.sub(replace, content)


def _lexical_error(text: str, position: int) -> SqlSyntaxError:
    character = text[position]
    if character in _UNCLOSED:
        message, hint = _UNCLOSED[character]
        line_end = text.find("\n", position)
        end = position + 1 if character == '"' else (len(text) if line_end < 0 else line_end)
        return SqlSyntaxError(message, hint=hint, position=SourcePosition(text, position, end))
    return SqlSyntaxError(
        f"the character {character!r} has no meaning in SQL",
        position=SourcePosition(text, position, position + 1),
    )
