"""``drey run``: arguments, options, restoring, progress, and how a script ends."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.cli.commands import drey, started
from tests.processes import ended, next_line
from tests.waiting import eventually

PRINT_ARGUMENTS = "import sys\nprint(sys.argv, __name__)\n"
COUNT = """
from pyflink.table import EnvironmentSettings, TableEnvironment
t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.execute_sql("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = 'csv'%s)")
t_env.execute_sql("CREATE TABLE total (n BIGINT, s BIGINT) WITH ('connector' = 'print')")
t_env.execute_sql("INSERT INTO total SELECT COUNT(*), SUM(n) FROM numbers")%s
"""
RETAIN = "execution.checkpointing.externalized-checkpoint-retention=RETAIN_ON_CANCELLATION"


def script(directory: Path, text: str) -> str:
    (directory / "job.py").write_text(text)
    return "job.py"


def numbers(directory: Path, *files: str) -> None:
    (directory / "in").mkdir()
    for i, text in enumerate(files):
        (directory / "in" / f"{i}.csv").write_text(text)


def test_a_script_gets_its_arguments_and_is_main(tmp_path: Path) -> None:
    done = drey("run", script(tmp_path, PRINT_ARGUMENTS), "--input", "x", "-D", "-v", "--help", cwd=tmp_path)
    assert done.out == "['job.py', '--input', 'x', '-D', '-v', '--help'] __main__\n"
    assert (done.code, done.err) == (0, "")


def test_a_script_name_alone_means_run(tmp_path: Path) -> None:
    done = drey(script(tmp_path, PRINT_ARGUMENTS), "a", cwd=tmp_path)
    assert (done.code, done.out) == (0, "['job.py', 'a'] __main__\n")


def test_a_script_imports_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "neighbour.py").write_text("NAME = 'next door'\n")
    (tmp_path / "jobs" / "job.py").write_text("from neighbour import NAME\nprint(NAME)\n")
    assert drey("run", "jobs/job.py", cwd=tmp_path).out == "next door\n"


def test_jobs_that_nobody_waits_for_are_waited_for(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    done = drey("run", script(tmp_path, COUNT % ("", "")), cwd=tmp_path)
    assert (done.code, done.out) == (0, "+I[3, 6]\n")


def test_jobs_are_waited_for_when_the_script_ends_with_success(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    done = drey("run", script(tmp_path, COUNT % ("", "") + "raise SystemExit(0)\n"), cwd=tmp_path)
    assert (done.code, done.out) == (0, "+I[3, 6]\n")


@pytest.mark.parametrize(("end", "code"), [("SystemExit(3)", 3), ("ValueError('no more')", 1)])
def test_jobs_are_cancelled_when_the_script_fails(tmp_path: Path, end: str, code: int) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    text = COUNT % (", 'source.monitor-interval' = '1 s'", "")
    done = drey("run", script(tmp_path, f"{text}raise {end}\n"), cwd=tmp_path)
    assert done.code == code
    name = "insert-into_default_catalog.default_database.total"
    assert f"warning: job '{name}' is cancelled, as the program ends with an error\n" in done.err


def test_sigterm_outside_of_a_wait_cancels_the_jobs(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    text = COUNT % (", 'source.monitor-interval' = '100 ms'", "")
    script(tmp_path, f"import time\n{text}time.sleep(60)\n")
    runtime = {"DREY_RUNTIME_DIR": str(tmp_path / "runtime")}
    with started(tmp_path, "run", "job.py", env=runtime) as job:
        assert next_line(job) == "+I[3, 6]\n"
        job.terminate()
        assert ended(job) == ("", "")
    assert job.returncode == 128 + signal.SIGTERM
    assert "CANCELED" in drey("list", "-a", cwd=tmp_path, env=runtime).out


def test_a_failure_is_shown_while_other_jobs_run(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    text = COUNT % (", 'source.monitor-interval' = '100 ms'", "")
    text += "t_env.execute_sql('INSERT INTO total SELECT 1 / (n - n), n FROM numbers')\n"
    script(tmp_path, text)
    with started(tmp_path, "run", "job.py") as job:
        assert job.stderr is not None
        assert job.stderr.readline() == "error[EVALUATION]: / by zero\n"
        assert next_line(job) == "+I[3, 6]\n"
        assert job.poll() is None
        job.send_signal(signal.SIGINT)
        ended(job)
    assert job.returncode == 128 + signal.SIGINT


def test_a_process_that_the_script_forks_has_no_jobs(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n3\n")
    text = f"import os\n{COUNT % ('', '')}child = os.fork()\nif child:\n    os.waitpid(child, 0)\n"
    done = drey("run", script(tmp_path, text), cwd=tmp_path)
    assert (done.code, done.out) == (0, "+I[3, 6]\n")


def test_what_an_exception_was_raised_from_is_shown(tmp_path: Path) -> None:
    text = "try:\n    {}[5]\nexcept KeyError as error:\n    raise ValueError('no five') from error\n"
    done = drey("run", script(tmp_path, text), cwd=tmp_path)
    assert done.code == 1
    assert "ValueError: no five\ncaused by KeyError: 5\n" in done.err


def test_a_failure_that_nobody_waited_for_is_an_error(tmp_path: Path) -> None:
    text = COUNT % ("", "") + "import time\ntime.sleep(1)\nprint('after')\n"
    done = drey("run", script(tmp_path, text), cwd=tmp_path)
    assert (done.code, done.out) == (1, "after\n")
    assert "file does not exist" in done.err


def test_a_failure_that_the_script_handles_is_none(tmp_path: Path) -> None:
    text = (COUNT % ("", ".wait()")).replace(
        't_env.execute_sql("INSERT', 'try:\n    t_env.execute_sql("INSERT'
    )
    text += "except Exception as error:\n    print(type(error).__name__)\n"
    done = drey("run", script(tmp_path, text), cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "JobError\n", "")


def test_options_reach_the_session_and_the_script_wins(tmp_path: Path) -> None:
    text = """
