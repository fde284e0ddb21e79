"""Mirror of ``pyflink.table.model_descriptor``: CREATE MODEL as an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drey.pyflink.common.config_options import ConfigOption
from drey.pyflink.common.configuration import value_text
from drey.pyflink.table.schema import Schema

__all__ = ["ModelDescriptor"]


class ModelDescriptor:
    """Options and schemas of a model; made by :meth:`for_provider`."""

    def __init__(
        self,
        options: Mapping[str, str],
        input_schema: Schema | None,
        output_schema: Schema | None,
        comment: str | None,
    ) -> None:
        self._options = dict(options)
        self._input_schema = input_schema
        self._output_schema = output_schema
        self._comment = comment

    @staticmethod
    def for_provider(provider: str) -> ModelDescriptor.Builder:
        """A builder with this provider."""
        return ModelDescriptor.Builder(provider)

    def get_options(self) -> dict[str, str]:
        """The options, ``provider`` among them."""
        return dict(self._options)

    def get_input_schema(self) -> Schema | None:
        """The schema of what goes in."""
        return self._input_schema

    def get_output_schema(self) -> Schema | None:
        """The schema of what comes out."""
        return self._output_schema

    def get_comment(self) -> str | None:
        """The comment."""
        return self._comment

    def __str__(self) -> str:
        parts = [f"INPUT {self._input_schema}" if self._input_schema is not None else ""]
        parts.append(f"OUTPUT {self._output_schema}" if self._output_schema is not None else "")
        parts.append(f"COMMENT '{self._comment}'" if self._comment is not None else "")
        options = ",\n".join(f"  '{key}' = '{value}'" for key, value in self._options.items())
        return "\n".join([*(part for part in parts if part), f"WITH (\n{options}\n)"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModelDescriptor) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(str(self))

    class Builder:
        """Collects the parts; every method returns the builder."""

        def __init__(self, provider: str) -> None:
            self._options = {"provider": provider}
            self._input_schema: Schema | None = None
            self._output_schema: Schema | None = None
            self._comment: str | None = None

        def input_schema(self, input_schema: Schema) -> ModelDescriptor.Builder:
            """Set the schema of what goes in."""
            self._input_schema = input_schema
            return self

        def output_schema(self, output_schema: Schema) -> ModelDescriptor.Builder:
            """Set the schema of what comes out."""
            self._output_schema = output_schema
            return self

        def option(self, key: str | ConfigOption[Any], value: Any) -> ModelDescriptor.Builder:
            """Set an option."""
            self._options[key if isinstance(key, str) else key.key] = value_text(value)
            return self

        def comment(self, comment: str) -> ModelDescriptor.Builder:
            """Set the comment."""
            self._comment = comment
            return self

        def build(self) -> ModelDescriptor:
            """The descriptor."""
            return ModelDescriptor(self._options, self._input_schema, self._output_schema, self._comment)
