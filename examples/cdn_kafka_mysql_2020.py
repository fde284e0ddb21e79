"""The same job as cdn_kafka_mysql.py, as PyFlink's introduction of 2020 spelled it (PyFlink 1.10).

Old property keys, sql_update, register_function, string expressions and t_env.execute(). The table must exist:

    CREATE TABLE cdn_access_statistic (
      province VARCHAR(64) PRIMARY KEY, access_count BIGINT, total_download BIGINT, download_speed DOUBLE)
"""

import argparse

from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import DataTypes, EnvironmentSettings, StreamTableEnvironment
from pyflink.table.udf import udf

PROVINCES = [
    "Anhui", "Beijing", "Chongqing", "Fujian", "Gansu", "Guangdong", "Guangxi", "Guizhou", "Hainan", "Hebei",
    "Heilongjiang", "Henan", "Hubei", "Hunan", "Inner Mongolia", "Jiangsu", "Jiangxi", "Jilin", "Liaoning",
    "Ningxia", "Qinghai", "Shaanxi", "Shandong", "Shanghai", "Shanxi", "Sichuan", "Tianjin", "Tibet",
    "Xinjiang", "Yunnan", "Zhejiang",
]  # fmt: skip


@udf(input_types=[DataTypes.STRING()], result_type=DataTypes.STRING())
def ip_to_province(ip):
    if ip is None:
        return "unknown"
    first, second, _ = ip.split(".", 2)
    return PROVINCES[(int(first) * 7 + int(second)) % len(PROVINCES)]


KAFKA_SOURCE_DDL = """
CREATE TABLE cdn_access_log (
  uuid VARCHAR,
  client_ip VARCHAR,
  request_time BIGINT,
  response_size BIGINT,
  uri VARCHAR
) WITH (
  'connector.type' = 'kafka',
  'connector.version' = 'universal',
  'connector.topic' = '{topic}',
  'connector.startup-mode' = 'earliest-offset',
  'connector.properties.0.key' = 'bootstrap.servers',
  'connector.properties.0.value' = '{brokers}',
  'connector.properties.1.key' = 'group.id',
  'connector.properties.1.value' = 'cdn-2020',
  'update-mode' = 'append',
  'format.type' = 'json',
  'format.derive-schema' = 'true'
)
"""

MYSQL_SINK_DDL = """
CREATE TABLE cdn_access_statistic (
  province VARCHAR,
  access_count BIGINT,
  total_download BIGINT,
  download_speed DOUBLE
) WITH (
  'connector.type' = 'jdbc',
  'connector.url' = '{url}',
  'connector.table' = 'cdn_access_statistic',
  'connector.username' = '{user}',
  'connector.password' = '{password}',
  'connector.write.flush.interval' = '1s'
)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brokers", required=True, help="host:port of Kafka")
    parser.add_argument("--topic", required=True, help="where the log is")
    parser.add_argument("--url", required=True, help="jdbc:mysql://host:port/database")
    parser.add_argument("--user", default="test")
    parser.add_argument("--password", default="test")
    arguments = vars(parser.parse_args())

    env = StreamExecutionEnvironment.get_execution_environment()
    settings = EnvironmentSettings.new_instance().in_streaming_mode().use_blink_planner().build()
    t_env = StreamTableEnvironment.create(env, environment_settings=settings)

    t_env.sql_update(KAFKA_SOURCE_DDL.format(**arguments))
    t_env.sql_update(MYSQL_SINK_DDL.format(**arguments))
    t_env.register_function("ip_to_province", ip_to_province)

    t_env.from_path("cdn_access_log").select(
        "uuid, ip_to_province(client_ip) as province, response_size, request_time"
    ).group_by("province").select(
        "province, count(uuid) as access_count, sum(response_size) as total_download, "
        "sum(response_size) * 1.0 / sum(request_time) as download_speed"
    ).insert_into("cdn_access_statistic")

    t_env.execute("pyFlink_parse_cdn_log")


if __name__ == "__main__":
    main()
