"""Mirror of ``pyflink.table.plan_reference``."""

from __future__ import annotations

from typing import Union

from drey.pyflink.not_built import not_built

__all__ = ["PlanReference", "FilePlanReference", "JsonContentPlanReference", "BytesContentPlanReference"]


class PlanReference:
    """Flink's ``PlanReference``."""

    @staticmethod
    def from_file(path: Union[str, Path]) -> FilePlanReference:
        """Flink's ``from_file``; not built yet."""
        raise not_built("PlanReference.from_file")

    @staticmethod
    def from_json_string(json_string: str) -> JsonContentPlanReference:
        """Flink's ``from_json_string``; not built yet."""
        raise not_built("PlanReference.from_json_string")

    @staticmethod
    def from_smile_bytes(smile_bytes: bytes) -> BytesContentPlanReference:
        """Flink's ``from_smile_bytes``; not built yet."""
        raise not_built("PlanReference.from_smile_bytes")


class FilePlanReference(PlanReference):
    """Flink's ``FilePlanReference``."""

    def get_file(self) -> Path:
        """Flink's ``get_file``; not built yet."""
        raise not_built("FilePlanReference.get_file")


class JsonContentPlanReference(PlanReference):
    """Flink's ``JsonContentPlanReference``."""

    def get_content(self) -> str:
        """Flink's ``get_content``; not built yet."""
        raise not_built("JsonContentPlanReference.get_content")


class BytesContentPlanReference(PlanReference):
    """Flink's ``BytesContentPlanReference``."""

    def get_content(self) -> bytes:
        """Flink's ``get_content``; not built yet."""
        raise not_built("BytesContentPlanReference.get_content")
