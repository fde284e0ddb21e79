"""``BatchTableEnvironment`` and the ``ExecutionEnvironment`` of the DataSet API, until 1.13."""

from __future__ import annotations

from typing import Any

from drey.pyflink.common.configuration import Configuration
from drey.pyflink.common.execution_config import ExecutionConfig
from drey.pyflink.legacy.deprecation import warn_legacy
from drey.pyflink.table.environment_settings import EnvironmentSettings
from drey.pyflink.table.table_environment import TableEnvironment


class ExecutionEnvironment:
    """Where a batch program began; only its configuration is left.

    Args:
        configuration: The options.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    @staticmethod
    def get_execution_environment() -> ExecutionEnvironment:
        """A new environment."""
        warn_legacy("ExecutionEnvironment", "TableEnvironment.create(EnvironmentSettings.in_batch_mode())")
        return ExecutionEnvironment(Configuration())

    def get_parallelism(self) -> int:
        """The default parallelism of operators."""
        return self.get_config().get_parallelism()

    def set_parallelism(self, parallelism: int) -> None:
        """Set the default parallelism of operators."""
        self.get_config().set_parallelism(parallelism)

    def get_config(self) -> ExecutionConfig:
        """The options of execution."""
        return ExecutionConfig(self._configuration)


class BatchTableEnvironment(TableEnvironment):
    """A table environment in batch mode."""

    @staticmethod
    def create(  # type: ignore[override]
        execution_environment: ExecutionEnvironment | None = None,
        table_config: Any = None,
        environment_settings: EnvironmentSettings | None = None,
    ) -> TableEnvironment:
        """An environment in batch mode with the options of the arguments."""
        warn_legacy(
            "BatchTableEnvironment.create(..)", "TableEnvironment.create(EnvironmentSettings.in_batch_mode())"
        )
        builder = EnvironmentSettings.new_instance()
        if execution_environment is not None:
            builder.with_configuration(execution_environment._configuration)
        if table_config is not None:
            builder.with_configuration(table_config.get_configuration())
        if environment_settings is not None:
            builder.with_configuration(environment_settings.get_configuration())
        return TableEnvironment.create(builder.in_batch_mode().build())
