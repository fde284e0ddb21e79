"""Type inference of functions on arrays and maps: elements of the same kind, common types, results."""

from __future__ import annotations

from drey.functions.definition import CallTypes, Infer
from drey.functions.inference import Result, illegal_null
from drey.functions.parameters import Parameter
from drey.types import logical as t
from drey.types.inference import common_type
from drey.types.polars_types import polars_type

ARRAY = Parameter("<ARRAY>", lambda type_: isinstance(type_, t.ArrayType), None)
MAP = Parameter("<MAP>", lambda type_: isinstance(type_, t.MapType), None)
COLLECTION = Parameter(
    "<COLLECTION>", lambda type_: isinstance(type_, t.ArrayType | t.MultisetType | t.MapType), None
)


def is_sortable(type_: t.LogicalType) -> bool:
    """True for arrays whose elements have an order."""
    unordered = (
        t.BooleanType | t.ArrayType | t.MapType | t.MultisetType | t.RowType | t.RawType | t.VariantType
    )
    return isinstance(type_, t.ArrayType) and not isinstance(type_.element, unordered)


SORTABLE = Parameter("<ARRAY of comparable elements>", is_sortable, None)


def _fits_element(element: t.LogicalType, given: t.LogicalType) -> bool:
    """True if a value of the given type is implicitly cast to the element's type."""
    if isinstance(given, t.NullType) or element.same_ignoring_null(given):
        return True
    if isinstance(element, t.CharacterType) and isinstance(given, t.CharacterType):
        return True
    common = common_type((element, given))
    return common is not None and common.same_ignoring_null(element)


def array_and_element(result: Result) -> Infer:
    """``array, element``: the element is cast to the type of the array's elements."""

    def infer(call: CallTypes) -> t.LogicalType:
        array = call.types[0] if len(call.types) == 2 else None
        if not isinstance(array, t.ArrayType) or not _fits_element(array.element, call.types[1]):
            raise call.invalid("<ARRAY>, <element of the array>")
        given = call.types[1]
        if isinstance(given, t.NullType):
            call.coerce(1, array.element.with_nullable(True))
        elif given.summary() != array.element.summary():
            call.coerce(1, array.element)
        return result(call)

    return infer


def common_collections(kind: type[t.ArrayType] | type[t.MapType], count: int | None) -> Infer:
    """Arrays or maps of one common type, which is the result; NULL in any gives NULL."""

    def infer(call: CallTypes) -> t.LogicalType:
        enough = len(call.types) >= 1 if count is None else len(call.types) == count
        common = common_type(call.types) if enough else None
        if common is None or not all(isinstance(type_, kind | t.NullType) for type_ in call.types):
            name = "ARRAY" if kind is t.ArrayType else "MAP"
            raise call.invalid(f"<{name}>..." if count is None else ", ".join([f"<{name}>"] * count))
        if any(isinstance(type_, t.NullType) for type_ in call.types):
            raise illegal_null(call.name, common)
        for index, type_ in enumerate(call.types):
            if polars_type(type_) != polars_type(common):
                call.coerce(index, common)
        return call.nullable_if_args(common)

    return infer


def element_result(*, always_nullable: bool) -> Result:
    """The type of the elements of the array given first."""

    def result(call: CallTypes) -> t.LogicalType:
        array = call.types[0]
        assert isinstance(array, t.ArrayType)
        is_nullable = always_nullable or array.nullable or array.element.nullable
        return array.element.with_nullable(is_nullable)

    return result


def extended_array(call: CallTypes) -> t.LogicalType:
    """The array given first, with nullable elements if the element may be NULL."""
    array, element = call.types
    assert isinstance(array, t.ArrayType)
    is_nullable = array.element.nullable or element.nullable
    return call.nullable_if_args(t.ArrayType(array.element.with_nullable(is_nullable)))
