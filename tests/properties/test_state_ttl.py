"""State with a time to live, against the row-by-row definitions of what is forgotten when.

Whatever the batches, the pauses between them, the state backend and the restores, an operator emits what a model
emits that keeps a list and the time of the last change for each key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.runtime.operators import updated_rows
from tests.operators.timed import BACKENDS, Change, Kind, TimedOperator

TTL = 100
Row = tuple[Any, ...]


class Grouped:
    """GROUP BY k: COUNT(*) and SUM(v) over changes."""

    kind = Kind(
        "group-aggregate",
        {
            "keys": ["k"],
            "calls": [
                {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
                 "output": "n", "options": []},
                {"name": "SUM", "arguments": [1], "type": "BIGINT", "distinct": False, "filter": None,
                 "output": "s", "options": []},
            ],
            "generate_update_before": True,
            "retract_input": True,
        },
        "k BIGINT, v BIGINT",
        "k BIGINT, n BIGINT NOT NULL, s BIGINT",
    )  # fmt: skip

    def __init__(self) -> None:
        self.groups: dict[Any, tuple[int, int, int]] = {}

    def restored(self) -> None:
        """Nothing is lost."""

    def _results(self, now: int) -> dict[Any, Row]:
        self.groups = {k: group for k, group in self.groups.items() if group[2] + TTL > now}
        return {k: (k, n, s) for k, (n, s, _) in self.groups.items()}

    def apply(self, batch: list[Change], now: int) -> list[Change]:
        """As Flink's mini-batch: a group with no rows at the end of a batch is gone."""
        before = self._results(now)
        for kind, (k, v) in batch:
            if kind == "+I" or k in self.groups:
                sign = 1 if kind == "+I" else -1
                n, s, _ = self.groups.get(k, (0, 0, 0))
                self.groups[k] = n + sign, s + sign * v, now
        self.groups = {k: group for k, group in self.groups.items() if group[0] > 0}
        return updates(before, self._results(now), {k for _, (k, _) in batch})


class Normalized:
    """The last row of each key."""

    kind = Kind("changelog-normalize", {"keys": ["k"], "update_before": True}, "k BIGINT, v BIGINT")

    def __init__(self) -> None:
        self.rows: dict[Any, tuple[Row, int]] = {}

    def restored(self) -> None:
        """Nothing is lost."""

    def _results(self, now: int) -> dict[Any, Row]:
        self.rows = {k: (row, at) for k, (row, at) in self.rows.items() if at + TTL > now}
        return {k: row for k, (row, _) in self.rows.items()}

    def apply(self, batch: list[Change], now: int) -> list[Change]:
        before = self._results(now)
        for kind, row in batch:
            self.rows[row[0]] = row, now
            if kind == "-D":
                del self.rows[row[0]]
        return updates(before, self._results(now), {row[0] for _, row in batch})


def updates(before: dict[Any, Row], after: dict[Any, Row], keys: set[Any]) -> list[Change]:
    """The changes of these keys; a row that stays the same is an update, too."""
    found: list[Change] = []
    for key in keys:
        both = key in before and key in after
        if key in before:
            found.append(("-U" if both else "-D", before[key]))
        if key in after:
            found.append(("+U" if both else "+I", after[key]))
    return found


class FirstInserted:
    """The first rows of those that came; they are looked through at most once in the time to live, but for one."""

    def __init__(self, offset: int, fetch: int) -> None:
        self.kind = sort_limit(offset, fetch, retract=False)
        self.offset, self.end = offset, offset + fetch
        self.rows: list[tuple[Row, int]] = []
        self.looked = 0

    def restored(self) -> None:
        self.looked = 0

    def _result(self) -> Counter[Row]:
        return Counter(row for row, _ in self.rows[self.offset : self.end])

    def apply(self, batch: list[Change], now: int) -> list[Change]:
        shown = self.rows[self.offset : self.end]
        if self.end == 1 or self.looked + TTL <= now:
            self.looked = now
            shown = [one for one in shown if one[1] + TTL > now]
            self.rows = [one for one in self.rows if one[1] + TTL > now]
        before = Counter(row for row, _ in shown)
        self.rows += [(row, now) for _, row in batch]
        self.rows = sorted(self.rows, key=lambda one: one[0][1])[: self.end]
        last: dict[Any, int] = {}
        for row, at in self.rows:
            last[row[1]] = max(at, last.get(row[1], 0))
        self.rows = [(row, last[row[1]]) for row, _ in self.rows]
        return replaced(before, self._result())


