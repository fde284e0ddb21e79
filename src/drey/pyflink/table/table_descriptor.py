"""Mirror of ``pyflink.table.table_descriptor``: CREATE TABLE as an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drey.pyflink.common.config_options import ConfigOption
from drey.pyflink.common.configuration import value_text
from drey.pyflink.table.schema import Schema

__all__ = ["TableDescriptor", "FormatDescriptor"]


def _key(key: str | ConfigOption[Any]) -> str:
    return key if isinstance(key, str) else key.key


class TableDescriptor:
    """Schema, options, partition keys and comment of a table; made by :meth:`for_connector`."""

    def __init__(
        self,
        schema: Schema | None,
        options: Mapping[str, str],
        partition_keys: Sequence[str] = (),
        comment: str | None = None,
    ) -> None:
        self._schema = schema
        self._options = dict(options)
        self._partition_keys = tuple(partition_keys)
        self._comment = comment

    @staticmethod
    def for_connector(connector: str) -> TableDescriptor.Builder:
        """A builder with this connector, for example ``"filesystem"``."""
        return TableDescriptor.Builder(connector)

    def get_schema(self) -> Schema | None:
        """The schema, or None."""
        return self._schema

    def get_options(self) -> dict[str, str]:
        """The options, ``connector`` among them."""
        return dict(self._options)

    def get_partition_keys(self) -> list[str]:
        """The columns that the table is partitioned by."""
        return list(self._partition_keys)

    def get_comment(self) -> str | None:
        """The comment, or None."""
        return self._comment

    def __str__(self) -> str:
        parts = [] if self._schema is None else [str(self._schema)]
        if self._comment is not None:
            parts.append(f"COMMENT '{_escape(self._comment)}'")
        if self._partition_keys:
            names = ", ".join(f"`{name}`" for name in self._partition_keys)
            parts.append(f"PARTITIONED BY ({names})")
        options = ",\n".join(f"  '{_escape(k)}' = '{_escape(v)}'" for k, v in self._options.items())
        parts.append(f"WITH (\n{options}\n)")
        return ("" if self._schema is not None else "\n") + "\n".join(parts)

    def _parts(self) -> tuple[Any, ...]:
        return self._schema, self._options, self._partition_keys, self._comment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TableDescriptor) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((self._schema, frozenset(self._options.items()), self._partition_keys, self._comment))

    class Builder:
        """Collects the parts of a descriptor; every method returns the builder."""

        def __init__(self, connector: str) -> None:
            self._options = {"connector": connector}
            self._schema: Schema | None = None
            self._partition_keys: tuple[str, ...] = ()
            self._comment: str | None = None

        def schema(self, schema: Schema) -> TableDescriptor.Builder:
            """Set the schema."""
            self._schema = schema
            return self

        def option(self, key: str | ConfigOption[Any], value: Any) -> TableDescriptor.Builder:
            """Set an option by its full key."""
            self._options[_key(key)] = value_text(value)
            return self

        def format(
            self, format: str | FormatDescriptor, format_option: ConfigOption[str] | None = None
        ) -> TableDescriptor.Builder:
            """Set the format, by its name or with its options.

            Args:
                format: The format.
                format_option: The option that names it, ``format`` by default; ``key.format`` and
                    ``value.format`` prefix the format's options with ``key.`` and ``value.``.
            """
            key = "format" if format_option is None else format_option.key
            if isinstance(format, str):
                self._options[key] = format
                return self
            self._options[key] = format.get_format()
            prefix = key.removesuffix("format")
            for name, value in format.get_options().items():
                self._options[f"{prefix}{format.get_format()}.{name}"] = value
            return self

        def partitioned_by(self, *partition_keys: str) -> TableDescriptor.Builder:
            """Partition by these columns."""
            self._partition_keys += partition_keys
            return self

        def comment(self, comment: str) -> TableDescriptor.Builder:
            """Set the comment."""
            self._comment = comment
            return self

        def build(self) -> TableDescriptor:
            """The descriptor."""
            return TableDescriptor(self._schema, self._options, self._partition_keys, self._comment)


def _escape(text: str) -> str:
    return text.replace("'", "''")


class FormatDescriptor:
    """A format and its options; made by :meth:`for_format`."""

    def __init__(self, format: str, options: Mapping[str, str]) -> None:
        self._format = format
        self._options = dict(options)

    @staticmethod
    def for_format(format: str) -> FormatDescriptor.Builder:
        """A builder with this format, for example ``"json"``."""
        return FormatDescriptor.Builder(format)

    def get_format(self) -> str:
        """The format's name."""
        return self._format

    def get_options(self) -> dict[str, str]:
        """The options, without the format's name before them."""
        return dict(self._options)

    def __str__(self) -> str:
        options = ", ".join(f"{key}={value}" for key, value in self._options.items())
        return f"{self._format}[{{{options}}}]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormatDescriptor) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    class Builder:
        """Collects the options of a format."""

        def __init__(self, format: str) -> None:
            self._format = format
            self._options: dict[str, str] = {}

        def option(self, key: str | ConfigOption[Any], value: Any) -> FormatDescriptor.Builder:
            """Set an option, without the format's name before the key."""
            self._options[_key(key)] = value_text(value)
            return self

        def build(self) -> FormatDescriptor:
            """The descriptor."""
            return FormatDescriptor(self._format, self._options)
