"""Mirror of ``pyflink.table.table``: a relation that grows by method calls and runs when asked to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Union

from drey.errors import ValidationError
from drey.planner.binder import relations
from drey.planner.binder.grouping import GroupBy, grouped_select
from drey.planner.binder.scope import BoundRelation
from drey.planner.plan import logical as rel
from drey.pyflink.legacy.table import LegacyTable
from drey.pyflink.not_built import not_built
from drey.pyflink.table.catalog_bridge import resolved_schema
from drey.pyflink.table.catalog_schema import ResolvedSchema
from drey.pyflink.table.column_expansion import ColumnExpansion, named_aggregates, named_keys
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.expression_node import QueryOperand
from drey.pyflink.table.table_arguments import to_trees
from drey.pyflink.table.table_pipeline import TablePipeline
from drey.pyflink.table.table_schema import TableSchema
from drey.pyflink.table.type_conversion import from_logical
from drey.rex import unresolved as u
from drey.types.schema import ResolvedSchema as EngineSchema
from drey.udf.required_pandas import require_pandas

if TYPE_CHECKING:
    import pandas

    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_descriptor import TableDescriptor
    from drey.pyflink.table.table_environment import TableEnvironment
    from drey.pyflink.table.table_result import TableResult
    from drey.pyflink.table.udf import (
        UserDefinedAggregateFunctionWrapper,
        UserDefinedScalarFunctionWrapper,
        UserDefinedTableFunctionWrapper,
    )
    from drey.pyflink.table.window import GroupWindow, OverWindow

__all__ = ["Table", "GroupedTable", "GroupWindowedTable", "OverWindowedTable", "WindowGroupedTable"]


class Table(LegacyTable, QueryOperand):
    """A query under construction. Immutable: every method returns a new Table.

    Args:
        relation: The logical plan with its column names.
        t_env: The environment that it runs in.
        declared: The schema of the catalog's table that this is, with computed columns, watermarks and the key.
    """

    def __init__(
        self, relation: BoundRelation, t_env: TableEnvironment, declared: EngineSchema | None = None
    ) -> None:
        self._relation = relation
        self._t_env = t_env
        self._declared = declared
        self._name: str | None = None

    def __str__(self) -> str:
        """A name by which SQL of the same environment can read the table: ``f"SELECT * FROM {table}"``."""
        if self._name is None:
            self._name = self._t_env._register_anonymous(self)
        return self._name

    def _made(self, relation: BoundRelation) -> Table:
        return Table(relation, self._t_env)

    def __getattr__(self, name: str) -> Expression:
        """A column: ``table.a`` is ``col("a")``."""
        if name.startswith("_") or name not in self._columns:
            raise AttributeError(f"The current table has no column named '{name}'")
        return Expression(u.Ref((name,)))

    @property
    def _context(self) -> Any:
        return self._t_env._session.context

    @property
    def _columns(self) -> tuple[str, ...]:
        return self._relation.node.row_type.names

    def _trees(self, fields: Sequence[Any]) -> list[u.Expr]:
        return self._expansion.expand(to_trees(fields))

    @property
    def _expansion(self) -> ColumnExpansion:
        return ColumnExpansion(self._context, self._relation.scope, self._columns)

    def select(self, *fields: Expression) -> Table:
        """A table of these columns; if one holds an aggregate, it is one row over all rows.

        Args:
            fields: Expressions; ``col("*")`` is all columns.

        Raises:
            ValidationError: A column is unknown, or it stands outside the aggregates.

        Example:
            >>> from drey.pyflink.table import EnvironmentSettings, TableEnvironment
            >>> from drey.pyflink.table.expressions import col
            >>> env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
            >>> orders = env.from_elements([("a", 1), ("b", 2), ("a", 3)], ["item", "amount"])
            >>> totals = orders.group_by(col("item")).select(col("item"), col("amount").sum.alias("total"))
            >>> sorted(tuple(row) for row in totals.execute().collect())
            [('a', 4), ('b', 2)]
        """
        trees = self._expansion.select_list(to_trees(fields))
        if any(relations.contains_aggregate(tree, self._context) for tree in trees):
            return self._grouped((), trees)
        return self._made(relations.project(self._context, self._relation, trees, relations.TABLE_NAMES))

    def _grouped(self, keys: Sequence[u.Expr], trees: Sequence[u.Expr]) -> Table:
        group_by = GroupBy.plain(keys)
        trees = named_aggregates(self._context, trees)
        made, _, _ = grouped_select(
            self._context, self._relation, group_by, trees, style=relations.TABLE_NAMES
        )
        return self._made(made)

    def alias(self, field: str, *fields: str) -> Table:
        """Rename the columns by position; columns beyond the names keep theirs."""
        names = [name.strip() for text in (field, *fields) for name in text.split(",")]
        if len(names) > len(self._columns):
            raise ValidationError(
                "Aliasing more fields than we actually have.", detail=f"columns: {self._columns}"
            )
        return self._renamed([*names, *self._columns[len(names) :]])

    def _renamed(self, names: Sequence[str]) -> Table:
        columns = rel.refs(self._relation.node.row_type)
        if len(set(names)) != len(names):
            raise ValidationError(f"Ambiguous column names: {', '.join(names)}")
        return self._made(BoundRelation.of(rel.LogicalProject(self._relation.node, columns, tuple(names))))

    def filter(self, predicate: Expression[bool]) -> Table:
        """The rows for which the predicate is true; rows where it is false or NULL are left out.

        Raises:
            ValidationError: The predicate is no BOOLEAN, holds an aggregate, or names an unknown column.
        """
        (tree,) = self._trees((predicate,))
        return self._made(relations.filter_rows(self._context, self._relation, tree))

    def where(self, predicate: Expression[bool]) -> Table:
        """Another name of :meth:`filter`; the two do the same in every way."""
        return self.filter(predicate)

    def group_by(self, *fields: Expression) -> GroupedTable:
        """Group the rows by keys; ``select`` on the result computes a row for each group.

        Args:
            fields: The keys, columns or other expressions.
        """
        return GroupedTable(self, self._trees(fields))

    def distinct(self) -> Table:
        """One of each set of equal rows, as SQL's ``SELECT DISTINCT``; NULLs count as equal."""
        return self._made(relations.distinct(self._relation))

    def join(self, right: Table, join_predicate: Expression[bool] | None = None) -> Any:
        """Flink's ``join``; not built yet."""
        raise not_built("Table.join")

    def left_outer_join(self, right: Table, join_predicate: Expression[bool] | None = None) -> Table:
        """Flink's ``left_outer_join``; not built yet."""
        raise not_built("Table.left_outer_join")

    def right_outer_join(self, right: Table, join_predicate: Expression[bool]) -> Table:
        """Flink's ``right_outer_join``; not built yet."""
        raise not_built("Table.right_outer_join")

    def full_outer_join(self, right: Table, join_predicate: Expression[bool]) -> Table:
        """Flink's ``full_outer_join``; not built yet."""
        raise not_built("Table.full_outer_join")

    def join_lateral(
        self,
        table_function_call: Union[Expression, UserDefinedTableFunctionWrapper],
        join_predicate: Expression[bool] | None = None,
    ) -> Table:
        """Flink's ``join_lateral``; not built yet."""
        raise not_built("Table.join_lateral")

    def left_outer_join_lateral(
        self,
        table_function_call: Union[Expression, UserDefinedTableFunctionWrapper],
        join_predicate: Expression[bool] | None = None,
    ) -> Table:
        """Flink's ``left_outer_join_lateral``; not built yet."""
        raise not_built("Table.left_outer_join_lateral")

    def _combined(self, kind: str, all_rows: bool, right: Table) -> Table:
        if right._t_env is not self._t_env:
            raise ValidationError(f"Only tables from the same TableEnvironment can be combined by {kind}.")
        return self._made(relations.set_operation(kind, all_rows, (self._relation, right._relation)))

    def minus(self, right: Table) -> Table:
        """The distinct rows that are not in ``right``, as SQL's ``EXCEPT``; see :meth:`union` for what it raises."""
        return self._combined("EXCEPT", False, right)

    def minus_all(self, right: Table) -> Table:
        """Each row as many times as it is more often here than in ``right``, as SQL's ``EXCEPT ALL``."""
        return self._combined("EXCEPT", True, right)

    def union(self, right: Table) -> Table:
        """The distinct rows of both tables, as SQL's ``UNION``.

        Columns are matched by position and brought to common types; their names are those of this table.

        Raises:
            ValidationError: The numbers of columns differ, two columns have no common type, or ``right``
                belongs to another environment.
        """
        return self._combined("UNION", False, right)

    def union_all(self, right: Table) -> Table:
        """All rows of both tables, equal ones too, as SQL's ``UNION ALL``; raises what :meth:`union` raises."""
        return self._combined("UNION", True, right)

    def intersect(self, right: Table) -> Table:
        """The distinct rows that are in both tables, as SQL's ``INTERSECT``; raises what :meth:`union` raises."""
        return self._combined("INTERSECT", False, right)

    def intersect_all(self, right: Table) -> Table:
        """Each row as often as in the table where it is rarer, as SQL's ``INTERSECT ALL``."""
        return self._combined("INTERSECT", True, right)

    def order_by(self, *fields: Expression) -> Table:
        """The rows in the order of keys: ascending, or as the keys' ``asc`` and ``desc`` say.

        NULL counts as the largest value, unlike in SQL, where it is the smallest. Streaming needs a :meth:`fetch` or
        :meth:`limit` behind it. Of rows with equal keys the first to arrive comes first.
        """
        return self._made(relations.sort(self._context, self._relation, self._trees(fields)))

    def offset(self, offset: int) -> Table:
        """Skip so many rows, 0 or more; it is meant to stand behind :meth:`order_by`.

        Raises:
            ValidationError: The number is negative.
        """
        return self._made(relations.limit(self._relation, offset, None))

    def fetch(self, fetch: int) -> Table:
        """Keep at most so many rows; without :meth:`order_by` before it, it isn't said which ones.

        Raises:
            ValidationError: The number is negative.
        """
        return self._made(relations.first_rows(self._relation, fetch))

    def limit(self, fetch: int, offset: int = 0) -> Table:
        """Skip ``offset`` rows, by default none, and keep at most ``fetch`` of those behind them.

        Raises:
            ValidationError: A number is negative.
        """
        return self._made(relations.limit(self._relation, offset, fetch))

    def window(self, window: GroupWindow) -> GroupWindowedTable:
        """Flink's ``window``; not built yet."""
        raise not_built("Table.window")

    def over_window(self, *over_windows: OverWindow) -> OverWindowedTable:
        """Flink's ``over_window``; not built yet."""
        raise not_built("Table.over_window")

    def _own(self) -> list[u.Expr]:
        return [u.Ref((name,)) for name in self._columns]

    def add_columns(self, *fields: Expression) -> Table:
        """All columns, and more behind them.

        Raises:
            ValidationError: An alias is the name of a column that exists.
        """
        added = self._trees(fields)
        taken = [tree.name for tree in added if isinstance(tree, u.Alias) and tree.name in self._columns]
        if taken:
            raise ValidationError(
                f"Field {taken[0]} already exists in the table", hint="use add_or_replace_columns"
            )
        return self._projected([*self._own(), *added])

    def add_or_replace_columns(self, *fields: Expression) -> Table:
        """Append columns; those with a name that exists replace it in place."""
        added = self._trees(fields)
        by_name = {tree.name: tree for tree in added if isinstance(tree, u.Alias)}
        kept = [by_name.get(name, u.Ref((name,))) for name in self._columns]
        new = [tree for tree in added if not isinstance(tree, u.Alias) or tree.name not in self._columns]
        return self._projected([*kept, *new])

    def rename_columns(self, *fields: Expression) -> Table:
        """All columns, some under new names: ``rename_columns(col("a").alias("b"))``.

        Raises:
            ValidationError: A field isn't a column with an alias, the column is unknown, or two names would be equal.
        """
        renamed = {}
        for tree in to_trees(fields):
            if not (isinstance(tree, u.Alias) and isinstance(tree.operand, u.Ref)):
                raise ValidationError("Renaming must alias a column", hint='write col("old").alias("new")')
            self._known(tree.operand.parts[-1])
            renamed[tree.operand.parts[-1]] = tree.name
        return self._renamed([renamed.get(name, name) for name in self._columns])

    def drop_columns(self, *fields: Expression) -> Table:
        """All columns but these; if none is left, rows without columns are.

        Raises:
            ValidationError: A field isn't a column, or is an unknown one.
        """
        dropped = set()
        for tree in self._trees(fields):
            if not isinstance(tree, u.Ref):
                raise ValidationError("Only columns can be dropped", hint='write drop_columns(col("a"))')
            self._known(tree.parts[-1])
            dropped.add(tree.parts[-1])
        kept: list[u.Expr] = [u.Ref((name,)) for name in self._columns if name not in dropped]
        return self._projected(kept)

    def _known(self, name: str) -> None:
        self._relation.scope.resolve((name,), None)

    def _projected(self, trees: Sequence[u.Expr]) -> Table:
        return self._made(relations.project(self._context, self._relation, trees, relations.TABLE_NAMES))

    def map(self, func: Union[Expression, UserDefinedScalarFunctionWrapper]) -> Table:
        """Flink's ``map``; not built yet."""
        raise not_built("Table.map")

    def flat_map(self, func: Union[Expression, UserDefinedTableFunctionWrapper]) -> Table:
        """Flink's ``flat_map``; not built yet."""
        raise not_built("Table.flat_map")

    def aggregate(self, func: Union[Expression, UserDefinedAggregateFunctionWrapper]) -> AggregatedTable:
        """Flink's ``aggregate``; not built yet."""
        raise not_built("Table.aggregate")

    def flat_aggregate(
        self, func: Union[Expression, UserDefinedAggregateFunctionWrapper]
    ) -> FlatAggregateTable:
        """Flink's ``flat_aggregate``; not built yet."""
        raise not_built("Table.flat_aggregate")

    def to_pandas(self) -> pandas.DataFrame:
        """Run the query and return its final rows as a pandas DataFrame.

        Raises:
            DependencyError: pandas or pyarrow is not installed.
        """
        require_pandas("to_pandas")
        frame: pandas.DataFrame = self.execute()._to_pandas()
        return frame

    def get_schema(self) -> TableSchema:
        """The column names and types; today's way is :meth:`get_resolved_schema`."""
        row_type = self._relation.node.row_type
        return TableSchema(list(row_type.names), [from_logical(type_) for type_ in row_type.types])

    def get_resolved_schema(self) -> ResolvedSchema:
        """The names and types of the columns.

        A table that comes straight from a catalog also shows its computed columns, watermarks and primary key.
        """
        if self._declared is not None:
            return ResolvedSchema._of(self._declared)
        return resolved_schema(self._relation.node.row_type)

    def print_schema(self) -> Any:
        """Print what :meth:`get_resolved_schema` returns on the standard output."""
        print(str(self.get_resolved_schema()))

    def execute_insert(
        self, table_path_or_descriptor: Union[str, TableDescriptor], overwrite: bool = False
    ) -> TableResult:
        """Start a job that writes the rows into a table; doesn't wait for its end.

        Args:
            table_path_or_descriptor: The path of the sink table, or a descriptor of a sink without a name.
            overwrite: Whether to replace what the sink holds.

        Returns:
            The result of the job; ``wait()`` on it waits for the end.
        """
        return self.insert_into(table_path_or_descriptor, overwrite).execute()

    def execute(self) -> TableResult:
        """Start a job for the query, without waiting for its end.

        Returns:
            The result; ``collect()`` and ``print()`` on it give the rows as they come.
        """
        return self._t_env._result(self._t_env._session.run_query(self._relation))

    def explain(self, *extra_details: ExplainDetail) -> str:
        """The plans of the query as text; runs nothing.

        Args:
            extra_details: What to show besides, members of ``ExplainDetail``.
        """
        return self._t_env._explain([rel.LogicalCollectSink(self._relation.node)], extra_details)

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Print what :meth:`explain` returns for these details on the standard output."""
        print(self.explain(*extra_details))

    def insert_into(
        self, table_path_or_descriptor: Union[str, TableDescriptor], overwrite: bool = False
    ) -> TablePipeline:
        """The rows on their way into a table; ``execute()`` on the result starts it."""
        path = self._t_env._sink_path(table_path_or_descriptor)
        plan = self._t_env._session.insert_plan(path, self._relation, overwrite=overwrite)
        return self._remember(TablePipeline._of(plan, self._t_env))

    def to_changelog(self, *arguments: Expression) -> Table:
        """Flink's ``to_changelog``; not built yet."""
        raise not_built("Table.to_changelog")

    def from_changelog(self, *arguments: Expression) -> Table:
        """Flink's ``from_changelog``; not built yet."""
        raise not_built("Table.from_changelog")


