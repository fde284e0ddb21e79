"""The job that is hit: the tables and inserts that the run has written into a file, and a Python function."""

import json
import sys

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf


@udf(result_type=DataTypes.BIGINT())
def bucket(v):
    return v % 97


def main(work: str) -> None:
    with open(f"{work}/job.json") as file:
        statements = json.load(file)
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.create_temporary_system_function("bucket", bucket)
    for table in statements["tables"]:
        t_env.execute_sql(table)
    inserts = t_env.create_statement_set()
    for insert in statements["inserts"]:
        inserts.add_insert_sql(insert)
    inserts.execute().wait()


if __name__ == "__main__":
    main(sys.argv[1])
