"""Mirror of ``pyflink.util.exceptions``: what Flink raises by name.

All of them are :class:`drey.errors.DreyError` too. ``ValidationException`` and
``CatalogNotExistException`` are additions: PyFlink shows these two only as errors of its Java bridge.
"""

from __future__ import annotations

from drey.errors import DreyError


class JavaException(DreyError):
    """The base: PyFlink keeps the text that Java gave in ``stack_trace``."""

    code = "FLINK"

    def __init__(self, stack_trace: str) -> None:
        super().__init__(stack_trace)
        self.stack_trace = stack_trace

    def __str__(self) -> str:
        return self.stack_trace


class TableException(JavaException):
    """An operation on tables failed."""


class CatalogException(JavaException):
    """A catalog can't do what it is asked."""


class DatabaseAlreadyExistException(JavaException):
    """A database of this name exists."""


class DatabaseNotEmptyException(JavaException):
    """A database still holds objects and is dropped without cascade."""


class DatabaseNotExistException(JavaException):
    """There is no such database."""


class FunctionAlreadyExistException(JavaException):
    """A function of this name exists."""


class FunctionNotExistException(JavaException):
    """There is no such function."""


class PartitionAlreadyExistsException(JavaException):
    """The table has this partition."""


class PartitionNotExistException(JavaException):
    """There is no such partition, or the table has none at all."""


class PartitionSpecInvalidException(JavaException):
    """The keys of a partition spec don't fit the table's partition keys."""


class TableAlreadyExistException(JavaException):
    """A table or view of this name exists."""


class TableNotExistException(JavaException):
    """There is no such table or view."""


class ModelAlreadyExistException(JavaException):
    """A model of this name exists."""


class ModelNotExistException(JavaException):
    """There is no such model."""


class TableNotPartitionedException(JavaException):
    """A partition is asked of a table that has none."""


class ValidationException(JavaException):
    """A program or statement is well formed but means nothing."""


class CatalogNotExistException(JavaException):
    """There is no such catalog."""


exception_mapping: dict[str, type[JavaException]] = {
    "org.apache.flink.table.api.TableException": TableException,
    "org.apache.flink.table.catalog.exceptions.CatalogException": CatalogException,
    "org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException": DatabaseAlreadyExistException,
    "org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException": DatabaseNotEmptyException,
    "org.apache.flink.table.catalog.exceptions.DatabaseNotExistException": DatabaseNotExistException,
    "org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException": FunctionAlreadyExistException,
    "org.apache.flink.table.catalog.exceptions.FunctionNotExistException": FunctionNotExistException,
    "org.apache.flink.table.catalog.exceptions.PartitionAlreadyExistsException": PartitionAlreadyExistsException,
    "org.apache.flink.table.catalog.exceptions.PartitionNotExistException": PartitionNotExistException,
    "org.apache.flink.table.catalog.exceptions.PartitionSpecInvalidException": PartitionSpecInvalidException,
    "org.apache.flink.table.catalog.exceptions.TableAlreadyExistException": TableAlreadyExistException,
    "org.apache.flink.table.catalog.exceptions.TableNotExistException": TableNotExistException,
    "org.apache.flink.table.catalog.exceptions.ModelAlreadyExistException": ModelAlreadyExistException,
    "org.apache.flink.table.catalog.exceptions.ModelNotExistException": ModelNotExistException,
    "org.apache.flink.table.catalog.exceptions.TableNotPartitionedException": TableNotPartitionedException,
}
"""Flink's class names and the classes here."""
