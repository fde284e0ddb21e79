"""CREATE TABLE .. LIKE: merges what is written with another table's definition.

The rules and messages are those of Flink's ``MergeTableLikeUtil``.
"""

from __future__ import annotations

from dataclasses import replace

from drey.catalog.objects import CatalogTable
from drey.errors import SourcePosition, ValidationError
from drey.session.table_parts import TableParts
from drey.sql.statements.tables import LikeOption
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind

_INCLUDING, _EXCLUDING, _OVERWRITING = "INCLUDING", "EXCLUDING", "OVERWRITING"
_DEFAULTS = {
    "OPTIONS": _OVERWRITING,
    "WATERMARKS": _INCLUDING,
    "GENERATED": _INCLUDING,
    "METADATA": _INCLUDING,
    "CONSTRAINTS": _INCLUDING,
    "DISTRIBUTION": _INCLUDING,
    "PARTITIONS": _INCLUDING,
}
_OVERWRITABLE = frozenset(["OPTIONS", "WATERMARKS", "GENERATED", "METADATA"])
_FEATURES = {ColumnKind.COMPUTED: "GENERATED", ColumnKind.METADATA: "METADATA"}
_TITLES = {ColumnKind.COMPUTED: "generated", ColumnKind.METADATA: "metadata"}
_CLASHES = {ColumnKind.COMPUTED: "compute", ColumnKind.METADATA: "metadata"}


def merging_strategies(options: tuple[LikeOption, ...]) -> dict[str, str]:
    """The strategy of each feature.

    Raises:
        ValidationError: A feature stands there twice, or can't be merged so.
    """
    seen: set[str] = set()
    for option in options:
        if option.feature in seen:
            raise ValidationError(
                "Each like option feature can be declared only once.", position=option.position
            )
        seen.add(option.feature)
        if option.strategy == _OVERWRITING and option.feature not in _OVERWRITABLE:
            raise ValidationError(
                f"Illegal merging strategy '{option.strategy}' for '{option.feature}' option.",
                hint="OVERWRITING goes with " + ", ".join(sorted(_OVERWRITABLE)),
                position=option.position,
            )
    chosen = dict(_DEFAULTS)
    for option in options:
        if option.feature == "ALL":
            chosen = dict.fromkeys(chosen, option.strategy)
    chosen.update({option.feature: option.strategy for option in options if option.feature != "ALL"})
    return chosen


def merge_like(parts: TableParts, base: CatalogTable, options: tuple[LikeOption, ...]) -> TableParts:
    """The parts of a table that is like another; its comment is only its own.

    Raises:
        ValidationError: Both define the same thing and the strategy doesn't say which counts.
    """
    strategies = merging_strategies(options)
    merged = replace(
        parts,
        columns=_columns(parts, base, strategies),
        watermarks=_watermarks(parts, base, strategies["WATERMARKS"]),
        options=_options(parts, base, strategies["OPTIONS"]),
    )
    _merge_key(merged, base, strategies["CONSTRAINTS"])
    # Without partitions or distribution of its own a table gets the base's even where they are excluded.
    if parts.partition_keys and base.partition_keys and strategies["PARTITIONS"] != _EXCLUDING:
        raise ValidationError(
            "The base table already has partitions defined. You might want to specify EXCLUDING PARTITIONS.",
            position=parts.partition_names[0].position if parts.partition_names else None,
        )
    merged.partition_keys = parts.partition_keys or base.partition_keys
    if parts.distribution and base.distribution and strategies["DISTRIBUTION"] != _EXCLUDING:
        raise ValidationError(
            "The base table already has a distribution defined. You might want to specify EXCLUDING DISTRIBUTION."
        )
    merged.distribution = parts.distribution or base.distribution
    return merged


def plain_column(column: Column) -> Column:
    """A column of another table's schema as it would be written: without the mark of a time attribute."""
    if isinstance(column.type, t.AnyTimestampType) and column.kind is not ColumnKind.COMPUTED:
        return replace(column, type=column.type.with_attribute(t.TimeAttribute.NONE))
    return column


def _columns(
    parts: TableParts, base: CatalogTable, strategies: dict[str, str]
) -> list[tuple[Column, SourcePosition | None]]:
    merged: dict[str, tuple[Column, SourcePosition | None]] = {}
    for column in base.schema.columns:
        feature = _FEATURES.get(column.kind)
        if feature is None or strategies[feature] != _EXCLUDING:
            merged[column.name] = (plain_column(column), None)
    own: set[str] = set()
    for column, position in parts.columns:
        if column.name in own:
            raise ValidationError(
                f"A column named '{column.name}' already exists in the table.", position=position
            )
        own.add(column.name)
        if column.name in merged:
            _check_replaceable(column, merged[column.name][0], strategies, position)
        merged[column.name] = (column, position)
    return list(merged.values())


def _check_replaceable(
    column: Column, old: Column, strategies: dict[str, str], position: SourcePosition | None
) -> None:
    name, kind = column.name, column.kind
    if kind is ColumnKind.PHYSICAL:
        raise ValidationError(f"A column named '{name}' already exists in the base table.", position=position)
    if old.kind is ColumnKind.PHYSICAL:
        raise ValidationError(
            f"A column named '{name}' already exists in the table. Duplicate columns exist in the {_CLASHES[kind]} "
            "column and regular column. ",
            position=position,
        )
    feature = _FEATURES[kind]
    if old.kind is not kind or strategies[feature] != _OVERWRITING:
        raise ValidationError(
            f"A {_TITLES[kind]} column named '{name}' already exists in the base table. You might want to specify "
            f"EXCLUDING {feature} or OVERWRITING {feature}.",
            position=position,
        )


def _watermarks(parts: TableParts, base: CatalogTable, strategy: str) -> list[tuple[str, str]]:
    marks: dict[str, str] = {}
    if strategy != _EXCLUDING:
        marks = {mark.rowtime: mark.expression for mark in base.schema.watermarks}
    for rowtime, expression in parts.watermarks:
        if rowtime in marks and strategy != _OVERWRITING:
            raise ValidationError(
                f"There already exists a watermark spec for column '{rowtime}' in the base table. You might want to "
                "specify EXCLUDING WATERMARKS or OVERWRITING WATERMARKS.",
                position=parts.watermark_position,
            )
        marks[rowtime] = expression
    if len(marks) > 1:
        raise ValidationError(
            "Multiple watermark definitions are not supported yet.",
            hint="specify EXCLUDING WATERMARKS",
            position=parts.watermark_position,
        )
    return list(marks.items())


def _options(parts: TableParts, base: CatalogTable, strategy: str) -> dict[str, str]:
    if strategy == _EXCLUDING:
        return parts.options
    if strategy == _INCLUDING:
        for key in parts.options:
            if key in base.options:
                raise ValidationError(
                    f"There already exists an option ['{key}' -> '{base.options[key]}']  in the base table. You might "
                    "want to specify EXCLUDING OPTIONS or OVERWRITING OPTIONS."
                )
    return {**base.options, **parts.options}


def _merge_key(merged: TableParts, base: CatalogTable, strategy: str) -> None:
    inherited = base.schema.primary_key if strategy != _EXCLUDING else None
    if merged.key is None:
        merged.key = inherited
        return
    if inherited is not None:
        raise ValidationError(
            "The base table already has a primary key. You might want to specify EXCLUDING CONSTRAINTS."
        )
    for column, position in merged.columns:
        if column.name in merged.key.columns and position is None and column.type.nullable:
            raise ValidationError(
                f"Invalid primary key '{merged.key.name}'. Column '{column.name}' is nullable."
            )
