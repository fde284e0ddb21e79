"""Rows, arrays and maps: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode, given

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class CollectionMethods(ExpressionNode):
    """Rows, arrays and maps."""

    @property
    def flatten(self) -> Expression[Any]:
        """All fields of the row as columns of their own."""
        return self._call("FLATTEN")

    @property
    def cardinality(self) -> Expression[Any]:
        """SQL's ``CARDINALITY(self)``."""
        return self._call("CARDINALITY")

    @property
    def element(self) -> Expression[Any]:
        """SQL's ``ELEMENT(self)``: the only element."""
        return self._call("ARRAY_ELEMENT")

    def array_append(self, addition: Any) -> Expression[Any]:
        """SQL's ``ARRAY_APPEND(self, addition)``."""
        return self._call("ARRAY_APPEND", addition)

    def array_contains(self, needle: Any) -> Expression[Any]:
        """SQL's ``ARRAY_CONTAINS(self, needle)``."""
        return self._call("ARRAY_CONTAINS", needle)

    def array_distinct(self) -> Expression[Any]:
        """SQL's ``ARRAY_DISTINCT(self)``."""
        return self._call("ARRAY_DISTINCT")

    def array_position(self, needle: Any) -> Expression[Any]:
        """SQL's ``ARRAY_POSITION(self, needle)``."""
        return self._call("ARRAY_POSITION", needle)

    def array_prepend(self, addition: Any) -> Expression[Any]:
        """SQL's ``ARRAY_PREPEND(self, addition)``."""
        return self._call("ARRAY_PREPEND", addition)

    def array_remove(self, needle: Any) -> Expression[Any]:
        """SQL's ``ARRAY_REMOVE(self, needle)``."""
        return self._call("ARRAY_REMOVE", needle)

    def array_reverse(self) -> Expression[Any]:
        """SQL's ``ARRAY_REVERSE(self)``."""
        return self._call("ARRAY_REVERSE")

    def array_slice(self, start_offset: Any, end_offset: Any = None) -> Expression[Any]:
        """SQL's ``ARRAY_SLICE(self, start_offset[, end_offset])``."""
        return self._call("ARRAY_SLICE", start_offset, *given(end_offset))

    def array_sort(self, ascending_order: Any = None, null_first: Any = None) -> Expression[Any]:
        """SQL's ``ARRAY_SORT(self[, ascending_order][, null_first])``."""
        return self._call("ARRAY_SORT", *given(ascending_order), *given(null_first))

    def array_union(self, array: Any) -> Expression[Any]:
        """SQL's ``ARRAY_UNION(self, array)``."""
        return self._call("ARRAY_UNION", array)

    def array_concat(self, *arrays: Any) -> Expression[Any]:
        """SQL's ``ARRAY_CONCAT(self, arrays ...)``."""
        return self._call("ARRAY_CONCAT", *arrays)

    def array_max(self) -> Expression[Any]:
        """SQL's ``ARRAY_MAX(self)``."""
        return self._call("ARRAY_MAX")

    def array_join(self, delimiter: Any, null_replacement: Any = None) -> Expression[Any]:
        """SQL's ``ARRAY_JOIN(self, delimiter[, null_replacement])``."""
        return self._call("ARRAY_JOIN", delimiter, *given(null_replacement))

    def array_min(self) -> Expression[Any]:
        """SQL's ``ARRAY_MIN(self)``."""
        return self._call("ARRAY_MIN")

    def array_except(self, array: Any) -> Expression[Any]:
        """SQL's ``ARRAY_EXCEPT(self, array)``."""
        return self._call("ARRAY_EXCEPT", array)

    def array_intersect(self, array: Any) -> Expression[Any]:
        """SQL's ``ARRAY_INTERSECT(self, array)``."""
        return self._call("ARRAY_INTERSECT", array)

    def split(self, delimiter: Any) -> Expression[Any]:
        """SQL's ``SPLIT(self, delimiter)``."""
        return self._call("SPLIT", delimiter)

    @property
    def map_keys(self) -> Expression[Any]:
        """SQL's ``MAP_KEYS(self)``."""
        return self._call("MAP_KEYS")

    def map_union(self, *maps: Any) -> Expression[Any]:
        """SQL's ``MAP_UNION(self, maps ...)``."""
        return self._call("MAP_UNION", *maps)

    @property
    def map_values(self) -> Expression[Any]:
        """SQL's ``MAP_VALUES(self)``."""
        return self._call("MAP_VALUES")

    @property
    def map_entries(self) -> Expression[Any]:
        """SQL's ``MAP_ENTRIES(self)``."""
        return self._call("MAP_ENTRIES")

    def object_update(self, *kv: Any) -> Expression[Any]:
        """SQL's ``OBJECT_UPDATE(self, key, value ...)``."""
        return self._call("OBJECT_UPDATE", *kv)
