"""CREATE, ALTER and DROP VIEW."""

from __future__ import annotations

from dataclasses import replace

from drey.catalog.objects import CatalogView
from drey.errors import ValidationError
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.sql import ObjectPath, Query
from drey.sql.statements.views import (
    AlterViewQuery,
    AlterViewRename,
    AlterViewSet,
    CreateView,
    DropView,
)
from drey.types.logical import RowType
from drey.types.schema import ResolvedSchema


def create_view(session: Session, statement: CreateView) -> StatementResult:
    names = tuple(name.text for name in statement.columns)
    view = _view(session, statement.query, names, statement.comment)
    name = session.catalogs.qualify(statement.path.parts)
    session.catalogs.create_table(name, view, statement.temporary, statement.if_not_exists)
    return StatementResult.ok()


def _view(session: Session, query: Query, names: tuple[str, ...], comment: str | None) -> CatalogView:
    row_type = session.bind(query).node.row_type
    if names:
        if len(names) != len(row_type.fields):
            raise ValidationError(
                "VIEW definition and input fields not match",
                detail=f"{len(names)} names for {len(row_type.fields)} columns",
            )
        row_type = RowType.of(*zip(names, row_type.types, strict=True), nullable=False)
    catalogs = session.catalogs
    return CatalogView(
        ResolvedSchema.physical(row_type),
        query.text,
        query.text,
        (catalogs.current_catalog, catalogs.current_database),
        comment,
    )


def _existing(session: Session, path: ObjectPath) -> CatalogView:
    found = session.catalogs.find_table(session.catalogs.qualify(path.parts))
    if not isinstance(found, CatalogView):
        raise ValidationError(
            f"View {session.catalogs.qualify(path.parts).quoted} doesn't exist or is not a view.",
            position=path.position,
        )
    return found


def alter_view_query(session: Session, statement: AlterViewQuery) -> StatementResult:
    old = _existing(session, statement.path)
    view = replace(_view(session, statement.query, (), old.comment), options=old.options)
    session.catalogs.replace_table(session.catalogs.qualify(statement.path.parts), view)
    return StatementResult.ok()


def alter_view_rename(session: Session, statement: AlterViewRename) -> StatementResult:
    _existing(session, statement.path)
    name = session.catalogs.qualify(statement.path.parts)
    session.catalogs.catalog(name.catalog).rename_table(
        (name.database, name.name), statement.new_path.parts[-1]
    )
    return StatementResult.ok()


def alter_view_set(session: Session, statement: AlterViewSet) -> StatementResult:
    old = _existing(session, statement.path)
    view = replace(old, options={**old.options, **statement.options.values})
    session.catalogs.replace_table(session.catalogs.qualify(statement.path.parts), view)
    return StatementResult.ok()


def drop_view(session: Session, statement: DropView) -> StatementResult:
    name = session.catalogs.qualify(statement.path.parts)
    if statement.temporary:
        if not session.catalogs.drop_temporary(name, view=True) and not statement.if_exists:
            raise ValidationError(f"Temporary view with identifier '{name}' does not exist.")
    else:
        session.catalogs.drop_table(name, view=True, ignore_if_missing=statement.if_exists)
    return StatementResult.ok()


HANDLERS = {
    CreateView: create_view,
    AlterViewQuery: alter_view_query,
    AlterViewRename: alter_view_rename,
    AlterViewSet: alter_view_set,
    DropView: drop_view,
}
