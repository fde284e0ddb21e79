"""Makes catalogs from the options of CREATE CATALOG."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drey.catalog.catalog import Catalog, GenericInMemoryCatalog
from drey.errors import OptionError, did_you_mean

TYPE = "type"
DEFAULT_DATABASE = "default-database"


def _in_memory(name: str, options: Mapping[str, str], comment: str | None) -> Catalog:
    return GenericInMemoryCatalog(name, options.get(DEFAULT_DATABASE, "default"), options, comment)


FACTORIES: dict[str, tuple[frozenset[str], Callable[[str, Mapping[str, str], str | None], Catalog]]] = {
    "generic_in_memory": (frozenset([DEFAULT_DATABASE]), _in_memory),
}
"""By the value of ``type``: the options it takes beside ``type``, and what makes it."""


def check_options(options: Mapping[str, str]) -> None:
    """Check that a catalog can be made of the options.

    Raises:
        OptionError: The type is missing or unknown, or doesn't take one of the options.
    """
    kind = options.get(TYPE)
    if kind is None:
        raise OptionError(
            "Catalog options do not contain an option key 'type' for discovering a catalog.",
            hint="add 'type' = '...'; available: " + ", ".join(sorted(FACTORIES)),
        )
    if kind not in FACTORIES:
        raise OptionError(
            f"Could not find any factory for catalog type '{kind}'",
            hint=did_you_mean(kind, FACTORIES) or "available: " + ", ".join(sorted(FACTORIES)),
        )
    known = FACTORIES[kind][0]
    unknown = sorted(set(options) - known - {TYPE})
    if unknown:
        raise OptionError(
            f"Unsupported options found for '{kind}'.",
            detail="unknown: " + ", ".join(unknown),
            hint=did_you_mean(unknown[0], known) or "supported: " + ", ".join(sorted({*known, TYPE})),
        )


def make_catalog(name: str, options: Mapping[str, str], comment: str | None = None) -> Catalog:
    """The catalog that CREATE CATALOG describes.

    Raises:
        OptionError: As :func:`check_options`.
    """
    check_options(options)
    return FACTORIES[options[TYPE]][1](name, options, comment)
