"""JSONPath as in Jayway's library, which Flink's JSON functions use.

``$``, ``.name``, ``['name']``, ``['a','b']``, ``[0]``, ``[-1]``, ``[1:3]``, ``[0,2]``, ``[*]``, ``.*``,
``..name``, ``[?(@.price < 10 && @.kind == 'x')]`` and ``.length()``, ``.min()``, ``.max()``, ``.sum()``,
``.avg()``, ``.keys()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from drey.records import record

Step = Callable[[Any], Iterator[Any]]


class PathSyntaxError(ValueError):
    """The text is not a path."""


class PathNotFoundError(ValueError):
    """A definite path leads nowhere."""


@record
class JsonPath:
    """A compiled path.

    Args:
        steps: Each takes a node and yields the nodes that the step leads to.
        certain: How many of the first steps lead to one node each. If that is all of them the path is
            definite: its result is the node; else it is the list of all nodes.
        strict: False if the path began with ``lax``.
        text: The path for messages.
    """

    steps: tuple[Step, ...]
    certain: int
    strict: bool
    text: str

    def read(self, document: Any) -> Any:
        """The node, or the list of nodes of an indefinite path.

        Raises:
            PathNotFoundError: A step that leads to one node leads nowhere.
        """
        nodes = [document]
        for index, step in enumerate(self.steps):
            nodes = [found for node in nodes for found in step(node)]
            if not nodes and index < self.certain:
                raise PathNotFoundError(f"No results for path: {self.text}")
        return nodes[0] if self.certain == len(self.steps) else nodes


_MODE = re.compile(r"\s*(strict|lax)\s+(.+)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"[^.\[\](){} ?@,'\"=!<>&|~]+")
_FUNCTION = re.compile(r"(length|size|min|max|sum|avg|keys)\(\)")
_INDEX = re.compile(r"-?\d+")
_SLICE = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?")
_COMPARISON = re.compile(r"(==|!=|<=|>=|<|>|=~)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


@lru_cache(maxsize=512)
def json_path(text: str) -> JsonPath:
    """Compile a path; without ``lax`` it is strict.

    Raises:
        PathSyntaxError: The path is malformed.
    """
    match = _MODE.fullmatch(text)
    strict, body = (True, text) if match is None else (match.group(1).lower() == "strict", match.group(2))
    body = body.strip()
    if not body.startswith("$"):
        body = f"$.{body}"
    reader = _PathReader(body, 1)
    steps, certain = reader.steps()
    if reader.at < len(body):
        raise _malformed(text)
    return JsonPath(steps, certain, strict, body)


def _malformed(text: str) -> PathSyntaxError:
    return PathSyntaxError(f"'{text}' is not a JSON path")


class _PathReader:
    """Reads steps from a position of a text on."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def accept(self, literal: str) -> bool:
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def steps(self) -> tuple[tuple[Step, ...], int]:
        """The steps, and how many of the first ones lead to one node each."""
        steps: list[Step] = []
        certain = 0
        definite = True
        while self.at < len(self.text):
            if self.accept(".."):
                definite = False
                steps.append(_descendants)
                if self.text[self.at : self.at + 1] != "[":
                    steps.append(self.member()[0])
                continue
            if self.accept("."):
                step, single = self.member()
            elif self.text[self.at] == "[":
                step, single = self.bracket()
            else:
                break
            steps.append(step)
            definite = definite and single
            certain += definite
        return tuple(steps), certain

    def member(self) -> tuple[Step, bool]:
        if self.accept("*"):
            return _children, False
        function = self.match(_FUNCTION)
        if function is not None:
            return _function(function.group(1)), True
        name = self.match(_NAME)
        if name is None:
            raise _malformed(self.text)
        return _property((name.group(),)), True

    def bracket(self) -> tuple[Step, bool]:
        self.accept("[")
        self.spaces()
        if self.accept("*"):
            return self.closed(_children), False
        if self.accept("?"):
            return self.closed(_filtered(self.filter())), False
        if self.text[self.at : self.at + 1] in ("'", '"'):
            names = [self.quoted()]
            while self.separator():
                names.append(self.quoted())
            return self.closed(_property(tuple(names))), len(names) == 1
        span = self.match(_SLICE)
        if span is not None:
            start, end = (None if part is None else int(part) for part in span.groups())
            return self.closed(_slice(start, end)), False
        indices = [self.index()]
        while self.separator():
            indices.append(self.index())
        return self.closed(_element(tuple(indices))), len(indices) == 1

    def spaces(self) -> None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1

    def separator(self) -> bool:
        self.spaces()
        found = self.accept(",")
        self.spaces()
        return found

    def closed(self, step: Step) -> Step:
        self.spaces()
        if not self.accept("]"):
            raise _malformed(self.text)
        return step

    def index(self) -> int:
        found = self.match(_INDEX)
        if found is None:
            raise _malformed(self.text)
        return int(found.group())

    def quoted(self) -> str:
        quote = self.text[self.at : self.at + 1]
        out = ""
        self.at += 1
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == quote:
                return out
            if character == "\\":
                character = self.text[self.at : self.at + 1]
                self.at += 1
            out += character
        raise _malformed(self.text)

    # Filters: disjunctions of conjunctions of comparisons.

    def filter(self) -> Callable[[Any], bool]:
        if not self.accept("("):
            raise _malformed(self.text)
        test = self.disjunction()
        self.spaces()
        if not self.accept(")"):
            raise _malformed(self.text)
        return test

    def disjunction(self) -> Callable[[Any], bool]:
        tests = [self.conjunction()]
        while self.connective("||"):
            tests.append(self.conjunction())
        return lambda node: any(test(node) for test in tests)

    def conjunction(self) -> Callable[[Any], bool]:
        tests = [self.comparison()]
        while self.connective("&&"):
            tests.append(self.comparison())
        return lambda node: all(test(node) for test in tests)

    def connective(self, sign: str) -> bool:
        self.spaces()
        return self.accept(sign)

    def comparison(self) -> Callable[[Any], bool]:
        self.spaces()
        if self.accept("!"):
            negated = self.comparison()
            return lambda node: not negated(node)
        if self.text[self.at : self.at + 1] == "(":
            return self.filter()
        left = self.operand()
        self.spaces()
        sign = self.match(_COMPARISON)
        if sign is None:
            return lambda node: next(iter(left(node)), _MISSING) is not _MISSING
        self.spaces()
        if sign.group() == "=~":
            return _matching(left, self.regular_expression())
        right = self.operand()
        return _compared(left, sign.group(), right)

    def operand(self) -> Callable[[Any], list[Any]]:
        if self.accept("@"):
            steps, certain = self.steps()
            path = JsonPath(steps, certain, True, self.text)
            return lambda node: _found(path, node)
        ahead = self.text[self.at : self.at + 1]
        if ahead in ("'", '"'):
            text = self.quoted()
            return lambda node: [text]
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.accept(word):
                return lambda node, value=value: [value]  # type: ignore[misc]
        number = self.match(_NUMBER)
        if number is None:
            raise _malformed(self.text)
        constant = Decimal(number.group())
        return lambda node: [constant]

    def regular_expression(self) -> re.Pattern[str]:
        found = self.match(re.compile(r"/((?:[^/\\]|\\.)*)/(i?)"))
        if found is None:
            raise _malformed(self.text)
        try:
            return re.compile(found.group(1), re.IGNORECASE if found.group(2) else 0)
        except re.error:
            raise _malformed(self.text) from None


