"""The session's configuration: a mapping of texts that knows older spellings of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

from drey.older_keys import todays_key


class SessionOptions(MutableMapping[str, str]):
    """Keys are kept in today's spelling; an older spelling reads and writes the same value."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        self.update({key: str(value) for key, value in options.items()})

    def __getitem__(self, key: str) -> str:
        return self._values[todays_key(key)]

    def __setitem__(self, key: str, value: str) -> None:
        self._values[todays_key(key)] = value

    def __delitem__(self, key: str) -> None:
        del self._values[todays_key(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def as_dict(self) -> dict[str, str]:
        """A copy."""
        return dict(self._values)
