"""Mirror of ``pyflink.util.api_stability_decorators``: marks on classes and functions.

A mark is kept in the attribute ``__api_stability__`` and changes nothing else.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

__all__ = ["Deprecated", "Experimental", "Internal", "PublicEvolving", "Public"]


class BaseAPIStabilityDecorator:
    """The base of the marks: called with a class or function, a mark returns that very object."""

    def get_directive(self, func_or_cls: T) -> str:
        """The line that documentation shows for the mark."""
        raise NotImplementedError

    def __call__(self, func_or_cls: T) -> T:
        func_or_cls.__api_stability__ = type(self).__name__  # type: ignore[attr-defined]
        return func_or_cls


class Deprecated(BaseAPIStabilityDecorator):
    """Marks what will go.

    Args:
        since: The version that deprecated it.
        detail: What to use instead.
    """

    def __init__(self, since: str, detail: str | None = None) -> None:
        self.since = since
        self.detail = detail

    def get_directive(self, func_or_cls: T) -> str:
        return f".. deprecated:: {self.since} {self.detail or ''}".rstrip()


class Experimental(BaseAPIStabilityDecorator):
    """Marks what may change at any time."""

    def get_directive(self, func_or_cls: T) -> str:
        return ".. caution:: experimental: may change without notice."


class Internal(BaseAPIStabilityDecorator):
    """Marks what isn't for users."""

    def get_directive(self, func_or_cls: T) -> str:
        return ".. caution:: internal: not for programs."


class PublicEvolving(BaseAPIStabilityDecorator):
    """Marks what users may use and a minor version may change."""

    def get_directive(self, func_or_cls: T) -> str:
        return ".. note:: evolving: may change between minor versions."


class Public(BaseAPIStabilityDecorator):
    """Marks what only a major version may change."""

    def get_directive(self, func_or_cls: T) -> str:
        return ".. note:: public and stable."
