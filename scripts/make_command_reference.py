"""Writes docs/reference/cli.md: the help of every command. Usage: make_command_reference.py"""

from __future__ import annotations

from pathlib import Path

import click

from drey.cli.main import COMMANDS, main

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"

HEAD = """# Commands

<!-- Written by scripts/make_command_reference.py. -->

Exit codes: 0 all went well, 1 an error, 2 a wrong use of the command, 130 Ctrl-C, 143 SIGTERM. A script's own
`sys.exit(n)` is kept. `python -m drey` is the same command, and `python -m drey job.py` is `drey run job.py`.
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD, f"\n## drey\n\n```text\n{help_of(main, 'drey')}\n```\n"]
    for name in sorted(COMMANDS):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        parts.append(f"\n## drey {name}\n\n```text\n{help_of(command, f'drey {name}')}\n```\n")
    return "".join(parts)


def help_of(command: click.Command, name: str) -> str:
    """What ``--help`` prints on a terminal of 100 columns."""
    context = click.Context(command, info_name=name, terminal_width=100, help_option_names=["-h", "--help"])
    return command.get_help(context)


if __name__ == "__main__":
    PAGE.write_text(page())
