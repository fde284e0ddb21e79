"""Typed options with Flink's keys: of connectors, formats and the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from drey.errors import OptionError, did_you_mean
from drey.records import record

T = TypeVar("T")

_DURATION_UNITS = {
    "d": 86400.0, "day": 86400.0, "days": 86400.0, "h": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "m": 60.0, "min": 60.0, "minute": 60.0, "minutes": 60.0, "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0,
    "seconds": 1.0, "ms": 1e-3, "milli": 1e-3, "millis": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3,
    "": 1e-3, "us": 1e-6, "micro": 1e-6, "micros": 1e-6, "µs": 1e-6, "microsecond": 1e-6,
    "microseconds": 1e-6, "ns": 1e-9, "nano": 1e-9, "nanos": 1e-9, "nanosecond": 1e-9, "nanoseconds": 1e-9,
}  # fmt: skip
_MEMORY_UNITS = {
    "": 1, "b": 1, "bytes": 1, "k": 1 << 10, "kb": 1 << 10, "kibibytes": 1 << 10, "m": 1 << 20, "mb": 1 << 20,
    "mebibytes": 1 << 20, "g": 1 << 30, "gb": 1 << 30, "gibibytes": 1 << 30, "t": 1 << 40, "tb": 1 << 40,
    "tebibytes": 1 << 40,
}  # fmt: skip


def parse_duration(text: str) -> timedelta:
    """Flink's duration text, ``10 s`` or ``500ms`` or ISO ``PT10S``; a bare number is milliseconds."""
    stripped = text.strip()
    match = re.fullmatch(r"(\d+)\s*([a-zµ]*)", stripped.lower())
    if match and match.group(2) in _DURATION_UNITS:
        return timedelta(seconds=int(match.group(1)) * _DURATION_UNITS[match.group(2)])
    iso = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", stripped.upper())
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (float(part or 0) for part in iso.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    raise ValueError(f"'{text}' is not a duration such as '10 s' or '500 ms'")


def parse_memory_size(text: str) -> int:
    """Flink's memory size text, ``64 mb``, in bytes."""
    match = re.fullmatch(r"(\d+)\s*([a-z]*)", text.strip().lower())
    if not match or match.group(2) not in _MEMORY_UNITS:
        raise ValueError(f"'{text}' is not a memory size such as '64 mb'")
    return int(match.group(1)) * _MEMORY_UNITS[match.group(2)]


def parse_boolean(text: str) -> bool:
    """``true`` or ``false``, in any case."""
    lower = text.strip().lower()
    if lower not in ("true", "false"):
        raise ValueError(f"'{text}' is not true or false")
    return lower == "true"


_PARSERS: dict[type, Any] = {
    str: str,
    int: int,
    float: float,
    bool: parse_boolean,
    timedelta: parse_duration,
}


@record
class MemorySize:
    """Marks an option whose value is a number of bytes."""


@record
class ConfigOption(Generic[T]):
    """One option.

    Args:
        key: Flink's key.
        type: ``str``, ``int``, ``float``, ``bool``, ``timedelta`` or ``MemorySize``.
        default: The value where the key is absent; None if there is none.
        choices: The accepted texts, compared without case; empty if any.
        fallback_keys: Older spellings, tried in order.
        description: What it does, for the reference.
    """

    key: str
    type: type
    default: T | None = None
    choices: tuple[str, ...] = ()
    fallback_keys: tuple[str, ...] = ()
    description: str = field(default="", compare=False)

    def parse(self, text: str) -> T:
        """The typed value of a text.

        Raises:
            OptionError: The text is not a value of the option.
        """
        try:
            if self.type is MemorySize:
                return parse_memory_size(text)  # type: ignore[return-value]
            value = _PARSERS[self.type](text)
        except ValueError as error:
            raise OptionError(f"invalid value for option '{self.key}'", detail=str(error)) from None
        if self.choices and str(value).lower() not in [choice.lower() for choice in self.choices]:
            raise OptionError(
                f"invalid value '{text}' for option '{self.key}'",
                hint="one of " + ", ".join(f"'{choice}'" for choice in self.choices),
            )
        return value  # type: ignore[no-any-return]

    def get(self, options: Mapping[str, str]) -> T | None:
        """The value among options, by the key or an older spelling, else the default."""
        for key in (self.key, *self.fallback_keys):
            if key in options:
                return self.parse(options[key])
        return self.default

    def require(self, options: Mapping[str, str]) -> T:
        """As :meth:`get`, but a missing value is an error."""
        value = self.get(options)
        if value is None:
            raise OptionError(f"missing required option '{self.key}'", detail=self.description or None)
        return value


def check_options(
    owner: str,
    options: Mapping[str, str],
    required: Iterable[ConfigOption[Any]],
    optional: Iterable[ConfigOption[Any]],
    prefixes: Iterable[str] = (),
) -> None:
    """Refuse unknown and missing options and values that don't parse.

    Args:
        owner: What the options are for, for messages: ``connector 'filesystem'``.
        options: The options given.
        required: Options that must be there.
        optional: Options that may be there.
        prefixes: Keys that start so are accepted unchecked.
    """
    required, optional = tuple(required), tuple(optional)
    known = {key: o for o in (*required, *optional) for key in (o.key, *o.fallback_keys)}
    for key, text in options.items():
        if key in known:
            known[key].parse(text)
        elif not any(key.startswith(prefix) for prefix in prefixes):
            near = did_you_mean(key, known)
            raise OptionError(
                f"unsupported option '{key}' for {owner}",
                hint=near or "supported: " + ", ".join(sorted(known)),
            )
    for option in required:
        if not any(key in options for key in (option.key, *option.fallback_keys)):
            raise OptionError(f"missing required option '{option.key}' for {owner}")
