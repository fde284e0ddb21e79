"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Sequence

import click

from drey.session.defaults import set_process_option


def apply_options(pairs: Sequence[str], restore: str | None = None) -> None:
    """Give every session the options of ``-D key=value`` and ``-s path``.

    Raises:
        click.BadParameter: A pair has no ``=``.
    """
    for pair in pairs:
        key, found, value = pair.partition("=")
        if not found or not key:
            raise click.BadParameter(f"'{pair}' is not key=value", param_hint="-D")
        set_process_option(key.strip(), value.strip())
    if restore is not None:
        set_process_option("execution.state-recovery.path", restore)
