"""Regular expressions in Java's dialect (``java.util.regex``), for Polars' Rust engine and Python's ``re``.

A pattern is parsed once into tokens and written in both dialects. Rust runs whole columns; it lacks
look-around, backreferences, atomic groups and possessive quantifiers, so patterns with those run on
``re``. What differs between the dialects and is translated: ``.`` and its line terminators, ASCII-only
``\\d \\w \\s``, POSIX classes ``\\p{Alpha}``, ``\\Q..\\E``, class unions and intersections, ``$`` before a
final line break, flags in mid-pattern, and named groups.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

import polars as pl

from drey.functions.strings.java_classes import (
    ALIASES,
    POSIX,
    SHORTHAND,
    InvalidPatternError,
    category_ranges,
    literal_text,
    rust_accepts,
    rust_class_text,
    script_ranges,
)
from drey.records import record

_CONTROL = {"t": 9, "n": 10, "r": 13, "f": 12, "a": 7, "e": 27}
_NO_LINE_BREAK = "[^\\n\\r\\x85\\u2028\\u2029]"


@record
class JavaPattern:
    """A compiled Java pattern.

    Args:
        python: The pattern for Python's ``re``.
        rust: Its text for Polars, or None if only ``re`` can run it.
        groups: The number of capturing groups.
        end_anchored: True if the pattern has a ``$``, which Java lets match before a final line break; the
            Rust text is only right for texts that don't end in one.
        maybe_empty: True if the pattern may match the empty text; Rust finds fewer empty matches than Java.
    """

    python: re.Pattern[str]
    rust: str | None
    groups: int
    end_anchored: bool
    maybe_empty: bool

    def rust_for(self, texts: pl.Series) -> str | None:
        """The Rust text if it gives Java's result on these texts."""
        if self.rust is None:
            return None
        if self.end_anchored and texts.str.contains(r"[\n\r\x{85}\x{2028}\x{2029}]\z").any():
            return None
        return self.rust


@lru_cache(maxsize=2048)
def java_pattern(pattern: str) -> JavaPattern | None:
    """The compiled pattern, or None if Java or this translation doesn't accept it."""
    try:
        writer = _Translator(pattern)
        python_text, rust_text = writer.translate()
        compiled = re.compile(python_text)
    except (InvalidPatternError, re.error, OverflowError, RecursionError):
        return None
    rust = rust_text if writer.portable and rust_accepts(rust_text) else None
    maybe_empty = writer.has_boundary or compiled.search("") is not None
    return JavaPattern(compiled, rust, writer.groups, writer.end_anchored, maybe_empty)


