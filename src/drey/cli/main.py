"""The ``drey`` command: a group whose subcommands are imported when they are called."""

from __future__ import annotations

import importlib

import click

from drey.version import __version__

COMMANDS = {
    "run": "drey.cli.run:run",
    "sql": "drey.cli.sql:sql",
}
"""Command to ``module:function``."""


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
