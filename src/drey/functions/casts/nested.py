"""Casts of arrays, maps, multisets and rows: element by element."""

from __future__ import annotations

import polars as pl

from drey.functions.casts.conversion import Conversion, Convert
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE


def to_nested(value: pl.Expr, cast: Conversion, convert: Convert) -> pl.Expr:
    """Arrays, maps, multisets and rows, by ``convert`` for what is inside."""
    match cast.source, cast.target:
        case (t.ArrayType(), t.ArrayType()) | (t.MultisetType(), t.MultisetType()):
            assert isinstance(cast.source, t.ArrayType | t.MultisetType)
            assert isinstance(cast.target, t.ArrayType | t.MultisetType)
            inner = cast.of(cast.source.element, cast.target.element)
            if isinstance(cast.source, t.ArrayType):
                element = convert(pl.element(), _inside(inner))
                done = value.list.eval(element)
                return _whole(done, value.list.eval(element.is_null() & pl.element().is_not_null()), cast)
            entry = pl.element().struct
            key = convert(entry.field(MAP_KEY), _inside(inner)).alias(MAP_KEY)
            return value.list.eval(pl.struct(key, entry.field(MAP_VALUE)))
        case t.MapType(), t.MapType():
            entry = pl.element().struct
            key = convert(entry.field(MAP_KEY), _inside(cast.of(cast.source.key, cast.target.key)))
            inner_value = convert(
                entry.field(MAP_VALUE), _inside(cast.of(cast.source.value, cast.target.value))
            )
            done = value.list.eval(pl.struct(key.alias(MAP_KEY), inner_value.alias(MAP_VALUE)))
            bad = (key.is_null() & entry.field(MAP_KEY).is_not_null()) | (
                inner_value.is_null() & entry.field(MAP_VALUE).is_not_null()
            )
            return _whole(done, value.list.eval(bad), cast)
    assert isinstance(cast.source, t.RowType)
    assert isinstance(cast.target, t.RowType)
    fields = [
        convert(value.struct.field(a.name), cast.of(a.type, b.type)).alias(b.name)
        for a, b in zip(cast.source.fields, cast.target.fields, strict=True)
    ]
    done = pl.when(value.is_not_null()).then(pl.struct(fields))
    if not cast.safe:
        return done
    lost = [
        field.is_null() & value.struct.field(a.name).is_not_null()
        for field, a in zip(fields, cast.source.fields, strict=True)
    ]
    return pl.when(~pl.any_horizontal(lost)).then(done)


def _whole(done: pl.Expr, bad: pl.Expr, cast: Conversion) -> pl.Expr:
    """TRY_CAST of a collection is NULL as a whole if something in it can't be converted."""
    return pl.when(~bad.list.any()).then(done) if cast.safe else done


def _inside(cast: Conversion) -> Conversion:
    """Inside a list the rows' guard has no meaning; every element counts."""
    return Conversion(cast.source, cast.target, cast.safe, cast.time_zone)
