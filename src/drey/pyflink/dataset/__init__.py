"""Mirror of ``pyflink.dataset`` of PyFlink until 1.13."""

from drey.pyflink.legacy.batch_table_environment import ExecutionEnvironment

__all__ = ["ExecutionEnvironment"]
