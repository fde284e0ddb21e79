"""Names of catalog objects, which ``pyflink.table.catalog`` shows."""

from __future__ import annotations

from typing import Any, Dict, List

from drey.catalog.objects import ObjectIdentifier as EngineIdentifier
from drey.errors import ValidationError


class ObjectPath:
    """The name of a table, view or function in a catalog: its database and its own name. Equal by both.

    Args:
        database_name: The database.
        object_name: The table, view or function.

    Raises:
        ValidationError: One of them is missing, or a Java object is given.
    """

    def __init__(self, database_name: Any = None, object_name: Any = None, j_object_path: Any = None) -> None:
        if j_object_path is not None or not database_name or not object_name:
            raise ValidationError("databaseName and objectName must be given")
        self._path: tuple[str, str] = (database_name, object_name)

    def get_database_name(self) -> str:
        """The database's name."""
        return self._path[0]

    def get_object_name(self) -> str:
        """The table's, view's or function's own name."""
        return self._path[1]

    def get_full_name(self) -> str:
        """Both names, joined by a dot and without quotes: ``database.object``."""
        return ".".join(self._path)

    def compare_to(self, other: ObjectPath) -> int:
        """Where this path sorts by its full name, by code points.

        Args:
            other: The path to compare with.

        Returns:
            -1, 0 or 1 as it is before, equal to or behind the other.
        """
        mine, theirs = self.get_full_name(), other.get_full_name()
        return (mine > theirs) - (mine < theirs)

    @staticmethod
    def from_string(full_name: str) -> ObjectPath:
        """The path that a text names.

        Args:
            full_name: ``database.object``, without quotes.

        Raises:
            ValidationError: The text doesn't have exactly one dot.
        """
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
    """The full name of an object: catalog, database and its own name. Equal by all three."""

    _identifier: EngineIdentifier

    @staticmethod
    def of(catalog_name: str, database_name: str, object_name: str) -> ObjectIdentifier:
        """The identifier of three names.

        Args:
            catalog_name: The catalog.
            database_name: The database.
            object_name: The table, view or function.
        """
        made = ObjectIdentifier()
        made._identifier = EngineIdentifier(catalog_name, database_name, object_name)
        return made

    def get_catalog_name(self) -> str:
        """The catalog's name."""
        return self._identifier.catalog

    def get_database_name(self) -> str:
        """The database's name."""
        return self._identifier.database

    def get_object_name(self) -> str:
        """The object's own name."""
        return self._identifier.name

    def to_object_path(self) -> ObjectPath:
        """The database and the object's name, without the catalog, as :class:`Catalog` takes it."""
        return ObjectPath(self._identifier.database, self._identifier.name)

    def to_list(self) -> List[str]:
        """The three names in the order of catalog, database and object."""
        return list(self._identifier.parts)

    def as_serializable_string(self) -> str:
        """The name as SQL takes it: catalog, database and object, each in backticks, joined by dots."""
        return self._identifier.quoted

    def as_summary_string(self) -> str:
        """The name for people, without quotes: ``catalog.database.object``."""
        return str(self._identifier)

    def __str__(self) -> str:
        return self._identifier.quoted

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectIdentifier) and self._identifier == other._identifier

    def __hash__(self) -> int:
        return hash(self._identifier)


class CatalogPartitionSpec:
    """The values of a table's partition columns; equal if all are, in any order.

    Args:
        partition_spec: Each column's value, as text.
    """

    def __init__(self, partition_spec: Any) -> None:
        self._spec: Dict[str, str] = dict(partition_spec)

    def get_partition_spec(self) -> Dict[str, str]:
        """The value of each partition column, as a new dict."""
        return dict(self._spec)

    def __str__(self) -> str:
        return f"CatalogPartitionSpec{{{self._spec}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CatalogPartitionSpec) and self._spec == other._spec

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._spec.items())))
