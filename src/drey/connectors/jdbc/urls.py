"""JDBC urls: host, port, database and properties."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl, unquote

from drey.errors import OptionError, did_you_mean
from drey.options import parse_boolean
from drey.records import record

_SECRET = re.compile(r"(?i)(password=)[^&;]*|(://[^/@:]*:)[^/@]*(?=@)")


@record
class JdbcUrl:
    """``jdbc:NAME://host:port,host:port/database?key=value``.

    Args:
        hosts: Hosts with ports, in the order in which to try them.
        database: The database's name, may be empty.
        properties: What stands behind the question mark.
        text: The url without passwords, for messages.
    """

    hosts: tuple[tuple[str, int], ...]
    database: str
    properties: Mapping[str, str]
    text: str

    def seconds(self, key: str) -> float | None:
        """A property in milliseconds as seconds; None if absent or 0."""
        value = self.properties.get(key, "0")
        if not value.isdecimal():
            raise OptionError(f"'{key}={value}' in a JDBC url is no number", detail=f"url '{self.text}'")
        return int(value) / 1000 or None

    def flag(self, key: str, default: bool = False) -> bool:
        """A property that is true or false."""
        try:
            return parse_boolean(self.properties.get(key, str(default)))
        except ValueError as error:
            raise OptionError(f"'{key}' in a JDBC url: {error}", detail=f"url '{self.text}'") from None


def without_secrets(url: str) -> str:
    """A url to show."""
    return _SECRET.sub(lambda m: f"{m.group(1) or m.group(2)}***", url)


def parse_url(url: str, default_port: int, known: Collection[str]) -> JdbcUrl:
    """Take a url apart.

    Args:
        url: The text, ``jdbc:`` included.
        default_port: The port where the url has none.
        known: The properties that mean something or may be ignored.

    Raises:
        OptionError: The text is no such url, or has an unknown property.
    """
    shown = without_secrets(url)
    match = re.fullmatch(r"jdbc:(\w+):(?://([^/?]*)(?:/([^?]*))?|([^/?]+))(?:\?(.*))?", url)
    if match is None:
        raise OptionError(f"'{shown}' is no JDBC url", hint="such as jdbc:mysql://localhost:3306/database")
    _, hosts, database, database_alone, query = match.groups()
    if "@" in (hosts or ""):
        raise OptionError(
            "a JDBC url has no user before its host", detail=f"url '{shown}'",
            hint="set the options 'username' and 'password'",
        )  # fmt: skip
    properties = dict(parse_qsl(query or "", keep_blank_values=True))
    for key in properties:
        if key not in known:
            raise OptionError(
                f"unknown property '{key}' in a JDBC url",
                detail=f"url '{shown}'",
                hint=did_you_mean(key, known) or "remove it, or set it in the server",
            )
    pairs = tuple(_host(one, default_port, shown) for one in (hosts or "localhost").split(","))
    return JdbcUrl(pairs, unquote(database or database_alone or ""), properties, shown)


def _host(text: str, default_port: int, shown: str) -> tuple[str, int]:
    match = re.fullmatch(r"(\[[^\]]+\]|[^:]*)(?::(\d+))?", text)
    if match is None:
        raise OptionError(f"'{text}' in a JDBC url is no host and port", detail=f"url '{shown}'")
    return match.group(1).strip("[]") or "localhost", int(match.group(2) or default_port)
