"""All keyed state and timers of one operator of Python objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeVar
from urllib.parse import quote

import polars as pl

from drey.errors import ValidationError
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.key_groups import KEY_GROUP, key_group_range
from drey.runtime.state.object_keys import object_key_groups
from drey.runtime.state.objects.columns import merged, objects_of
from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.state.objects.list_state import ObjectListState
from drey.runtime.state.objects.map_state import ObjectMapState
from drey.runtime.state.objects.reducing_state import ObjectAggregatingState, ObjectReducingState
from drey.runtime.state.objects.timers import ObjectTimerService
from drey.runtime.state.objects.ttl import (
    TimeToLive,
    TtlAggregatingState,
    TtlListState,
    TtlMapState,
    TtlReducingState,
    TtlValueState,
)
from drey.runtime.state.objects.value_state import ObjectValueState
from drey.runtime.state.snapshot import StateReader, StateWriter

KeyedState = ObjectValueState | ObjectListState | ObjectMapState | TtlMapState

_State = TypeVar("_State", bound=KeyedState)

Held = MutableMapping[Any, Any]

STATES, TIMERS = "states", "timers"


class ObjectStateStore:
    """Gives state by PyFlink's descriptors, and writes and restores it.

    Each state is a table ``state-NAME`` of a snapshot, the timers are the table ``timers``; all have ``$key_group``.
    The table ``states`` has the name and kind of each state once for each key group, so that every subtask that
    takes some of the key groups over learns them. State that the restored job asks for later than the restore, as
    functions do in ``open``, is kept until then; what nobody asks for is written again.

    Args:
        max_parallelism: The number of key groups.
        groups: Those of this subtask.
        backend: Where state lives; in memory, if absent.
    """

    def __init__(self, max_parallelism: int, groups: range, backend: StateBackend | None = None) -> None:
        self.current = CurrentKey()
        self.timers = ObjectTimerService(self.current)
        self._max_parallelism = max_parallelism
        self._groups = groups
        self._backend = MemoryBackend() if backend is None else backend
        self._states: dict[str, KeyedState] = {}
        self._restored: dict[str, tuple[str, Iterable[pl.DataFrame]]] = {}

    @classmethod
    def of_subtask(
        cls, max_parallelism: int, subtask: int, parallelism: int, backend: StateBackend | None = None
    ) -> ObjectStateStore:
        """The store of one subtask of an operator."""
        return cls(max_parallelism, key_group_range(subtask, parallelism, max_parallelism), backend)

    def value_state(self, descriptor: Any) -> KeyedState:
        """State of one value."""
        return self._get(
            descriptor,
            "value",
            lambda held: ObjectValueState(self.current, held),
            lambda ttl, held: TtlValueState(self.current, ttl, held),
        )

    def list_state(self, descriptor: Any) -> KeyedState:
        """State of a list."""
        return self._get(
            descriptor,
            "list",
            lambda held: ObjectListState(self.current, held),
            lambda ttl, held: TtlListState(self.current, ttl, held),
        )

    def map_state(self, descriptor: Any) -> KeyedState:
        """State of a map."""
        return self._get(
            descriptor,
            "map",
            lambda held: ObjectMapState(self.current, held),
            lambda ttl, held: TtlMapState(self.current, ttl, held),
        )

    def reducing_state(self, descriptor: Any) -> KeyedState:
        """State that makes one value of all that are added."""
        reduce = descriptor.get_reduce_function().reduce
        return self._get(
            descriptor,
            "reducing",
            lambda held: ObjectReducingState(self.current, reduce, held),
            lambda ttl, held: TtlReducingState(self.current, ttl, reduce, held),
        )

    def aggregating_state(self, descriptor: Any) -> KeyedState:
        """State that keeps an accumulator."""
        function = descriptor.get_agg_function()
        return self._get(
            descriptor,
            "aggregating",
            lambda held: ObjectAggregatingState(self.current, function, held),
            lambda ttl, held: TtlAggregatingState(self.current, ttl, function, held),
        )

    def _get(
        self,
        descriptor: Any,
        kind: str,
        make: Callable[[Held], KeyedState],
        make_ending: Callable[[TimeToLive, Held], KeyedState],
    ) -> KeyedState:
        name = descriptor.name
        found = self._states.get(name)
        if found is None:
            ttl = TimeToLive.of(descriptor.ttl_config)
            held = self.new_map()
            return self.own_state(name, make(held) if ttl is None else make_ending(ttl, held))
        if found.kind != kind:
            raise ValidationError(
                f"the state '{name}' is used as two kinds", detail=f"{found.kind} and {kind}"
            )
        return found

    def new_map(self) -> Held:
        """A mapping by key for a state, where the job's state backend keeps it."""
        return self._backend.object_map()

    def purge(self) -> None:
        """Remove some of what has lived long enough; at the operator's ticks."""
        for state in self._states.values():
            if isinstance(state, TtlMapState):
                state.purge()

    def own_state(self, name: str, state: _State) -> _State:
        """Add a state that the operator has made, with what was restored under its name."""
        self._states[name] = state
        self._take_over(name, state)
        return state

    def _take_over(self, name: str, state: KeyedState) -> None:
        kind, frames = self._restored.pop(name, (state.kind, []))
        if kind != state.kind:
            raise ValidationError(
                f"the snapshot has the state '{name}' as another kind", detail=f"{kind}, not {state.kind}"
            )
        for frame in frames:
            if frame.height:
                state.restore(frame)

    @property
    def keys(self) -> int:
        """The keys of all states, together."""
        return sum(map(len, self._states.values()))

    def snapshot(self, writer: StateWriter) -> None:
        """Write all states and timers as of now."""
        kinds = {name: state.kind for name, state in self._states.items()}
        for name, state in self._states.items():
            tracker = self._backend.object_tracker(state.held, state.rows_of)
            if tracker is None:
                self._write(writer, table_name(name), state.snapshot())
            else:
                writer.slots(table_name(name), tracker, self._max_parallelism)
        for name, (kind, frames) in list(self._restored.items()):
            # The snapshot that they come from need not be there for ever.
            kept = [frame for frame in frames if frame.height]
            self._restored[name] = kind, kept
            kinds[name] = kind
            self._write(writer, table_name(name), merged(kept))
        self._write_kinds(writer, kinds)
        self._write(writer, TIMERS, self.timers.snapshot())

    def _write_kinds(self, writer: StateWriter, kinds: Mapping[str, str]) -> None:
        if not kinds:
            return
        groups = pl.DataFrame({KEY_GROUP: pl.Series(self._groups, dtype=pl.Int32)})
        names = pl.DataFrame({"name": list(kinds), "kind": list(kinds.values())})
        writer.table(STATES, names.join(groups, how="cross").sort(KEY_GROUP, "name"), KEY_GROUP)

    def _write(self, writer: StateWriter, name: str, frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        groups = object_key_groups(objects_of(frame, "key"), self._max_parallelism)
        frame = frame.with_columns(pl.Series(KEY_GROUP, groups, dtype=pl.Int32))
        writer.table(name, frame.sort(KEY_GROUP, maintain_order=True), KEY_GROUP)

    def restore(self, reader: StateReader) -> None:
        """Take over a snapshot, or what a subtask takes over of one."""
        kinds = [frame.select("name", "kind").unique() for frame in reader.frames(STATES)]
        for name, kind in dict(row for frame in kinds for row in frame.iter_rows()).items():
            self._restored[name] = (kind, reader.frames(table_name(name)))
        for frame in reader.frames(TIMERS):
            self.timers.restore(frame)


def table_name(state: str) -> str:
    """The name of a state's table; what is no letter, digit, ``_``, ``.``, ``-`` or ``~`` is written ``%XX``."""
    return f"state-{quote(state, safe='')}"
