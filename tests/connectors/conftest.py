"""Drives connectors by their contracts alone, as the runtime does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from drey.connectors.api import Fetched, ReaderContext, Source, SourceSplit, TableSpec
from drey.connectors.api.format import FormatSpec, Origin
from drey.connectors.formats.registry import format_factory
from drey.connectors.registry import table_factory
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema
from drey.types.type_parser import parse_type
from tests.connectors.servers import (  # noqa: F401 - fixtures
    kafka_server,
    mariadb_server,
    postgresql_server,
    s3_server,
)


def row_type(columns: str) -> RowType:
    parsed = parse_type(f"ROW<{columns}>")
    assert isinstance(parsed, RowType)
    return parsed


def make_spec(columns: str, options: dict[str, str], **more: Any) -> TableSpec:
    """A spec that went through JSON, as it does in a job."""
    spec = TableSpec("db.t", options, row_type(columns), **more)
    table_factory(spec.connector).validate(spec)
    return TableSpec.from_json(spec.to_json())


def fetch_all(source: Source, splits: list[SourceSplit] | None = None, max_rows: int = 1000) -> list[Fetched]:
    """Everything that a source gives; from the given splits, or from those that it discovers."""
    reader = source.create_reader()
    reader.open(ReaderContext())
    try:
        reader.assign(source.create_enumerator().discover() if splits is None else splits)
        fetched = []
        while (one := reader.fetch(max_rows, 0.05)) is not None:
            fetched.append(one)
        return fetched
    finally:
        reader.close()


def rows_of(fetched: list[Fetched]) -> list[tuple[Any, ...]]:
    return [row for one in fetched for row in one.data.rows()]


@pytest.fixture
def spec() -> Callable[..., TableSpec]:
    return make_spec


@pytest.fixture
def source() -> Callable[..., Source]:
    """Makes the source of a table."""

    def make(columns: str, options: dict[str, str], **more: Any) -> Source:
        made = make_spec(columns, options, **more)
        return table_factory(made.connector).create_source(made, {})

    return make


@pytest.fixture
def fetch() -> Callable[..., list[Fetched]]:
    return fetch_all


@pytest.fixture
def read(source: Callable[..., Source]) -> Callable[..., list[tuple[Any, ...]]]:
    """All rows of a table."""

    def read_rows(columns: str, options: dict[str, str], **more: Any) -> list[tuple[Any, ...]]:
        return rows_of(fetch_all(source(columns, options, **more)))

    return read_rows


@pytest.fixture
def frame() -> Callable[..., pl.DataFrame]:
    """Makes a frame of a table's columns."""

    def make(columns: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
        return pl.DataFrame(rows, schema=polars_schema(row_type(columns)), orient="row")

    return make


@pytest.fixture
def decode() -> Callable[..., Any]:
    """Decodes bytes with a format, and checks that the columns have their names and types."""

    def run(form: str, columns: str, data: str | bytes, wanted: str = "", **options: str) -> Any:
        full = {f"{form}.{key}": value for key, value in options.pop("options", {}).items()}  # type: ignore[attr-defined]
        factory = format_factory(form)
        factory.validate(full)
        type_ = row_type(columns)
        names = tuple(wanted.split(",")) if wanted else type_.names
        decoding = factory.decoding(FormatSpec(type_, full, names))
        decoded = decoding.decode(data.encode() if isinstance(data, str) else data, Origin("f.txt", 1))
        by_name = {field.name: field.type for field in type_.fields}
        assert dict(decoded.data.schema) == polars_schema(
            RowType.of(*((name, by_name[name]) for name in names))
        )
        return decoded

    return run


@pytest.fixture
def encode() -> Callable[..., bytes]:
    """Encodes rows with a format."""

    def run(
        form: str, columns: str, rows: list[tuple[Any, ...]], options: dict[str, str] | None = None
    ) -> bytes:
        full = {f"{form}.{key}": value for key, value in (options or {}).items()}
        factory = format_factory(form)
        factory.validate(full)
        type_ = row_type(columns)
        encoding = factory.encoding(FormatSpec(type_, full, type_.names))
        data = encoding.encode(pl.DataFrame(rows, schema=polars_schema(type_), orient="row"))
        assert isinstance(data, bytes)
        return data

    return run
