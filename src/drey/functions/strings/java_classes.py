"""Character classes of Java regular expressions, as ranges that Python's ``re`` and Rust understand."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

import polars as pl

SHORTHAND = {
    "d": "0-9",
    "w": "a-zA-Z0-9_",
    "s": " \\t\\n\\x0b\\f\\r",
    "h": " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000",
    "v": "\\n\\x0b\\f\\r\\x85\\u2028\\u2029",
}
POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": "\\x00-\\x7f",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": "!-/:-@\\[-`{-~",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": " \\t",
    "Cntrl": "\\x00-\\x1f\\x7f",
    "XDigit": "0-9a-fA-F",
    "Space": " \\t\\n\\x0b\\f\\r",
}
ALIASES = {
    "javaLowerCase": "Ll",
    "javaUpperCase": "Lu",
    "IsAlphabetic": "L",
    "IsLetter": "L",
    "IsDigit": "Nd",
    "IsUppercase": "Lu",
    "IsLowercase": "Ll",
    "IsPunctuation": "P",
    "IsWhite_Space": "Z",
}


class InvalidPatternError(ValueError):
    """The text is not a Java pattern."""


def rust_accepts(text: str) -> bool:
    """True if the Rust engine compiles the pattern."""
    try:
        pl.Series(["", "a"]).str.contains(text)
    except pl.exceptions.ComputeError:
        return False
    return True


@lru_cache(maxsize=64)
def category_ranges(category: str) -> str:
    """The characters of a Unicode category (``L``, ``Lu``...) as ranges of a ``re`` class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(category):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    if not ranges:
        raise InvalidPatternError(f"unknown property {category}")
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def literal_text(code: int) -> tuple[str, str]:
    """One character as (Python, Rust) pattern text."""
    character = chr(code)
    if character.isalnum() and character.isascii():
        return character, character
    if 0xD800 <= code <= 0xDFFF:
        raise InvalidPatternError("half of a surrogate pair")
    return f"\\U{code:08x}", f"\\x{{{code:x}}}"


@lru_cache(maxsize=64)
def script_ranges(rust_body: str) -> str:
    """The characters of a script or block, found with the Rust engine, for a ``re`` class."""
    if not rust_accepts(rust_body):
        raise InvalidPatternError("unknown property")
    codes = [c for c in range(0x3134F) if not 0xD800 <= c <= 0xDFFF]
    matches = pl.Series(codes).filter(pl.Series([chr(c) for c in codes]).str.contains(rust_body))
    return "".join(f"\\U{code:08x}" for code in matches)


def rust_class_text(text: str) -> str:
    """Python class text with its ``\\u`` escapes in Rust's spelling, and its doubled signs escaped."""
    return re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", text).replace("&", "\\&").replace("~", "\\~")
