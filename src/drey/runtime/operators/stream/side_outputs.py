"""Sorts what a process function gives into the main output and side outputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.stream.output_type import OutputType
from drey.types.stream_types import StreamType
from drey.udf.stream import SideOutputTag


class ProcessOutputs:
    """The outputs of an operator.

    A pair of an ``OutputTag`` and a value goes to that side output, if the job reads any side output of the
    operator; if it reads none, pairs are values as any other, as in Flink.

    Args:
        main: The type of the main output.
        sides: The types of the side outputs that are read, by tag.
        name: What messages call the function.
    """

    def __init__(self, main: StreamType, sides: Mapping[str, StreamType], name: str) -> None:
        self._main = OutputType(main, name)
        self._sides = {tag: OutputType(type_, f"{name}, side output {tag}") for tag, type_ in sides.items()}

    @property
    def tags(self) -> Collection[str]:
        """The side outputs that are read."""
        return self._sides

    def batches(self, values: list[Any], timestamps: list[int] | None) -> Iterator[ObjectBatch]:
        """The batch of each output, the main one first."""
        if not self._sides:
            yield ObjectBatch(self._main.convert(values), timestamps)
            return
        places: dict[str | None, list[int]] = {None: []}
        for index, value in enumerate(values):
            tag = None
            if type(value) is tuple and value and isinstance(value[0], SideOutputTag):
                tag = value[0].tag_id
            places.setdefault(tag, []).append(index)
        for tag, indices in places.items():
            if tag is not None and tag not in self._sides:
                continue
            taken = [values[i] if tag is None else values[i][1] for i in indices]
            stamps = None if timestamps is None else [timestamps[i] for i in indices]
            yield ObjectBatch((self._sides[tag] if tag else self._main).convert(taken), stamps, tag=tag)
