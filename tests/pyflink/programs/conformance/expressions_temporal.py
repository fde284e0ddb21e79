"""Dates, times and intervals over columns."""

import datetime

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expression import TimeIntervalUnit, TimePointUnit
from pyflink.table.expressions import (
    col,
    convert_tz,
    current_date,
    current_time,
    current_timestamp,
    date_format,
    from_unixtime,
    lit,
    local_time,
    local_timestamp,
    temporal_overlaps,
    timestamp_diff,
    to_date,
    to_timestamp,
    to_timestamp_ltz,
    unix_timestamp,
)

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


t_env.get_config().set_local_timezone("UTC")
moments = t_env.from_elements(
    [
        (
            1,
            datetime.date(2024, 2, 29),
            datetime.time(12, 34, 56),
            datetime.datetime(2024, 2, 29, 12, 34, 56, 789000),
        ),
        (2, datetime.date(1969, 12, 31), datetime.time(0, 0), datetime.datetime(1969, 12, 31, 23, 59, 59)),
        (3, None, None, None),
    ],
    DataTypes.ROW(
        [
            DataTypes.FIELD("id", DataTypes.INT()),
            DataTypes.FIELD("d", DataTypes.DATE()),
            DataTypes.FIELD("t", DataTypes.TIME()),
            DataTypes.FIELD("ts", DataTypes.TIMESTAMP(3)),
        ]
    ),
)
d, t, ts = col("d"), col("t"), col("ts")
show(
    moments.select(
        col("id"),
        (d + lit(1).day).alias("plus_day"),
        (d - lit(2).months).alias("minus_months"),
        (ts + lit(90).minutes).alias("plus_minutes"),
        (ts + lit(1).year).alias("plus_year"),
        (ts - lit(5).seconds).alias("minus_seconds"),
        (ts + lit(10).milli).alias("plus_milli"),
        (ts + lit(2).weeks).alias("plus_weeks"),
        (ts + lit(1).quarter).alias("plus_quarter"),
        (t + lit(1).hour).alias("time_plus_hour"),
        d.extract(TimeIntervalUnit.YEAR).alias("year"),
        d.extract(TimeIntervalUnit.DAY).alias("day"),
        d.extract(TimeIntervalUnit.WEEK).alias("week"),
        ts.extract(TimeIntervalUnit.HOUR).alias("hour"),
        ts.extract(TimeIntervalUnit.SECOND).alias("second"),
        ts.floor(TimeIntervalUnit.HOUR).alias("floor_hour"),
        ts.ceil(TimeIntervalUnit.DAY).alias("ceil_day"),
        d.floor(TimeIntervalUnit.MONTH).alias("floor_month"),
        d.ceil(TimeIntervalUnit.YEAR).alias("ceil_year"),
        date_format(ts, "yyyy-MM-dd HH:mm").alias("date_format"),
        timestamp_diff(TimePointUnit.DAY, d, lit("2024-03-05").to_date).alias("timestamp_diff"),
        timestamp_diff(TimePointUnit.HOUR, ts, ts + lit(2).days).alias("timestamp_diff_hour"),
        lit("2024-05-06").to_date.alias("to_date"),
        lit("10:11:12").to_time.alias("to_time"),
        lit("2024-05-06 10:11:12").to_timestamp.alias("to_timestamp"),
        to_date("2020/02/03", "yyyy/MM/dd").alias("to_date_format"),
        to_timestamp("2020-02-03 04:05:06").alias("to_timestamp_function"),
        to_timestamp_ltz(1000, 3).cast(DataTypes.STRING()).alias("to_timestamp_ltz"),
        temporal_overlaps(t, lit(1).hour, t + lit(30).minutes, lit(1).hour).alias("overlaps"),
        convert_tz("2024-01-01 00:00:00", "UTC", "Asia/Shanghai").alias("convert_tz"),
        from_unixtime(44).alias("from_unixtime"),
        unix_timestamp("2024-01-01 00:00:00").alias("unix_timestamp"),
        (d > lit("2000-01-01").to_date).alias("greater"),
        current_date().is_not_null.alias("current_date"),
        (
            current_timestamp() > lit("2020-01-01 00:00:00").to_timestamp.cast(DataTypes.TIMESTAMP_LTZ(3))
        ).alias("now"),
        local_time().is_not_null.alias("local_time"),
        local_timestamp().is_not_null.alias("local_timestamp"),
        current_time().is_not_null.alias("current_time"),
    )
)
