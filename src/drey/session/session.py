"""A session: catalogs, configuration, and the execution of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from drey.catalog.catalog import TableNotFoundError
from drey.catalog.manager import CatalogManager
from drey.catalog.modules import ModuleManager
from drey.catalog.objects import CatalogTable, ObjectIdentifier
from drey.errors import did_you_mean
from drey.planner.binder.query import bind_query
from drey.planner.binder.scope import BoundRelation
from drey.planner.binder.tables import InsertTarget, insert
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.planner.planner import compile_job, explain_plans
from drey.runtime.configuration import local_time_zone
from drey.runtime.jobs.client import JobHandle, submit
from drey.session.configuration import SessionOptions
from drey.session.defaults import process_options, track
from drey.session.functions import pickle_function
from drey.session.option_effects import warn_without_effect
from drey.session.python_files import import_from_files
from drey.session.result import INSERT_RESULT, StatementResult
from drey.sql import Query
from drey.types import logical as t


class Session:
    """What a ``TableEnvironment`` or a SQL prompt works on. Used by one client thread.

    Args:
        options: The configuration, keys in any spelling that Flink accepts; ``SessionOptions`` are used as they
            are, so that later changes count.
    """

    def __init__(self, options: Mapping[str, str] | None = None) -> None:
        if not isinstance(options, SessionOptions):
            options = SessionOptions({**process_options(), **(options or {})})
        self.options = options
        catalog = self.options.get("table.builtin-catalog-name", "default_catalog")
        database = self.options.get("table.builtin-database-name", "default_database")
        self.catalogs = CatalogManager(catalog, database)
        self.modules = ModuleManager()
        self._context = PlannerContext(self.catalogs, self.options, local_time_zone({}))

    @property
    def context(self) -> PlannerContext:
        """The session as the planner sees it."""
        return self._context

    # Queries and DML

    def bind(self, query: Query) -> BoundRelation:
        """The logical plan of a query."""
        return bind_query(self.context, query)

    def insert_plan(
        self,
        path: Sequence[str],
        relation: BoundRelation,
        columns: tuple[str, ...] | None = None,
        static_partition: Mapping[str, str] | None = None,
        overwrite: bool = False,
        hints: Mapping[str, str] | None = None,
    ) -> rel.LogicalSink:
        """The plan that writes a relation into a table."""
        name = self.catalogs.qualify(path)
        target = InsertTarget(name, self.writable(name), columns, static_partition, overwrite, hints)
        return insert(self.context, target, relation)

    def insert_into(
        self,
        name: ObjectIdentifier,
        table: CatalogTable,
        relation: BoundRelation,
        columns: tuple[str, ...] | None = None,
    ) -> rel.LogicalSink:
        """The plan that writes a relation into a table which need not be in a catalog yet."""
        return insert(self.context, InsertTarget(name, table, columns), relation)

    def writable(self, name: ObjectIdentifier) -> CatalogTable:
        """The table that INSERT writes into.

        Raises:
            TableNotFoundError: There is none, or it is a view.
        """
        found = self.catalogs.find_table(name)
        if found is None:
            known = self.catalogs.table_names(name.catalog, name.database)
            raise TableNotFoundError(
                f"Cannot find table '{name.quoted}' in any of the catalogs "
                f"[{', '.join(sorted(self.catalogs.catalogs))}], nor as a temporary table.",
                hint=did_you_mean(name.name, known),
            )
        if not isinstance(found, CatalogTable):
            raise TableNotFoundError(
                f"Sink '{name}' does not exists", detail="it is a view; INSERT needs a table"
            )
        return found

    def run_query(self, relation: BoundRelation) -> StatementResult:
        """Start the job of a query; its rows are collected."""
        job = self.submit([rel.LogicalCollectSink(relation.node)], "collect")
        return StatementResult(
            relation.node.row_type,
            job=job,
            collects=True,
            streaming=not self.context.batch,
            max_display_width=int(self.options.get("table.display.max-column-width", "30")),
            time_zone=self.context.time_zone,
        )

    def run_inserts(self, sinks: Sequence[rel.LogicalSink]) -> StatementResult:
        """Start one job that writes into all sinks."""
        names = [str(sink.name) for sink in sinks]
        job = self.submit(sinks, f"insert-into_{','.join(names)}")
        # Inserts that write alike into one table are one sink in Flink, and one column here.
        alike = {repr((sink.name, sink.spec, sink.abilities)) for sink in sinks}
        columns = _numbered(names)[: len(alike)]
        row_type = t.RowType.of(*((name, t.BigIntType()) for name in columns), nullable=False)
        return StatementResult(row_type, [tuple(INSERT_RESULT for _ in columns)], job=job)

    def submit(self, plans: Sequence[rel.RelNode], default_name: str) -> JobHandle:
        """Compile and start a job."""
        options = {**process_options(), **self.options.as_dict()}
        warn_without_effect(options)
        import_from_files(options)
        name = options.get("pipeline.name", default_name)
        graph = compile_job(name, plans, self.context, pickle_function, options)
        handle = submit(graph, options)
        track(handle)
        return handle

    def explain(self, plans: Sequence[rel.RelNode], details: Collection[str] = ()) -> str:
        """The text of EXPLAIN for plans with sinks at their roots."""
        return explain_plans(plans, self.context, details, pickle_function)


def _numbered(names: Sequence[str]) -> list[str]:
    """The names, those that come more than once with a number."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if names.count(name) == 1 else f"{name}_{seen[name]}")
    return result
