"""State that makes one value of all that are added, and state that keeps an accumulator."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.state.objects.value_state import ObjectValueState


class ObjectReducingState(ObjectValueState):
    """PyFlink's ``ReducingState``; kept and written as one value for each key."""

    __slots__ = ("_reduce",)

    kind = "reducing"

    def __init__(
        self,
        current: CurrentKey,
        reduce: Callable[[Any, Any], Any],
        held: MutableMapping[Any, Any] | None = None,
    ) -> None:
        super().__init__(current, held)
        self._reduce = reduce

    def get(self) -> Any:
        """The value of all that were added, or None."""
        return self._values.get(self._current.key)

    def add(self, value: Any) -> None:
        """Add one value; None forgets all, as in Flink."""
        if value is None:
            self.clear()
            return
        key = self._current.key
        found = self._values.get(key)
        self._values[key] = value if found is None else self._reduce(found, value)


class ObjectAggregatingState(ObjectValueState):
    """PyFlink's ``AggregatingState``; the accumulator is what is kept and written for each key.

    Args:
        current: The current key.
        function: An ``AggregateFunction``.
    """

    __slots__ = ("_function",)

    kind = "aggregating"

    def __init__(
        self, current: CurrentKey, function: Any, held: MutableMapping[Any, Any] | None = None
    ) -> None:
        super().__init__(current, held)
        self._function = function

    def get(self) -> Any:
        """The result of the accumulator, or None if nothing was added."""
        found = self._values.get(self._current.key)
        return None if found is None else self._function.get_result(found)

    def add(self, value: Any) -> None:
        """Add one value; None forgets all, as in Flink."""
        if value is None:
            self.clear()
            return
        key = self._current.key
        found = self._values.get(key)
        accumulator = self._function.create_accumulator() if found is None else found
        self._values[key] = self._function.add(value, accumulator)
