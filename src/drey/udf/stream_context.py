"""What a function of the DataStream API learns in ``open``: where it runs, metrics, and keyed state."""

from __future__ import annotations

from typing import Any, Protocol

from drey.udf.context import FunctionContext, MetricGroup

Descriptor = Any
"""One of PyFlink's state descriptors."""


class KeyedStates(Protocol):
    """Gives the state objects of an operator; each works on the key of the value that is being processed."""

    def value_state(self, descriptor: Descriptor) -> Any:
        """State of one value."""

    def list_state(self, descriptor: Descriptor) -> Any:
        """State of a list."""

    def map_state(self, descriptor: Descriptor) -> Any:
        """State of a map."""

    def reducing_state(self, descriptor: Descriptor) -> Any:
        """State that makes one value of all that are added."""

    def aggregating_state(self, descriptor: Descriptor) -> Any:
        """State that keeps an accumulator."""


class StreamRuntimeContext(FunctionContext):
    """PyFlink's ``RuntimeContext``; ``states`` is set where the function runs on a keyed stream."""

    states: KeyedStates | None = None

    def get_metrics_group(self) -> MetricGroup:
        """Where to register metrics."""
        return self.get_metric_group()

    def get_state(self, state_descriptor: Descriptor) -> Any:
        """State of one value."""
        return self._keyed().value_state(state_descriptor)

    def get_list_state(self, state_descriptor: Descriptor) -> Any:
        """State of a list."""
        return self._keyed().list_state(state_descriptor)

    def get_map_state(self, state_descriptor: Descriptor) -> Any:
        """State of a map."""
        return self._keyed().map_state(state_descriptor)

    def get_reducing_state(self, state_descriptor: Descriptor) -> Any:
        """State that makes one value of all that are added."""
        return self._keyed().reducing_state(state_descriptor)

    def get_aggregating_state(self, state_descriptor: Descriptor) -> Any:
        """State that keeps an accumulator."""
        return self._keyed().aggregating_state(state_descriptor)

    def _keyed(self) -> KeyedStates:
        if self.states is None:
            raise RuntimeError("This state is only accessible by functions executed on a KeyedStream.")
        return self.states
