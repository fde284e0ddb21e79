"""The catalog contract and the catalog in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from drey.catalog.objects import CatalogBaseTable, CatalogDatabase, CatalogFunction, CatalogTable, CatalogView
from drey.errors import CatalogError, did_you_mean

TablePath = tuple[str, str]
"""Database and object name."""


class DatabaseNotFoundError(CatalogError):
    code = "CATALOG_DATABASE_NOT_FOUND"


class DatabaseExistsError(CatalogError):
    code = "CATALOG_DATABASE_EXISTS"


class DatabaseNotEmptyError(CatalogError):
    code = "CATALOG_DATABASE_NOT_EMPTY"


class TableNotFoundError(CatalogError):
    code = "CATALOG_TABLE_NOT_FOUND"


class TableExistsError(CatalogError):
    code = "CATALOG_TABLE_EXISTS"


class PartitionError(CatalogError):
    code = "CATALOG_PARTITION"


class FunctionNotFoundError(CatalogError):
    code = "CATALOG_FUNCTION_NOT_FOUND"


class FunctionExistsError(CatalogError):
    code = "CATALOG_FUNCTION_EXISTS"


class Catalog(ABC):
    """Holds databases with tables, views and functions. Called by the client's thread."""

    def __init__(
        self, name: str, options: Mapping[str, str] | None = None, comment: str | None = None
    ) -> None:
        self.name = name
        self.options = dict(options or {})
        self.comment = comment

    @abstractmethod
    def databases(self) -> list[str]:
        """All database names, sorted."""

    @abstractmethod
    def database(self, name: str) -> CatalogDatabase:
        """One database.

        Raises:
            DatabaseNotFoundError: There is none of this name.
        """

    @abstractmethod
    def create_database(self, name: str, database: CatalogDatabase, ignore_if_exists: bool = False) -> None:
        """Add a database."""

    @abstractmethod
    def alter_database(self, name: str, database: CatalogDatabase) -> None:
        """Replace a database's options."""

    @abstractmethod
    def drop_database(self, name: str, ignore_if_missing: bool = False, cascade: bool = False) -> None:
        """Remove a database; one that holds objects only with ``cascade``."""

    @abstractmethod
    def tables(self, database: str) -> list[str]:
        """The names of all tables and views of a database, sorted."""

    @abstractmethod
    def find_table(self, path: TablePath) -> CatalogBaseTable | None:
        """A table or view, or None."""

    @abstractmethod
    def create_table(self, path: TablePath, table: CatalogBaseTable, ignore_if_exists: bool = False) -> None:
        """Add a table or view."""

    @abstractmethod
    def replace_table(self, path: TablePath, table: CatalogBaseTable) -> None:
        """Replace a table or view that exists."""

    @abstractmethod
    def drop_table(self, path: TablePath, ignore_if_missing: bool = False) -> None:
        """Remove a table or view."""

    @abstractmethod
    def rename_table(self, path: TablePath, new_name: str, ignore_if_missing: bool = False) -> None:
        """Rename a table or view within its database."""

    @abstractmethod
    def functions(self, database: str) -> list[str]:
        """The names of all functions of a database, sorted."""

    @abstractmethod
    def find_function(self, path: TablePath) -> CatalogFunction | None:
        """A function, or None. Function names don't distinguish case."""

    @abstractmethod
    def create_function(
        self, path: TablePath, function: CatalogFunction, ignore_if_exists: bool = False
    ) -> None:
        """Add a function."""

    @abstractmethod
    def replace_function(
        self, path: TablePath, function: CatalogFunction, ignore_if_missing: bool = False
    ) -> None:
        """Replace a function that exists."""

    @abstractmethod
    def drop_function(self, path: TablePath, ignore_if_missing: bool = False) -> None:
        """Remove a function."""

    def tables_of_kind(self, database: str, kind: type[CatalogTable] | type[CatalogView]) -> list[str]:
        """The names of all tables, or of all views."""
        return [n for n in self.tables(database) if isinstance(self.find_table((database, n)), kind)]


