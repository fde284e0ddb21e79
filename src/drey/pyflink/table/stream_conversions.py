"""Streams to tables and tables to streams: what ``StreamTableEnvironment`` adds to ``TableEnvironment``."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Union

from drey.catalog.objects import CatalogTable
from drey.connectors.data_stream import CONNECTOR
from drey.errors import ValidationError
from drey.planner.planner import query_of_stream
from drey.planner.streams.nodes import NodeSettings, StreamEdge, StreamNode
from drey.planner.streams.tables import columns_of
from drey.pyflink.common.typeinfo import RowTypeInfo, TupleTypeInfo
from drey.pyflink.datastream.data_stream import DataStream
from drey.pyflink.datastream.type_trees import row_type_info, type_tree
from drey.pyflink.not_built import not_built
from drey.pyflink.table.catalog_bridge import resolve
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expressions import col
from drey.pyflink.table.schema import Schema
from drey.rex.unresolved import Ref
from drey.types import logical as t
from drey.types import schema as engine
from drey.types.changelog import ChangelogMode as ChangelogKinds
from drey.types.row import Row

if TYPE_CHECKING:
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.datastream.stream_execution_environment import StreamExecutionEnvironment
    from drey.pyflink.table.changelog_mode import ChangelogMode
    from drey.pyflink.table.table import Table
    from drey.session.session import Session


class StreamConversions:
    """Methods for an environment that has a session and a stream environment beside it."""

    _session: Session
    _stream_environment: StreamExecutionEnvironment | None = None

    if TYPE_CHECKING:

        def from_path(self, path: str) -> Table:
            """That of the table environment."""

    def create_temporary_view(
        self,
        view_path: str,
        table_or_data_stream: Union[Table, DataStream],
        *fields_or_schema: Union[str, Expression, Schema],
    ) -> object:
        """Register a Table, or the table of a stream, under a name for this session.

        Args:
            view_path: The name.
            table_or_data_stream: What is registered.
            fields_or_schema: For a stream, as for :meth:`from_data_stream`.
        """
        if not isinstance(table_or_data_stream, DataStream):
            return super().create_temporary_view(view_path, table_or_data_stream)  # type: ignore[misc]
        given = [col(one) if isinstance(one, str) else one for one in fields_or_schema]
        self._register(table_or_data_stream, given, "insert-only", view_path)
        return None

    def from_data_stream(
        self, data_stream: DataStream, *fields_or_schema: Union[Expression, Schema]
    ) -> Table:
        """A table of a stream's values, which are its rows.

        Args:
            data_stream: The stream; of rows or tuples for a table of several columns.
            fields_or_schema: A schema, or an expression for each column that names it; none for the columns of the
                stream's type.
        """
        return self.from_path(self._register(data_stream, fields_or_schema, "insert-only"))

    def from_changelog_stream(
        self,
        data_stream: DataStream,
        schema: Schema | None = None,
        changelog_mode: ChangelogMode | None = None,
    ) -> Table:
        """A table of a stream of changes: each value is a ``Row`` whose kind says what it does.

        Args:
            data_stream: The stream.
            schema: The table's columns; None for those of the stream's type.
            changelog_mode: The kinds that come; any if None. As in PyFlink it counts only beside a schema.

        Raises:
            ValidationError: The mode is upserts and the schema has no primary key.
        """
        if schema is None:
            return self.from_path(self._register(data_stream, (), "all"))
        mode = "all" if changelog_mode is None else _mode_name(changelog_mode.mode)
        if mode == "upsert" and schema.primary_key is None:
            raise ValidationError(
                "a changelog stream of updates without the rows before them needs a primary key",
                hint="declare it in the schema: .primary_key('id')",
            )
        return self.from_path(self._register(data_stream, (schema,), mode))

    def to_data_stream(self, table: Table) -> DataStream:
        """A table's rows as a stream of ``Row``.

        Raises:
            ValidationError: Rows of the table change later.
        """
        return self._stream(table, insert_only=True)

    def to_changelog_stream(
        self, table: Table, target_schema: Schema | None = None, changelog_mode: ChangelogMode | None = None
    ) -> DataStream:
        """A table's changes as a stream of ``Row`` with kinds."""
        if target_schema is not None:
            raise not_built("to_changelog_stream with a target_schema")
        return self._stream(table, insert_only=False)

    def to_append_stream(self, table: Table, type_info: TypeInformation) -> DataStream:
        """A table's rows as a stream of a type, whose fields are the columns by position.

        Args:
            table: The table.
            type_info: The type; one without fields takes the value of the table's only column.

        Raises:
            ValidationError: Rows of the table change later, or the type has another number of fields.
        """
        stream = self._stream(table, insert_only=True)
        width = len(table._columns)
        if isinstance(type_info, RowTypeInfo | TupleTypeInfo):
            wanted = len(type_info.get_field_types())
            function: Callable[[Row], object] = _Fields()
        else:
            wanted, function = 1, _OnlyField()
        if width != wanted:
            raise ValidationError(f"the table has {width} columns, the type {type_info} takes {wanted}")
        return stream.map(function, type_info).name("Append")

    def to_retract_stream(self, table: Table, type_info: TypeInformation) -> DataStream:
        """Flink's ``to_retract_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.to_retract_stream")

    def _register(
        self, stream: DataStream, given: Sequence[Union[Expression, Schema]], changes: str, name: str = ""
    ) -> str:
        """Make a temporary table of a stream; its path."""
        key = f"stream-{uuid.uuid4().hex[:12]}"
        context = self._session.context
        context.streams[key] = stream._edge
        columns = columns_of(stream._edge.type)
        if not given:
            schema = engine.ResolvedSchema.physical(columns)
        elif isinstance(given[0], Schema):
            schema = _declared(resolve(context, given[0]), columns)
        else:
            schema = engine.ResolvedSchema.physical(_named(columns, given))
        options = {"connector": CONNECTOR, "stream": key, "changes": changes}
        path = name or f"`Unregistered_DataStream_Source_{len(context.streams)}`"
        identifier = self._session.catalogs.qualify((path.strip("`"),))
        self._session.catalogs.create_table(identifier, CatalogTable(schema, options), True, False)
        return path

    def _stream(self, table: Table, insert_only: bool) -> DataStream:
        if self._stream_environment is None:
            raise ValidationError(
                "the table environment has no stream environment",
                hint="make it by StreamTableEnvironment.create(env)",
            )
        if not table._columns:
            raise ValidationError("a table without columns can't become a stream")
        plan = query_of_stream(table._relation.node, self._session.context, insert_only)
        rows = StreamNode("table", NodeSettings("Table"), output=plan.row_type, plan=plan)
        type_ = row_type_info(plan.row_type)
        node = StreamNode(
            "stream-from-rows",
            NodeSettings("TableToDataStream"),
            {"shape": "row", "rowtime": _rowtime(plan.row_type), "type": {"kind": "PICKLED_BYTE_ARRAY"}},
            (StreamEdge(rows),),
            type=type_tree(type_),
        )
        made: DataStream = DataStream._of(self._stream_environment, StreamEdge(node), type_)
        return made


def _mode_name(mode: ChangelogKinds) -> str:
    """The mode as the connector spells it."""
    if mode.insert_only:
        return "insert-only"
    return "upsert" if mode.upserts else "all"


class _OnlyField:
    """The value of a row's only field."""

    def __call__(self, value: Row) -> object:
        return value[0]


