"""RAND, RAND_INTEGER and UUID.

With a constant seed the numbers are those of Java's ``Random``, one after another over the batches, which is
what Flink gives at parallelism 1.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import NOT_LITERAL, KernelCall, ScalarFunction
from drey.functions.inference import INTEGER, explicit, nullable_if_args, signature
from drey.types import logical as t

_MULTIPLIER = 0x5DEECE66D
_MASK = (1 << 48) - 1


class JavaRandom:
    """``java.util.Random``: a 48-bit linear congruential generator."""

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ _MULTIPLIER) & _MASK

    def bits(self, count: int) -> int:
        """The next ``count`` bits, signed."""
        self._state = (self._state * _MULTIPLIER + 0xB) & _MASK
        value = self._state >> (48 - count)
        return value - (1 << count) if count == 32 and value >> 31 else value

    def double(self) -> float:
        """The next number in [0, 1)."""
        return float(((self.bits(26) << 27) + self.bits(27)) * 2.0**-53)

    def integer(self, bound: int) -> int:
        """The next whole number in [0, bound).

        Raises:
            EvaluationError: ``bound`` is not positive.
        """
        if bound <= 0:
            raise EvaluationError("bound must be positive")
        if bound & -bound == bound:
            return (bound * self.bits(31)) >> 31
        while True:
            bits = self.bits(31)
            value = bits % bound
            if bits - value + (bound - 1) < 1 << 31:
                return value


def _per_row(inputs: Sequence[pl.Expr], run: Callable[[int, list[Any]], Any], dtype: pl.DataType) -> pl.Expr:
    """``run(rows, values of the inputs)`` for each batch; ``pl.len()`` counts the rows."""
    counted = [pl.int_range(pl.len()), *inputs]

    def compute(columns: Sequence[pl.Series]) -> pl.Series:
        rows = len(columns[0])
        return pl.Series("rand", run(rows, [_spread(c, rows) for c in columns[1:]]), dtype=dtype)

    return pl.map_batches(counted, compute, return_dtype=dtype, is_elementwise=False)


def _spread(column: pl.Series, rows: int) -> list[Any]:
    values = column.to_list()
    return values * rows if len(values) == 1 and rows != 1 else values


def _generator_of(call: KernelCall) -> Callable[[int], JavaRandom]:
    """A constant seed starts one generator for the operator, any other one for each row."""
    seed = call.literal(0)
    if seed is NOT_LITERAL or seed is None:
        return JavaRandom
    generator = JavaRandom(seed)
    return lambda _: generator


def _rand(call: KernelCall) -> pl.Expr:
    if not call.args:
        draw = random.Random().random
        return _per_row([], lambda rows, _: [draw() for _ in range(rows)], pl.Float64())
    generator_of = _generator_of(call)

    def seeded(_: int, values: list[Any]) -> list[float | None]:
        return [None if seed is None else generator_of(seed).double() for seed in values[0]]

    return _per_row(call.args, seeded, pl.Float64())


def _rand_integer(call: KernelCall) -> pl.Expr:
    generator_of = _generator_of(call)
    unseeded = JavaRandom(random.getrandbits(48))

    def draw(_: int, values: list[Any]) -> list[int | None]:
        if len(values) == 1:
            return [None if bound is None else unseeded.integer(bound) for bound in values[0]]
        return [
            None if seed is None or bound is None else generator_of(seed).integer(bound)
            for seed, bound in zip(*values, strict=True)
        ]

    return _per_row(call.args, draw, pl.Int32())


def _uuid(call: KernelCall) -> pl.Expr:
    return _per_row([], lambda rows, _: [str(uuid.uuid4()) for _ in range(rows)], pl.String())


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "RAND",
        signature(INTEGER, optional=1, result=nullable_if_args(t.DoubleType()), shown="[<INTEGER>]"),
        _rand,
        ("RAND",),
        deterministic=False,
    ),
    ScalarFunction(
        "RAND_INTEGER",
        signature(
            INTEGER, INTEGER, optional=1, result=nullable_if_args(t.IntType()), shown="[<INTEGER>, ]<INTEGER>"
        ),
        _rand_integer,
        ("RAND_INTEGER",),
        deterministic=False,
    ),
    ScalarFunction(
        "UUID",
        signature(result=explicit(t.CharType(36, nullable=False))),
        _uuid,
        ("UUID",),
        deterministic=False,
    ),
)