class GenericInMemoryCatalog(Catalog):
    """A catalog that lives as long as the process."""

    def __init__(
        self,
        name: str,
        default_database: str = "default",
        options: Mapping[str, str] | None = None,
        comment: str | None = None,
    ) -> None:
        super().__init__(name, options or {"type": "generic_in_memory"}, comment)
        self.default_database = default_database
        self._databases: dict[str, CatalogDatabase] = {default_database: CatalogDatabase()}
        self._tables: dict[TablePath, CatalogBaseTable] = {}
        self._functions: dict[TablePath, CatalogFunction] = {}

    def databases(self) -> list[str]:
        return sorted(self._databases)

    def database(self, name: str) -> CatalogDatabase:
        if name not in self._databases:
            raise DatabaseNotFoundError(
                f"Database {name} does not exist in Catalog {self.name}.",
                hint=did_you_mean(name, self._databases),
            )
        return self._databases[name]

    def create_database(self, name: str, database: CatalogDatabase, ignore_if_exists: bool = False) -> None:
        if name in self._databases:
            if ignore_if_exists:
                return
            raise DatabaseExistsError(f"Database {name} already exists in Catalog {self.name}.")
        self._databases[name] = database

    def alter_database(self, name: str, database: CatalogDatabase) -> None:
        self.database(name)
        self._databases[name] = database

    def drop_database(self, name: str, ignore_if_missing: bool = False, cascade: bool = False) -> None:
        if name not in self._databases:
            if ignore_if_missing:
                return
            self.database(name)
        held = [path for path in (*self._tables, *self._functions) if path[0] == name]
        if held and not cascade:
            raise DatabaseNotEmptyError(
                f"Database {name} in catalog {self.name} is not empty.",
                detail="it holds " + ", ".join(sorted(n for _, n in held)),
                hint="drop what it holds, or use CASCADE",
            )
        for path in held:
            self._tables.pop(path, None)
            self._functions.pop(path, None)
        del self._databases[name]

    def tables(self, database: str) -> list[str]:
        self.database(database)
        return sorted(name for db, name in self._tables if db == database)

    def find_table(self, path: TablePath) -> CatalogBaseTable | None:
        return self._tables.get(path)

    def create_table(self, path: TablePath, table: CatalogBaseTable, ignore_if_exists: bool = False) -> None:
        self.database(path[0])
        if path in self._tables:
            if ignore_if_exists:
                return
            raise TableExistsError(
                f"Table (or view) {path[0]}.{path[1]} already exists in Catalog {self.name}."
            )
        self._tables[path] = table

    def _require_table(self, path: TablePath) -> None:
        if path not in self._tables:
            raise TableNotFoundError(
                f"Table (or view) {path[0]}.{path[1]} does not exist in Catalog {self.name}.",
                hint=did_you_mean(path[1], [n for db, n in self._tables if db == path[0]]),
            )

    def replace_table(self, path: TablePath, table: CatalogBaseTable) -> None:
        self._require_table(path)
        self._tables[path] = table

    def drop_table(self, path: TablePath, ignore_if_missing: bool = False) -> None:
        if path not in self._tables and ignore_if_missing:
            return
        self._require_table(path)
        del self._tables[path]

    def rename_table(self, path: TablePath, new_name: str, ignore_if_missing: bool = False) -> None:
        if path not in self._tables and ignore_if_missing:
            return
        self._require_table(path)
        target = (path[0], new_name)
        if target in self._tables:
            raise TableExistsError(
                f"Table (or view) {path[0]}.{new_name} already exists in Catalog {self.name}."
            )
        self._tables[target] = self._tables.pop(path)

    def functions(self, database: str) -> list[str]:
        self.database(database)
        return sorted(name for db, name in self._functions if db == database)

    @staticmethod
    def _key(path: TablePath) -> TablePath:
        return (path[0], path[1].lower())

    def find_function(self, path: TablePath) -> CatalogFunction | None:
        return self._functions.get(self._key(path))

    def create_function(
        self, path: TablePath, function: CatalogFunction, ignore_if_exists: bool = False
    ) -> None:
        self.database(path[0])
        if self._key(path) in self._functions:
            if ignore_if_exists:
                return
            raise FunctionExistsError(f"Function {path[0]}.{path[1]} already exists in Catalog {self.name}.")
        self._functions[self._key(path)] = function

    def replace_function(
        self, path: TablePath, function: CatalogFunction, ignore_if_missing: bool = False
    ) -> None:
        if self._key(path) not in self._functions and ignore_if_missing:
            return
        self._require_function(path)
        self._functions[self._key(path)] = function

    def drop_function(self, path: TablePath, ignore_if_missing: bool = False) -> None:
        if self._key(path) not in self._functions and ignore_if_missing:
            return
        self._require_function(path)
        del self._functions[self._key(path)]

    def _require_function(self, path: TablePath) -> None:
        if self._key(path) not in self._functions:
            raise FunctionNotFoundError(
                f"Function {path[0]}.{path[1]} does not exist in Catalog {self.name}.",
                hint=did_you_mean(path[1], [n for db, n in self._functions if db == path[0]]),
            )
