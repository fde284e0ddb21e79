"""Lookups in a database: one query for many keys, perhaps behind a cache."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.lookup import LookupReader
from drey.connectors.api.source import SourceSplit
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.database import Database
from drey.connectors.jdbc.dialects.dialect import JdbcDialect
from drey.connectors.jdbc.source import JdbcReader
from drey.connectors.lookup_cache import FullCache, PartialCache, PartialCacheOptions, Reload
from drey.errors import OptionError
from drey.types.polars_types import empty_frame

_KEYS_PER_QUERY = 1000
_READ_ROWS = 100_000


class JdbcLookup(LookupReader):
    """Finds rows by key, one query for up to a thousand keys.

    Args:
        spec: The table.
        dialect: Its database.
        keys: The columns to find by.
    """

    def __init__(self, spec: TableSpec, dialect: JdbcDialect, keys: tuple[str, ...]) -> None:
        self._spec = spec
        self._dialect = dialect
        self._keys = keys
        retries = o.LOOKUP_RETRIES.require(spec.options)
        self._database = Database(spec, dialect, retries, o.LOOKUP_RETRIES.key)

    def open(self) -> None:
        self._ask = self._question()

    def _question(self) -> str:
        """``SELECT ... FROM t WHERE``."""
        facts, quote = self._database.facts, self._dialect.quote
        selected = []
        for field in self._spec.produced.fields:
            column = facts.column(field.name) or field.name
            selected.append(self._dialect.selected(quote(column), facts.columns[column], field.type))
        return f"SELECT {', '.join(selected)} FROM {facts.name} WHERE "

    def lookup(self, keys: pl.DataFrame) -> pl.DataFrame:
        if not keys.height:
            return empty_frame(self._spec.produced)
        found: list[pl.DataFrame] = []
        for piece in keys.select(self._keys).iter_slices(_KEYS_PER_QUERY):
            query = self._ask + self._condition(piece)

            def read(connection: Any, query: str = query) -> list[pl.DataFrame]:
                return list(self._dialect.read(connection, query, self._spec.produced, _READ_ROWS))

            found += self._database.run(read, "look up in")
        return pl.concat(found) if found else empty_frame(self._spec.produced)

    def _condition(self, keys: pl.DataFrame) -> str:
        columns, literals = [], []
        facts = self._database.facts
        for name in self._keys:
            column = facts.column(name) or name
            type_ = self._spec.row_type.fields[self._spec.row_type.names.index(name)].type
            columns.append(self._dialect.quote(column))
            literals.append(self._dialect.literals(keys[name], type_, facts.columns[column]))
        if len(columns) == 1:
            return f"{columns[0]} IN ({', '.join(literals[0])})"
        rows = ", ".join(f"({', '.join(row)})" for row in zip(*literals, strict=True))
        return f"({', '.join(columns)}) IN ({self._dialect.rows_of_in(rows)})"

    def close(self) -> None:
        self._database.close()


def _whole_table(spec: TableSpec, dialect: JdbcDialect) -> pl.DataFrame:
    def frames() -> Iterator[pl.DataFrame]:
        reader = JdbcReader(spec, dialect)
        try:
            reader.assign([SourceSplit("table")])
            while (fetched := reader.fetch(_READ_ROWS, 0.0)) is not None:
                yield fetched.data
        finally:
            reader.close()

    return pl.concat(frames())


def create_lookup(spec: TableSpec, dialect: JdbcDialect, keys: tuple[str, ...]) -> LookupReader:
    """The reader that a table's ``lookup.`` options ask for."""
    options = spec.options
    match cache_of(spec):
        case "PARTIAL":
            partial = PartialCacheOptions(
                o.CACHE_ROWS.get(options),
                _seconds(o.CACHE_WRITE.get(options)),
                _seconds(o.CACHE_ACCESS.get(options)),
                o.CACHE_MISSING.require(options),
            )
            return PartialCache(JdbcLookup(spec, dialect, keys), keys, partial)
        case "FULL":
            return FullCache(lambda: _whole_table(spec, dialect), keys, reload_of(spec))
    return JdbcLookup(spec, dialect, keys)


def cache_of(spec: TableSpec) -> str:
    """NONE, PARTIAL or FULL; the older options alone mean PARTIAL, if they have both a size and a time."""
    options = spec.options
    if o.LOOKUP_CACHE.key in options:
        return o.LOOKUP_CACHE.require(options).upper()
    older = "lookup.cache.max-rows" in options and "lookup.cache.ttl" in options
    return "PARTIAL" if older else "NONE"


def reload_of(spec: TableSpec) -> Reload:
    """When a full cache is loaded again.

    Raises:
        OptionError: An option that the strategy needs is missing or has a bad value.
    """
    options = spec.options
    if o.RELOAD_STRATEGY.require(options).upper() == "PERIODIC":
        every = o.RELOAD_INTERVAL.get(options)
        if every is None:
            raise OptionError(
                f"a full lookup cache needs '{o.RELOAD_INTERVAL.key}'",
                detail=f"table {spec.path}",
                hint=f"such as '10 min', or set '{o.RELOAD_STRATEGY.key}' = 'TIMED'",
            )
        return Reload(every.total_seconds(), o.RELOAD_MODE.require(options).upper() == "FIXED_RATE")
    text = o.RELOAD_TIME.require(options)
    try:
        at = dt.time.fromisoformat(text)
    except ValueError:
        raise OptionError(
            f"invalid value for option '{o.RELOAD_TIME.key}'",
            detail=f"{json.dumps(text)} is no time such as '10:15'",
        ) from None
    zone: dt.tzinfo = at.tzinfo or ZoneInfo(spec.time_zone)
    return Reload(at=at.replace(tzinfo=None), days=o.RELOAD_DAYS.require(options), zone=zone)


def _seconds(duration: dt.timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()
