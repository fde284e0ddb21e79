"""What executing gives: kinds, jobs, schemas, rows and printing, in batch mode."""

from pyflink.common import RowKind
from pyflink.table import EnvironmentSettings, ResultKind, TableEnvironment
from pyflink.table.expressions import col

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def show(table):
    """The columns with their types and, ordered by the rows, their values."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted(map(tuple, found), key=repr)
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    for name, type_, values in zip(
        schema.get_column_names(), schema.get_column_data_types(), columns, strict=False
    ):
        print(name, type_, list(values))


def attempt(label, action):
    """Whether an action passes; classes and texts of errors are not compared."""
    try:
        action()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")


values = t_env.from_elements([(1, "a"), (2, None)], ["i", "s"])
result = values.execute()
print(result.get_result_kind() == ResultKind.SUCCESS_WITH_CONTENT)
print(result.get_resolved_schema())
result.wait()
print(sorted(map(str, result.collect())))
print(result.get_job_client().get_job_id() is not None)
values.execute().print()
values.where(col("i") > 9).execute().print()
t_env.sql_query(
    "SELECT 1 AS a, CAST(NULL AS STRING) AS b, ARRAY[1, 2] AS c, TRUE AS d, 1.50 AS e, 'long text that is over thirty characters wide' AS f"
).execute().print()
with values.execute().collect() as rows:
    first = next(rows)
    print(len(first), first.get_row_kind() == RowKind.INSERT)
with values.execute().collect() as rows:
    print(len(list(rows)), len(list(rows)))
rows = values.execute().collect()
next(rows)
rows.close()

t_env.execute_sql("CREATE TABLE sink (i BIGINT, s STRING) WITH ('connector' = 'blackhole')")
inserted = values.execute_insert("sink")
print(inserted.get_result_kind() == ResultKind.SUCCESS_WITH_CONTENT)
inserted.wait()
print(inserted.get_resolved_schema())
execution = inserted.get_job_client().get_job_execution_result().result()
print(
    execution.get_job_id() is not None,
    execution.is_job_execution_result() if hasattr(execution, "is_job_execution_result") else True,
)
print([tuple(row) for row in inserted.collect()])
values.insert_into("sink").execute().wait()
pipeline = values.insert_into("sink")
print("== Optimized Execution Plan ==" in pipeline.explain())
statement_set = t_env.create_statement_set()
statement_set.add_insert_sql("INSERT INTO sink SELECT 1, 'x'").add_insert("sink", values).add(pipeline)
explained = statement_set.explain()
print(
    [
        part in explained
        for part in (
            "== Abstract Syntax Tree ==",
            "== Optimized Physical Plan ==",
            "== Optimized Execution Plan ==",
        )
    ]
)
done = statement_set.execute()
done.wait()
print(done.get_resolved_schema())
done = t_env.execute_sql("INSERT INTO sink VALUES (1, 'a')")
done.wait()
done.print()
print(done.get_resolved_schema())
explained = t_env.explain_sql("SELECT i FROM " + str(values))
print(
    [
        part in explained
        for part in (
            "== Abstract Syntax Tree ==",
            "== Optimized Physical Plan ==",
            "== Optimized Execution Plan ==",
        )
    ]
)
explained = values.explain()
print(
    [
        part in explained
        for part in (
            "== Abstract Syntax Tree ==",
            "== Optimized Physical Plan ==",
            "== Optimized Execution Plan ==",
        )
    ]
)
created = t_env.execute_sql("CREATE TABLE other (i INT) WITH ('connector' = 'blackhole')")
print(
    created.get_result_kind() == ResultKind.SUCCESS, created.get_job_client(), created.get_resolved_schema()
)
created.print()
created.wait()
print([tuple(row) for row in created.collect()])
t_env.execute_sql("SHOW TABLES").print()
t_env.execute_sql("EXPLAIN SELECT 1").get_resolved_schema()
attempt("other columns", lambda: values.execute_insert("other"))
attempt("unknown sink", lambda: values.execute_insert("nothing"))
attempt("query with a syntax error", lambda: t_env.sql_query("SELEC 1"))
attempt("statement as a query", lambda: t_env.sql_query("CREATE TABLE x (i INT)"))
attempt("unknown table", lambda: t_env.execute_sql("SELECT * FROM nothing"))
attempt("two statements", lambda: t_env.execute_sql("SELECT 1; SELECT 2"))
attempt(
    "division by zero",
    lambda: list(t_env.sql_query("SELECT 1 / i FROM (VALUES (0)) AS t (i)").execute().collect()),
)
