"""The modes every SQL logic test runs in; a new mode is one entry of ``MODES``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mode:
    """How a file is run: the runtime and what is set on the configuration beforehand."""

    name: str
    runtime: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def keeps_changelog(self) -> bool:
        """True if ``query changelog`` compares change by change; otherwise only what remains."""
        return self.name == "streaming"


BASE_OPTIONS = {"parallelism.default": "1", "table.local-time-zone": "UTC"}
MODES = (Mode("streaming", "streaming"), Mode("batch", "batch"))