from pyflink.table import EnvironmentSettings, TableEnvironment
t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
config = t_env.get_config()
print(config.get("table.local-time-zone", "none"), config.get("execution.checkpointing.dir", "none"))
config.set("table.local-time-zone", "Asia/Tokyo")
t_env.execute_sql("SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING) AS t").print()
"""
    done = drey(
        "run", "-D", "table.local-time-zone=Europe/Rome", "-D", "state.checkpoints.dir=cp",
        script(tmp_path, text), cwd=tmp_path,
    )  # fmt: skip
    assert done.out.splitlines()[0] == "Europe/Rome cp"
    assert "1970-01-01 09:00:00.000" in done.out


def test_progress(tmp_path: Path) -> None:
    numbers(tmp_path, "1\n2\n")
    done = drey("run", "-v", script(tmp_path, COUNT % ("", "")), cwd=tmp_path)
    assert done.out == "+I[2, 3]\n"
    last = done.err.splitlines()[-1]
    assert last.startswith("insert-into_default_catalog.default_database.total: FINISHED, 2 rows in, 1 out, ")
    assert last.endswith(" rows/s")


def wait_for_a_checkpoint(directory: Path) -> None:
    """Until one more is complete than there are."""
    seen = set(directory.glob("cp/*/chk-*"))
    eventually(lambda: set(directory.glob("cp/*/chk-*")) - seen)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_and_a_checkpoint_restores(tmp_path: Path, number: signal.Signals) -> None:
    numbers(tmp_path, "1\n2\n")
    script(tmp_path, COUNT % (", 'source.monitor-interval' = '100 ms'", ""))
    interval = ["-D", "execution.checkpointing.interval=100 ms", "-D", "execution.checkpointing.dir=cp"]
    with started(tmp_path, "run", *interval, "-D", RETAIN, "job.py") as job:
        assert next_line(job) == "+I[2, 3]\n"
        wait_for_a_checkpoint(tmp_path)
        job.send_signal(number)
        _, err = ended(job)
    assert job.returncode == 128 + number
    assert err == ("interrupted\n" if number == signal.SIGINT else "")

    (tmp_path / "in" / "9.csv").write_text("10\n")
    (directory,) = tmp_path.glob("cp/*")
    with started(tmp_path, "run", "-s", str(directory), "job.py") as restored:
        assert next_line(restored) == "-U[2, 3]\n"
        assert next_line(restored) == "+U[3, 13]\n"
        restored.send_signal(signal.SIGINT)
        ended(restored)


def test_a_missing_script(tmp_path: Path) -> None:
    done = drey("run", "no_such.py", cwd=tmp_path)
    assert (done.code, done.err) == (1, "Error: there is no script 'no_such.py'\n")


def test_exit_codes_of_scripts(tmp_path: Path) -> None:
    assert drey("run", script(tmp_path, "import sys\nsys.exit(7)\n"), cwd=tmp_path).code == 7
    assert drey("run", script(tmp_path, "raise SystemExit\n"), cwd=tmp_path).code == 0
    done = drey("run", script(tmp_path, "def f():\n    raise KeyError('k')\nf()\n"), cwd=tmp_path)
    assert done.code == 1
    assert done.err.splitlines() == [
        "Traceback (most recent call last):",
        '  File "job.py", line 3, in <module>',
        "    f()",
        '  File "job.py", line 2, in f',
        "    raise KeyError('k')",
        "KeyError: 'k'",
    ]


def test_a_syntax_error_shows_its_place(tmp_path: Path) -> None:
    done = drey("run", script(tmp_path, "x = (1\n"), cwd=tmp_path)
    assert done.code == 1
    assert 'File "job.py", line 1' in done.err
    assert "SyntaxError: '(' was never closed" in done.err
    assert "drey" not in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--no-such", "job.py"], "Error: No such option '--no-such'."),
        (["run", "-D", "key", "job.py"], "Error: Invalid value for -D: 'key' is not key=value"),
        (["run"], "Error: Missing argument 'SCRIPT'."),
        (["rnu"], "Error: No such command 'rnu'."),
        (["run", "--engine", "flnk", "job.py"], "'flnk' is not one of 'embedded', 'flink'."),
        (["run", "--engine", "flink", "-D", "a=b", "job.py"], "Error: -D is for the embedded engine"),
    ],
)  # fmt: skip
def test_wrong_uses(tmp_path: Path, arguments: list[str], message: str) -> None:
    script(tmp_path, "print('ran')")
    done = drey(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