class _Fields:
    """A row without its names, so that the result's type can give it others."""

    def __call__(self, value: Row) -> Row:
        return Row.of_kind(value.get_row_kind(), *value)


def _rowtime(row_type: t.RowType) -> str | None:
    """The column that is the event time of the rows."""
    for field in row_type.fields:
        if isinstance(field.type, t.AnyTimestampType) and field.type.attribute is t.TimeAttribute.ROWTIME:
            return field.name
    return None


def _declared(schema: engine.ResolvedSchema, columns: t.RowType) -> engine.ResolvedSchema:
    """A schema that the program gave; without physical columns it is completed from the stream's.

    Raises:
        ValidationError: The stream has no field for a physical column.
    """
    declared = [one.name for one in schema.columns if one.kind is engine.ColumnKind.PHYSICAL]
    for name in declared:
        if name not in columns.names:
            raise ValidationError(
                f"Unable to find a field named '{name}' in the type of the stream",
                hint=f"it has the fields {', '.join(columns.names)}",
            )
    if declared:
        return schema
    physical = tuple(engine.Column(field.name, field.type) for field in columns.fields)
    return replace(schema, columns=(*physical, *schema.columns))


def _named(columns: t.RowType, given: Sequence[object]) -> t.RowType:
    """Columns by expressions: all by name if the stream has those names, else by position."""
    names = [
        one._expr.parts[-1] if isinstance(one, Expression) and isinstance(one._expr, Ref) else None
        for one in given
    ]
    if None in names:
        raise not_built("from_data_stream with other expressions than column names")
    known = {field.name: field for field in columns.fields}
    if all(name in known for name in names):
        return t.RowType(tuple(known[str(name)] for name in names), nullable=False)
    if len(names) != len(columns.fields):
        raise ValidationError(
            f"{len(names)} columns are named, the stream has {len(columns.fields)}",
            detail=f"named {names}, the stream has {list(columns.names)}",
        )
    pairs = zip(names, columns.types, strict=True)
    return t.RowType.of(*((str(name), type_) for name, type_ in pairs), nullable=False)
