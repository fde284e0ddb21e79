"""SHOW of catalogs and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drey.catalog.catalog import DatabaseNotFoundError, PartitionError, TableNotFoundError
from drey.catalog.objects import CatalogTable, CatalogView, PartitionValues
from drey.errors import UnsupportedError, ValidationError, did_you_mean
from drey.functions.listing import listed_functions
from drey.session.definition_text import catalog_text, table_text, view_text
from drey.session.patterns import matching
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.catalogs import existing_catalog
from drey.session.statements.describe import describe_columns
from drey.session.statements.handler import Handlers
from drey.session.statements.jobs import list_jobs
from drey.sql import ObjectPath
from drey.sql.statements.inspection import Show, ShowCreate
from drey.types import logical as t

_MODULES = t.RowType.of(("module name", t.string_type()), ("used", t.BooleanType()), nullable=False)


def show(session: Session, statement: Show) -> StatementResult:
    handler = _KINDS.get(statement.kind)
    if handler is None:
        raise UnsupportedError(f"SHOW {statement.kind} is not built yet")
    return handler(session, statement)


def _catalogs(session: Session, statement: Show) -> StatementResult:
    return _names("catalog name", sorted(session.catalogs.catalogs), statement)


def _names(column: str, names: list[str], statement: Show) -> StatementResult:
    return StatementResult.strings(column, matching(names, statement.like))


def _current_catalog(session: Session, statement: Show) -> StatementResult:
    return StatementResult.strings("current catalog name", [session.catalogs.current_catalog])


def _current_database(session: Session, statement: Show) -> StatementResult:
    return StatementResult.strings("current database name", [session.catalogs.current_database])


def _databases(session: Session, statement: Show) -> StatementResult:
    catalog = session.catalogs.catalog(session.catalogs.current_catalog)
    if statement.scope is not None:
        if len(statement.scope.parts) != 1:
            raise ValidationError(
                f"Show databases from/in identifier [ {'.'.join(statement.scope.parts)} ] format error",
                position=statement.scope.position,
            )
        catalog = existing_catalog(session, statement.scope.parts[0], statement.scope)
    return _names("database name", catalog.databases(), statement)


def _scope(session: Session, scope: ObjectPath | None, what: str) -> tuple[str, str]:
    """The catalog and database behind FROM, or the current ones."""
    catalogs = session.catalogs
    if scope is None:
        return catalogs.current_catalog, catalogs.current_database
    match scope.parts:
        case (database,):
            catalog = catalogs.current_catalog
        case (catalog, database):
            pass
        case _:
            raise ValidationError(
                f"Show {what} from/in identifier [ {'.'.join(scope.parts)} ] format error",
                position=scope.position,
            )
    known = existing_catalog(session, catalog, scope).databases()
    if database not in known:
        raise DatabaseNotFoundError(
            f"Database '{catalog}'.'{database}' doesn't exist.",
            hint=did_you_mean(database, known),
            position=scope.position,
        )
    return catalog, database


def _tables(session: Session, statement: Show) -> StatementResult:
    # Flink lists views among the tables.
    names = session.catalogs.table_names(*_scope(session, statement.scope, "tables"))
    return _names("table name", names, statement)


def _views(session: Session, statement: Show) -> StatementResult:
    names = session.catalogs.view_names(*_scope(session, statement.scope, "views"))
    return _names("view name", names, statement)


def _materialized_tables(session: Session, statement: Show) -> StatementResult:
    _scope(session, statement.scope, "materialized tables")
    return _names("materialized table", [], statement)


def _models(session: Session, statement: Show) -> StatementResult:
    _scope(session, statement.scope, "models")
    return _names("model name", [], statement)


def _functions(session: Session, statement: Show) -> StatementResult:
    user = _user_function_names(session, statement)
    built_in = listed_functions() if session.modules.used else ()
    return _names("function name", sorted({*built_in, *user}), statement)


def _user_functions(session: Session, statement: Show) -> StatementResult:
    return _names("function name", _user_function_names(session, statement), statement)


def _user_function_names(session: Session, statement: Show) -> list[str]:
    if statement.scope is None:
        return session.catalogs.function_names()
    return session.catalogs.function_names(_scope(session, statement.scope, "functions"))


def _procedures(session: Session, statement: Show) -> StatementResult:
    catalog, _ = _scope(session, statement.scope, "procedures")
    raise ValidationError(
        "the catalog has no procedures", detail=f"listProcedures is not implemented for catalog {catalog}."
    )


def _modules(session: Session, statement: Show) -> StatementResult:
    return StatementResult.strings("module name", session.modules.used)


def _full_modules(session: Session, statement: Show) -> StatementResult:
    return StatementResult.table(_MODULES, session.modules.full())


def _jars(session: Session, statement: Show) -> StatementResult:
    return StatementResult.strings("jars", [])


def _columns(session: Session, statement: Show) -> StatementResult:
    assert statement.scope is not None
    return describe_columns(session, statement.scope, statement.like)


def _partitions(session: Session, statement: Show) -> StatementResult:
    assert statement.scope is not None
    name = session.catalogs.qualify(statement.scope.parts)
    found = session.catalogs.find_table(name)
    if found is None:
        raise TableNotFoundError(f"Table `{name}` doesn't exist.", position=statement.scope.position)
    if not isinstance(found, CatalogTable) or not found.partition_keys:
        raise PartitionError(
            f"Table {name.database}.{name.name} in catalog {name.catalog} is not partitioned.",
            position=statement.scope.position,
        )
    wanted = statement.partition.values if statement.partition else {}
    shown = [_partition_text(found, values) for values, _ in found.partitions if _fits(values, wanted)]
    return StatementResult.strings("partition name", shown)


def _fits(values: PartitionValues, wanted: Mapping[str, str | None]) -> bool:
    return all(values.get(key) == value for key, value in wanted.items())


def _partition_text(table: CatalogTable, values: PartitionValues) -> str:
    return "/".join(f"{key}={values[key]}" for key in table.partition_keys)


_KINDS: dict[str, Callable[[Session, Show], StatementResult]] = {
    "CATALOGS": _catalogs,
    "CURRENT CATALOG": _current_catalog,
    "CURRENT DATABASE": _current_database,
    "DATABASES": _databases,
    "TABLES": _tables,
    "VIEWS": _views,
    "MATERIALIZED TABLES": _materialized_tables,
    "MODELS": _models,
    "FUNCTIONS": _functions,
    "USER FUNCTIONS": _user_functions,
    "PROCEDURES": _procedures,
    "MODULES": _modules,
    "FULL MODULES": _full_modules,
    "JARS": _jars,
    "JOBS": list_jobs,
    "COLUMNS": _columns,
    "PARTITIONS": _partitions,
}


def show_create(session: Session, statement: ShowCreate) -> StatementResult:
    if statement.kind == "CATALOG":
        catalog = session.catalogs.catalogs.get(statement.path.parts[0])
        if catalog is None:
            raise ValidationError(
                f"Cannot obtain metadata information from Catalog {statement.path.parts[0]}.",
                hint=did_you_mean(statement.path.parts[0], session.catalogs.catalogs),
                position=statement.path.position,
            )
        return StatementResult.text(catalog_text(catalog))
    if statement.kind == "CONNECTION":
        raise UnsupportedError("connections are not built yet; Flink 2.3 only parses them")
    name = session.catalogs.qualify(statement.path.parts)
    found = session.catalogs.find_table(name)
    if found is None or statement.kind not in ("TABLE", "VIEW"):
        title = statement.kind.capitalize()
        raise TableNotFoundError(
            f"Could not execute SHOW CREATE {statement.kind}. "
            f"{title} with identifier {name.quoted} does not exist.",
            hint=did_you_mean(name.name, session.catalogs.table_names(name.catalog, name.database)),
            position=statement.path.position,
        )
    temporary = name in session.catalogs.temporary_tables
    if found.kind != statement.kind:
        raise ValidationError(
            f"SHOW CREATE {statement.kind} is only supported for {statement.kind.lower()}s, but {name.quoted} is "
            f"a {found.kind.lower()}. Please use SHOW CREATE {found.kind} instead.",
            position=statement.path.position,
        )
    if isinstance(found, CatalogView):
        return StatementResult.text(view_text(name, found, temporary))
    return StatementResult.text(table_text(name, found, temporary))


HANDLERS: Handlers = {Show: show, ShowCreate: show_create}