class GroupedTable:
    """A table with group keys, made by :meth:`Table.group_by`; ``select`` makes it a table again."""

    def __init__(self, table: Table, keys: Sequence[u.Expr]) -> None:
        self._table = table
        self._keys = tuple(keys)

    def select(self, *fields: Expression) -> Table:
        """One row for each group: keys, aggregates and expressions of them.

        Raises:
            ValidationError: A column is neither a key nor inside an aggregate.
        """
        return self._table._grouped(*named_keys(self._keys, self._table._trees(fields)))

    def aggregate(self, func: Union[Expression, UserDefinedAggregateFunctionWrapper]) -> AggregatedTable:
        """Flink's ``aggregate``; not built yet."""
        raise not_built("GroupedTable.aggregate")

    def flat_aggregate(
        self, func: Union[Expression, UserDefinedAggregateFunctionWrapper]
    ) -> FlatAggregateTable:
        """Flink's ``flat_aggregate``; not built yet."""
        raise not_built("GroupedTable.flat_aggregate")


class GroupWindowedTable:
    """Flink's ``GroupWindowedTable``."""

    def group_by(self, *fields: Expression) -> WindowGroupedTable:
        """Flink's ``group_by``; not built yet."""
        raise not_built("GroupWindowedTable.group_by")


class WindowGroupedTable:
    """Flink's ``WindowGroupedTable``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("WindowGroupedTable.select")

    def aggregate(self, func: Union[Expression, UserDefinedAggregateFunctionWrapper]) -> AggregatedTable:
        """Flink's ``aggregate``; not built yet."""
        raise not_built("WindowGroupedTable.aggregate")


class OverWindowedTable:
    """Flink's ``OverWindowedTable``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("OverWindowedTable.select")


class AggregatedTable:
    """Flink's ``AggregatedTable``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("AggregatedTable.select")


class FlatAggregateTable:
    """Flink's ``FlatAggregateTable``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("FlatAggregateTable.select")
