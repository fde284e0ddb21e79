"""Columns as connector properties spelled them until 1.10: ``schema.0.name``, ``schema.0.rowtime...``."""

from __future__ import annotations

from collections.abc import Mapping

from drey.errors import OptionError, UnsupportedError
from drey.records import record


@record
class LegacyColumn:
    """One column of the old schema.

    Args:
        name: The name.
        type: The text of its type.
        origin: The field of the format that it comes from, if that has another name.
        proctime: Whether it is the processing time.
        rowtime_from: The field that the event time comes from; None for any other column.
        watermark_delay: Milliseconds that the watermark stays behind, -1 for watermarks of the source.
    """

    name: str
    type: str
    origin: str | None = None
    proctime: bool = False
    rowtime_from: str | None = None
    watermark_delay: int = 0


def columns_of(options: Mapping[str, str]) -> tuple[LegacyColumn, ...]:
    """The columns that the ``schema.N.`` keys describe, in order.

    Raises:
        OptionError: A column lacks its name or type.
        UnsupportedError: Timestamps or watermarks come from a Java class.
    """
    groups: dict[int, dict[str, str]] = {}
    for key, value in options.items():
        scope, _, rest = key.partition(".")
        index, _, part = rest.partition(".")
        if scope == "schema" and index.isdigit():
            groups.setdefault(int(index), {})[part] = value
    return tuple(_column(groups[index]) for index in sorted(groups))


def _column(parts: Mapping[str, str]) -> LegacyColumn:
    name, type_text = parts.get("name"), parts.get("data-type", parts.get("type"))
    if name is None or type_text is None:
        raise OptionError("a column of the schema needs a name and a type", detail=f"found {dict(parts)}")
    timestamps = parts.get("rowtime.timestamps.type")
    if timestamps is None:
        is_proctime = parts.get("proctime", "false").lower() == "true"
        return LegacyColumn(name, type_text, parts.get("from"), is_proctime)
    if timestamps == "custom":
        raise UnsupportedError("a timestamp extractor written in Java needs a JVM")
    if timestamps == "from-source":
        raise UnsupportedError(
            "timestamps from the source need a metadata column today",
            hint="declare: ts TIMESTAMP(3) METADATA FROM 'timestamp'",
        )
    watermarks = parts.get("rowtime.watermarks.type", "periodic-ascending")
    if watermarks == "custom":
        raise UnsupportedError("a watermark strategy written in Java needs a JVM")
    delays = {"periodic-bounded": int(parts.get("rowtime.watermarks.delay", "0")), "from-source": -1}
    # Ascending watermarks stay one millisecond behind, so that equal timestamps are never late.
    delay = delays.get(watermarks, 1)
    return LegacyColumn(name, type_text, rowtime_from=parts["rowtime.timestamps.from"], watermark_delay=delay)
