"""What a program may say about an operator beside what it does: the settings of streams and of sinks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self, Union

from drey.errors import ValidationError
from drey.pyflink.common.parallelism import checked_parallelism
from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup

if TYPE_CHECKING:
    from drey.planner.streams.nodes import StreamNode

_HASH = re.compile("[0-9a-fA-F]{32}")


class StreamSettings:
    """The base of ``DataStream`` and ``DataStreamSink``; every method returns the object itself."""

    _node: StreamNode

    def name(self, name: str) -> Self:
        """Set what users see."""
        self._node.settings.name = name
        return self

    def uid(self, uid: str) -> Self:
        """Set the name under which the operator's state is stored and found again."""
        self._node.settings.uid = uid
        return self

    def set_uid_hash(self, uid_hash: str) -> Self:
        """Set the name for state as Flink's 32 hexadecimal digits.

        Raises:
            ValidationError: It is anything else.
        """
        if _HASH.fullmatch(uid_hash) is None:
            raise ValidationError(
                f"the hash of a uid must be a 32 character String that describes a hex code, not '{uid_hash}'"
            )
        return self.uid(uid_hash)

    def set_parallelism(self, parallelism: int) -> Self:
        """Set how many subtasks run the operator; -1 leaves it to the job's default.

        Raises:
            ValidationError: The number is neither positive nor -1, or above 1 for an operator that can't be parallel,
                such as the source of a collection.
        """
        number = checked_parallelism(parallelism)
        if self._node.settings.single:
            if number is not None and number > 1:
                raise ValidationError(
                    f"'{self._node.settings.name}' can't be parallel, its parallelism must be 1"
                )
            number = 1
        self._node.settings.parallelism = number
        return self

    def set_description(self, description: str) -> Self:
        """Set a longer name."""
        self._node.settings.description = description
        return self

    def disable_chaining(self) -> Self:
        """Keep the operator apart from those before and behind it."""
        self._node.settings.chaining = "never"
        return self

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> Self:
        """Set the group of operators that may share a slot."""
        group = slot_sharing_group
        self._node.settings.slot_sharing_group = (
            group.get_name() if isinstance(group, SlotSharingGroup) else group
        )
        return self
