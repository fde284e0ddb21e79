"""Connector properties as Flink spelled them until 1.10, ``'connector.type' = 'kafka'``, and today's keys.

The rule: ``connector.type`` becomes ``connector`` (with the version where the connector still has one),
``format.type`` becomes ``format``, other ``connector.`` keys lose that prefix or have a new name, and keys of
the format are prefixed with the format's name. See FLIP-122 and Flink 1.10's "Connect to External Systems".
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping

from drey.errors import OptionError, UnsupportedError
from drey.user_frames import frames_to_the_user

_CONNECTOR_KEYS = {
    "startup-mode": "scan.startup.mode",
    "startup-timestamp-millis": "scan.startup.timestamp-millis",
    "sink-partitioner": "sink.partitioner",
    "sink-partitioner-class": "sink.partitioner",
    "table": "table-name",
    "read.partition.column": "scan.partition.column",
    "read.partition.num": "scan.partition.num",
    "read.partition.lower-bound": "scan.partition.lower-bound",
    "read.partition.upper-bound": "scan.partition.upper-bound",
    "read.fetch-size": "scan.fetch-size",
    "lookup.cache.max-rows": "lookup.partial-cache.max-rows",
    "lookup.cache.ttl": "lookup.partial-cache.expire-after-write",
    "write.flush.max-rows": "sink.buffer-flush.max-rows",
    "write.flush.interval": "sink.buffer-flush.interval",
    "write.max-retries": "sink.max-retries",
    "write.buffer-flush.max-size": "sink.buffer-flush.max-size",
    "write.buffer-flush.max-rows": "sink.buffer-flush.max-rows",
    "write.buffer-flush.interval": "sink.buffer-flush.interval",
    "key-delimiter": "document-id.key-delimiter",
    "flush-on-checkpoint": "sink.flush-on-checkpoint",
    "bulk-flush.backoff.type": "sink.bulk-flush.backoff.strategy",
    "connection-max-retry-timeout": "connection.max-retry-timeout",
    "connection-path-prefix": "connection.path-prefix",
}
_DROPPED_CONNECTOR_KEYS = {"type", "version", "property-version", "key-null-literal"}
_DROPPED_FORMAT_KEYS = {
    "type",
    "property-version",
    "schema",
    "json-schema",
    "derive-schema",
    "record-class",
    "avro-schema",
}
_SECRET = re.compile(r"password|secret|jaas")
_INDEXED = re.compile(r"(properties|specific-offsets|hosts)\.(\d+)\.([\w-]+)")


def is_legacy(options: Mapping[str, str]) -> bool:
    """Whether a table's options are in the old spelling."""
    return "connector.type" in options or "format.type" in options


def modernize_options(options: Mapping[str, str]) -> dict[str, str]:
    """Today's options of a table; options in today's spelling come back as they are.

    Warns with a DeprecationWarning that shows the new spelling. Keys of the schema (``schema.0.name``) are left
    out; see :func:`drey.catalog.legacy_schema.columns_of`.

    Raises:
        OptionError: An option has no counterpart today.
    """
    if not is_legacy(options):
        return dict(options)
    result: dict[str, str] = {}
    if "connector.type" in options:
        result["connector"] = _connector_name(options)
    if "format.type" in options:
        result["format"] = options["format.type"]
    result.update(_indexed(options))
    for key, value in options.items():
        scope, _, rest = key.partition(".")
        if scope == "connector":
            _add_connector_key(rest, value, result)
        elif scope == "format":
            _add_format_key(rest, value, options.get("format.type", ""), result)
        elif key != "update-mode" and scope != "schema":
            result[key] = value
    if any(key.startswith("lookup.partial-cache.") for key in result):
        result.setdefault("lookup.cache", "PARTIAL")
    shown = ", ".join(f"'{key}' = '{value}'" for key, value in result.items() if not _SECRET.search(key))
    message = f"the table's options are spelled as in Flink 1.10; write WITH ({shown})"
    warnings.warn(message, DeprecationWarning, stacklevel=frames_to_the_user())
    return result


def _connector_name(options: Mapping[str, str]) -> str:
    name = options["connector.type"]
    version = options.get("connector.version", "")
    if name == "elasticsearch":
        return f"elasticsearch-{version.partition('.')[0] or '7'}"
    if name == "hbase":
        return "hbase-1.4" if version.startswith("1.") else "hbase-2.2"
    # Kafka's client speaks to brokers of every version since 0.10.
    return name


def _indexed(options: Mapping[str, str]) -> dict[str, str]:
    """``connector.properties.0.key``, ``.value`` and the like as one option."""
    groups: dict[str, dict[int, dict[str, str]]] = {}
    for key, value in options.items():
        match = _INDEXED.fullmatch(key.removeprefix("connector."))
        if key.startswith("connector.") and match is not None:
            group, index, part = match.groups()
            groups.setdefault(group, {}).setdefault(int(index), {})[part] = value
    result: dict[str, str] = {}
    for entry in groups.get("properties", {}).values():
        if "key" not in entry or "value" not in entry:
            raise OptionError("an indexed property needs a key and a value", detail=f"found {entry}")
        result[f"properties.{entry['key']}"] = entry["value"]
    offsets = [groups["specific-offsets"][i] for i in sorted(groups.get("specific-offsets", {}))]
    if offsets:
        pairs = (f"partition:{one['partition']},offset:{one['offset']}" for one in offsets)
        result["scan.startup.specific-offsets"] = ";".join(pairs)
    hosts = [groups["hosts"][i] for i in sorted(groups.get("hosts", {}))]
    if hosts:
        urls = (f"{one.get('protocol', 'http')}://{one['hostname']}:{one['port']}" for one in hosts)
        result["hosts"] = ";".join(urls)
    return result


def _add_connector_key(key: str, value: str, result: dict[str, str]) -> None:
    if key in _DROPPED_CONNECTOR_KEYS or _INDEXED.fullmatch(key):
        return
    if key == "read.query":
        raise UnsupportedError(
            "'connector.read.query' has no counterpart today",
            hint="create a view in the database and read that",
        )
    if key == "specific-offsets":
        result["scan.startup.specific-offsets"] = value
    elif key in _CONNECTOR_KEYS:
        result[_CONNECTOR_KEYS[key]] = value
    elif key.startswith("bulk-flush."):
        result[f"sink.{key}"] = value
    else:
        result[key] = value


def _add_format_key(key: str, value: str, name: str, result: dict[str, str]) -> None:
    if key in _DROPPED_FORMAT_KEYS or key.startswith("fields."):
        return
    if key == "line-delimiter":
        if value not in ("\n", "\\n", "\r\n", "\\r\\n", "\r", "\\r"):
            raise _without_counterpart(key, value)
    elif key == "comment-prefix":
        if value != "#":
            raise _without_counterpart(key, value)
        result[f"{name}.allow-comments"] = "true"
    elif key == "ignore-first-line":
        if value.lower() == "true":
            raise _without_counterpart(key, value)
    else:
        result[f"{name}.{key}"] = value


def _without_counterpart(key: str, value: str) -> OptionError:
    return OptionError(
        f"'format.{key}' = '{value}' has no counterpart today",
        hint="today's csv format ends lines with \\n, \\r or \\r\\n, takes # for comments and reads every line",
    )
