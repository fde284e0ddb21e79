"""``drey sql``: where statements come from, what is printed, and how it ends."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import drey

TABLE = "CREATE TABLE t (n INT) WITH ('connector' = 'print');"


def test_statements_of_the_command_line_share_a_session(tmp_path: Path) -> None:
    done = drey("sql", "-e", TABLE, "-e", "INSERT INTO t VALUES (1), (2)", cwd=tmp_path)
    lines = done.out.splitlines()
    assert lines[0] == "[INFO] Execute statement succeeded."
    assert sorted(lines[1:])[:2] == ["+I[1]", "+I[2]"]
    assert (done.code, done.err) == (0, "")


def test_a_query_is_printed_as_flink_prints_it(tmp_path: Path) -> None:
    done = drey("sql", "-D", "execution.runtime-mode=batch", "-e", "SELECT 1 AS n, 'x' AS s", cwd=tmp_path)
    assert done.out == "+---+---+\n| n | s |\n+---+---+\n| 1 | x |\n+---+---+\n1 row in set\n"


def test_files_before_and_instead(tmp_path: Path) -> None:
    (tmp_path / "init.sql").write_text(TABLE + "\nSET 'table.dml-sync' = 'true';")
    (tmp_path / "job.sql").write_text("-- a comment\nINSERT INTO t\nVALUES (7);\nSHOW TABLES;")
    done = drey("sql", "-i", "init.sql", "-f", "job.sql", cwd=tmp_path)
    assert done.code == 0
    assert "+I[7]\n" in done.out
    assert ": FINISHED\n" in done.out
    assert done.out.endswith("|          t |\n+------------+\n1 row in set\n")


def test_standard_input(tmp_path: Path) -> None:
    done = drey("sql", cwd=tmp_path, stdin="USE CATALOG default_catalog;\nQUIT;\nSELECT 1;")
    assert (done.code, done.out) == (0, "[INFO] Execute statement succeeded.\n")


def test_statement_set(tmp_path: Path) -> None:
    text = f"{TABLE} BEGIN STATEMENT SET; INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END;"
    done = drey("sql", "-e", text, cwd=tmp_path)
    assert done.code == 0
    assert done.out.count("[INFO] Add SQL update statement to the statement set.") == 2
    assert done.out.count("was submitted") == 1
    assert {"+I[1]", "+I[2]"} <= set(done.out.splitlines())


def test_an_error_ends_the_script(tmp_path: Path) -> None:
    done = drey(
        "sql", "-e", "SHOW DATABASES; SELECT nme FROM (VALUES (1)) AS t(name); SHOW TABLES", cwd=tmp_path
    )
    assert done.code == 1
    assert "default_database" in done.out
    assert "table name" not in done.out
    assert done.err.startswith("error[VALIDATION]: Column 'nme' not found in any table\nline 1: ")
    assert done.err.endswith("hint: did you mean 'name'?\n")


def test_a_job_that_fails_in_the_background_is_an_error(tmp_path: Path) -> None:
    table = "CREATE TABLE d (n INT) WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:no.sqlite', 'table-name' = 'd');"
    done = drey("sql", "-e", f"{table} INSERT INTO d VALUES (1); SHOW JOBS", cwd=tmp_path)
    assert done.code == 1
    assert "the database file does not exist" in done.err
    assert "caused by" not in done.err


def test_a_missing_file(tmp_path: Path) -> None:
    done = drey("sql", "-f", "no.sql", cwd=tmp_path)
    assert (done.code, done.err) == (1, "Error: can't read 'no.sql': No such file or directory\n")


def test_set_and_reset(tmp_path: Path) -> None:
    done = drey(
        "sql", "-D", "pipeline.name=mine", "-e",
        "SET 'execution.runtime-mode' = 'batch'; SET 'state.checkpoints.dir' = 'cp'; SET; RESET; SET;",
        cwd=tmp_path,
    )  # fmt: skip
    keys = [line.split("|")[1].strip() for line in done.out.splitlines() if line.startswith("|")]
    wanted = ["key", "execution.checkpointing.dir", "execution.runtime-mode", "pipeline.name"]
    assert keys == [*wanted, "key", "pipeline.name"]


def test_a_python_function_of_a_module_in_the_directory(tmp_path: Path) -> None:
    (tmp_path / "greetings.py").write_text(
        "from pyflink.table.udf import udf\n"
        "@udf(result_type='STRING')\n"
        "def hello(name): return 'hello ' + name\n"
    )
    statements = "CREATE FUNCTION hello AS 'greetings.hello' LANGUAGE PYTHON; SELECT hello('ada') AS h"
    done = drey("sql", "-e", statements, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "hello ada" in done.out


def test_a_malformed_record_shows_no_frames(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("1\nx\n")
    table = "CREATE TABLE t (n INT) WITH ('connector' = 'filesystem', 'path' = 'bad.csv', 'format' = 'csv');"
    batch = "SET 'execution.runtime-mode' = 'batch';"
    done = drey("sql", "-e", f"{batch}{table} SELECT n, COUNT(*) AS c FROM t GROUP BY n", cwd=tmp_path)
    assert done.code == 1
    assert done.err.startswith("error[MALFORMED_RECORD]: malformed csv record\n")
