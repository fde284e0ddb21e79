"""Reads ``expressions/<family>.txt``: one SQL expression per line.

``#`` starts a comment line; ``#! key: value`` sets an option of the family (``time_zone``);
``{{a|b|c}}`` stands for three lines, one per alternative (``\\|`` is a bar); several groups multiply;
``@ id=3`` at the end restricts the rows of ``samples``.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

from evaluation import Line

HERE = Path(__file__).parent
_BAR = re.compile(r"(?<!\\)\|")
_GROUP = re.compile(r"\{\{(.*?)\}\}")


@dataclass(frozen=True)
class Family:
    """The expressions of one file, expanded, without repetitions, in the order of the file."""

    name: str
    time_zone: str
    lines: tuple[Line, ...]


def expand(text: str) -> list[str]:
    """All lines that a line with ``{{a|b}}`` groups stands for."""
    parts = _GROUP.split(text)
    choices = [
        [c.replace("\\|", "|") for c in _BAR.split(part)] if k % 2 else [part] for k, part in enumerate(parts)
    ]
    return ["".join(choice) for choice in itertools.product(*choices)]


def read_family(name: str) -> Family:
    """Read one family by the name of its file."""
    options = {"time_zone": "UTC"}
    texts: dict[str, None] = {}
    for raw in (HERE / "expressions" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = raw.strip()
        if text.startswith("#!"):
            key, _, value = text[2:].partition(":")
            if key.strip() not in options:
                raise ValueError(f"unknown option of a family: {key.strip()}")
            options[key.strip()] = value.strip()
        elif text and not text.startswith("#"):
            texts.update(dict.fromkeys(expand(text)))
    return Family(name, options["time_zone"], tuple(Line.parse(text) for text in texts))


def family_names() -> list[str]:
    """The names of all families that have a file of expressions."""
    return sorted(path.stem for path in (HERE / "expressions").glob("*.txt"))
