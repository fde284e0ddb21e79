"""Walks over tokens and remembers what was looked for, so that errors can say what was expected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from sqlglot import exp

from drey.errors import DreyError, SourcePosition, SqlSyntaxError
from drey.sql.lexer import Token, TokenKind, resolve_unicode_escapes, tokenize
from drey.sql.reserved import RESERVED
from drey.sql.statements.fragments import Name, ObjectPath
from drey.types import logical as t
from drey.types.type_parser import parse_type

_Item = TypeVar("_Item")
_Node = TypeVar("_Node", bound=exp.Expression)

# What the hint of an error lists at most; more is noise.
_MAX_EXPECTED = 8
# Less alike than this is another word, not a typing error (difflib's ratio).
_KEYWORD_LIKENESS = 0.7
_CLAUSE_STARTS = (
    "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET",
    "FETCH", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "USING",
)  # fmt: skip
# Spellings of the SQL standard for CHAR, VARCHAR and VARBINARY.
_TYPE_SYNONYMS = (
    (re.compile(r"\bCHARACTER\b", re.IGNORECASE), "CHAR"),
    (re.compile(r"\bCHAR VARYING\b", re.IGNORECASE), "VARCHAR"),
    (re.compile(r"\bBINARY VARYING\b", re.IGNORECASE), "VARBINARY"),
)
# Unlike Flink's own type texts, SQL has no limit where a length is missing, and cuts what is too precise.
_UNLIMITED = ((re.compile(r"(?<!`)\bVARCHAR\b(?! \(|`)", re.IGNORECASE), "STRING"),
              (re.compile(r"(?<!`)\bVARBINARY\b(?! \(|`)", re.IGNORECASE), "BYTES"))  # fmt: skip
_PRECISION = re.compile(r"\b(TIME|TIMESTAMP|TIMESTAMP_LTZ|DECIMAL|DEC|NUMERIC) \( (\d+)", re.IGNORECASE)
_MAX_PRECISION = {"TIME": 3, "TIMESTAMP": 9, "TIMESTAMP_LTZ": 9}
_MAX_DECIMAL_PRECISION = 38
_NAME_KINDS = (TokenKind.WORD, TokenKind.QUOTED)
_STRING_KINDS = (TokenKind.STRING, TokenKind.UNICODE_STRING)


class TokenCursor:
    """A place in the tokens of a text.

    Args:
        text: The whole text, script or statement.
        tokens: Its tokens, if they are known already.
    """

    def __init__(self, text: str, tokens: list[Token] | None = None) -> None:
        self.text = text
        self.tokens = tokenize(text) if tokens is None else tokens
        self.index = 0
        self._expected: dict[str, None] = {}
        self._expected_at = 0
        self._implicit_alias: int | None = None

    @property
    def current(self) -> Token:
        return self.tokens[self.index]

    def peek(self, offset: int = 1) -> Token:
        """The token ``offset`` places ahead, or the end."""
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    @property
    def at_end(self) -> bool:
        """True at a semicolon or at the end of the text."""
        return self.current.kind is TokenKind.END or self.current.key == ";"

    def advance(self) -> Token:
        token = self.current
        if token.kind is not TokenKind.END:
            self.index += 1
        return token

    def note_expected(self, what: str) -> None:
        """Remember that ``what`` would have been fine here."""
        if self._expected_at != self.index:
            self._expected, self._expected_at = {}, self.index
        self._expected[what] = None

    def at(self, *keys: str) -> bool:
        """True if the next words or symbols are these."""
        self.note_expected(" ".join(keys))
        return self.looking_at(*keys)

    def looking_at(self, *keys: str) -> bool:
        """As :meth:`at`, without offering the words in an error."""
        last = len(self.tokens) - 1
        return all(self.tokens[min(self.index + i, last)].key == key for i, key in enumerate(keys))

    def at_any(self, keys: Iterable[str]) -> bool:
        return sum(self.at(key) for key in keys) > 0

    def accept(self, *keys: str) -> bool:
        """Step over these words or symbols if they are next."""
        if self.at(*keys):
            self.index += len(keys)
            return True
        return False

    def accept_any(self, *keys: str) -> str | None:
        """Step over one of these words if it is next, and return it."""
        for key in keys:
            if self.accept(key):
                return key
        return None

    def expect(self, *keys: str) -> None:
        """Step over these words or symbols one by one; anything else is a syntax error."""
        for key in keys:
            if not self.accept(key):
                self.fail()

    def expect_any(self, *keys: str) -> str:
        return self.accept_any(*keys) or self.fail()

    def failure(
        self, message: str | None = None, *, token: Token | None = None, hint: str | None = None
    ) -> SqlSyntaxError:
        """A syntax error about a token, by default the current one, for the caller to raise."""
        at = token or self.current
        expected = list(self._expected) if token is None and self._expected_at == self.index else []
        if message is None:
            misspelt = self._misspelt_clause()
            if misspelt is not None:
                at, hint = misspelt
            message = f"unexpected {_shown(at)}"
        return SqlSyntaxError(message, hint=hint or _hint(at, expected), position=self._place_of(at))

    def _misspelt_clause(self) -> tuple[Token, str] | None:
        """``FORM`` of ``SELECT a FORM t`` was read as an alias; the error belongs to it."""
        if self._implicit_alias is None or self._implicit_alias != self.index - 1:
            return None
        alias = self.tokens[self._implicit_alias]
        near = _near_keyword(alias, _CLAUSE_STARTS)
        return (alias, f"did you mean {near}?") if near else None

    def alias_without_as(self) -> bool:
        """True if an alias stands here without AS; remembered, since it may be a misspelt clause."""
        if not self.is_name():
            return False
        self._implicit_alias = self.index
        return True

    def fail(
        self, message: str | None = None, *, token: Token | None = None, hint: str | None = None
    ) -> NoReturn:
        """Raise :meth:`failure`."""
        raise self.failure(message, token=token, hint=hint)

    def _place_of(self, token: Token) -> SourcePosition:
        if token.kind is TokenKind.END and self.index:
            # Behind the last token, not behind trailing blanks or comments.
            end = self.tokens[self.index - 1].end
            return SourcePosition(self.text, end, end + 1)
        return SourcePosition(self.text, token.start, token.end)

    def span_from(self, index: int) -> SourcePosition:
        """From the token at ``index`` to the last token that was stepped over."""
        last = self.tokens[max(index, self.index - 1)]
        return SourcePosition(self.text, self.tokens[index].start, last.end)

    def placed(self, node: _Node, index: int) -> _Node:
        """The node with its place noted: from the token at ``index`` up to here."""
        span = self.span_from(index)
        meta = node.meta
        meta["start"], meta["end"] = span.start, span.end - 1
        return node

    def items(self, parse: Callable[[], _Item]) -> list[_Item]:
        """One or more items separated by commas."""
        found = [parse()]
        while self.accept(","):
            found.append(parse())
        return found

    def wrapped_items(self, parse: Callable[[], _Item], *, empty: bool = False) -> list[_Item]:
        """Items in parentheses."""
        self.expect("(")
        if empty and self.accept(")"):
            return []
        found = self.items(parse)
        self.expect(")")
        return found

    def name_token(self, what: str = "a name") -> Token:
        """Step over an identifier.

        Raises:
            SqlSyntaxError: The next token is no name, or a reserved word without backticks.
        """
        token = self.current
        if token.kind not in _NAME_KINDS:
            self.note_expected(what)
            self.fail()
        if token.key in RESERVED:
            self.fail_reserved(token)
        if not token.value:
            self.fail("a name can't be empty", token=token)
        return self.advance()

    def fail_reserved(self, token: Token) -> NoReturn:
        self.fail(
            f"'{token.text}' is a reserved word",
            token=token,
            hint=f"as a name it needs backticks: `{token.text}`",
        )

    def is_name(self) -> bool:
        """True if the current token can be a name."""
        return self.current.kind in _NAME_KINDS and self.current.key not in RESERVED

    def identifier(self) -> exp.Identifier:
        index = self.index
        token = self.name_token()
        node = exp.Identifier(this=token.value, quoted=token.kind is TokenKind.QUOTED)
        return self.placed(node, index)

    def name(self) -> Name:
        index = self.index
        return Name(self.name_token().value, self.span_from(index))

    def path(self) -> ObjectPath:
        """``a.b.c``."""
        index = self.index
        parts = [self.name_token().value]
        while self.accept("."):
            parts.append(self.name_token().value)
        return ObjectPath(tuple(parts), self.span_from(index))

    def string(self) -> str:
        """The content of a string literal of any form."""
        if self.current.kind not in _STRING_KINDS:
            self.note_expected("a 'string'")
            self.fail()
        token = self.advance()
        value = self._unicode_string(token) if token.kind is TokenKind.UNICODE_STRING else token.value
        # Adjacent strings are one string if a line break stands between them (SQL standard).
        while (
            self.current.kind is TokenKind.STRING
            and "\n" in self.text[self.tokens[self.index - 1].end : self.current.start]
        ):
            value += self.advance().value
        return value

    def _unicode_string(self, token: Token) -> str:
        escape = "\\"
        if self.accept("UESCAPE"):
            escape_token = self.current
            escape = self.string()
            if len(escape) != 1:
                self.fail("the escape character must be one character", token=escape_token)
        try:
            return resolve_unicode_escapes(token.value, escape)
        except ValueError as error:
            self.fail(str(error), token=token)

    def optional_string_after(self, word: str) -> str | None:
        return self.string() if self.accept(word) else None

    def integer(self) -> int:
        token = self.current
        if token.kind is not TokenKind.NUMBER or not token.text.isdigit():
            self.note_expected("a whole number")
            self.fail()
        return int(self.advance().text)

    def type(self, *, nullability: bool = True) -> t.LogicalType:
        """A data type; ``NOT NULL`` behind it belongs to it unless ``nullability`` is False."""
        index = self.index
        self._step_over_type(nullability)
        tokens = self.tokens[index : self.index]
        source = " ".join(token.text for token in tokens)
        for pattern, name in (*_TYPE_SYNONYMS, *_UNLIMITED):
            source = pattern.sub(name, source)
        source = _PRECISION.sub(_cut_precision, source)
        try:
            return parse_type(source, sql=True)
        except DreyError as error:
            raise error.at(self.span_from(index)) from None

    def _step_over_type(self, nullability: bool) -> None:
        if self.current.kind is not TokenKind.WORD:
            self.note_expected("a data type")
            self.fail()
        word = self.advance().key
        if word in ("DOUBLE", "CHARACTER", "CHAR", "BINARY"):
            self.accept("PRECISION") or self.accept("VARYING")
        if word == "INTERVAL":
            self._step_over_interval_qualifier()
        self._step_over_brackets()
        if word in ("TIME", "TIMESTAMP"):
            for zone in (
                ("WITHOUT", "TIME", "ZONE"),
                ("WITH", "LOCAL", "TIME", "ZONE"),
                ("WITH", "TIME", "ZONE"),
            ):
                if self.looking_at(*zone):
                    self.index += len(zone)
                    break
        while True:
            if nullability and (self.accept("NOT", "NULL") or self.accept("NULL")):
                continue
            if not (self.accept("ARRAY") or self.accept("MULTISET")):
                return

    def _step_over_interval_qualifier(self) -> None:
        while self.current.key in ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"):
            self.advance()
            self._step_over_brackets()

    def _step_over_brackets(self) -> None:
        """Step over ``(..)``, ``<..>`` with all that is nested inside, if one of them is next."""
        closing = {"(": ")", "<": ">"}.get(self.current.key)
        if self.current.key == "<>":
            self.advance()
            return
        if closing is None:
            return
        opening = self.advance()
        while self.current.key != closing:
            if self.at_end:
                self.fail(f"'{opening.text}' isn't closed", token=opening, hint=f"expected '{closing}'")
            if self.current.key in ("(", "<"):
                self._step_over_brackets()
            else:
                self.advance()
        self.advance()


def _cut_precision(match: re.Match[str]) -> str:
    name, precision = match.groups()
    return f"{name} ( {min(int(precision), _MAX_PRECISION.get(name.upper(), _MAX_DECIMAL_PRECISION))}"


def _shown(token: Token) -> str:
    if not token.text or token.key == ";":
        return "end of the statement"
    return token.text if token.kind in _STRING_KINDS else f"'{token.text}'"


def _near_keyword(token: Token, keywords: Iterable[str]) -> str | None:
    if token.kind is not TokenKind.WORD:
        return None
    found = difflib.get_close_matches(token.key, list(keywords), n=1, cutoff=_KEYWORD_LIKENESS)
    return found[0] if found and found[0] != token.key else None


def _hint(token: Token, expected: list[str]) -> str | None:
    phrases = [e for e in expected if token.key and e.startswith(token.key + " ")]
    if phrases:
        return f"expected {' or '.join(phrases)}"
    near = _near_keyword(token, (e for e in expected if e.isupper()))
    if near:
        return f"did you mean {near}?"
    # A dot may follow any name; it helps nobody beside other choices.
    choices = [e for e in expected if e != "."] or expected
    if not choices:
        return None
    shown = ", ".join(f"'{e}'" if not any(c.isalpha() for c in e) else e for e in choices[:_MAX_EXPECTED])
    starts_item = token.kind not in (TokenKind.SYMBOL, TokenKind.END) and token.key not in RESERVED
    if "," in expected and starts_item:
        return f"is a comma missing before {_shown(token)}? expected {shown}"
    return f"expected {shown}"
