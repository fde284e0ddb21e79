"""Mirror of ``pyflink.table``: the Table API and SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.table.changelog_mode import ChangelogMode as ChangelogMode
    from drey.pyflink.table.compiled_plan import CompiledPlan as CompiledPlan
    from drey.pyflink.table.data_view import DataView as DataView
    from drey.pyflink.table.data_view import ListView as ListView
    from drey.pyflink.table.data_view import MapView as MapView
    from drey.pyflink.table.environment_settings import EnvironmentSettings as EnvironmentSettings
    from drey.pyflink.table.explain_detail import ExplainDetail as ExplainDetail
    from drey.pyflink.table.expression import Expression as Expression
    from drey.pyflink.table.module import Module as Module
    from drey.pyflink.table.module import ModuleEntry as ModuleEntry
    from drey.pyflink.table.plan_reference import PlanReference as PlanReference
    from drey.pyflink.table.result_kind import ResultKind as ResultKind
    from drey.pyflink.table.schema import Schema as Schema
    from drey.pyflink.table.sql_dialect import SqlDialect as SqlDialect
    from drey.pyflink.table.statement_set import StatementSet as StatementSet
    from drey.pyflink.table.table import GroupedTable as GroupedTable
    from drey.pyflink.table.table import GroupWindowedTable as GroupWindowedTable
    from drey.pyflink.table.table import OverWindowedTable as OverWindowedTable
    from drey.pyflink.table.table import Table as Table
    from drey.pyflink.table.table import WindowGroupedTable as WindowGroupedTable
    from drey.pyflink.table.table_config import TableConfig as TableConfig
    from drey.pyflink.table.table_descriptor import FormatDescriptor as FormatDescriptor
    from drey.pyflink.table.table_descriptor import TableDescriptor as TableDescriptor
    from drey.pyflink.table.table_environment import StreamTableEnvironment as StreamTableEnvironment
    from drey.pyflink.table.table_environment import TableEnvironment as TableEnvironment
    from drey.pyflink.table.table_pipeline import TablePipeline as TablePipeline
    from drey.pyflink.table.table_result import TableResult as TableResult
    from drey.pyflink.table.table_schema import TableSchema as TableSchema
    from drey.pyflink.table.types import DataTypes as DataTypes
    from drey.pyflink.table.types import Row as Row
    from drey.pyflink.table.types import RowKind as RowKind
    from drey.pyflink.table.types import UserDefinedType as UserDefinedType
    from drey.pyflink.table.udf import AggregateFunction as AggregateFunction
    from drey.pyflink.table.udf import AsyncScalarFunction as AsyncScalarFunction
    from drey.pyflink.table.udf import FunctionContext as FunctionContext
    from drey.pyflink.table.udf import ScalarFunction as ScalarFunction
    from drey.pyflink.table.udf import TableAggregateFunction as TableAggregateFunction
    from drey.pyflink.table.udf import TableFunction as TableFunction

__all__ = [
    "TableEnvironment",
    "StreamTableEnvironment",
    "Table",
    "StatementSet",
    "EnvironmentSettings",
    "TableConfig",
    "GroupedTable",
    "GroupWindowedTable",
    "OverWindowedTable",
    "WindowGroupedTable",
    "ScalarFunction",
    "TableFunction",
    "AggregateFunction",
    "TableAggregateFunction",
    "AsyncScalarFunction",
    "FunctionContext",
    "DataView",
    "ListView",
    "MapView",
    "TableDescriptor",
    "FormatDescriptor",
    "Schema",
    "Module",
    "ModuleEntry",
    "SqlDialect",
    "DataTypes",
    "UserDefinedType",
    "Expression",
    "TableSchema",
    "TableResult",
    "Row",
    "RowKind",
    "ChangelogMode",
    "ExplainDetail",
    "ResultKind",
    "CompiledPlan",
    "PlanReference",
    "TablePipeline",
    "BatchTableEnvironment",
    "CsvTableSink",
    "CsvTableSource",
    "TableSink",
    "TableSource",
    "WriteMode",
]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "legacy.batch_table_environment": "BatchTableEnvironment",
        "legacy.csv_tables": "CsvTableSink CsvTableSource TableSink TableSource WriteMode",
        "table.changelog_mode": "ChangelogMode",
        "table.compiled_plan": "CompiledPlan",
        "table.data_view": "DataView ListView MapView",
        "table.environment_settings": "EnvironmentSettings",
        "table.explain_detail": "ExplainDetail",
        "table.expression": "Expression",
        "table.module": "Module ModuleEntry",
        "table.plan_reference": "PlanReference",
        "table.result_kind": "ResultKind",
        "table.schema": "Schema",
        "table.sql_dialect": "SqlDialect",
        "table.statement_set": "StatementSet",
        "table.table": "GroupWindowedTable GroupedTable OverWindowedTable Table WindowGroupedTable",
        "table.table_config": "TableConfig",
        "table.table_descriptor": "FormatDescriptor TableDescriptor",
        "table.table_environment": "StreamTableEnvironment TableEnvironment",
        "table.table_pipeline": "TablePipeline",
        "table.table_result": "TableResult",
        "table.table_schema": "TableSchema",
        "table.types": "DataTypes Row RowKind UserDefinedType",
        "table.udf": "AggregateFunction AsyncScalarFunction FunctionContext ScalarFunction TableAggregateFunction TableFunction",
    },
)
