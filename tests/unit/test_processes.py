"""What tests see of the processes that they start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.processes import ended, killed_at_the_end, next_line

FOUR_LINES = "print('one\\nzwei, drüben\\nthree\\nfour', flush=True)"


def started(program: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-X", "utf8", "-c", program]
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8")


def test_lines_that_nobody_has_read_are_there_at_the_end():
    with killed_at_the_end(started(FOUR_LINES)) as process:
        assert next_line(process) == "one\n"
        assert next_line(process) == "zwei, drüben\n"
        assert ended(process) == ("three\nfour\n", "")


def test_a_block_that_fails_shows_what_nobody_has_read():
    process = started(f"{FOUR_LINES}; import time; time.sleep(600)")
    assert next_line(process) == "one\n"
    with pytest.raises(ZeroDivisionError) as error, killed_at_the_end(process):
        raise ZeroDivisionError
    (note,) = error.value.__notes__
    assert "zwei, drüben\nthree\nfour\n" in note


def test_a_process_without_a_further_line_is_an_error_with_what_it_said():
    program = "import sys; sys.stderr.write('no more'); print('one')"
    with killed_at_the_end(started(program)) as process:
        assert next_line(process) == "one\n"
        with pytest.raises(AssertionError, match="no line came any more") as error:
            next_line(process)
    assert "no more" in str(error.value)
