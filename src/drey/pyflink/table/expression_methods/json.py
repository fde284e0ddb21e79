"""JSON: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode
from drey.pyflink.table.expression_units import (
    JsonExistsOnError,
    JsonQueryOnEmptyOrError,
    JsonQueryWrapper,
    JsonType,
    JsonValueOnEmptyOrError,
)
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.table.types import DataTypes

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.types import DataType


class JsonMethods(ExpressionNode):
    """JSON."""

    def is_json(self, json_type: JsonType | None = None) -> Expression[Any]:
        """Whether the text is JSON: SQL's ``self IS JSON type``."""
        return self._call("IS_JSON", options=() if json_type is None else (json_type.name,))

    def json_exists(self, path: str, on_error: JsonExistsOnError | None = None) -> Expression[Any]:
        """Whether the path leads to something: SQL's ``JSON_EXISTS(self, path ... ON ERROR)``."""
        options = () if on_error is None else (f"{on_error.name} ON ERROR",)
        return self._call("JSON_EXISTS", path, options=options)

    def json_value(
        self,
        path: str,
        returning_type: DataType = DataTypes.STRING(),
        on_empty: JsonValueOnEmptyOrError = JsonValueOnEmptyOrError.NULL,
        default_on_empty: Any = None,
        on_error: JsonValueOnEmptyOrError = JsonValueOnEmptyOrError.NULL,
        default_on_error: Any = None,
    ) -> Expression[Any]:
        """The scalar at the path: SQL's ``JSON_VALUE(self, path RETURNING type ... ON EMPTY ... ON ERROR)``.

        The arguments of the call are the JSON, the path, and a default for each DEFAULT among the options.
        """
        default = JsonValueOnEmptyOrError.DEFAULT
        pairs = ((on_empty, default_on_empty), (on_error, default_on_error))
        defaults = [value for behaviour, value in pairs if behaviour is default]
        options = (
            f"RETURNING {to_logical(returning_type)}",
            f"{on_empty.name} ON EMPTY",
            f"{on_error.name} ON ERROR",
        )
        return self._call("JSON_VALUE", path, *defaults, options=options)

    def json_query(
        self,
        path: str,
        wrapping_behavior: JsonQueryWrapper = JsonQueryWrapper.WITHOUT_ARRAY,
        on_empty: JsonQueryOnEmptyOrError = JsonQueryOnEmptyOrError.NULL,
        on_error: JsonQueryOnEmptyOrError = JsonQueryOnEmptyOrError.NULL,
    ) -> Expression[Any]:
        """The JSON at the path: SQL's ``JSON_QUERY(self, path ... WRAPPER ... ON EMPTY ... ON ERROR)``."""
        wrapper = {
            JsonQueryWrapper.WITHOUT_ARRAY: "WITHOUT ARRAY WRAPPER",
            JsonQueryWrapper.CONDITIONAL_ARRAY: "WITH CONDITIONAL ARRAY WRAPPER",
            JsonQueryWrapper.UNCONDITIONAL_ARRAY: "WITH UNCONDITIONAL ARRAY WRAPPER",
        }[wrapping_behavior]
        empty = on_empty.name.replace("_", " ")
        error = on_error.name.replace("_", " ")
        return self._call("JSON_QUERY", path, options=(wrapper, f"{empty} ON EMPTY", f"{error} ON ERROR"))

    def json_quote(self) -> Expression[Any]:
        """SQL's ``JSON_QUOTE(self)``."""
        return self._call("JSON_QUOTE")

    def json_unquote(self) -> Expression[Any]:
        """SQL's ``JSON_UNQUOTE(self)``."""
        return self._call("JSON_UNQUOTE")