class _Translator:
    """Reads a Java pattern from left to right and writes both dialects."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.python: list[str] = []
        self.rust: list[str] = []
        self.groups = 0
        self.portable = True
        self.end_anchored = False
        self.has_boundary = False
        self.flags = ""
        # For each open group: the flags outside it, and the flag group opened inside it, if any.
        self.open: list[tuple[str, str | None]] = []
        self.inner: str | None = None

    def translate(self) -> tuple[str, str]:
        while self.at < len(self.text):
            self.step()
        if self.open:
            raise InvalidPatternError("unclosed group")
        self.close_flags()
        return "".join(self.python), "".join(self.rust)

    def emit(self, python: str, rust: str | None = None) -> None:
        self.python.append(python)
        self.rust.append(python if rust is None else rust)

    def only_python(self, python: str) -> None:
        self.portable = False
        self.emit(python)

    def take(self, count: int = 1) -> str:
        part = self.text[self.at : self.at + count]
        if len(part) < count:
            raise InvalidPatternError("unexpected end")
        self.at += count
        return part

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise InvalidPatternError(f"missing {end}")
        part = self.text[self.at : stop]
        self.at = stop + len(end)
        return part

    def step(self) -> None:
        character = self.take()
        match character:
            case "\\":
                self.escape()
            case "[":
                python, rust = self.character_class()
                self.emit(python, rust)
            case "(":
                self.group()
            case ")":
                self.close_group()
            case "|":
                self.alternative()
            case ".":
                self.dot()
            case "$":
                self.dollar()
            case "*" | "+" | "?":
                self.quantifier(character)
            case "{":
                self.braces()
            case "^":
                self.emit("^")
            case _ if "x" in self.flags and (character.isspace() or character == "#"):
                if character == "#":
                    stop = self.text.find("\n", self.at)
                    self.at = len(self.text) if stop < 0 else stop + 1
            case _:
                self.emit(*literal_text(ord(character)))

    def dot(self) -> None:
        if "s" in self.flags:
            self.emit("(?s:.)")
        else:
            self.emit(_NO_LINE_BREAK, rust_class_text(_NO_LINE_BREAK))

    def dollar(self) -> None:
        if "m" in self.flags:
            self.emit("$")
        else:
            self.end_anchored = True
            self.emit("(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?\\Z)", "\\z")

    def quantifier(self, text: str) -> None:
        if not self.python or self.python[-1] in ("(", "(?:", "|"):
            raise InvalidPatternError("dangling quantifier")
        following = self.text[self.at : self.at + 1]
        if following == "+":
            self.at += 1
            self.only_python(text + "+")
        elif following == "?":
            self.at += 1
            self.emit(text + "?")
        else:
            self.emit(text)

    def braces(self) -> None:
        match = re.compile(r"\d+(,\d*)?\}").match(self.text, self.at)
        if match is None:
            raise InvalidPatternError("illegal repetition")
        self.at = match.end()
        self.quantifier("{" + match.group())

    # Groups and flags.

    def group(self) -> None:
        if self.text[self.at : self.at + 1] != "?":
            self.groups += 1
            self.begin("(")
            return
        self.take()
        kind = self.take()
        match kind:
            case ":":
                self.begin("(?:")
            case "=" | "!":
                self.portable = False
                self.begin(f"(?{kind}")
            case ">":
                self.portable = False
                self.begin("(?>")
            case "<":
                self.after_less_than()
            case _:
                self.at -= 1
                self.flag_group()

    def after_less_than(self) -> None:
        kind = self.take()
        if kind in "=!":
            self.portable = False
            self.begin(f"(?<{kind}")
            return
        self.at -= 1
        name = self.until(">")
        if not re.fullmatch("[a-zA-Z][a-zA-Z0-9]*", name):
            raise InvalidPatternError("bad group name")
        self.groups += 1
        self.begin(f"(?P<{name}>")

    def begin(self, text: str) -> None:
        self.open.append((self.flags, self.inner))
        self.inner = None
        self.emit(text)

    def flag_group(self) -> None:
        match = re.compile(r"([idmsuxU]*)(?:-([idmsuxU]+))?([:)])").match(self.text, self.at)
        if match is None:
            raise InvalidPatternError("unknown group kind")
        self.at = match.end()
        added, removed, end = match.groups()
        before = self.flags
        after = "".join(f for f in "imsx" if (f in before or f in added) and f not in (removed or ""))
        if end == ":":
            self.begin(self.flag_text(before, after))
            self.flags = after
            return
        self.close_flags()
        outer = self.open[-1][0] if self.open else ""
        self.flags = after
        self.inner = self.flag_text(outer, after)
        self.emit(self.inner)

    @staticmethod
    def flag_text(before: str, after: str) -> str:
        # Both engines get only i and m: dots are written out, comments are dropped.
        on = "".join(f for f in "im" if f in after and f not in before)
        off = "".join(f for f in "im" if f in before and f not in after)
        return f"(?{on}{'-' + off if off else ''}:" if on or off else "(?:"

    def close_flags(self) -> None:
        if self.inner is not None:
            self.emit(")")
            self.inner = None

    def alternative(self) -> None:
        """Flags set in one alternative hold in the next ones of the group."""
        inner = self.inner
        self.close_flags()
        self.emit("|")
        if inner is not None:
            self.emit(inner)
            self.inner = inner

    def close_group(self) -> None:
        if not self.open:
            raise InvalidPatternError("unmatched )")
        self.close_flags()
        self.flags, self.inner = self.open.pop()
        self.emit(")")

    # Escapes.

    def escape(self) -> None:
        character = self.take()
        if character == "Q":
            stop = self.text.find("\\E", self.at)
            quoted = self.text[self.at :] if stop < 0 else self.text[self.at : stop]
            self.at = len(self.text) if stop < 0 else stop + 2
            for one in quoted:
                self.emit(*literal_text(ord(one)))
        elif character.lower() in SHORTHAND:
            negated = "^" if character.isupper() else ""
            body = SHORTHAND[character.lower()]
            self.emit(f"[{negated}{body}]", rust_class_text(f"[{negated}{body}]"))
        elif character in "bB":
            self.has_boundary = True
            self.emit("\\" + character)
        elif character == "A":
            self.emit("\\A")
        elif character == "z":
            self.emit("\\Z", "\\z")
        elif character == "Z":
            self.only_python("(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?\\Z)")
        elif character == "R":
            self.only_python("(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])")
        elif character in "pP":
            self.emit(*self.property(character == "P", in_class=False))
        elif character.isdigit() and character != "0":
            if int(character) > self.groups:
                raise InvalidPatternError("reference to a group that isn't there")
            self.only_python(f"(?:\\{character})")
        elif character == "k":
            self.take()
            self.only_python(f"(?P={self.until('>')})")
        else:
            self.emit(*literal_text(self.escaped_code(character)))

    def escaped_code(self, character: str) -> int:
        """The code of a character written as an escape; the backslash and ``character`` are read."""
        if character in _CONTROL:
            return _CONTROL[character]
        if character == "x":
            if self.text[self.at : self.at + 1] == "{":
                self.take()
                return self.hexadecimal(self.until("}"))
            return self.hexadecimal(self.take(2))
        if character == "u":
            return self.hexadecimal(self.take(4))
        if character == "c":
            return ord(self.take()) ^ 64
        if character == "0":
            match = re.compile("[0-3]?[0-7]{1,2}").match(self.text, self.at)
            if match is None:
                raise InvalidPatternError("illegal octal escape")
            self.at = match.end()
            return int(match.group(), 8)
        if character.isascii() and character.isalpha():
            raise InvalidPatternError(f"illegal escape \\{character}")
        return ord(character)

    @staticmethod
    def hexadecimal(digits: str) -> int:
        if not re.fullmatch("[0-9a-fA-F]+", digits) or int(digits, 16) > sys.maxunicode:
            raise InvalidPatternError("illegal hexadecimal escape")
        return int(digits, 16)

    def property(self, negated: bool, in_class: bool) -> tuple[str, str]:
        """``\\p{..}`` as the text of a class, or its body if ``in_class`` and not negated."""
        name = self.take()
        if name == "{":
            name = self.until("}")
        name = ALIASES.get(name, name)
        if name in POSIX:
            body, rust_body = POSIX[name], rust_class_text(POSIX[name])
        else:
            name = name.removeprefix("Is").removeprefix("general_category=").removeprefix("gc=")
            rust_body = f"\\p{{{name}}}"
            body = category_ranges(name) if len(name) <= 2 else script_ranges(rust_body)
        if in_class and not negated:
            return body, rust_body
        sign = "^" if negated else ""
        return f"[{sign}{body}]", f"[{sign}{rust_body}]"

    # Classes.

    def character_class(self) -> tuple[str, str]:
        """The class whose ``[`` is read, as (Python, Rust) text."""
        negated = self.text[self.at : self.at + 1] == "^"
        self.at += negated
        first = self.class_operand()
        operands = [first]
        while self.text.startswith("&&", self.at):
            self.at += 2
            operands.append(self.class_operand())
        if self.take() != "]":
            raise InvalidPatternError("unclosed class")
        python = operands[0][0]
        for other, _ in operands[1:]:
            python = f"(?:(?={other}){python})"
        inner = "&&".join(rust for _, rust in operands)
        if negated:
            simple = len(operands) == 1 and re.fullmatch(r"\[(?!\^)(?:[^\[\]]|\\.)*\]", python)
            python = f"[^{python[1:]}" if simple else f"(?:(?!{python})(?s:.))"
        return python, f"[{'^' if negated else ''}{inner}]"

    def class_operand(self) -> tuple[str, str]:
        """Items up to ``&&`` or ``]``; the union of them as (Python, Rust) text."""
        body: list[str] = []
        nested: list[str] = []
        rust: list[str] = []
        start = self.at
        while True:
            ahead = self.text[self.at : self.at + 1]
            if not ahead:
                raise InvalidPatternError("unclosed class")
            if self.text.startswith("&&", self.at) or (ahead == "]" and (self.at > start or rust)):
                break
            self.class_item(body, nested, rust)
        parts = ([f"[{''.join(body)}]"] if body else []) + nested
        if not parts:
            raise InvalidPatternError("empty class")
        python = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
        return python, f"[{''.join(rust)}]"

    def class_item(self, body: list[str], nested: list[str], rust: list[str]) -> None:
        character = self.take()
        if character == "[":
            inner, inner_rust = self.character_class()
            nested.append(inner)
            rust.append(inner_rust)
            return
        if character == "\\":
            kind = self.take()
            if kind.lower() in SHORTHAND:
                text = SHORTHAND[kind.lower()]
                if kind.islower():
                    body.append(text)
                    rust.append(rust_class_text(text))
                else:
                    nested.append(f"[^{text}]")
                    rust.append(rust_class_text(f"[^{text}]"))
                return
            if kind in "pP":
                python, rust_text = self.property(kind == "P", in_class=True)
                (body if kind == "p" else nested).append(python)
                rust.append(rust_text)
                return
            if kind == "Q":
                for one in self.until("\\E"):
                    python, rust_text = literal_text(ord(one))
                    body.append(python)
                    rust.append(rust_text)
                return
            low = self.escaped_code(kind)
        else:
            low = ord(character)
        high = self.range_end(low)
        for low_text, high_text, out in zip(literal_text(low), literal_text(high), (body, rust), strict=True):
            out.append(low_text if low == high else f"{low_text}-{high_text}")

    def range_end(self, low: int) -> int:
        following = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at : self.at + 1] != "-" or following in ("", "]", "["):
            return low
        self.take()
        character = self.take()
        high = self.escaped_code(self.take()) if character == "\\" else ord(character)
        if high < low:
            raise InvalidPatternError("illegal range")
        return high
