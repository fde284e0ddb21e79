"""The options that every command that runs jobs has; it imports nothing of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from drey.records import record

Command = TypeVar("Command", bound=Callable[..., Any])

_CLAIM_MODES = click.Choice(["NO_CLAIM", "CLAIM", "LEGACY"], case_sensitive=False)


@record
class JobOptions:
    """What the command line says about the jobs of a program.

    Args:
        pairs: Texts ``key=value``.
        parallelism: For operators that say nothing else.
        restore: The checkpoint or savepoint to continue from.
        allow_non_restored: True to drop state that no operator claims.
        claim_mode: Whose the snapshot is from then on.
    """

    pairs: tuple[str, ...] = ()
    parallelism: int | None = None
    restore: str | None = None
    allow_non_restored: bool = False
    claim_mode: str | None = None

    @classmethod
    def take(cls, parameters: dict[str, Any]) -> JobOptions:
        """Take the options of :func:`job_options` out of a command's parameters."""
        return cls(
            parameters.pop("pairs"),
            parameters.pop("parallelism"),
            parameters.pop("restore"),
            parameters.pop("allow_non_restored"),
            parameters.pop("claim_mode"),
        )

    def given(self) -> list[str]:
        """The options that are there, in their short spelling."""
        found = {
            "-D": self.pairs,
            "-p": self.parallelism,
            "-s": self.restore,
            "-n": self.allow_non_restored,
            "--claim-mode": self.claim_mode,
        }
        return [name for name, value in found.items() if value]

    def settings(self) -> Mapping[str, str]:
        """The configuration that they are; an option of its own comes before ``-D``.

        Raises:
            click.BadParameter: A pair has no ``=``.
        """
        found: dict[str, str] = {}
        for pair in self.pairs:
            key, equals, value = pair.partition("=")
            if not equals or not key:
                raise click.BadParameter(f"'{pair}' is not key=value", param_hint="-D")
            found[key.strip()] = value.strip()
        if self.parallelism is not None:
            found["parallelism.default"] = str(self.parallelism)
        if self.restore is not None:
            found["execution.state-recovery.path"] = self.restore
        if self.allow_non_restored:
            found["execution.state-recovery.ignore-unclaimed-state"] = "true"
        if self.claim_mode is not None:
            found["execution.state-recovery.claim-mode"] = self.claim_mode
        return found


def job_options(command: Command) -> Command:
    """Give a command the options of :class:`JobOptions`, in the order that help shows."""
    options: Sequence[Callable[[Command], Command]] = (
        click.option(
            "-D", "pairs", multiple=True, metavar="KEY=VALUE",
            help="A configuration option, with Flink's key; may be repeated.",
        ),
        click.option(
            "-p", "--parallelism", type=click.IntRange(min=1), metavar="N",
            help="Run operators in N subtasks, in worker processes if N is above 1.",
        ),
        click.option(
            "-s", "--from-savepoint", "--fromSavepoint", "restore", metavar="PATH",
            help="Continue from a checkpoint or savepoint.",
        ),
        click.option(
            "-n", "--allow-non-restored-state", "--allowNonRestoredState", "allow_non_restored", is_flag=True,
            help="Drop state of the snapshot that the job has no operator for.",
        ),
        click.option(
            "--claim-mode", "--claimMode", "--restore-mode", "--restoreMode", "claim_mode", type=_CLAIM_MODES,
            help="Whether the snapshot belongs to the job from then on.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command
