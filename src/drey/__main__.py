"""``python -m drey job.py [args]`` runs a job; any other arguments are those of the ``drey`` command."""

from __future__ import annotations

import sys

from drey.cli.main import main


def arguments(given: list[str]) -> list[str]:
    """The command's arguments: a script's name alone means ``run``."""
    return ["run", *given] if given and given[0].endswith(".py") else given


if __name__ == "__main__":
    main(arguments(sys.argv[1:]), prog_name="drey")
