"""Mirror of ``pyflink.testing.test_case_utils``: base classes of test cases with environments made."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
import unittest
from collections.abc import Callable, Iterable
from typing import Any

from drey.pyflink.common.job_execution_result import JobExecutionResult
from drey.pyflink.datastream.execution_mode import RuntimeExecutionMode
from drey.pyflink.datastream.stream_execution_environment import StreamExecutionEnvironment
from drey.pyflink.table.table_environment import StreamTableEnvironment

_PARALLELISM = 2
_UUID = re.compile(r"[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}")


def _table_environment(env: StreamExecutionEnvironment) -> StreamTableEnvironment:
    t_env = StreamTableEnvironment.create(env)
    t_env.get_config().set("python.fn-execution.bundle.size", "1")
    return t_env


def _stream_environment(mode: RuntimeExecutionMode) -> StreamExecutionEnvironment:
    env = StreamExecutionEnvironment.get_execution_environment()
    env.set_runtime_mode(mode)
    env.set_parallelism(_PARALLELISM)
    return env


class PyFlinkTestCase(unittest.TestCase):
    """The base: ``tempdir`` is a directory for all tests of the class."""

    tempdir: str

    @classmethod
    def setUpClass(cls) -> None:
        """Make ``tempdir``."""
        cls.tempdir = tempfile.mkdtemp()

    @classmethod
    def tearDownClass(cls) -> None:
        """Remove ``tempdir``."""
        shutil.rmtree(cls.tempdir, ignore_errors=True)

    @classmethod
    def assert_equals(cls, actual: Iterable[Any], expected: Iterable[Any]) -> None:
        """Fail unless both have the same elements, in any order."""
        found, wanted = sorted(cls.to_py_list(actual)), sorted(expected)
        assert found == wanted, f"found {found}, expected {wanted}"

    @classmethod
    def to_py_list(cls, actual: Iterable[Any]) -> list[Any]:
        """The elements as a list."""
        return list(actual)


class PyFlinkITTestCase(PyFlinkTestCase):
    """Tests that share one environment, ``env``."""

    env: StreamExecutionEnvironment
    _mode = RuntimeExecutionMode.STREAMING

    @classmethod
    def setUpClass(cls) -> None:
        """Make ``env``."""
        super().setUpClass()
        cls.env = _stream_environment(cls._mode)


class PyFlinkUTTestCase(PyFlinkTestCase):
    """Tests with an environment of their own each: ``env`` and ``t_env``, streaming."""

    env: StreamExecutionEnvironment
    t_env: StreamTableEnvironment

    def setUp(self) -> None:
        """Make ``env`` and ``t_env``."""
        self.env = _stream_environment(RuntimeExecutionMode.STREAMING)
        self.t_env = _table_environment(self.env)


class PyFlinkStreamTableTestCase(PyFlinkITTestCase):
    """Tests that share ``env`` and ``t_env``, streaming."""

    t_env: StreamTableEnvironment

    @classmethod
    def setUpClass(cls) -> None:
        """Make ``env`` and ``t_env``."""
        super().setUpClass()
        cls.t_env = _table_environment(cls.env)


class PyFlinkBatchTableTestCase(PyFlinkStreamTableTestCase):
    """Tests that share ``env`` and ``t_env``, batch."""

    _mode = RuntimeExecutionMode.BATCH


class PyFlinkStreamingTestCase(PyFlinkITTestCase):
    """Tests of streams that share ``env``."""


class PyFlinkBatchTestCase(PyFlinkITTestCase):
    """Tests of bounded streams that share ``env``."""

    _mode = RuntimeExecutionMode.BATCH


# The names of 1.12, when Blink was one planner of two.
PyFlinkBlinkStreamTableTestCase = PyFlinkStreamTableTestCase
PyFlinkBlinkBatchTableTestCase = PyFlinkBatchTableTestCase


def exec_insert_table(table: Any, table_path: str) -> JobExecutionResult:
    """Write a table's rows and wait for the job."""
    result: JobExecutionResult = (
        table.execute_insert(table_path).get_job_client().get_job_execution_result().result()
    )
    return result


def replace_uuid(input_obj: Any) -> Any:
    """The text, or the keys and values of the dict, with ``{uuid}`` for every UUID."""
    if isinstance(input_obj, str):
        return _UUID.sub("{uuid}", input_obj)
    if isinstance(input_obj, dict):
        return {replace_uuid(key): replace_uuid(value) for key, value in input_obj.items()}
    return None


def run_with_config(config_dict: dict[str, Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a test: the options hold in ``self.env`` while it runs."""

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(test)
        def run(self: Any, *args: Any, **kwargs: Any) -> Any:
            configuration = self.env.configuration
            before = configuration.to_dict()
            for key, value in config_dict.items():
                configuration.set_string(key, str(value))
            try:
                return test(self, *args, **kwargs)
            finally:
                for key in config_dict:
                    configuration.remove_config(key)
                    if key in before:
                        configuration.set_string(key, before[key])

        return run

    return decorate
