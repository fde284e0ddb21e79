"""Tables of Python values and pandas DataFrames."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from drey.catalog.manager import CatalogManager
from drey.connectors.api import TableSpec
from drey.connectors.registry import table_factory
from drey.errors import ValidationError
from drey.planner.plan.logical import LogicalTableScan
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.table.type_inference import _create_type_verifier, _infer_schema_from_data
from drey.pyflink.table.types import DataType
from drey.pyflink.table.types import RowType as MirrorRowType
from drey.types import logical as t
from drey.types.polars_types import polars_schema
from drey.types.python_values import from_python
from drey.types.row import Row
from drey.udf.required_pandas import require_pandas


def from_elements(
    elements: Iterable[Any], schema: DataType | Sequence[str] | None, verify: bool
) -> tuple[t.RowType, bytes]:
    """The row type and Arrow IPC bytes of Python values; see ``TableEnvironment.from_elements``."""
    rows = [list(one) if isinstance(one, set | frozenset) else one for one in elements]
    if schema is None or isinstance(schema, list | tuple):
        names = None if schema is None else list(schema)
        row_type = _infer_schema_from_data(rows, names=names)
        if names:
            for field, name in zip(row_type.fields, names, strict=False):
                field.name = name
        wrapped = False
    elif isinstance(schema, DataType):
        wrapped = not isinstance(schema, MirrorRowType)
        row_type = MirrorRowType().add("value", schema) if wrapped else schema  # type: ignore[assignment]
    else:
        raise TypeError(f"schema should be RowType, list, tuple or None, but got: {schema}")
    if wrapped:
        rows = [(one,) for one in rows]
    if verify and isinstance(schema, DataType):
        check = _create_type_verifier(row_type)
        for one in rows:
            check(one)
    logical = to_logical(row_type)
    assert isinstance(logical, t.RowType)
    table = [_values(one, logical.names) for one in rows]
    columns = list(zip(*table, strict=True)) if table else [()] * len(logical.fields)
    series = [
        from_python(list(values), field.type).alias(field.name)
        for field, values in zip(logical.fields, columns, strict=True)
    ]
    return t.RowType(logical.fields, nullable=False), _ipc(pl.DataFrame(series))


def _values(one: Any, names: tuple[str, ...]) -> Sequence[Any]:
    if isinstance(one, dict):
        return [one.get(name) for name in names]
    if isinstance(one, Row) and "_fields" in one.__dict__ and set(one._fields) == set(names):
        return [one[name] for name in names]
    if isinstance(one, Row | tuple | list):
        if len(one) != len(names):
            raise ValidationError(
                f"a row has {len(one)} values for {len(names)} columns", detail=repr(one)[:200]
            )
        return list(one)
    if len(names) == 1:
        return [one]
    return [getattr(one, name) for name in names]


def _ipc(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return buffer.getvalue()


def from_pandas(frame: Any, schema: Any) -> tuple[t.RowType, bytes]:
    """The row type and Arrow IPC bytes of a pandas DataFrame; see ``TableEnvironment.from_pandas``."""
    require_pandas("from_pandas")
    import pandas

    if not isinstance(frame, pandas.DataFrame):
        raise TypeError(f"Unsupported type, expected pandas.DataFrame, got {type(frame)}")
    data = pl.from_pandas(frame)
    if isinstance(schema, MirrorRowType):
        row_type = to_logical(schema)
    else:
        names, types = [str(name) for name in frame.columns], [_logical(dtype) for dtype in data.dtypes]
        if isinstance(schema, list | tuple) and schema:
            if isinstance(schema[0], str):
                names = list(schema)
            else:
                types = [to_logical(one) for one in schema]
        row_type = t.RowType.of(*zip(names, types, strict=True))
    assert isinstance(row_type, t.RowType)
    if len(row_type.fields) != data.width:
        raise ValidationError(f"the schema has {len(row_type.fields)} columns, the DataFrame {data.width}")
    data.columns = list(row_type.names)
    fitted = data.select(pl.col(name).cast(dtype) for name, dtype in polars_schema(row_type).items())
    return t.RowType(row_type.fields, nullable=False), _ipc(fitted)


_LOGICAL: dict[type[pl.DataType], t.LogicalType] = {
    pl.Boolean: t.BooleanType(),
    pl.Int8: t.TinyIntType(),
    pl.Int16: t.SmallIntType(),
    pl.Int32: t.IntType(),
    pl.Int64: t.BigIntType(),
    pl.UInt8: t.SmallIntType(),
    pl.UInt16: t.IntType(),
    pl.UInt32: t.BigIntType(),
    pl.Float32: t.FloatType(),
    pl.Float64: t.DoubleType(),
    pl.String: t.string_type(),
    pl.Binary: t.bytes_type(),
    pl.Date: t.DateType(),
    pl.Time: t.TimeType(6),
    pl.Null: t.NullType(),
}


def _logical(dtype: pl.DataType) -> t.LogicalType:
    """The logical type of a column that pandas gave."""
    match dtype:
        case pl.Datetime():
            precision = {"ms": 3, "us": 6, "ns": 9}[dtype.time_unit]
            return t.LocalZonedTimestampType(3) if dtype.time_zone else t.TimestampType(precision)
        case pl.Decimal():
            return t.DecimalType(dtype.precision or 38, dtype.scale)
        case pl.List():
            return t.ArrayType(_logical(dtype.inner))  # type: ignore[arg-type]
        case pl.Struct():
            return t.RowType.of(*((f.name, _logical(f.dtype)) for f in dtype.fields))  # type: ignore[arg-type]
        case pl.Categorical() | pl.Enum():
            return t.string_type()
    found = _LOGICAL.get(type(dtype))
    if found is None:
        raise ValidationError(
            f"a DataFrame column of type {dtype} has no Flink type", hint="convert it first"
        )
    return found


def scan_of(catalogs: CatalogManager, row_type: t.RowType, data: bytes, number: int) -> LogicalTableScan:
    """A scan of inline rows."""
    name = catalogs.qualify((f"Unregistered_Collection_Source_{number}",))
    spec = TableSpec(str(name), {"connector": "collection"}, row_type)
    return LogicalTableScan(name, spec, table_factory("collection").source_abilities(spec), data)
