"""URL_ENCODE, URL_DECODE and PARSE_URL."""

from __future__ import annotations

import re
from urllib.parse import quote_plus, unquote_to_bytes

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.parameters import TEXT, nullable, takes
from drey.functions.row_kernels import rowwise
from drey.types import logical as t

_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
# The protocols that java.net.URL has handlers for; it refuses others.
_PROTOCOLS = ("http", "https", "file", "ftp", "jar", "mailto")


def url_encode(text: str) -> str:
    """As ``java.net.URLEncoder``: a space is ``+``; letters, digits and ``-_.*`` stay."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def url_decode(text: str) -> str | None:
    """As ``java.net.URLDecoder``; None for malformed escapes."""
    if _BAD_ESCAPE.search(text):
        return None
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def parse_url(url: str, part: str, key: str | None = None) -> str | None:
    """A part of a URL, or the value of a parameter of its QUERY; None for what isn't there."""
    match = _URL.fullmatch(url.strip())
    if match is None or match.group(1).lower() not in _PROTOCOLS:
        return None
    protocol, authority, path, query, reference = match.groups()
    if authority == "":
        authority = None
    if key is not None:
        if part != "QUERY" or query is None:
            return None
        found = re.search(f"(?:&|^){re.escape(key)}=([^&]*)", query)
        return None if found is None else found.group(1)
    user, _, address = (authority or "").rpartition("@")
    match part:
        case "HOST":
            return re.sub(r":\d*$", "", address)
        case "PATH":
            return path
        case "QUERY":
            return query
        case "REF":
            return reference
        case "PROTOCOL":
            return protocol.lower()
        case "FILE":
            return path if query is None else f"{path}?{query}"
        case "AUTHORITY":
            return authority
        case "USERINFO":
            return user if "@" in (authority or "") else None
    return None


def _url_encode(call: KernelCall) -> pl.Expr:
    return rowwise(call, url_encode)


def _url_decode(call: KernelCall) -> pl.Expr:
    return rowwise(call, url_decode)


def _parse_url(call: KernelCall) -> pl.Expr:
    return rowwise(call, parse_url)


_TEXT = nullable(t.string_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("URL_ENCODE", takes(TEXT, nulls=True, result=_TEXT), _url_encode, ("URL_ENCODE",)),
    ScalarFunction("URL_DECODE", takes(TEXT, nulls=True, result=_TEXT), _url_decode, ("URL_DECODE",)),
    ScalarFunction(
        "PARSE_URL", takes(TEXT, TEXT, TEXT, optional=1, result=_TEXT), _parse_url, ("PARSE_URL",)
    ),
)
