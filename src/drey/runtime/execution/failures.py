"""Exceptions on their way from a worker process to the user's: as themselves, with the place in the user's code."""

from __future__ import annotations

import pickle
import traceback

from drey.errors import JobError, causes
from drey.udf.failures import UserCodeError, is_engine_file, named_text
from drey.udf.pickling import dumps


def portable(error: BaseException) -> BaseException:
    """The exception in a form that can be sent.

    A traceback doesn't travel, nor do causes, so the frames of the user's code become notes. What can't be pickled becomes a
    ``JobError`` with its text.
    """
    if isinstance(error, UserCodeError):
        return UserCodeError(_sendable(error.error))
    return _sendable(error)


def _sendable(error: BaseException) -> BaseException:
    frames = _user_frames(error)
    if frames:
        error.add_note(f"raised in a worker process:\n{frames}")
    for cause in causes(error):  # they don't travel, either
        if frames := _user_frames(cause):
            error.add_note(f"caused by {named_text(cause)}\n{frames}")
    try:
        pickle.loads(dumps(error))
    except Exception:
        made = JobError(named_text(error))
        for note in getattr(error, "__notes__", ()):
            made.add_note(note)
        return made
    return error


def _user_frames(error: BaseException) -> str:
    """The frames of the user's code as text; empty if there are none."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if not is_engine_file(frame.filename)
    ]
    return "".join(traceback.StackSummary.from_list(frames).format()).rstrip()
