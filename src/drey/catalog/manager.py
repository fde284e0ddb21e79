"""All catalogs of a session, the current names, and temporary objects, which hide permanent ones."""

from __future__ import annotations

from collections.abc import Sequence

from drey.catalog.catalog import (
    Catalog,
    DatabaseNotFoundError,
    FunctionExistsError,
    FunctionNotFoundError,
    GenericInMemoryCatalog,
    TableExistsError,
    TableNotFoundError,
)
from drey.catalog.objects import CatalogBaseTable, CatalogFunction, CatalogView, ObjectIdentifier
from drey.errors import CatalogError, ValidationError, did_you_mean


class CatalogNotFoundError(CatalogError):
    code = "CATALOG_NOT_FOUND"


class CatalogManager:
    """Resolves names to objects. Used by one client thread."""

    def __init__(self, catalog: str = "default_catalog", database: str = "default_database") -> None:
        self.catalogs: dict[str, Catalog] = {catalog: GenericInMemoryCatalog(catalog, database)}
        self.current_catalog = catalog
        self.current_database = database
        self.temporary_tables: dict[ObjectIdentifier, CatalogBaseTable] = {}
        self.temporary_functions: dict[ObjectIdentifier, CatalogFunction] = {}
        self.temporary_system_functions: dict[str, CatalogFunction] = {}

    def catalog(self, name: str) -> Catalog:
        if name not in self.catalogs:
            raise CatalogNotFoundError(
                f"A catalog with name [{name}] does not exist.", hint=did_you_mean(name, self.catalogs)
            )
        return self.catalogs[name]

    def register_catalog(self, name: str, catalog: Catalog, ignore_if_exists: bool = False) -> None:
        if not name:
            raise ValidationError("catalog name cannot be null or empty")
        if name in self.catalogs:
            if ignore_if_exists:
                return
            raise CatalogError(f"Catalog {name} already exists.")
        self.catalogs[name] = catalog

    def drop_catalog(self, name: str, ignore_if_missing: bool = False) -> None:
        if name not in self.catalogs:
            if ignore_if_missing:
                return
            self.catalog(name)
        if name == self.current_catalog:
            raise CatalogError("Cannot drop a catalog which is currently in use.")
        del self.catalogs[name]

    def use_catalog(self, name: str) -> None:
        catalog = self.catalog(name)
        if name == self.current_catalog:
            return
        self.current_catalog = name
        default = getattr(catalog, "default_database", None)
        self.current_database = default or catalog.databases()[0]

    def use_database(self, name: str) -> None:
        current = self.catalog(self.current_catalog)
        if name not in current.databases():
            raise DatabaseNotFoundError(
                f"A database with name [{name}] does not exist in the catalog: [{self.current_catalog}].",
                hint=did_you_mean(name, current.databases()),
            )
        self.current_database = name

    def qualify(self, path: Sequence[str]) -> ObjectIdentifier:
        """The full name of a path of one to three parts."""
        match tuple(path):
            case (name,):
                return ObjectIdentifier(self.current_catalog, self.current_database, name)
            case (database, name):
                return ObjectIdentifier(self.current_catalog, database, name)
            case (catalog, database, name):
                return ObjectIdentifier(catalog, database, name)
        raise ValidationError(
            "Object identifier must consist of 1 to 3 parts.", detail=f"found '{'.'.join(path)}'"
        )

    # Tables and views

    def find_table(self, name: ObjectIdentifier) -> CatalogBaseTable | None:
        """The temporary or else the permanent table or view of this name, or None."""
        temporary = self.temporary_tables.get(name)
        if temporary is not None:
            return temporary
        catalog = self.catalogs.get(name.catalog)
        return catalog.find_table((name.database, name.name)) if catalog else None

    def table(self, name: ObjectIdentifier) -> CatalogBaseTable:
        found = self.find_table(name)
        if found is None:
            raise TableNotFoundError(
                f"table {name.quoted} was not found",
                hint=did_you_mean(name.name, self.table_names(name.catalog, name.database)),
            )
        return found

    def table_names(self, catalog: str, database: str) -> list[str]:
        """All tables and views of a database, temporary ones included, sorted."""
        temporary = {n.name for n in self.temporary_tables if (n.catalog, n.database) == (catalog, database)}
        known = self.catalogs.get(catalog)
        permanent = known.tables(database) if known and database in known.databases() else []
        return sorted({*permanent, *temporary})

    def view_names(self, catalog: str, database: str) -> list[str]:
        names = self.table_names(catalog, database)
        return [
            n
            for n in names
            if isinstance(self.find_table(ObjectIdentifier(catalog, database, n)), CatalogView)
        ]

    def create_table(
        self, name: ObjectIdentifier, table: CatalogBaseTable, temporary: bool, ignore_if_exists: bool
    ) -> None:
        if not temporary:
            self.catalog(name.catalog).create_table((name.database, name.name), table, ignore_if_exists)
            return
        if name in self.temporary_tables:
            if ignore_if_exists:
                return
            what = "view" if isinstance(table, CatalogView) else "table"
            raise TableExistsError(f"Temporary {what} '{name.quoted}' already exists")
        self.temporary_tables[name] = table

    def replace_table(self, name: ObjectIdentifier, table: CatalogBaseTable) -> None:
        if name in self.temporary_tables:
            self.temporary_tables[name] = table
        else:
            self.catalog(name.catalog).replace_table((name.database, name.name), table)

    def drop_temporary(self, name: ObjectIdentifier, view: bool) -> bool:
        """Remove a temporary table or view; False if there was none."""
        found = self.temporary_tables.get(name)
        if found is None or isinstance(found, CatalogView) != view:
            return False
        del self.temporary_tables[name]
        return True

    def drop_table(self, name: ObjectIdentifier, view: bool, ignore_if_missing: bool) -> None:
        """Remove a permanent table or view."""
        what = "view" if view else "table"
        if self.temporary_tables.get(name) is not None:
            raise ValidationError(
                f"Temporary {what} with identifier '{name.quoted}' exists. Drop it first before removing "
                f"the permanent {what}."
            )
        found = self.find_table(name)
        if found is None or isinstance(found, CatalogView) != view:
            if ignore_if_missing:
                return
            raise TableNotFoundError(
                f"{what.capitalize()} with identifier '{name}' does not exist.",
                hint=did_you_mean(name.name, self.table_names(name.catalog, name.database)),
            )
        self.catalog(name.catalog).drop_table((name.database, name.name))

    # Functions

    def find_function(self, path: Sequence[str]) -> CatalogFunction | None:
        """A function that the user made: temporary ones first, then the catalog's."""
        if len(path) == 1 and path[0].lower() in self.temporary_system_functions:
            return self.temporary_system_functions[path[0].lower()]
        name = self._function_name(path)
        if name in self.temporary_functions:
            return self.temporary_functions[name]
        catalog = self.catalogs.get(name.catalog)
        return catalog.find_function((name.database, name.name)) if catalog else None

    def _function_name(self, path: Sequence[str]) -> ObjectIdentifier:
        full = self.qualify(path)
        return ObjectIdentifier(full.catalog, full.database, full.name.lower())

    def create_function(
        self, path: Sequence[str], function: CatalogFunction, scope: str, ignore_if_exists: bool = False
    ) -> None:
        """Register a function; ``scope`` is ``system``, ``temporary`` or ``catalog``."""
        if scope == "catalog":
            full = self.qualify(path)
            self.catalog(full.catalog).create_function((full.database, full.name), function, ignore_if_exists)
            return
        store = self.temporary_system_functions if scope == "system" else self.temporary_functions
        key = path[-1].lower() if scope == "system" else self._function_name(path)
        if key in store:
            if ignore_if_exists:
                return
            shown = path[-1] if scope == "system" else str(self.qualify(path))
            raise FunctionExistsError(
                f"Could not register temporary function. A function '{shown}' does already exist."
            )
        store[key] = function  # type: ignore[index]

    def drop_function(self, path: Sequence[str], scope: str, ignore_if_missing: bool = False) -> bool:
        """Remove a function; False if it was missing and that was allowed."""
        if scope == "catalog":
            full = self.qualify(path)
            catalog = self.catalog(full.catalog)
            existed = catalog.find_function((full.database, full.name)) is not None
            catalog.drop_function((full.database, full.name), ignore_if_missing)
            return existed
        store = self.temporary_system_functions if scope == "system" else self.temporary_functions
        key = path[-1].lower() if scope == "system" else self._function_name(path)
        if key in store:
            del store[key]  # type: ignore[arg-type]
            return True
        if ignore_if_missing:
            return False
        if scope == "system":
            raise FunctionNotFoundError(
                f"Could not drop temporary system function. A function named '{path[-1]}' doesn't exist.",
                hint=did_you_mean(path[-1], self.temporary_system_functions),
            )
        raise FunctionNotFoundError(
            f"Temporary catalog function {self.qualify(path).quoted} doesn't exist",
            hint=did_you_mean(path[-1], [n.name for n in self.temporary_functions]),
        )

    def function_names(self, where: tuple[str, str] | None = None) -> list[str]:
        """The user's functions that can be called by a bare name, sorted.

        Args:
            where: The catalog and database; None for the current ones.
        """
        catalog, database = where or (self.current_catalog, self.current_database)
        names = set(self.temporary_system_functions)
        names.update(
            n.name for n in self.temporary_functions if (n.catalog, n.database) == (catalog, database)
        )
        if database in self.catalog(catalog).databases():
            names.update(self.catalog(catalog).functions(database))
        return sorted(names)

    def function_scope(self, path: Sequence[str]) -> str:
        """Where :meth:`find_function` finds a function: ``system``, ``temporary`` or ``catalog``."""
        if len(path) == 1 and path[0].lower() in self.temporary_system_functions:
            return "system"
        return "temporary" if self._function_name(path) in self.temporary_functions else "catalog"
