"""Mirror of ``pyflink.table.table``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.catalog import ResolvedSchema
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.table_descriptor import TableDescriptor
    from drey.pyflink.table.table_pipeline import TablePipeline
    from drey.pyflink.table.table_result import TableResult
    from drey.pyflink.table.table_schema import TableSchema
    from drey.pyflink.table.udf import (
        UserDefinedAggregateFunctionWrapper,
        UserDefinedScalarFunctionWrapper,
        UserDefinedTableFunctionWrapper,
    )
    from drey.pyflink.table.window import GroupWindow, OverWindow

__all__ = ["Table", "GroupedTable", "GroupWindowedTable", "OverWindowedTable", "WindowGroupedTable"]


class Table:
    """Flink's ``Table``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("Table.select")

    def alias(self, field: str, *fields: str) -> Table:
        """Flink's ``alias``; not built yet."""
        raise not_built("Table.alias")

    def filter(self, predicate: Expression[bool]) -> Table:
        """Flink's ``filter``; not built yet."""
        raise not_built("Table.filter")

    def where(self, predicate: Expression[bool]) -> Table:
        """Flink's ``where``; not built yet."""
        raise not_built("Table.where")

    def group_by(self, *fields: Expression) -> GroupedTable:
        """Flink's ``group_by``; not built yet."""
        raise not_built("Table.group_by")

    def distinct(self) -> Table:
        """Flink's ``distinct``; not built yet."""
        raise not_built("Table.distinct")

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

    def minus(self, right: Table) -> Table:
        """Flink's ``minus``; not built yet."""
        raise not_built("Table.minus")

    def minus_all(self, right: Table) -> Table:
        """Flink's ``minus_all``; not built yet."""
        raise not_built("Table.minus_all")

    def union(self, right: Table) -> Table:
        """Flink's ``union``; not built yet."""
        raise not_built("Table.union")

    def union_all(self, right: Table) -> Table:
        """Flink's ``union_all``; not built yet."""
        raise not_built("Table.union_all")

    def intersect(self, right: Table) -> Table:
        """Flink's ``intersect``; not built yet."""
        raise not_built("Table.intersect")

    def intersect_all(self, right: Table) -> Table:
        """Flink's ``intersect_all``; not built yet."""
        raise not_built("Table.intersect_all")

    def order_by(self, *fields: Expression) -> Table:
        """Flink's ``order_by``; not built yet."""
        raise not_built("Table.order_by")

    def offset(self, offset: int) -> Table:
        """Flink's ``offset``; not built yet."""
        raise not_built("Table.offset")

    def fetch(self, fetch: int) -> Table:
        """Flink's ``fetch``; not built yet."""
        raise not_built("Table.fetch")

    def limit(self, fetch: int, offset: int = 0) -> Table:
        """Flink's ``limit``; not built yet."""
        raise not_built("Table.limit")

    def window(self, window: GroupWindow) -> GroupWindowedTable:
        """Flink's ``window``; not built yet."""
        raise not_built("Table.window")

    def over_window(self, *over_windows: OverWindow) -> OverWindowedTable:
        """Flink's ``over_window``; not built yet."""
        raise not_built("Table.over_window")

    def add_columns(self, *fields: Expression) -> Table:
        """Flink's ``add_columns``; not built yet."""
        raise not_built("Table.add_columns")

    def add_or_replace_columns(self, *fields: Expression) -> Table:
        """Flink's ``add_or_replace_columns``; not built yet."""
        raise not_built("Table.add_or_replace_columns")

    def rename_columns(self, *fields: Expression) -> Table:
        """Flink's ``rename_columns``; not built yet."""
        raise not_built("Table.rename_columns")

    def drop_columns(self, *fields: Expression) -> Table:
        """Flink's ``drop_columns``; not built yet."""
        raise not_built("Table.drop_columns")

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
        """Flink's ``to_pandas``; not built yet."""
        raise not_built("Table.to_pandas")

    def get_schema(self) -> TableSchema:
        """Flink's ``get_schema``; not built yet."""
        raise not_built("Table.get_schema")

    def get_resolved_schema(self) -> ResolvedSchema:
        """Flink's ``get_resolved_schema``; not built yet."""
        raise not_built("Table.get_resolved_schema")

    def print_schema(self) -> Any:
        """Flink's ``print_schema``; not built yet."""
        raise not_built("Table.print_schema")

    def execute_insert(
        self, table_path_or_descriptor: Union[str, TableDescriptor], overwrite: bool = False
    ) -> TableResult:
        """Flink's ``execute_insert``; not built yet."""
        raise not_built("Table.execute_insert")

    def execute(self) -> TableResult:
        """Flink's ``execute``; not built yet."""
        raise not_built("Table.execute")

    def explain(self, *extra_details: ExplainDetail) -> str:
        """Flink's ``explain``; not built yet."""
        raise not_built("Table.explain")

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Flink's ``print_explain``; not built yet."""
        raise not_built("Table.print_explain")

    def insert_into(
        self, table_path_or_descriptor: Union[str, TableDescriptor], overwrite: bool = False
    ) -> TablePipeline:
        """Flink's ``insert_into``; not built yet."""
        raise not_built("Table.insert_into")

    def to_changelog(self, *arguments: Expression) -> Table:
        """Flink's ``to_changelog``; not built yet."""
        raise not_built("Table.to_changelog")

    def from_changelog(self, *arguments: Expression) -> Table:
        """Flink's ``from_changelog``; not built yet."""
        raise not_built("Table.from_changelog")


class GroupedTable:
    """Flink's ``GroupedTable``."""

    def select(self, *fields: Expression) -> Table:
        """Flink's ``select``; not built yet."""
        raise not_built("GroupedTable.select")

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
