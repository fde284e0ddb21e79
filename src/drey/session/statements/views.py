"""CREATE, ALTER and DROP VIEW."""

from __future__ import annotations

from dataclasses import replace

from drey.catalog.catalog import TableNotFoundError
from drey.catalog.objects import CatalogView, quote
from drey.errors import ValidationError, did_you_mean
from drey.planner.binder.qualify import expanded_text, repeated_name
from drey.planner.binder.relations import check_types
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.alter_table import new_name
from drey.session.statements.handler import Handlers
from drey.sql import Name, ObjectPath, Query
from drey.sql.statements.views import (
    AlterViewQuery,
    AlterViewRename,
    CreateView,
    DropView,
)
from drey.types.logical import RowType
from drey.types.schema import ResolvedSchema


def create_view(session: Session, statement: CreateView) -> StatementResult:
    view = _view(session, statement, statement.comment)
    name = session.catalogs.qualify(statement.path.parts)
    session.catalogs.create_table(name, view, statement.temporary, statement.if_not_exists)
    return StatementResult.ok()


def _view(session: Session, statement: CreateView | AlterViewQuery, comment: str | None) -> CatalogView:
    """The view that a statement defines."""
    query = statement.query
    row_type = session.bind(query).node.row_type
    check_types(row_type)
    written = statement.columns if isinstance(statement, CreateView) else ()
    if written:
        row_type = _renamed(row_type, written)
    else:
        _check_names(session, query)
    catalogs = session.catalogs
    return CatalogView(
        ResolvedSchema.physical(row_type),
        query.text,
        expanded_text(session.context, query),
        (catalogs.current_catalog, catalogs.current_database),
        comment,
    )


def _renamed(row_type: RowType, written: tuple[Name, ...]) -> RowType:
    seen: set[str] = set()
    for name in written:
        if name.text in seen:
            raise ValidationError(
                f"A column with the same name {quote(name.text)} has been defined.", position=name.position
            )
        seen.add(name.text)
    if len(written) != len(row_type.fields):
        raise ValidationError(
            "VIEW definition and input fields not match:",
            detail=f"{len(written)} names for {len(row_type.fields)} columns",
            position=written[0].position,
        )
    return RowType.of(*zip((n.text for n in written), row_type.types, strict=True), nullable=False)


def _check_names(session: Session, query: Query) -> None:
    """Columns of the outermost SELECT must have different names; those of ``*`` get a number."""
    repeated = repeated_name(session.context, query)
    if repeated is not None:
        name, position = repeated
        raise ValidationError(
            f"A column with the same name {quote(name)} has been defined.",
            hint="list the view's columns: CREATE VIEW v (a, b) AS ..",
            position=position,
        )


def _existing(session: Session, path: ObjectPath) -> CatalogView:
    """A permanent view."""
    name = session.catalogs.qualify(path.parts)
    found = None if name in session.catalogs.temporary_tables else session.catalogs.find_table(name)
    if found is None:
        raise TableNotFoundError(
            f"View {name.quoted} doesn't exist or is a temporary view.",
            hint=did_you_mean(name.name, session.catalogs.view_names(name.catalog, name.database)),
            position=path.position,
        )
    if not isinstance(found, CatalogView):
        raise ValidationError("ALTER VIEW for a table is not allowed", position=path.position)
    return found


def alter_view_query(session: Session, statement: AlterViewQuery) -> StatementResult:
    old = _existing(session, statement.path)
    view = replace(_view(session, statement, old.comment), options=old.options)
    session.catalogs.replace_table(session.catalogs.qualify(statement.path.parts), view)
    return StatementResult.ok()


def alter_view_rename(session: Session, statement: AlterViewRename) -> StatementResult:
    _existing(session, statement.path)
    name = session.catalogs.qualify(statement.path.parts)
    target = new_name(session, name, statement.new_path)
    session.catalogs.catalog(name.catalog).rename_table((name.database, name.name), target)
    return StatementResult.ok()


def drop_view(session: Session, statement: DropView) -> StatementResult:
    name = session.catalogs.qualify(statement.path.parts)
    if not statement.temporary:
        session.catalogs.drop_table(name, view=True, ignore_if_missing=statement.if_exists)
    elif not session.catalogs.drop_temporary(name, view=True) and not statement.if_exists:
        raise TableNotFoundError(
            f"Temporary table or view with identifier '{name}' does not exist.",
            position=statement.path.position,
        )
    return StatementResult.ok()


HANDLERS: Handlers = {
    CreateView: create_view,
    AlterViewQuery: alter_view_query,
    AlterViewRename: alter_view_rename,
    DropView: drop_view,
}
