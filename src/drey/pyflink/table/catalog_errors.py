"""The engine's catalog errors as the exceptions of ``pyflink.util.exceptions``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from drey.catalog import catalog as engine
from drey.errors import CatalogError
from drey.pyflink.util import exceptions

_EXCEPTIONS: dict[type[CatalogError], type[exceptions.JavaException]] = {
    engine.DatabaseNotFoundError: exceptions.DatabaseNotExistException,
    engine.DatabaseExistsError: exceptions.DatabaseAlreadyExistException,
    engine.DatabaseNotEmptyError: exceptions.DatabaseNotEmptyException,
    engine.TableNotFoundError: exceptions.TableNotExistException,
    engine.TableExistsError: exceptions.TableAlreadyExistException,
    engine.FunctionNotFoundError: exceptions.FunctionNotExistException,
    engine.FunctionExistsError: exceptions.FunctionAlreadyExistException,
}


@contextmanager
def translated() -> Iterator[None]:
    """Raise PyFlink's exception for an error of the engine's catalogs.

    Raises:
        JavaException: The class of ``pyflink.util.exceptions`` for the error, with its text; ``CatalogException``
            where there is no closer one.
    """
    try:
        yield
    except CatalogError as error:
        kind = _EXCEPTIONS.get(type(error), exceptions.CatalogException)
        raise kind(str(error)) from None
