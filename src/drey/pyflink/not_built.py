"""The one way in which the mirror says that a part of PyFlink isn't built."""

from drey.errors import UnsupportedError


def not_built(name: str) -> UnsupportedError:
    """The error to raise for ``name``, for example ``DataStream.map``."""
    return UnsupportedError(f"{name} is not built yet")
