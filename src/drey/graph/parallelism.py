"""The parallelism that operators of a job have which say nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from drey.errors import OptionError
from drey.options import ConfigOption

PARALLELISM_DEFAULT = ConfigOption[int](
    "parallelism.default", int, 1, description="subtasks of an operator that says nothing else"
)
TABLE_DEFAULT_PARALLELISM = ConfigOption[int](
    "table.exec.resource.default-parallelism",
    int,
    -1,
    description="for SQL jobs before 'parallelism.default'; -1 if that decides",
)


def default_parallelism(options: Mapping[str, str]) -> int:
    """What a job's options say.

    Raises:
        OptionError: It is below 1.
    """
    for option in (TABLE_DEFAULT_PARALLELISM, PARALLELISM_DEFAULT):
        value = option.require(options)
        if value == -1 and option is TABLE_DEFAULT_PARALLELISM:
            continue
        if value < 1:
            raise OptionError(f"invalid value '{value}' for option '{option.key}'", hint="at least 1")
        return value
    return 1
