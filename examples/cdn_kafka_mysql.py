"""CDN access-log analysis, live: Kafka in, MySQL out; requests, bytes and download speed per province.

Reads JSON records of (uuid, client_ip, request_time in ms, response_size in bytes, uri) from a topic, turns each
client's address into a province with a Python function, and keeps the statistics in a table of MySQL or MariaDB.

The table must exist:

    CREATE TABLE cdn_access_statistic (
      province VARCHAR(64) PRIMARY KEY, access_count BIGINT, total_download BIGINT, download_speed DOUBLE)
"""

import argparse

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import call, col, lit
from pyflink.table.udf import udf

PROVINCES = [
    "Anhui", "Beijing", "Chongqing", "Fujian", "Gansu", "Guangdong", "Guangxi", "Guizhou", "Hainan", "Hebei",
    "Heilongjiang", "Henan", "Hubei", "Hunan", "Inner Mongolia", "Jiangsu", "Jiangxi", "Jilin", "Liaoning",
    "Ningxia", "Qinghai", "Shaanxi", "Shandong", "Shanghai", "Shanxi", "Sichuan", "Tianjin", "Tibet",
    "Xinjiang", "Yunnan", "Zhejiang",
]  # fmt: skip


@udf(input_types=[DataTypes.STRING()], result_type=DataTypes.STRING())
def ip_to_province(ip):
    """The province that an address belongs to, by its first two numbers."""
    if ip is None:
        return "unknown"
    first, second, _ = ip.split(".", 2)
    return PROVINCES[(int(first) * 7 + int(second)) % len(PROVINCES)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brokers", required=True, help="host:port of Kafka")
    parser.add_argument("--topic", required=True, help="where the log is")
    parser.add_argument("--url", required=True, help="jdbc:mysql://host:port/database")
    parser.add_argument("--user", default="test")
    parser.add_argument("--password", default="test")
    arguments = parser.parse_args()

    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.get_config().set("pipeline.name", "cdn-kafka-mysql")

    t_env.execute_sql(f"""
        CREATE TABLE cdn_access_log (
          uuid STRING,
          client_ip STRING,
          request_time BIGINT,
          response_size BIGINT,
          uri STRING
        ) WITH (
          'connector' = 'kafka',
          'topic' = '{arguments.topic}',
          'properties.bootstrap.servers' = '{arguments.brokers}',
          'properties.group.id' = 'cdn',
          'scan.startup.mode' = 'earliest-offset',
          'format' = 'json'
        )
    """)
    t_env.execute_sql(f"""
        CREATE TABLE cdn_access_statistic (
          province STRING,
          access_count BIGINT,
          total_download BIGINT,
          download_speed DOUBLE,
          PRIMARY KEY (province) NOT ENFORCED
        ) WITH (
          'connector' = 'jdbc',
          'url' = '{arguments.url}',
          'table-name' = 'cdn_access_statistic',
          'username' = '{arguments.user}',
          'password' = '{arguments.password}',
          'sink.buffer-flush.interval' = '500 ms'
        )
    """)
    t_env.create_temporary_system_function("ip_to_province", ip_to_province)

    (
        t_env.from_path("cdn_access_log")
        .select(
            col("uuid"),
            call("ip_to_province", col("client_ip")).alias("province"),
            col("response_size"),
            col("request_time"),
        )
        .group_by(col("province"))
        .select(
            col("province"),
            col("uuid").count.alias("access_count"),
            col("response_size").sum.alias("total_download"),
            (col("response_size").sum * lit(1.0) / col("request_time").sum)
            .cast(DataTypes.DOUBLE())
            .alias("download_speed"),
        )
        .execute_insert("cdn_access_statistic")
        .wait()
    )


if __name__ == "__main__":
    main()
