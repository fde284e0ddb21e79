"""Calls of pandas functions: whole columns in, whole columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from drey.errors import UnsupportedError, UserFunctionError
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode, RexUdf
from drey.types import logical as t
from drey.types.polars_types import polars_type
from drey.types.python_values import literal_to_python
from drey.udf.failures import place_of, user_code_failure
from drey.udf.function import UserFunction
from drey.udf.required_pandas import require_pandas

if TYPE_CHECKING:
    import pandas as pd


class PandasCall:
    """A call of a pandas function, perhaps over calls of others.

    Args:
        call: Its expression; input references are positions in the columns that :meth:`evaluate` is given.
        functions: The functions by key, opened.
        time_zone: The session time zone.
        batch_rows: How many rows a function is given at once, at most; None for a whole batch.

    Raises:
        DependencyError: pandas or pyarrow is not installed.
        UnsupportedError: An operand is neither a column, a constant nor a call of a pandas function.
    """

    def __init__(
        self,
        call: RexUdf,
        functions: Mapping[str, UserFunction],
        time_zone: str,
        batch_rows: int | None = None,
    ) -> None:
        require_pandas(f"the pandas function '{call.name}'")
        self._call = call
        self._functions = functions
        self._time_zone = time_zone
        self._batch_rows = batch_rows
        _check(call, functions)

    def evaluate(self, series: Sequence[pl.Series], types: Sequence[t.LogicalType], height: int) -> pl.Series:
        """The results for each row.

        Args:
            series: The columns.
            types: Their logical types.
            height: The number of rows.

        Raises:
            UserCodeError: A function raised.
            UserFunctionError: A result has another length or doesn't fit the function's result type.
        """
        step = self._batch_rows or height
        parts = []
        for start in range(0, height, step):
            part = [one.slice(start, step) for one in series]
            rows = min(step, height - start)
            result = self._result(self._call, part, types, rows)
            parts.append(
                _to_polars(result, self._call, self._functions[self._call.function], self._time_zone)
            )
        return parts[0] if len(parts) == 1 else pl.concat(parts)

    def _result(
        self, call: RexUdf, series: Sequence[pl.Series], types: Sequence[t.LogicalType], rows: int
    ) -> Any:
        function = self._functions[call.function]
        arguments = [self._argument(operand, series, types, rows) for operand in call.operands]
        try:
            result = function.target(*arguments)
        except Exception as error:
            raise user_code_failure(error, function.name, function.function, None) from None
        place = place_of(function.function)
        if type(result).__name__ not in ("Series", "DataFrame"):
            raise UserFunctionError(
                f"the result type of pandas function '{function.name}' must be pandas.Series or "
                f"pandas.DataFrame, got {type(result).__name__}",
                detail=place,
            )
        if len(result) != rows:
            raise UserFunctionError(
                f"the result length '{len(result)}' of pandas function '{function.name}' is not equal to the "
                f"input length '{rows}'",
                detail=place,
            )
        return result

    def _argument(
        self, operand: RexNode, series: Sequence[pl.Series], types: Sequence[t.LogicalType], rows: int
    ) -> Any:
        match operand:
            case RexInputRef():
                return to_pandas(series[operand.index], types[operand.index], self._time_zone)
            case RexLiteral():
                return literal_to_python(operand.value, operand.type, self._time_zone)
            case RexUdf():
                return self._result(operand, series, types, rows)
        raise AssertionError(operand)


def _check(call: RexUdf, functions: Mapping[str, UserFunction]) -> None:
    if functions[call.function].func_type != "pandas":
        raise UnsupportedError(f"the row function '{call.name}' can't be an argument of a pandas function")
    for operand in call.operands:
        if isinstance(operand, RexUdf):
            _check(operand, functions)
        elif not isinstance(operand, RexInputRef | RexLiteral):
            raise UnsupportedError(f"'{operand}' can't be an argument of a Python function here")


def to_pandas(series: pl.Series, type_: t.LogicalType, time_zone: str) -> pd.Series[Any] | pd.DataFrame:
    """A column as pandas functions are given it: a Series, or for ROW a DataFrame of its fields.

    Numbers without NULL share their memory with the column. TIMESTAMP_LTZ is aware, in the session time zone.
    """
    import pandas as pd

    if isinstance(type_, t.RowType):
        fields = {f.name: to_pandas(series.struct.field(f.name), f.type, time_zone) for f in type_.fields}
        return pd.DataFrame(fields, copy=False)
    if isinstance(type_, t.LocalZonedTimestampType):
        series = series.dt.convert_time_zone(time_zone)
    return series.to_pandas(date_as_object=True)


def _to_polars(result: Any, call: RexUdf, function: UserFunction, time_zone: str) -> pl.Series:
    if isinstance(call.type, t.RowType):
        return _struct(result, call.type, function, time_zone)
    return _column(result, call.type, function, time_zone)


def _struct(result: Any, type_: t.RowType, function: UserFunction, time_zone: str) -> pl.Series:
    if not hasattr(result, "columns") or len(result.columns) != len(type_.fields):
        raise UserFunctionError(
            f"the pandas function '{function.name}' must return a DataFrame of {len(type_.fields)} columns",
            detail=place_of(function.function),
        )
    columns = [
        _column(result.iloc[:, i], field.type, function, time_zone).alias(field.name)
        for i, field in enumerate(type_.fields)
    ]
    return pl.DataFrame(columns).to_struct("")


def _column(result: Any, type_: t.LogicalType, function: UserFunction, time_zone: str) -> pl.Series:
    """A pandas Series as a column; its missing values (NaN, NaT) are NULL, as in PyFlink."""
    import pyarrow as pa

    dtype = polars_type(type_)
    if isinstance(type_, t.LocalZonedTimestampType) and getattr(result.dt, "tz", None) is None:
        result = result.dt.tz_localize(time_zone)
    arrow_type = pl.Series([], dtype=dtype).to_arrow().type
    try:
        # pandas' extension arrays know what is missing in them and take no mask.
        mask = None if hasattr(result.array, "__arrow_array__") else result.isnull()
        array = pa.Array.from_pandas(result, mask=mask, type=arrow_type)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise UserFunctionError(
            f"the pandas function '{function.name}' must return {type_.summary()}, "
            f"but returned a Series of {result.dtype}",
            detail=f"{place_of(function.function)}: {error}",
        ) from None
    series = pl.Series("", pl.from_arrow(array), dtype=dtype)
    if series.null_count() and not type_.nullable:
        raise UserFunctionError(
            f"the pandas function '{function.name}' must return {type_}, but returned a missing value",
            detail=place_of(function.function),
        )
    return series
