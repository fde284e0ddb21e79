"""What planning needs to know beside the statement: plain values and two look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from drey.catalog.manager import CatalogManager
from drey.catalog.objects import UserFunction
from drey.graph.state_ttl import state_ttl
from drey.planner.streams.nodes import StreamEdge


class FunctionTable:
    """The user functions of one plan by key: a row expression refers to a function by key."""

    def __init__(self) -> None:
        self.functions: dict[str, UserFunction] = {}

    def register(self, function: UserFunction) -> str:
        """The key of a function; the same object always gets the same key."""
        for key, known in self.functions.items():
            if known.target is function.target:
                return key
        key = (
            function.name if function.name not in self.functions else f"{function.name}#{len(self.functions)}"
        )
        self.functions[key] = function
        return key


@dataclass
class PlannerContext:
    """One session's side of planning.

    Args:
        catalogs: Where names are looked up.
        options: The session's configuration, in today's spelling.
        default_time_zone: The machine's time zone.
        functions: The user functions met so far.
        streams: The DataStream programs that tables are made of, by the name that the table has for them.
    """

    catalogs: CatalogManager
    options: Mapping[str, str] = field(default_factory=dict)
    default_time_zone: str = "UTC"
    functions: FunctionTable = field(default_factory=FunctionTable)
    streams: dict[str, StreamEdge] = field(default_factory=dict)

    def option(self, key: str, default: str) -> str:
        return self.options.get(key, default)

    @property
    def batch(self) -> bool:
        """True in batch mode."""
        return self.option("execution.runtime-mode", "STREAMING").upper() == "BATCH"

    @property
    def expires(self) -> bool:
        """True if state of the query has a time to live."""
        return not self.batch and state_ttl(self.options) is not None

    @property
    def time_zone(self) -> str:
        """The session time zone."""
        zone = self.option("table.local-time-zone", "default")
        return self.default_time_zone if zone.lower() == "default" else zone
