"""A table environment's configuration as the session sees it: always the values of now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drey.older_keys import todays_key
from drey.session.configuration import SessionOptions
from drey.session.defaults import process_options

if TYPE_CHECKING:
    from drey.pyflink.table.table_config import TableConfig


class ConfigOptions(SessionOptions):
    """Reads and writes a :class:`TableConfig`; keys in any spelling mean the same."""

    def __init__(self, config: TableConfig) -> None:
        super().__init__({})
        self._config = config

    def _today(self) -> dict[str, str]:
        own = {todays_key(key): str(value) for key, value in self._config.to_map().items()}
        return {**process_options(), **own}

    def __getitem__(self, key: str) -> str:
        return self._today()[todays_key(key)]

    def __setitem__(self, key: str, value: str) -> None:
        self._config.set(todays_key(key), value)

    def __delitem__(self, key: str) -> None:
        configuration = self._config.get_configuration()
        for one in list(configuration.to_dict()):
            if todays_key(one) == todays_key(key):
                configuration.remove_config(one)

    def __iter__(self) -> Iterator[str]:
        return iter(self._today())

    def __len__(self) -> int:
        return len(self._today())

    def as_dict(self) -> dict[str, str]:
        """A copy."""
        return self._today()
