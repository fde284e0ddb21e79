"""Names of catalog objects, which ``pyflink.table.catalog`` shows."""

from __future__ import annotations

from typing import Any, Dict, List

from drey.catalog.objects import ObjectIdentifier as EngineIdentifier
from drey.errors import ValidationError


class ObjectPath:
    """Database and object name.

    Args:
        database_name: The database.
        object_name: The table, view or function.
    """

    def __init__(self, database_name: Any = None, object_name: Any = None, j_object_path: Any = None) -> None:
        if j_object_path is not None or not database_name or not object_name:
            raise ValidationError("databaseName and objectName must be given")
        self._path: tuple[str, str] = (database_name, object_name)

    def get_database_name(self) -> str:
        """The database."""
        return self._path[0]

    def get_object_name(self) -> str:
        """The object."""
        return self._path[1]

    def get_full_name(self) -> str:
        """Both, joined by a dot."""
        return ".".join(self._path)

    def compare_to(self, other: ObjectPath) -> int:
        """Negative, zero or positive as this name sorts before, with or behind another."""
        mine, theirs = self.get_full_name(), other.get_full_name()
        return (mine > theirs) - (mine < theirs)

    @staticmethod
    def from_string(full_name: str) -> ObjectPath:
        """The path that ``database.object`` names."""
        parts = full_name.split(".")
        if len(parts) != 2:
            raise ValidationError(
                f"Cannot split '{full_name}' to get corresponding databaseName and objectName"
            )
        return ObjectPath(*parts)

    def __str__(self) -> str:
        return self.get_full_name()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectPath) and self._path == other._path

    def __hash__(self) -> int:
        return hash(self._path)


class ObjectIdentifier:
    """Catalog, database and object name."""

    _identifier: EngineIdentifier

    @staticmethod
    def of(catalog_name: str, database_name: str, object_name: str) -> ObjectIdentifier:
        """The identifier of three names."""
        made = ObjectIdentifier()
        made._identifier = EngineIdentifier(catalog_name, database_name, object_name)
        return made

    def get_catalog_name(self) -> str:
        """The catalog."""
        return self._identifier.catalog

    def get_database_name(self) -> str:
        """The database."""
        return self._identifier.database

    def get_object_name(self) -> str:
        """The object."""
        return self._identifier.name

    def to_object_path(self) -> ObjectPath:
        """Without the catalog."""
        return ObjectPath(self._identifier.database, self._identifier.name)

    def to_list(self) -> List[str]:
        """The three names."""
        return list(self._identifier.parts)

    def as_serializable_string(self) -> str:
        """The name as SQL text."""
        return self._identifier.quoted

    def as_summary_string(self) -> str:
        """The name for people."""
        return str(self._identifier)

    def __str__(self) -> str:
        return self._identifier.quoted

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectIdentifier) and self._identifier == other._identifier

    def __hash__(self) -> int:
        return hash(self._identifier)


class CatalogPartitionSpec:
    """The values of partition columns.

    Args:
        partition_spec: Column to value.
    """

    def __init__(self, partition_spec: Any) -> None:
        self._spec: Dict[str, str] = dict(partition_spec)

    def get_partition_spec(self) -> Dict[str, str]:
        """Column to value."""
        return dict(self._spec)

    def __str__(self) -> str:
        return f"CatalogPartitionSpec{{{self._spec}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CatalogPartitionSpec) and self._spec == other._spec

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._spec.items())))
