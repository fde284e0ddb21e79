"""Row expressions and types as JSON values, for the job graph."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from drey.rex.nodes import AggregateCall, RexCall, RexInputRef, RexLiteral, RexNode, RexUdf
from drey.types.logical import AnyTimestampType, LogicalType, RowType, TimeAttribute
from drey.types.type_parser import parse_type

Json = Any


def type_to_json(type_: LogicalType) -> Json:
    if isinstance(type_, AnyTimestampType) and type_.attribute is not TimeAttribute.NONE:
        plain = type_.with_attribute(TimeAttribute.NONE)
        return {"type": str(plain), "attribute": type_.attribute.value}
    return str(type_)


def type_from_json(data: Json) -> LogicalType:
    if isinstance(data, dict):
        base = parse_type(data["type"])
        assert isinstance(base, AnyTimestampType)
        return base.with_attribute(TimeAttribute(data["attribute"]))
    return parse_type(data)


def row_type_to_json(row_type: RowType) -> Json:
    return [[f.name, type_to_json(f.type)] for f in row_type.fields]


def row_type_from_json(data: Json) -> RowType:
    return RowType.of(*((name, type_from_json(text)) for name, text in data), nullable=False)


def value_to_json(value: Any) -> Json:
    """A literal's value; what JSON has no type for is tagged."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return {"float": repr(value)}
        case Decimal():
            return {"decimal": str(value)}
        case bytes():
            return {"bytes": value.hex()}
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case dt.time():
            return {"time": value.isoformat()}
        case list() | tuple():
            return [value_to_json(v) for v in value]
    raise TypeError(f"no JSON form for a literal of {type(value).__name__}")


def value_from_json(data: Json) -> Any:
    if isinstance(data, list):
        return [value_from_json(v) for v in data]
    if not isinstance(data, dict):
        return data
    (tag, text), *_ = data.items()
    match tag:
        case "float":
            return float(text)
        case "decimal":
            return Decimal(text)
        case "bytes":
            return bytes.fromhex(text)
        case "datetime":
            return dt.datetime.fromisoformat(text)
        case "date":
            return dt.date.fromisoformat(text)
        case "time":
            return dt.time.fromisoformat(text)
    raise ValueError(f"unknown literal tag '{tag}'")


def rex_to_json(node: RexNode) -> Json:
    out: dict[str, Json] = {"type": type_to_json(node.type)}
    match node:
        case RexInputRef():
            out["input"] = node.index
        case RexLiteral():
            out["literal"] = value_to_json(node.value)
        case RexCall():
            out["call"] = node.name
            out["operands"] = [rex_to_json(o) for o in node.operands]
            if node.options:
                out["options"] = list(node.options)
        case RexUdf():
            out["udf"] = node.function
            out["name"] = node.name
            out["operands"] = [rex_to_json(o) for o in node.operands]
            out["vectorized"] = node.vectorized
            out["deterministic"] = node.deterministic
        case _:
            raise TypeError(f"no JSON form for {type(node).__name__}")
    return out


def rex_from_json(data: Json) -> RexNode:
    type_ = type_from_json(data["type"])
    if "input" in data:
        return RexInputRef(data["input"], type=type_)
    if "literal" in data:
        return RexLiteral(value_from_json(data["literal"]), type=type_)
    operands = tuple(rex_from_json(o) for o in data["operands"])
    if "call" in data:
        return RexCall(data["call"], operands, tuple(data.get("options", ())), type=type_)
    return RexUdf(data["udf"], data["name"], operands, data["vectorized"], data["deterministic"], type=type_)


def aggregate_to_json(call: AggregateCall) -> Json:
    return {
        "name": call.name,
        "arguments": list(call.arguments),
        "type": type_to_json(call.type),
        "distinct": call.distinct,
        "filter": call.filter,
        "output": call.output,
        "options": list(call.options),
    }


def aggregate_from_json(data: Json) -> AggregateCall:
    return AggregateCall(
        data["name"],
        tuple(data["arguments"]),
        type_from_json(data["type"]),
        data["distinct"],
        data["filter"],
        data["output"],
        tuple(data["options"]),
    )
