"""A web server's log: hits and bytes per hour, status and browser family; malformed lines are kept aside.

Reads lines in Apache's combined format, parses them with built-in functions and a Python function, and writes two
tables as CSV files: hits and malformed. Both are printed.
"""

import argparse
import os

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

LINE = (
    r'^(\S+) (\S+) (\S+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)'
    r'(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?\s*$'
)
FAMILIES = [
    ("bot", ("bot", "crawl", "spider", "slurp")),
    ("Opera", ("opera", "opr/")),
    ("Chrome", ("chrome", "chromium")),
    ("Firefox", ("firefox",)),
    ("Internet Explorer", ("msie", "trident")),
    ("Safari", ("safari",)),
]


@udf(result_type=DataTypes.STRING())
def browser_family(user_agent):
    """The family of a browser by its user agent."""
    if not user_agent or user_agent == "-":
        return "none"
    agent = user_agent.lower()
    for family, marks in FAMILIES:
        if any(mark in agent for mark in marks):
            return family
    return "other"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, help="a log file or a directory of log files")
    parser.add_argument("--output", default="apache_log_result", help="a directory for the two result tables")
    arguments = parser.parse_args()

    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    t_env.create_temporary_system_function("browser_family", browser_family)
    t_env.execute_sql(f"""
        CREATE TABLE log (line STRING)
        WITH ('connector' = 'filesystem', 'path' = '{arguments.input}', 'format' = 'raw')
    """)
    pattern = LINE.replace("'", "''")
    t_env.execute_sql(f"""
        CREATE TEMPORARY VIEW parsed AS
        SELECT
          line,
          REGEXP_EXTRACT(line, '{pattern}', 4) AS request_time,
          REGEXP_EXTRACT(line, '{pattern}', 6) AS status,
          REGEXP_EXTRACT(line, '{pattern}', 7) AS size,
          REGEXP_EXTRACT(line, '{pattern}', 9) AS user_agent
        FROM log
    """)
    for table, columns in (
        ("hits", "`hour` STRING, status INT, browser STRING, hits BIGINT, `bytes` BIGINT"),
        ("malformed", "line STRING"),
    ):
        path = os.path.join(arguments.output, table)
        t_env.execute_sql(f"""
            CREATE TABLE {table} ({columns})
            WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'csv')
        """)

    both = t_env.create_statement_set()
    both.add_insert_sql("""
        INSERT OVERWRITE hits
        SELECT `hour`, status, browser, COUNT(*), SUM(`bytes`)
        FROM (
          SELECT
            SUBSTRING(request_time, 1, 14) AS `hour`,
            CAST(status AS INT) AS status,
            browser_family(user_agent) AS browser,
            COALESCE(TRY_CAST(size AS BIGINT), 0) AS `bytes`
          FROM parsed
          WHERE status IS NOT NULL
        )
        GROUP BY `hour`, status, browser
    """)
    both.add_insert_sql("INSERT OVERWRITE malformed SELECT line FROM parsed WHERE status IS NULL")
    both.execute().wait()

    print("The busiest of hits per hour, status and browser family:")
    t_env.sql_query(
        "SELECT * FROM hits ORDER BY hits DESC, `hour`, status, browser LIMIT 20"
    ).execute().print()
    print("All of them together, and the malformed lines:")
    t_env.sql_query("""
        SELECT 'good' AS kind, SUM(hits) AS n, SUM(`bytes`) AS `bytes` FROM hits
        UNION ALL
        SELECT 'malformed', COUNT(*), CAST(NULL AS BIGINT) FROM malformed
    """).execute().print()
    t_env.sql_query("SELECT line FROM malformed LIMIT 10").execute().print()


if __name__ == "__main__":
    main()
