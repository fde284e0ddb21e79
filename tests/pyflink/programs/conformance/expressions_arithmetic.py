"""Arithmetic, comparison and logic over columns."""

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import (
    and_,
    atan2,
    call,
    coalesce,
    col,
    e,
    if_then_else,
    log,
    negative,
    not_,
    or_,
    pi,
    rand,
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


numbers = t_env.from_elements(
    [
        (1, 7, -2.5, Row(1), True),
        (2, -3, 0.5, None, None),
        (3, None, None, Row(None), False),
        (4, 2, 4.0, Row(9), True),
    ],
    DataTypes.ROW(
        [
            DataTypes.FIELD("id", DataTypes.INT().not_null()),
            DataTypes.FIELD("i", DataTypes.INT()),
            DataTypes.FIELD("d", DataTypes.DOUBLE()),
            DataTypes.FIELD("r", DataTypes.ROW([DataTypes.FIELD("f", DataTypes.BIGINT())])),
            DataTypes.FIELD("b", DataTypes.BOOLEAN()),
        ]
    ),
)
i, d, b, identity = col("i"), col("d"), col("b"), col("id")
show(
    numbers.select(
        identity,
        (i + 1).alias("plus"),
        (1 + i).alias("plus_reversed"),
        (i - d).alias("minus"),
        (10 - i).alias("minus_reversed"),
        (i * i).alias("times"),
        (i * 2.5).alias("times_literal"),
        (i / identity).alias("divide"),
        (d / 2).alias("divide_double"),
        (1 / d).alias("divide_reversed"),
        (i % 4).alias("mod"),
        (100 % identity).alias("mod_reversed"),
        (identity**2).alias("power"),
        (-i).alias("minus_prefix"),
        abs(i).alias("absolute"),
        i.abs.alias("abs_property"),
        d.floor().alias("floor"),
        d.ceil().alias("ceil"),
        d.round(0).alias("round"),
        (d * 1.2345).round(2).alias("round_2"),
        d.truncate(0).alias("truncate"),
        d.abs.sqrt.alias("sqrt"),
        identity.ln.round(9).alias("ln"),
        identity.log10.round(9).alias("log10"),
        identity.log2.round(9).alias("log2"),
        identity.log(3).round(9).alias("log_base"),
        d.exp.round(6).alias("exp"),
        d.sin.round(9).alias("sin"),
        d.cos.round(9).alias("cos"),
        d.tan.round(9).alias("tan"),
        d.atan.round(9).alias("atan"),
        d.sinh.round(6).alias("sinh"),
        d.tanh.round(9).alias("tanh"),
        d.degrees.round(6).alias("degrees"),
        d.radians.round(9).alias("radians"),
        d.sign.alias("sign"),
        i.sign.alias("sign_int"),
        identity.bin.alias("bin"),
        identity.hex.alias("hex"),
        atan2(d, i).round(9).alias("atan2"),
        negative(i).alias("negative"),
        pi().round(9).alias("pi"),
        e().round(9).alias("e"),
        log(identity).round(9).alias("log"),
        rand(1).is_not_null.alias("rand"),
    )
)
show(
    numbers.select(
        identity,
        (i == 7).alias("eq"),
        (i != 7).alias("ne"),
        (i > 0).alias("gt"),
        (i >= 2).alias("ge"),
        (i < d).alias("lt"),
        (i >= 2).alias("le_reversed"),
        (b & (i > 0)).alias("and"),
        (b | (i > 0)).alias("or"),
        (~b).alias("invert"),
        not_(b).alias("not"),
        and_(b, i > 0, d > 0).alias("and_three"),
        or_(b, i > 0, d > 0).alias("or_three"),
        b.is_true.alias("is_true"),
        b.is_false.alias("is_false"),
        b.is_not_true.alias("is_not_true"),
        b.is_not_false.alias("is_not_false"),
        i.is_null.alias("is_null"),
        i.is_not_null.alias("is_not_null"),
        i.between(0, 5).alias("between"),
        i.not_between(0, 5).alias("not_between"),
        i.in_(7, 2).alias("in"),
        i.if_null(0).alias("if_null"),
        if_then_else(i > 0, "positive", "other").alias("if_then_else"),
        b.then(i, identity).alias("then"),
        coalesce(i, identity).alias("coalesce"),
        col("r").f.alias("field"),
        col("r").get("f").alias("field_get"),
        col("r").get(0).alias("field_index"),
        call("GREATEST", i, identity).alias("greatest"),
        call("LEAST", i, identity).alias("least"),
        call("IFNULL", i, 5).alias("ifnull"),
    )
)
