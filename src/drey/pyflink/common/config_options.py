"""Mirror of ``pyflink.common.config_options``: a key with the type and default of its value."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T = TypeVar("T")

__all__ = ["ConfigOptions", "ConfigOption"]


class ConfigOptions:
    """Builds options: ``ConfigOptions.key("k").int_type().default_value(1)``."""

    @staticmethod
    def key(key: str) -> ConfigOptions.OptionBuilder:
        """Start with the key."""
        return ConfigOptions.OptionBuilder(key)

    class OptionBuilder:
        """Knows the key and asks for the type."""

        def __init__(self, key: str) -> None:
            self._key = key

        def boolean_type(self) -> ConfigOptions.TypedConfigOptionBuilder[bool]:
            """True or false."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, bool)

        def int_type(self) -> ConfigOptions.TypedConfigOptionBuilder[int]:
            """A whole number of 32 bits."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, int)

        def long_type(self) -> ConfigOptions.TypedConfigOptionBuilder[int]:
            """A whole number of 64 bits."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, int)

        def float_type(self) -> ConfigOptions.TypedConfigOptionBuilder[float]:
            """A single-precision number."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, float)

        def double_type(self) -> ConfigOptions.TypedConfigOptionBuilder[float]:
            """A double-precision number."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, float)

        def string_type(self) -> ConfigOptions.TypedConfigOptionBuilder[str]:
            """A text."""
            return ConfigOptions.TypedConfigOptionBuilder(self._key, str)

    class TypedConfigOptionBuilder(Generic[T]):
        """Knows key and type and asks for the default."""

        def __init__(self, key: str, type_: type[Any]) -> None:
            self._key = key
            self._type = type_

        def default_value(self, value: T) -> ConfigOption[T]:
            """The option with this default."""
            return ConfigOption(self._key, self._type, value)

        def no_default_value(self) -> ConfigOption[str]:
            """The option without a default."""
            return ConfigOption(self._key, self._type, None)


class ConfigOption(Generic[T]):
    """An option: ``key``, ``type`` and ``default`` (these three names are additions to PyFlink)."""

    def __init__(self, key: str, type_: type[Any], default: T | None) -> None:
        self.key = key
        self.type = type_
        self.default = default

    def __repr__(self) -> str:
        return f"Key: '{self.key}' , default: {self.default}"
