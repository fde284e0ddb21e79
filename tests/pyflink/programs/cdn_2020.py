"""The CDN analysis as PyFlink users wrote it in 2020: string expressions, sql_update, old property keys."""

import sys

from pyflink.datastream import StreamExecutionEnvironment, TimeCharacteristic
from pyflink.table import DataTypes, EnvironmentSettings, StreamTableEnvironment
from pyflink.table.udf import udf

log, database = sys.argv[1:]

env = StreamExecutionEnvironment.get_execution_environment()
env.set_stream_time_characteristic(TimeCharacteristic.EventTime)
settings = EnvironmentSettings.new_instance().in_streaming_mode().use_blink_planner().build()
t_env = StreamTableEnvironment.create(env, environment_settings=settings)
t_env.get_config().get_configuration().set_boolean("python.fn-execution.memory.managed", True)


@udf(input_types=[DataTypes.STRING()], result_type=DataTypes.STRING())
def ip_to_province(ip):
    return "province " + ip[0]


t_env.sql_update(f"""
    CREATE TABLE cdn_access_log (
      uuid VARCHAR, client_ip VARCHAR, request_time BIGINT, response_size BIGINT, uri VARCHAR
    ) WITH (
      'connector.type' = 'filesystem',
      'connector.path' = '{log}',
      'format.type' = 'csv',
      'format.ignore-parse-errors' = 'true'
    )
""")
t_env.sql_update(f"""
    CREATE TABLE cdn_access_statistic (
      province VARCHAR, access_count BIGINT, total_download BIGINT, download_speed DOUBLE
    ) WITH (
      'connector.type' = 'jdbc',
      'connector.url' = 'jdbc:sqlite:{database}',
      'connector.table' = 'cdn_access_statistic',
      'connector.write.flush.interval' = '1s'
    )
""")
t_env.register_function("ip_to_province", ip_to_province)

t_env.from_path("cdn_access_log").select(
    "uuid, ip_to_province(client_ip) as province, response_size, request_time"
).group_by("province").select(
    "province, count(uuid) as access_count, sum(response_size) as total_download, "
    "sum(response_size) * 1.0 / sum(request_time) as download_speed"
).insert_into("cdn_access_statistic")

t_env.execute("pyFlink_parse_cdn_log")
