"""The ``drey`` command: a group whose subcommands are imported when they are called."""

from __future__ import annotations

import gc
import importlib

import click

from drey.process_settings import keep_freed_memory, shorten_turns
from drey.version import __version__

COMMANDS = {
    "cancel": "drey.cli.job_cancel:cancel",
    "list": "drey.cli.job_list:list_jobs",
    "run": "drey.cli.run:run",
    "savepoint": "drey.cli.job_savepoint:savepoint",
    "sql": "drey.cli.sql:sql",
    "status": "drey.cli.job_status:status",
    "stop": "drey.cli.job_stop:stop",
}
"""Command to ``module:function``."""


_OBJECTS_BEFORE_COLLECTION = 50_000

# A start makes a hundred thousand objects, which all stay. Python's default, 700, collects garbage 200 times among
# them, a tenth of the time. The command's process belongs to Drey, so it may choose.
gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
shorten_turns()
keep_freed_memory()


class LazyGroup(click.Group):
    """Imports a subcommand's module when the subcommand is needed, so that ``drey run`` starts fast."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        target = COMMANDS.get(name)
        if target is None:
            return None
        module, _, function = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), function)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="drey")
def main() -> None:
    """Run PyFlink programs and Flink SQL on an embedded engine."""
