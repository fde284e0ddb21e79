"""When a partition is complete and how that is told: Flink's partition commit with its success file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Self
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from drey.connectors.filesystem import options as o
from drey.errors import ConnectorError, OptionError, UnsupportedError
from drey.records import record

_JAVA_FIELDS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}


@record
class CommitPolicy:
    """A parsed policy.

    Args:
        success_file: The name of the file that marks a partition.
        by_time: True if the watermark decides, False if the clock does.
        delay: Seconds to wait behind the partition's time.
        pattern: How partition values make a timestamp: ``$day $hour:00:00``; None for the first value alone.
        formatter: The timestamp's strptime format; None for Flink's default.
        zone: The zone that partition times are in.
    """

    success_file: str
    by_time: bool
    delay: float
    pattern: str | None
    formatter: str | None
    zone: str

    @classmethod
    def of(cls, options: Mapping[str, str], keys: tuple[str, ...]) -> Self | None:
        """The policy of a table, or None if partitions are not marked.

        Raises:
            OptionError: The options don't make a policy.
            UnsupportedError: The policy needs Hive or a Java class.
        """
        kinds = [kind.strip() for kind in (o.COMMIT_POLICY.get(options) or "").split(",") if kind.strip()]
        if not kinds or not keys:
            return None
        for kind in kinds:
            if kind == "metastore":
                raise OptionError(
                    "can not configure a 'metastore' partition commit policy for a file system table",
                    hint="'success-file'; only tables of a Hive catalog have a metastore",
                )
            if kind != "success-file":
                raise UnsupportedError(
                    f"partition commit policy '{kind}' is not built", hint="built: 'success-file'"
                )
        if o.EXTRACTOR_KIND.get(options) == "custom":
            raise UnsupportedError(
                "custom partition time extractors are Java classes", hint="use the default kind"
            )
        zone = o.COMMIT_ZONE.require(options)
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise OptionError(f"'{zone}' is no time zone", detail=f"option '{o.COMMIT_ZONE.key}'") from None
        formatter = o.EXTRACTOR_FORMATTER.get(options)
        return cls(
            success_file=o.SUCCESS_FILE.require(options),
            by_time=o.COMMIT_TRIGGER.require(options).lower() == "partition-time",
            delay=o.COMMIT_DELAY.require(options).total_seconds(),
            pattern=o.EXTRACTOR_PATTERN.get(options),
            formatter=None if formatter is None else _strptime_format(formatter),
            zone=zone,
        )

    def due(self, partition: str, created: float, now: float, watermark: int | None) -> bool:
        """True if a partition is complete.

        Args:
            partition: Its relative path.
            created: When its first file was opened, seconds since the epoch.
            now: The clock, seconds since the epoch.
            watermark: The watermark, ms since the epoch; None if there is none yet.
        """
        if not self.by_time:
            return now >= created + self.delay
        return watermark is not None and watermark / 1000 > self.partition_time(partition) + self.delay

    def partition_time(self, partition: str) -> float:
        """The time that a partition's values stand for, seconds since the epoch.

        Raises:
            ConnectorError: The values make no timestamp.
        """
        pairs = (part.partition("=") for part in partition.split("/"))
        values = {unquote(key): unquote(value) for key, _, value in pairs}
        text = self.pattern or next(iter(values.values()))
        for key in sorted(values, key=len, reverse=True):
            text = text.replace(f"${key}", values[key])
        for form in [self.formatter] if self.formatter else ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]:
            try:
                parsed = dt.datetime.strptime(text, form)
            except ValueError:
                continue
            return parsed.replace(tzinfo=ZoneInfo(self.zone)).timestamp()
        raise ConnectorError(
            "partition values make no timestamp",
            detail=f"partition '{partition}' gives '{text}'",
            hint=f"set '{o.EXTRACTOR_PATTERN.key}', such as '$day $hour:00:00'",
        )


def _strptime_format(java: str) -> str:
    """A java.time pattern of years to seconds as a strptime format.

    Raises:
        UnsupportedError: The pattern has other letters.
    """
    quoted = java.replace("%", "%%")
    for field, directive in _JAVA_FIELDS.items():
        quoted = quoted.replace(field, directive)
    rest = re.sub(r"%[YmdHMS%]|'([^']*)'", "", quoted)
    if re.search(r"[A-Za-z]", rest):
        raise UnsupportedError(
            f"timestamp formatter '{java}' is not built", hint="built: " + ", ".join(_JAVA_FIELDS)
        )
    return re.sub(r"'([^']*)'", r"\1", quoted)