class FirstUpdated:
    """The first rows of those that are there; those that are wanted aren't forgotten."""

    def __init__(self, offset: int, fetch: int | None, ordered: bool) -> None:
        self.kind = sort_limit(offset, fetch, retract=True, ordered=ordered)
        self.offset, self.end = offset, None if fetch is None else offset + fetch
        self.wanted = offset + (fetch or 0)
        self.ordered = ordered
        self.rows: list[tuple[Row, int, int]] = []
        self.number = 0

    def restored(self) -> None:
        """Nothing is lost."""

    def _result(self) -> Counter[tuple[Row, int]]:
        return Counter((row, number) for row, _, number in self.rows[self.offset : self.end])

    def apply(self, batch: list[Change], now: int) -> list[Change]:
        first, others = self.rows[: self.wanted], self.rows[self.wanted :]
        first = [(row, now if at + TTL // 2 <= now else at, number) for row, at, number in first]
        self.rows = [*first, *(one for one in others if one[1] + TTL > now)]
        before = self._result()
        for kind, row in batch:
            self.number += 1
            if kind == "+I":
                self.rows.append((row, now, self.number))
            else:
                oldest = next((one for one in self.rows if one[0] == row), None)
                if oldest is not None:
                    self.rows.remove(oldest)
        if self.ordered:
            self.rows.sort(key=lambda one: (one[0][1], one[2]))
        left, entered = before - self._result(), self._result() - before
        return replaced(Counter(row for row, _ in left), Counter(row for row, _ in entered), all_rows=True)


def replaced(before: Counter[Row], after: Counter[Row], all_rows: bool = False) -> list[Change]:
    """The changes from some rows to others; of equal ones, too, if all are to be mentioned."""
    left, entered = (before, after) if all_rows else (before - after, after - before)
    return [*(("-D", row) for row in left.elements()), *(("+I", row) for row in entered.elements())]


def sort_limit(offset: int, fetch: int | None, retract: bool, ordered: bool = True) -> Kind:
    params = {
        "order": [["v", True, True]] if ordered else [],
        "offset": offset,
        "fetch": fetch,
        "generate_update_before": True,
        "retract_input": retract,
    }
    return Kind("sort-limit", params, "k BIGINT, v BIGINT")


class Passed:
    """LIMIT over inserts: a number of rows."""

    def __init__(self, offset: int, fetch: int) -> None:
        self.kind = Kind("limit", {"offset": offset, "fetch": fetch}, "k BIGINT, v BIGINT")
        self.offset, self.end = offset, offset + fetch
        self.seen, self.at, self.looked = 0, 0, 0

    def restored(self) -> None:
        self.looked = 0

    def apply(self, batch: list[Change], now: int) -> list[Change]:
        if self.end == 1 or self.looked + TTL <= now:
            self.looked = now
            if self.at + TTL <= now:
                self.seen = 0
        passed = []
        for change in batch:
            if self.seen < self.end:
                self.seen += 1
                self.at = now
                if self.seen > self.offset:
                    passed.append(change)
        return passed


MODELS: dict[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "group by": (Grouped, ("+I", "-D")),
    "last row by key": (Normalized, ("+I", "+U", "-D")),
    "first inserted": (lambda: FirstInserted(0, 2), ("+I",)),
    "first inserted behind some": (lambda: FirstInserted(1, 2), ("+I",)),
    "least inserted": (lambda: FirstInserted(0, 1), ("+I",)),
    "first updated": (lambda: FirstUpdated(0, 2, True), ("+I", "-D")),
    "first updated behind some": (lambda: FirstUpdated(2, 1, True), ("+I", "-D")),
    "oldest updated": (lambda: FirstUpdated(0, 2, False), ("+I", "-D")),
    "all updated behind some": (lambda: FirstUpdated(2, None, False), ("+I", "-D")),
    "limit": (lambda: Passed(1, 2), ("+I",)),
    "limit of one": (lambda: Passed(0, 1), ("+I",)),
}

ROWS = st.tuples(st.integers(0, 2), st.integers(0, 3))


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_forgotten_when(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    make, kinds = MODELS[name]
    model = make()
    backend = data.draw(st.sampled_from(BACKENDS))
    directory = tmp_path_factory.mktemp("state")
    with mock.patch.object(updated_rows, "_LEAST_HEAD", 1):
        operator = TimedOperator(model.kind, directory, backend, f"{TTL} ms")
        for _ in range(data.draw(st.integers(1, 8))):
            operator.clock.now += data.draw(st.sampled_from([0, 1, TTL // 2, TTL - 1, TTL, 3 * TTL]))
            if data.draw(st.booleans()):
                operator.recover(data.draw(st.sampled_from(BACKENDS)), f"{TTL} ms")
                model.restored()
            batch = data.draw(st.lists(st.tuples(st.sampled_from(kinds), ROWS), min_size=1, max_size=5))
            assert Counter(operator.out(*batch)) == Counter(model.apply(batch, operator.clock.now))
        operator.close()
    assert not list(directory.iterdir())
