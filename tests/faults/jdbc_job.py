"""The job that ``test_jdbc_kills`` kills: CSV files into three tables of two databases, with a lookup on the way."""

import argparse
import json

from pyflink.table import EnvironmentSettings, TableEnvironment


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    work = parser.parse_args().work
    with open(f"{work}/urls.json") as file:
        urls = json.load(file)
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    columns = "id BIGINT, name STRING, amount BIGINT"

    def table(server, name):
        options = {
            "connector": "jdbc",
            "url": urls[server],
            "table-name": name,
            "username": "test",
            "password": "test",
        }
        return "WITH (" + ", ".join(f"'{k}' = '{v}'" for k, v in options.items()) + ")"

    for ddl in (
        f"source ({columns}, p AS PROCTIME()) "
        f"WITH ('connector' = 'filesystem', 'path' = '{work}/input', 'format' = 'csv')",
        f"names (name STRING, bucket STRING) {table('mariadb', 'names')}",
        "totals (bucket STRING, n BIGINT, total BIGINT, PRIMARY KEY (bucket) NOT ENFORCED) "
        + table("mariadb", "totals"),
        f"log ({columns}) {table('mariadb', 'log')}",
        f"pg_log ({columns}) {table('postgresql', 'log')}",
    ):
        t_env.execute_sql(f"CREATE TABLE {ddl}")
    inserts = t_env.create_statement_set()
    inserts.add_insert_sql(
        "INSERT INTO totals SELECT bucket, COUNT(*), SUM(amount) FROM source "
        "JOIN names FOR SYSTEM_TIME AS OF source.p ON source.name = names.name GROUP BY bucket"
    )
    inserts.add_insert_sql("INSERT INTO log SELECT id, name, amount FROM source WHERE MOD(id, 5) = 0")
    inserts.add_insert_sql("INSERT INTO pg_log SELECT id, name, amount FROM source WHERE MOD(id, 5) = 1")
    inserts.execute().wait()


if __name__ == "__main__":
    main()
