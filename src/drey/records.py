"""Frozen values that are cheap to define.

``@dataclass(frozen=True)`` compiles six methods for every class, 0.5 ms each time on the machine measured; three
hundred such classes, most of which a run never uses, cost 150 ms of every start. ``@record`` compiles only
``__init__``, when the first instance is made, and shares the other methods among all classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

_Value = TypeVar("_Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_Value]) -> type[_Value]:
    """Make a class a dataclass whose instances can't be changed.

    Works with ``dataclasses.field``, ``fields`` and ``replace`` and with ``match``; equality, hash and text
    follow ``field(compare=.., repr=..)``. A class keeps those of the shared methods that it defines itself.
    A record's bases are records or plain classes.
    """
    own = set(vars(cls))
    if cls.__doc__ is None:
        # Without a text, dataclass() makes one from the signature, which costs as much as __init__.
        cls.__doc__ = cls.__name__
    needs_init = "__init__" not in own and _needs_init(cls)
    made: Any = dataclass(eq=False, repr=False, init=False)(cls)
    if needs_init:
        made.__init__ = _deferred_init(made)
    made.__compared__ = tuple(one.name for one in fields(made) if one.compare)
    for method, name in _METHODS.items():
        if name not in own:
            setattr(made, name, method)
    result: type[_Value] = made
    return result


def _needs_init(cls: type) -> bool:
    """False if the inherited ``__init__`` sets the same fields to the same defaults."""
    if not hasattr(cls, "__dataclass_fields__"):
        return True
    own = vars(cls)
    declared = any("ClassVar" not in str(kind) for kind in own.get("__annotations__", {}).values())
    bases = sum(hasattr(base, "__dataclass_fields__") for base in cls.__bases__)
    return declared or "__post_init__" in own or bases > 1 or any(one.name in own for one in fields(cls))


def _deferred_init(cls: Any) -> Callable[..., None]:
    """An ``__init__`` that puts the compiled one in its place when it is called."""

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        cls.__init__ = _compiled_init(cls)
        cls.__init__(self, *args, **kwargs)

    return init


def _compiled_init(cls: Any) -> Callable[..., None]:
    """An ``__init__`` with one parameter for each field, in the order that ``dataclass`` gives them."""
    known: dict[str, Any] = {"__missing": MISSING}
    given = [one for one in fields(cls) if one.init]
    positional = [_parameter(one, known) for one in given if not one.kw_only]
    named = [_parameter(one, known) for one in given if one.kw_only]
    lines = ["__values = self.__dict__"]
    lines += [_assignment(one, known) for one in fields(cls) if one.init or _has_default(one)]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    head = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    exec(f"def __init__({head}):\n " + "\n ".join(lines), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _has_default(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


def _parameter(one: Field[Any], known: dict[str, Any]) -> str:
    if one.default_factory is not MISSING:
        return f"{one.name}=__missing"
    if one.default is MISSING:
        return one.name
    known[f"__default_{one.name}"] = one.default
    return f"{one.name}=__default_{one.name}"


def _assignment(one: Field[Any], known: dict[str, Any]) -> str:
    value = one.name
    if one.default_factory is not MISSING:
        known[f"__make_{one.name}"] = one.default_factory
        made = f"__make_{one.name}()"
        value = f"{made} if {one.name} is __missing else {one.name}" if one.init else made
    elif not one.init:
        value = f"__default_{one.name}"
        known[value] = one.default
    return f"__values[{one.name!r}] = {value}"


def _set_once(self: Any, name: str, value: Any) -> None:
    # __init__ sets every field once; whatever comes later is a change.
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        raise FrozenInstanceError(f"cannot assign to field '{name}'")
    self.__dict__[name] = value


def _refuse_deletion(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field '{name}'")


def _compared(self: Any) -> tuple[Any, ...]:
    values = self.__dict__
    return tuple([values[name] for name in self.__compared__])


def _equal(self: Any, other: object) -> bool:
    if self is other:
        return True
    return type(other) is type(self) and _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash((type(self), _compared(self)))


def _text(self: Any) -> str:
    shown = (f"{one.name}={self.__dict__[one.name]!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


_METHODS = {
    _set_once: "__setattr__",
    _refuse_deletion: "__delattr__",
    _equal: "__eq__",
    _hash: "__hash__",
    _text: "__repr__",
}
