"""Statements that parse and can't be executed: here, in Flink, or outside of the SQL client."""

from __future__ import annotations

from collections.abc import Callable

from drey.catalog.catalog import TableNotFoundError
from drey.errors import DreyError, SqlSyntaxError, UnsupportedError, ValidationError, did_you_mean
from drey.planner.binder.query import bind_query_text
from drey.planner.binder.tables import scan
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handler, Handlers
from drey.sql import ObjectPath, Statement
from drey.sql.statements import catalogs, dml, materialized, models, session, tables, views

_CLIENT_ONLY = (
    session.SetOption,
    session.ResetOption,
    session.RemoveJar,
    session.ClientCommand,
    dml.BeginStatementSet,
    dml.EndStatementSet,
)
_NOT_BUILT: dict[type[Statement], str] = {
    tables.AnalyzeTable: "ANALYZE TABLE",
    dml.CompilePlan: "COMPILE PLAN",
    dml.ExecutePlan: "EXECUTE PLAN",
    materialized.CreateMaterializedTable: "CREATE MATERIALIZED TABLE",
    materialized.AlterMaterializedTableSuspend: "ALTER MATERIALIZED TABLE .. SUSPEND",
    materialized.AlterMaterializedTableResume: "ALTER MATERIALIZED TABLE .. RESUME",
    materialized.AlterMaterializedTableRefresh: "ALTER MATERIALIZED TABLE .. REFRESH",
    materialized.AlterMaterializedTableQuery: "ALTER MATERIALIZED TABLE .. AS",
    materialized.AlterMaterializedTableFreshness: "ALTER MATERIALIZED TABLE .. SET FRESHNESS",
    materialized.AlterMaterializedTableRefreshMode: "ALTER MATERIALIZED TABLE .. SET REFRESH_MODE",
    materialized.DropMaterializedTable: "DROP MATERIALIZED TABLE",
    models.CreateModel: "CREATE MODEL",
    models.AlterModelSet: "ALTER MODEL .. SET",
    models.AlterModelReset: "ALTER MODEL .. RESET",
    models.AlterModelRename: "ALTER MODEL .. RENAME",
    models.DropModel: "DROP MODEL",
}
_PARSED_ONLY: dict[type[Statement], str] = {
    dml.Merge: "MERGE INTO",
    catalogs.CreateConnection: "CREATE CONNECTION",
    catalogs.AlterConnectionSet: "ALTER CONNECTION",
    catalogs.AlterConnectionReset: "ALTER CONNECTION",
    catalogs.AlterConnectionRename: "ALTER CONNECTION",
    catalogs.DropConnection: "DROP CONNECTION",
}


def _client_only(session_: Session, statement: Statement) -> StatementResult:
    raise ValidationError(
        "Unsupported SQL query! executeSql() only accepts a single SQL statement",
        detail=f"'{' '.join(statement.text.split()[:3])}' is a statement of the SQL client",
        hint="set options with get_config().set(key, value), or run the script with 'drey sql'",
    )


def _fixed(make: Callable[[], DreyError]) -> Handler:
    def refuse(session_: Session, statement: Statement) -> StatementResult:
        raise make()

    return refuse


def _not_built(words: str) -> Handler:
    return _fixed(lambda: UnsupportedError(f"{words} is not built yet"))


def _parsed_only(words: str) -> Handler:
    return _fixed(lambda: ValidationError(f"{words} can't be executed", detail="Flink 2.3 parses it only"))


def _add_jar(session_: Session, statement: session.AddJar) -> StatementResult:
    raise ValidationError(
        "the embedded engine has no use for jars",
        detail=f"jar '{statement.path}'",
        hint="leave the statement out: connectors and formats are built in",
    )


def _call(session_: Session, statement: dml.CallProcedure) -> StatementResult:
    raise ValidationError(
        f"No match found for procedure {statement.path}",
        detail="the catalog in memory has no procedures",
        position=statement.path.position,
    )


def _alter_view_set(session_: Session, statement: views.AlterViewSet) -> StatementResult:
    raise SqlSyntaxError("ALTER VIEW takes RENAME TO or AS", detail="Flink's parser refuses SET")


def _truncate(session_: Session, statement: tables.TruncateTable) -> StatementResult:
    if not session_.context.batch:
        raise ValidationError("TRUNCATE TABLE statement is not supported in streaming mode.")
    name = _existing(session_, statement.path)
    raise ValidationError(
        f"TRUNCATE TABLE statement is not supported for the table {name}",
        detail="no built-in connector can truncate a table",
        position=statement.path.position,
    )


def _existing(session_: Session, path: ObjectPath) -> str:
    name = session_.catalogs.qualify(path.parts)
    if session_.catalogs.find_table(name) is None:
        raise TableNotFoundError(
            f"Table {name.quoted} doesn't exist.",
            hint=did_you_mean(name.name, session_.catalogs.table_names(name.catalog, name.database)),
            position=path.position,
        )
    return str(name)


def _row_level(session_: Session, statement: dml.Update | dml.Delete) -> StatementResult:
    word = "UPDATE" if isinstance(statement, dml.Update) else "DELETE"
    name = session_.catalogs.qualify(statement.target.parts)
    # The table is read to find the rows, so that a table which can only be written fails first, as in Flink.
    scan(session_.context, name, bind_query_text, position=statement.target.position)
    if not session_.context.batch:
        raise ValidationError(f"{word} statement is not supported for streaming mode now.")
    raise ValidationError(
        f"Can't perform {word.lower()} operation of the table {name} because its connector can't change rows",
        hint="write the new rows with INSERT OVERWRITE",
        position=statement.target.position,
    )


HANDLERS: Handlers = {
    **dict.fromkeys(_CLIENT_ONLY, _client_only),
    **{kind: _not_built(words) for kind, words in _NOT_BUILT.items()},
    **{kind: _parsed_only(words) for kind, words in _PARSED_ONLY.items()},
    session.AddJar: _add_jar,
    dml.CallProcedure: _call,
    views.AlterViewSet: _alter_view_set,
    tables.TruncateTable: _truncate,
    dml.Update: _row_level,
    dml.Delete: _row_level,
}
