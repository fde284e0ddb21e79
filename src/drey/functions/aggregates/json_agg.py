"""JSON_OBJECTAGG and JSON_ARRAYAGG: values of each group as JSON text.

The members of an object are in the order of their keys, as Flink sorts them; those of an array in order of arrival.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drey.errors import EvaluationError
from drey.functions.aggregates.accumulator import Accumulator, AccumulatorState, Rows, Slots
from drey.functions.aggregates.collect import grouped_values
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.functions.definition import CallTypes
from drey.functions.inference import CHARACTER
from drey.functions.json.text import dump_json
from drey.functions.json.values import as_values, converter, has_json_form, timestamp_text
from drey.functions.row_kernels import map_values
from drey.types import logical as t
from drey.types.polars_types import polars_type

NULL_ON_NULL, ABSENT_ON_NULL = "NULL ON NULL", "ABSENT ON NULL"
"""The option that says what a NULL value becomes; without one objects keep NULLs and arrays leave them out."""

_PREFIX = len('{"x":')
_PLAIN_SCALE = 6
"""Decimals of at most this scale have no exponent in Java's texts."""


def encoded(values: pl.Expr, type_: t.LogicalType) -> pl.Expr:
    """Each value as JSON text; NULL as ``null``."""
    match type_:
        case t.VariantType():
            return values.fill_null("null")
        case t.DecimalType(scale=scale) if scale <= _PLAIN_SCALE:
            return values.cast(pl.String).fill_null("null")
        case t.AnyTimestampType():
            return _encoded_by_polars(timestamp_text(values, type_))
        case t.CharacterType() | t.BooleanType() | t.IntegerNumericType() | t.NullType():
            return _encoded_by_polars(values)
    convert = converter(type_)
    texts = map_values(as_values([values], [type_]), lambda value: dump_json(convert(value)), pl.String())
    return texts.fill_null("null")


def _encoded_by_polars(values: pl.Expr) -> pl.Expr:
    return pl.struct(values.alias("x")).struct.json_encode().str.slice(_PREFIX).str.head(-1)


class JsonRows(Accumulator):
    """All values (or keys and values) of each group in their order."""

    def open(self, state: AccumulatorState) -> None:
        self._rows = state.value_list("values", [polars_type(type_) for type_ in self.info.types])
        self._value = len(self.info.types) - 1

    def add(self, rows: Rows) -> None:
        if _leaves_nulls_out(self.info):
            rows = rows.not_null(self._value)
        if self.info.name == "JSON_OBJECTAGG" and rows.args[0].null_count():
            raise _null_key()
        if len(rows):
            self._rows.update(rows)

    def result(self, slots: Slots) -> pl.Series:
        found = self._rows.entries(slots)
        frame = pl.DataFrame([values.alias(f"${i}") for i, values in enumerate(found.values)])
        if self.info.name == "JSON_OBJECTAGG":
            _check_distinct(found.owners, found.values[0])
            order = frame["$0"].arg_sort()
            owners, frame = found.owners[order.to_numpy()], frame[order]
        else:
            owners = found.owners
        members = frame.select(_member(self.info, [pl.col(name) for name in frame.columns])).to_series()
        joined = grouped_values(len(slots), owners, members, pl.col("x").str.join(",")).fill_null("")
        opening, closing = _brackets(self.info)
        return opening + joined + closing


def _check_distinct(owners: Slots, keys: pl.Series) -> None:
    frame = pl.DataFrame({"owner": pl.Series(owners), "key": keys})
    repeated = frame.filter(frame.is_duplicated())
    if repeated.height:
        raise EvaluationError(
            f"key '{repeated['key'][0]}' is already present",
            detail="JSON_OBJECTAGG allows each key once in a group",
        )


def _null_key() -> EvaluationError:
    return EvaluationError(
        "a key of JSON_OBJECTAGG is NULL", hint="filter the rows: FILTER (WHERE key IS NOT NULL)"
    )


def _leaves_nulls_out(info: AggregateInfo) -> bool:
    if NULL_ON_NULL in info.options:
        return False
    return ABSENT_ON_NULL in info.options or info.name == "JSON_ARRAYAGG"


def _member(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    if info.name == "JSON_OBJECTAGG":
        return pl.concat_str(encoded(args[0], info.types[0]), pl.lit(":"), encoded(args[1], info.types[1]))
    return encoded(args[0], info.types[0])


def _brackets(info: AggregateInfo) -> tuple[str, str]:
    return ("{", "}") if info.name == "JSON_OBJECTAGG" else ("[", "]")


def _infer_object(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 2 or not CHARACTER(call.types[0]) or not has_json_form(call.types[1]):
        raise call.invalid("KEY <CHARACTER> VALUE <ANY>")
    return t.VarCharType(2000, nullable=False)


def _infer_array(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1 or not has_json_form(call.types[0]):
        raise call.invalid("<ANY>")
    return t.VarCharType(2000, nullable=False)


def _batch(info: AggregateInfo, args: list[pl.Expr]) -> pl.Expr:
    kept = args
    if _leaves_nulls_out(info):
        kept = [arg.filter(args[-1].is_not_null()) for arg in args]
    if info.name == "JSON_OBJECTAGG":
        kept = [arg.sort_by(kept[0]) for arg in kept]
    opening, closing = _brackets(info)
    text = pl.concat_str(pl.lit(opening), _member(info, kept).str.join(","), pl.lit(closing))
    if info.name == "JSON_ARRAYAGG":
        return text

    def check(columns: Sequence[pl.Series]) -> pl.Series:
        result, counts, distinct, nulls = columns
        if (nulls > 0).any():
            raise _null_key()
        if (counts != distinct).any():
            raise EvaluationError(
                "a key is already present", detail="JSON_OBJECTAGG allows each key once in a group"
            )
        return result

    checks = [text, kept[0].len(), kept[0].n_unique(), kept[0].null_count()]
    return pl.map_batches(checks, check, return_dtype=pl.String(), is_elementwise=True)


FUNCTIONS = (
    AggregateFunction("JSON_OBJECTAGG", _infer_object, _batch, JsonRows, null_if_empty=False),
    AggregateFunction("JSON_ARRAYAGG", _infer_array, _batch, JsonRows, null_if_empty=False),
)
