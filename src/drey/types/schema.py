"""Table schemas: columns, watermarks and primary keys as the catalog keeps them."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from drey.errors import ValidationError
from drey.records import record
from drey.types.logical import LogicalType, RowType


class ColumnKind(Enum):
    PHYSICAL = "physical"
    COMPUTED = "computed"
    METADATA = "metadata"


@record
class Column:
    """One column of a table.

    Args:
        name: The column's name.
        type: Its type; of a computed column the type of its expression.
        kind: Physical, computed or metadata.
        expression: The SQL text of a computed column.
        metadata_key: The key of a metadata column, if it isn't the name.
        virtual: True if a metadata column can only be read.
        comment: The column's comment.
    """

    name: str
    type: LogicalType
    kind: ColumnKind = ColumnKind.PHYSICAL
    expression: str | None = None
    metadata_key: str | None = None
    virtual: bool = False
    comment: str | None = None

    @property
    def persisted(self) -> bool:
        """True if a sink is given the column."""
        return self.kind is ColumnKind.PHYSICAL or (self.kind is ColumnKind.METADATA and not self.virtual)


@record
class WatermarkSpec:
    """``WATERMARK FOR rowtime AS expression``."""

    rowtime: str
    expression: str
    type: LogicalType


@record
class PrimaryKey:
    """``PRIMARY KEY (columns) NOT ENFORCED``."""

    name: str
    columns: tuple[str, ...]


@record
class ResolvedSchema:
    """The schema of a table with every type known."""

    columns: tuple[Column, ...]
    watermarks: tuple[WatermarkSpec, ...] = ()
    primary_key: PrimaryKey | None = None
    row_type: RowType = field(init=False, compare=False)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        duplicates = sorted({name for name in names if names.count(name) > 1})
        if duplicates:
            raise ValidationError(f"duplicate column '{duplicates[0]}' in the schema")
        row_type = RowType.of(*((c.name, c.type) for c in self.columns), nullable=False)
        object.__setattr__(self, "row_type", row_type)

    @classmethod
    def physical(cls, row_type: RowType, primary_key: PrimaryKey | None = None) -> ResolvedSchema:
        return cls(tuple(Column(f.name, f.type) for f in row_type.fields), primary_key=primary_key)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def physical_row_type(self) -> RowType:
        pairs = ((c.name, c.type) for c in self.columns if c.kind is ColumnKind.PHYSICAL)
        return RowType.of(*pairs, nullable=False)

    @property
    def sink_row_type(self) -> RowType:
        """The columns that a query writes: physical ones and persisted metadata."""
        return RowType.of(*((c.name, c.type) for c in self.columns if c.persisted), nullable=False)
