"""Mirror of ``pyflink.datastream.output_tag``."""

from __future__ import annotations

from typing import Any

from drey.pyflink.common.typeinfo import RowTypeInfo, TypeInformation, Types
from drey.pyflink.not_built import not_built
from drey.udf.stream import SideOutputTag


class OutputTag(SideOutputTag):
    """Names a side output.

    Args:
        tag_id: The name.
        type_info: The type of the values; a list is a row of types; None takes any Python object.

    Raises:
        ValueError: The name is empty.
        TypeError: ``type_info`` is no type.
    """

    def __init__(self, tag_id: str, type_info: TypeInformation | list[Any] | None = None) -> None:
        if not tag_id:
            raise ValueError("OutputTag tag_id cannot be None or empty string")
        self.tag_id = tag_id
        if type_info is None:
            self.type_info: TypeInformation = Types.PICKLED_BYTE_ARRAY()
        elif isinstance(type_info, list):
            self.type_info = RowTypeInfo(type_info)
        elif isinstance(type_info, TypeInformation):
            self.type_info = type_info
        else:
            raise TypeError("OutputTag type_info must be None, list or TypeInformation")

    def get_java_output_tag(self) -> Any:
        """There is no Java object behind a tag."""
        raise not_built("OutputTag.get_java_output_tag")

    def __getstate__(self) -> dict[str, Any]:
        return {"tag_id": self.tag_id, "type_info": self.type_info}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def __repr__(self) -> str:
        return f"OutputTag({self.tag_id}, {self.type_info})"
