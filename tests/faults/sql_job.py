"""The job that ``test_sql_kills`` kills: CSV files into a SQLite table by key, a SQLite log and CSV files."""

import argparse

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf


@udf(result_type=DataTypes.STRING())
def bucket(text):
    return "bucket " + text[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    work = parser.parse_args().work
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.create_temporary_system_function("bucket", bucket)
    columns = "id BIGINT, name STRING, amount BIGINT"
    for ddl in (
        f"source ({columns}) WITH ('connector' = 'filesystem', 'path' = '{work}/input', 'format' = 'csv')",
        f"""totals (bucket STRING, n BIGINT, total BIGINT, PRIMARY KEY (bucket) NOT ENFORCED)
            WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:{work}/result.sqlite', 'table-name' = 'totals')""",
        f"""log ({columns})
            WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:{work}/result.sqlite', 'table-name' = 'log')""",
        f"files ({columns}) WITH ('connector' = 'filesystem', 'path' = '{work}/files', 'format' = 'csv')",
    ):
        t_env.execute_sql(f"CREATE TABLE {ddl}")
    inserts = t_env.create_statement_set()
    inserts.add_insert_sql(
        "INSERT INTO totals SELECT b, COUNT(*), SUM(amount) FROM (SELECT bucket(name) AS b, amount FROM source) GROUP BY b"
    )
    inserts.add_insert_sql("INSERT INTO log SELECT id, name, amount FROM source WHERE MOD(id, 5) = 0")
    inserts.add_insert_sql("INSERT INTO files SELECT * FROM source")
    inserts.execute().wait()


if __name__ == "__main__":
    main()
