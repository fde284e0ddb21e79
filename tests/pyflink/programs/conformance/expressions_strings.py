"""Functions of strings over columns."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, concat, concat_ws, lit

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def plain(value):
    """The value, immutable: bytes of either class."""
    return bytes(value) if isinstance(value, bytearray) else value


def show(table):
    """The columns with their types and, ordered by the rows, their values."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted((tuple(map(plain, row)) for row in found), key=repr)
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    for name, type_, values in zip(
        schema.get_column_names(), schema.get_column_data_types(), columns, strict=False
    ):
        print(name, type_, list(values))


texts = t_env.from_elements(
    [(1, "Hello World", "lo"), (2, "  padded ", "d"), (3, None, "x"), (4, "a,b,c", ","), (5, "", "")],
    ["id", "s", "t"],
)
s, t = col("s"), col("t")
show(
    texts.select(
        col("id"),
        (s + t).alias("plus"),
        s.upper_case.alias("upper"),
        s.lower_case.alias("lower"),
        s.init_cap.alias("init_cap"),
        s.char_length.alias("char_length"),
        s.substring(2).alias("substring"),
        s.substring(2, 3).alias("substring_length"),
        s.substr(-3).alias("substr"),
        s.left(2).alias("left"),
        s.right(2).alias("right"),
        s.trim().alias("trim"),
        s.trim_leading().alias("trim_leading"),
        s.trim_trailing().alias("trim_trailing"),
        s.ltrim().alias("ltrim"),
        s.rtrim().alias("rtrim"),
        s.replace("o", "0").alias("replace"),
        s.like("%l%").alias("like"),
        s.similar("[a-z,]*").alias("similar"),
        s.position("b").alias("position"),
        s.locate(t).alias("locate"),
        s.instr(t).alias("instr"),
        s.lpad(6, "*").alias("lpad"),
        s.rpad(6, "*").alias("rpad"),
        s.overlay("__", 2).alias("overlay"),
        s.overlay("__", 2, 4).alias("overlay_length"),
        s.regexp("[A-Z]").alias("regexp"),
        s.regexp_replace("[aeiou]", "").alias("regexp_replace"),
        s.regexp_extract("([a-z]+)", 1).alias("regexp_extract"),
        s.regexp_count("l").alias("regexp_count"),
        s.regexp_substr("[a-z]+").alias("regexp_substr"),
        s.regexp_instr("[a-z]+").alias("regexp_instr"),
        s.reverse.alias("reverse"),
        s.repeat(2).alias("repeat"),
        s.split_index(",", 1).alias("split_index"),
        s.split(",").cast(DataTypes.STRING()).alias("split"),
        s.to_base64.alias("to_base64"),
        s.to_base64.from_base64.alias("from_base64"),
        s.starts_with("H").alias("starts_with"),
        s.ends_with("d").alias("ends_with"),
        s.btrim().alias("btrim"),
        s.translate("lo", "01").alias("translate"),
            s.encode("UTF-8").decode("UTF-8").alias("decode"),
        s.hex.alias("hex"),
        s.md5.alias("md5"),
        s.sha1.alias("sha1"),
        s.sha256.alias("sha256"),
        s.sha2(224).alias("sha2"),
        concat(s, "-", t).alias("concat"),
        concat_ws("|", s, t).alias("concat_ws"),
        s.str_to_map().cardinality.alias("str_to_map"),
        s.url_encode().alias("url_encode"),
        lit("https://a.b/c?d=e").parse_url("HOST").alias("parse_url"),
    )
)
