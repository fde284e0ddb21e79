"""The base classes and sinks that ``pyflink.testing`` gives to a project's own tests."""

from __future__ import annotations

import os
import unittest

import pytest
from pyflink.table import DataTypes
from pyflink.table.expressions import col
from pyflink.testing import source_sink_utils
from pyflink.testing.test_case_utils import (
    PyFlinkBatchTableTestCase,
    PyFlinkStreamTableTestCase,
    PyFlinkTestCase,
    PyFlinkUTTestCase,
    exec_insert_table,
    replace_uuid,
    run_with_config,
)


class Inner:
    """Cases that these tests run themselves; nested so that they aren't collected."""

    class Stream(PyFlinkStreamTableTestCase):
        def test_rows(self) -> None:
            self.t_env.execute_sql(
                "CREATE TABLE sink (a BIGINT, b STRING, c ARRAY<BIGINT>) WITH ('connector' = 'test-sink')"
            )
            array = DataTypes.ARRAY(DataTypes.BIGINT())
            fields = [("a", DataTypes.BIGINT()), ("b", DataTypes.STRING()), ("c", array)]
            row_type = DataTypes.ROW([DataTypes.FIELD(*field) for field in fields])
            table = self.t_env.from_elements([(1, "x", [1, 2]), (2, None, None)], row_type)
            exec_insert_table(table.filter(col("a") > 0), "sink")
            self.assert_equals(source_sink_utils.results(), ["+I[2, null, null]", "+I[1, x, [1, 2]]"])
            assert source_sink_utils.results() == []
            assert os.path.isdir(self.tempdir)
            assert self.env.get_parallelism() == 2

        @run_with_config({"parallelism.default": 5})
        def test_option_during_one_test(self) -> None:
            assert self.env.get_parallelism() == 5

        def test_option_is_gone(self) -> None:
            assert self.env.get_parallelism() == 2

    class Own(PyFlinkUTTestCase):
        def test_mode(self) -> None:
            config = self.t_env.get_config()
            assert config.get("execution.runtime-mode", "") == "STREAMING"
            assert config.get("python.fn-execution.bundle.size", "") == "1"

    class Batch(PyFlinkBatchTableTestCase):
        def test_mode(self) -> None:
            assert self.t_env.get_config().get("execution.runtime-mode", "") == "BATCH"


@pytest.mark.parametrize("case", [Inner.Stream, Inner.Own, Inner.Batch])
def test_case_runs(case: type[unittest.TestCase]) -> None:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    assert [text for _, text in (*result.errors, *result.failures)] == []
    assert result.testsRun > 0


def test_assert_equals_fails_on_a_difference() -> None:
    with pytest.raises(AssertionError, match="expected"):
        PyFlinkTestCase.assert_equals(["a"], ["a", "a"])


def test_replace_uuid() -> None:
    uuid = "123e4567-e89b-12d3-a456-426614174000"
    assert replace_uuid({f"k-{uuid}": uuid}) == {"k-{uuid}": "{uuid}"}
