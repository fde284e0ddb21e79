"""Mirror of ``pyflink.datastream.output_tag``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.typeinfo import TypeInformation


class OutputTag:
    """Flink's ``OutputTag``."""

    def __init__(self, tag_id: str, type_info: Optional[Union[TypeInformation, list]] = None) -> None:
        """Make the object; not built yet."""
        raise not_built("OutputTag")

    def get_java_output_tag(self) -> Any:
        """Flink's ``get_java_output_tag``; not built yet."""
        raise not_built("OutputTag.get_java_output_tag")
