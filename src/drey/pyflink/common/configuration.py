"""Mirror of ``pyflink.common.configuration``: keys and values, as Flink's own ``Configuration`` keeps them.

Values keep the type they were set with; every getter converts from whatever type that was.
"""

from __future__ import annotations

import base64
import math
from typing import Any

from drey.errors import OptionError

Value = str | bool | int | float | bytes


class Configuration:
    """Options by key.

    Args:
        other: A configuration to copy.
    """

    @classmethod
    def from_dict(cls, map: dict[str, str]) -> Configuration:
        """A configuration of these texts."""
        result = Configuration()
        result._values.update(map)
        return result

    def __init__(self, other: Configuration | None = None) -> None:
        self._values: dict[str, Value] = {} if other is None else dict(other._values)

    def get_string(self, key: str, default_value: Any) -> Any:
        """The value as text, or ``default_value`` (which may be None)."""
        value = self._values.get(key)
        return default_value if value is None else value_text(value)

    def set_string(self, key: str, value: str) -> Configuration:
        """Set a text."""
        return self._set(key, value)

    @staticmethod
    def parse_list_value(value: str) -> list[Any]:
        """The items of ``a;b`` or ``[a, b]``."""
        if not value:
            return []
        text = value.strip()
        if text.startswith("[") and text.endswith("]"):
            items = (item.strip().strip("'\"") for item in text[1:-1].split(","))
            return [item for item in items if item]
        return value.split(";")

    def get_integer(self, key: str, default_value: int) -> int:
        """The value as a whole number.

        Raises:
            OptionError: It isn't one.
        """
        value = self._values.get(key)
        if value is None:
            return default_value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return int(self._parse(key, value, int))

    def set_integer(self, key: str, value: int) -> Configuration:
        """Set a whole number."""
        return self._set(key, value)

    def get_boolean(self, key: str, default_value: bool) -> bool:
        """The value as true or false, in any case of letters.

        Raises:
            OptionError: It is neither.
        """
        value = self._values.get(key)
        if value is None:
            return default_value
        if isinstance(value, bool):
            return value
        text = value_text(value).lower()
        if text not in ("true", "false"):
            raise _unparsable(key, value)
        return text == "true"

    def set_boolean(self, key: str, value: bool) -> Configuration:
        """Set true or false."""
        return self._set(key, value)

    def get_float(self, key: str, default_value: float) -> float:
        """The value as a double.

        Raises:
            OptionError: It isn't a number.
        """
        value = self._values.get(key)
        if value is None:
            return float(default_value)
        return float(self._parse(key, value, float))

    def set_float(self, key: str, value: float) -> Configuration:
        """Set a double."""
        return self._set(key, float(value))

    def get_bytearray(self, key: str, default_value: Any) -> Any:
        """The value as bytes.

        Raises:
            OptionError: It isn't bytes.
        """
        value = self._values.get(key)
        if value is None:
            return None if default_value is None else bytearray(default_value)
        if not isinstance(value, bytes):
            raise _unparsable(key, value)
        return bytearray(value)

    def set_bytearray(self, key: str, value: bytearray) -> Configuration:
        """Set bytes."""
        return self._set(key, bytes(value))

    def key_set(self) -> set[str]:
        """All keys."""
        return set(self._values)

    def add_all_to_dict(self, target_dict: dict[Any, Any]) -> None:
        """Put every value, with its own type, into ``target_dict``."""
        target_dict.update(self._values)

    def add_all(self, other: Configuration, prefix: str | None = None) -> Configuration:
        """Take over all of ``other``, each key with ``prefix`` before it."""
        for key, value in other._values.items():
            self._values[f"{prefix or ''}{key}"] = value
        return self

    def contains_key(self, key: str) -> bool:
        """True if the key is set."""
        return key in self._values

    def to_dict(self) -> dict[str, str]:
        """All values as text."""
        return {key: value_text(value) for key, value in self._values.items()}

    def remove_config(self, key: str) -> bool:
        """Remove the key; True if it was set."""
        return self._values.pop(key, None) is not None

    def _set(self, key: str, value: Value) -> Configuration:
        if value is None:
            raise OptionError(f"the value of '{key}' must not be None")
        self._values[key] = value
        return self

    @staticmethod
    def _parse(key: str, value: Value, to: type[int] | type[float]) -> int | float:
        if isinstance(value, (bool, bytes)):
            raise _unparsable(key, value)
        try:
            return to(value)
        except ValueError:
            raise _unparsable(key, value) from None

    def __deepcopy__(self, memodict: Any = None) -> Configuration:
        return Configuration(self)

    def __hash__(self) -> int:
        return hash(frozenset(self.to_dict().items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Configuration) and self.to_dict() == other.to_dict()

    def __str__(self) -> str:
        return "{" + ", ".join(f"{key}={value_text(value)}" for key, value in self._values.items()) + "}"


def value_text(value: Value) -> str:
    """The text that Flink makes of a value: ``true``, ``1.0E7``, ``!!binary`` with Base64."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _double_text(value)
    if isinstance(value, bytes):
        return f"!!binary |-\n  {base64.b64encode(value).decode('ascii')}"
    return str(value)


def _double_text(value: float) -> str:
    """``Double.toString``: plain from 0.001 up to 10,000,000, otherwise with an exponent."""
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value) if "e" not in repr(value) else f"{value:.10f}".rstrip("0")
    digits, exponent = f"{value!r}".lower().split("e") if "e" in repr(value) else ("", "0")
    if not digits:
        digits, exponent = f"{value:.17g}", "0"
        power = math.floor(math.log10(abs(value)))
        digits, exponent = repr(value / 10.0**power), str(power)
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _unparsable(key: str, value: Value) -> OptionError:
    return OptionError(f"Could not parse value '{value_text(value)}' for key '{key}'.")
