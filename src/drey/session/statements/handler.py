"""The shape of statement handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drey.session.result import StatementResult
from drey.session.session import Session
from drey.sql import Statement

Handler = Callable[[Session, Any], StatementResult]
"""Executes one kind of statement."""

Handlers = Mapping[type[Statement], Handler]
"""Handlers by the statement's class."""