_MISSING = object()


def _found(path: JsonPath, node: Any) -> list[Any]:
    try:
        return [path.read(node)]
    except PathNotFoundError:
        return []


def _compared(
    left: Callable[[Any], list[Any]], sign: str, right: Callable[[Any], list[Any]]
) -> Callable[[Any], bool]:
    def test(node: Any) -> bool:
        for one, two in zip(left(node), right(node), strict=False):
            same_kind = _kind(one) == _kind(two)
            if sign in ("==", "!="):
                return (same_kind and one == two) is (sign == "==")
            if not same_kind or _kind(one) not in ("number", "text"):
                return False
            return bool({"<": one < two, "<=": one <= two, ">": one > two, ">=": one >= two}[sign])
        return sign == "!="

    return test


def _matching(left: Callable[[Any], list[Any]], pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda node: any(isinstance(one, str) and pattern.fullmatch(one) for one in left(node))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    return {int: "number", Decimal: "number", str: "text", type(None): "null"}.get(type(value), "structure")


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node


def _descendants(node: Any) -> Iterator[Any]:
    yield node
    for child in _children(node):
        yield from _descendants(child)


def _property(names: tuple[str, ...]) -> Step:
    def step(node: Any) -> Iterator[Any]:
        if isinstance(node, dict):
            if len(names) == 1:
                if names[0] in node:
                    yield node[names[0]]
            else:
                yield {name: node[name] for name in names if name in node}

    return step


def _element(indices: tuple[int, ...]) -> Step:
    def step(node: Any) -> Iterator[Any]:
        if isinstance(node, list):
            yield from (node[index] for index in indices if -len(node) <= index < len(node))

    return step


def _slice(start: int | None, end: int | None) -> Step:
    def step(node: Any) -> Iterator[Any]:
        if isinstance(node, list):
            yield from node[start:end]

    return step


def _filtered(test: Callable[[Any], bool]) -> Step:
    def step(node: Any) -> Iterator[Any]:
        candidates = node if isinstance(node, list) else [node] if isinstance(node, dict) else []
        yield from (one for one in candidates if test(one))

    return step


def _function(name: str) -> Step:
    def step(node: Any) -> Iterator[Any]:
        if name in ("length", "size"):
            if isinstance(node, list | dict | str):
                yield len(node)
        elif name == "keys":
            if isinstance(node, dict):
                yield list(node)
        else:
            numbers = [one for one in _children(node) if _kind(one) == "number"]
            if numbers:
                total = sum(numbers)
                chosen = {"min": min(numbers), "max": max(numbers), "sum": total}.get(name)
                yield Decimal(repr(float(total / len(numbers) if chosen is None else chosen)))

    return step
