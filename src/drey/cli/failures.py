"""How a command ends when something goes wrong: a clear message, and a user's own frames only."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import drey
from drey.errors import DreyError, causes

_ENGINE = str(Path(drey.__file__).parent)
_LIBRARIES = ("polars", "sqlglot")
"""What the engine calls for itself; their frames say nothing to a user."""


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors into messages and exit codes: 1 for errors, 130 for Ctrl-C, 143 for SIGTERM."""
    try:
        yield
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    except (click.exceptions.Exit, click.ClickException):
        raise
    except Exception as error:
        report(error)
        raise SystemExit(1) from None


def _hidden() -> tuple[str, ...]:
    imported = [sys.modules[name] for name in _LIBRARIES if name in sys.modules]
    return (_ENGINE, "<frozen runpy>", *(str(Path(str(one.__file__)).parent) for one in imported))


def report(error: BaseException) -> None:
    """Print an error: the user's frames, then the message; an engine error with its code."""
    summary = traceback.TracebackException.from_exception(error, compact=True)
    own = [frame for frame in summary.stack if not frame.filename.startswith(_hidden())]
    lines = []
    if own:
        lines.append("Traceback (most recent call last):\n")
        lines += traceback.StackSummary.from_list(own).format()
    if isinstance(error, DreyError):
        lines.append(f"error[{error.code}]: {error}\n")
        lines += [f"{note}\n" for note in getattr(error, "__notes__", ())]
        cause = error.__cause__
        if cause is not None and (getattr(cause, "message", None) or str(cause)) not in str(error):
            lines.append(f"caused by {type(cause).__name__}: {cause}\n")
    else:
        lines += [*summary.format_exception_only(), *_causes(error)]
    sys.stderr.write("".join(lines))


def _causes(error: BaseException) -> list[str]:
    """What a user's exception was raised from, as far as it comes from the user's code."""
    lines = []
    for cause in causes(error):
        summary = traceback.TracebackException.from_exception(cause, compact=True)
        own = [frame for frame in summary.stack if not frame.filename.startswith(_hidden())]
        if own and isinstance(cause, Exception):
            lines.append("caused by " + "".join(summary.format_exception_only()))
            lines += traceback.StackSummary.from_list(own).format()
    return lines
