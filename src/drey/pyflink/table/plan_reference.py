"""Mirror of ``pyflink.table.plan_reference``: where a compiled plan is."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PlanReference", "FilePlanReference", "JsonContentPlanReference", "BytesContentPlanReference"]


class PlanReference:
    """The base; made by the ``from_`` methods."""

    @staticmethod
    def from_file(path: str | Path) -> FilePlanReference:
        """A plan in a file."""
        return FilePlanReference(Path(path))

    @staticmethod
    def from_json_string(json_string: str) -> JsonContentPlanReference:
        """A plan as JSON text."""
        return JsonContentPlanReference(json_string)

    @staticmethod
    def from_smile_bytes(smile_bytes: bytes) -> BytesContentPlanReference:
        """A plan in Smile, JSON's binary form."""
        return BytesContentPlanReference(smile_bytes)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __str__(self) -> str:
        shown = ", ".join(f"{key.lstrip('_')}={value!r}" for key, value in self.__dict__.items())
        return f"{type(self).__name__}({shown})"


class FilePlanReference(PlanReference):
    """A plan in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get_file(self) -> Path:
        """The file."""
        return self._file


class JsonContentPlanReference(PlanReference):
    """A plan as JSON text."""

    def __init__(self, content: str) -> None:
        self._content = content

    def get_content(self) -> str:
        """The text."""
        return self._content


class BytesContentPlanReference(PlanReference):
    """A plan in Smile."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def get_content(self) -> bytes:
        """The bytes."""
        return self._content
