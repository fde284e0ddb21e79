"""Columns and schemas with all types known, which ``pyflink.table.catalog`` shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, List, Optional, Union

from drey.catalog.objects import quote
from drey.errors import ValidationError
from drey.pyflink.not_built import not_built
from drey.pyflink.table.type_conversion import from_logical, to_logical
from drey.pyflink.table.types import DataType, RowField, RowType
from drey.types import schema as engine
from drey.types.logical import AnyTimestampType, TimeAttribute

if TYPE_CHECKING:
    from drey.pyflink.table.resolved_expression import ResolvedExpression


class Column(ABC):
    """A column of a resolved schema, made by the static methods. It can't be changed: methods return another one.

    See "CREATE Statements" in Flink's documentation for the three kinds of columns.
    """

    _column: engine.Column

    @classmethod
    def _of(cls, column: engine.Column) -> Any:
        kinds = {
            engine.ColumnKind.PHYSICAL: PhysicalColumn,
            engine.ColumnKind.COMPUTED: ComputedColumn,
            engine.ColumnKind.METADATA: MetadataColumn,
        }
        made = kinds[column.kind]()  # type: ignore[abstract]
        made._column = column
        return made

    @staticmethod
    def physical(name: str, data_type: DataType) -> PhysicalColumn:
        """A column that the table stores.

        Args:
            name: The column's name.
            data_type: Its type.
        """
        made: PhysicalColumn = Column._of(engine.Column(name, to_logical(data_type)))
        return made

    @staticmethod
    def computed(name: str, resolved_expression: ResolvedExpression) -> ComputedColumn:
        """Flink's ``computed``; not built yet."""
        raise not_built("Column.computed")

    @staticmethod
    def metadata(
        name: str, data_type: DataType, metadata_key: Optional[str], is_virtual: bool
    ) -> MetadataColumn:
        """A column that the connector fills from a record's metadata, such as Kafka's offset.

        Args:
            name: The column's name.
            data_type: Its type.
            metadata_key: What the connector calls it; None if that is the column's name.
            is_virtual: True if it is only read, and not written by INSERT.
        """
        made: MetadataColumn = Column._of(
            engine.Column(
                name,
                to_logical(data_type),
                engine.ColumnKind.METADATA,
                metadata_key=metadata_key,
                virtual=is_virtual,
            )
        )
        return made

    @abstractmethod
    def with_comment(self, comment: Optional[str]) -> Any:
        """The same column with another comment; None removes it."""

    @abstractmethod
    def is_physical(self) -> bool:
        """Whether the table stores the column."""

    @abstractmethod
    def is_persisted(self) -> bool:
        """Whether INSERT writes the column."""

    def get_data_type(self) -> DataType:
        """The column's type; of a computed one that of its expression."""
        return from_logical(self._column.type)

    def get_name(self) -> Any:
        """The column's name, without quotes."""
        return self._column.name

    def get_comment(self) -> Optional[str]:
        """The column's comment, or None."""
        return self._column.comment

    def as_summary_string(self) -> str:
        """The column's definition as text: the name in backticks, the type, and what :meth:`explain_extras` gives."""
        extras = self.explain_extras()
        text = f"{quote(self._column.name)} {self._column.type}"
        return text if extras is None else f"{text} {extras}"

    def __str__(self) -> str:
        return self.as_summary_string()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Column) and self._column == other._column

    def __hash__(self) -> int:
        return hash(self._column)

    @abstractmethod
    def explain_extras(self) -> Optional[str]:
        """What stands behind the type in the definition, or None."""

    @abstractmethod
    def copy(self, new_type: DataType) -> Column:
        """The same column with another type."""

    @abstractmethod
    def rename(self, new_name: str) -> Column:
        """The same column under another name."""

    def _with(self, **changes: Any) -> Any:
        return Column._of(replace(self._column, **changes))


class PhysicalColumn(Column):
    """A column that the table stores, made by :meth:`Column.physical`."""

    def with_comment(self, comment: str) -> PhysicalColumn:  # type: ignore[override]
        """The same column with another comment."""
        return self._with(comment=comment)  # type: ignore[no-any-return]

    def is_physical(self) -> bool:
        """True: the table stores it."""
        return True

    def is_persisted(self) -> bool:
        """True: INSERT writes it."""
        return True

    def explain_extras(self) -> Optional[str]:
        """None: nothing stands behind the type."""
        return None

    def copy(self, new_data_type: DataType) -> Column:
        """The same column with another type."""
        return self._with(type=to_logical(new_data_type))  # type: ignore[no-any-return]

    def rename(self, new_name: str) -> Column:
        """The same column under another name."""
        return self._with(name=new_name)  # type: ignore[no-any-return]


class ComputedColumn(Column):
    """A column that an expression over other columns computes whenever the table is read."""

    def with_comment(self, comment: str) -> ComputedColumn:  # type: ignore[override]
        """The same column with another comment."""
        return self._with(comment=comment)  # type: ignore[no-any-return]

    def is_physical(self) -> bool:
        """False: the table doesn't store it."""
        return False

    def is_persisted(self) -> bool:
        """False: INSERT doesn't write it."""
        return False

    def get_expression(self) -> None:
        """Flink's ``get_expression``; not built yet."""
        raise not_built("ComputedColumn.get_expression")

    def explain_extras(self) -> Optional[str]:
        """The expression in SQL: ``AS ...``."""
        return f"AS {self._column.expression}"

    def copy(self, new_data_type: DataType) -> Column:
        """The same column, said to be of another type; its expression stays."""
        return self._with(type=to_logical(new_data_type))  # type: ignore[no-any-return]

    def rename(self, new_name: str) -> Column:
        """The same column under another name."""
        return self._with(name=new_name)  # type: ignore[no-any-return]


class MetadataColumn(Column):
    """A column that the connector fills from a record's metadata, made by :meth:`Column.metadata`."""

    def is_virtual(self) -> bool:
        """Whether the column is only read, and not written by INSERT."""
        return self._column.virtual

    def get_metadata_key(self) -> Optional[str]:
        """What the connector calls it; None if that is the column's name."""
        return self._column.metadata_key

    def with_comment(self, comment: str) -> MetadataColumn:  # type: ignore[override]
        """The same column with another comment."""
        return self._with(comment=comment)  # type: ignore[no-any-return]

    def is_physical(self) -> bool:
        """False: it isn't among the values that the table stores."""
        return False

    def is_persisted(self) -> bool:
        """Whether INSERT writes it, which is so unless it is virtual."""
        return self._column.persisted

    def explain_extras(self) -> Optional[str]:
        """``METADATA``, with ``FROM`` and the connector's key, and ``VIRTUAL``, where they are declared."""
        key = self._column.metadata_key
        text = "METADATA" if key is None else f"METADATA FROM '{key}'"
        return f"{text} VIRTUAL" if self._column.virtual else text

    def copy(self, new_data_type: DataType) -> Column:
        """The same column with another type."""
        return self._with(type=to_logical(new_data_type))  # type: ignore[no-any-return]

    def rename(self, new_name: str) -> Column:
        """The same column under another name."""
        return self._with(name=new_name)  # type: ignore[no-any-return]


class WatermarkSpec:
    """The watermark of an event-time column, as ``WATERMARK FOR`` declares it."""

    _spec: engine.WatermarkSpec

    @classmethod
    def _of(cls, spec: engine.WatermarkSpec) -> WatermarkSpec:
        made = cls()
        made._spec = spec
        return made

    @staticmethod
    def of(rowtime_attribute: str, watermark_expression: ResolvedExpression) -> Any:
        """Flink's ``of``; not built yet."""
        raise not_built("WatermarkSpec.of")

    def get_rowtime_attribute(self) -> str:
        """The name of the event-time column."""
        return self._spec.rowtime

    def get_watermark_expression(self) -> ResolvedExpression:
        """Flink's ``get_watermark_expression``; not built yet."""
        raise not_built("WatermarkSpec.get_watermark_expression")

    def as_summary_string(self) -> str:
        """The watermark as text: ``WATERMARK FOR`` the column, its type and the expression in SQL."""
        return f"WATERMARK FOR {quote(self._spec.rowtime)}: {self._spec.type} AS {self._spec.expression}"

    def __str__(self) -> str:
        return self.as_summary_string()


class Constraint:
    """A constraint of a table; there are primary keys only."""

    class ConstraintType(Enum):
        """The kinds of constraints."""

        PRIMARY_KEY = 0
        UNIQUE_KEY = 1

    _key: engine.PrimaryKey

    def get_name(self) -> str:
        """The name of the constraint."""
        return self._key.name

    def is_enforced(self) -> bool:
        """False: nobody checks that the rows hold to it."""
        return False

    def get_type(self) -> ConstraintType:
        """The kind of constraint: ``PRIMARY_KEY``."""
        return Constraint.ConstraintType.PRIMARY_KEY

    def as_summary_string(self) -> str:
        """The constraint as CREATE TABLE has it: ``CONSTRAINT ... PRIMARY KEY (...) NOT ENFORCED``."""
        names = ", ".join(map(quote, self._key.columns))
        return f"CONSTRAINT {quote(self._key.name)} PRIMARY KEY ({names}) NOT ENFORCED"

    def __str__(self) -> str:
        return self.as_summary_string()


class UniqueConstraint(Constraint):
    """A primary key, made by :meth:`primary_key`; a Java object is refused with ``ValidationError``."""

    def __init__(self, j_unique_constraint: Any = None) -> None:
        if j_unique_constraint is not None:
            raise ValidationError(
                "there is no Java object to make a constraint of", hint="use primary_key(...)"
            )

    @classmethod
    def _of(cls, key: engine.PrimaryKey) -> UniqueConstraint:
        made = cls()
        made._key = key
        return made

    @staticmethod
    def primary_key(name: str, columns: List[str]) -> UniqueConstraint:
        """A primary key.

        Args:
            name: The constraint's name.
            columns: The names of the key's columns; that the table has them isn't checked here.
        """
        return UniqueConstraint._of(engine.PrimaryKey(name, tuple(columns)))

    def get_columns(self) -> List[str]:
        """The names of the key's columns in order."""
        return list(self._key.columns)

    def get_type_string(self) -> str:
        """The kind of constraint in SQL's words: ``PRIMARY KEY``."""
        return "PRIMARY KEY"


class ResolvedSchema:
    """The schema of a table or query with all types known.

    Args:
        columns: The columns in order.
        watermark_specs: The watermarks of event-time columns.
        primary_key: The primary key.

    Raises:
        ValidationError: Two columns have the same name, or a Java object is given.
    """

    def __init__(
        self,
        columns: List[Column] | None = None,
        watermark_specs: List[WatermarkSpec] | None = None,
        primary_key: Optional[UniqueConstraint] = None,
        j_resolved_schema: Any = None,
    ) -> None:
        if j_resolved_schema is not None:
            raise ValidationError("there is no Java object to make a schema of")
        self._schema = engine.ResolvedSchema(
            tuple(column._column for column in columns or ()),
            tuple(spec._spec for spec in watermark_specs or ()),
            None if primary_key is None else primary_key._key,
        )

    @classmethod
    def _of(cls, schema: engine.ResolvedSchema) -> ResolvedSchema:
        made = cls()
        made._schema = schema
        return made

    @staticmethod
    def of(columns: List[Column]) -> ResolvedSchema:
        """A schema of columns only, without watermarks and key."""
        return ResolvedSchema(columns)

    @staticmethod
    def physical(column_names: List[str], column_data_types: List[DataType]) -> ResolvedSchema:
        """A schema of stored columns.

        Args:
            column_names: The names.
            column_data_types: Their types, in the same order.

        Raises:
            ValidationError: There are not as many types as names, or a name comes twice.
        """
        if len(column_names) != len(column_data_types):
            raise ValidationError("Mismatch between number of columns names and data types.")
        pairs = zip(column_names, column_data_types, strict=True)
        return ResolvedSchema([Column.physical(name, data_type) for name, data_type in pairs])

    def get_column_count(self) -> int:
        """The number of columns, computed and metadata ones among them."""
        return len(self._schema.columns)

    def get_columns(self) -> List[Column]:
        """All columns in order."""
        return [Column._of(column) for column in self._schema.columns]

    def get_column_names(self) -> List[str]:
        """The names of all columns in order."""
        return [column.name for column in self._schema.columns]

    def get_column_data_types(self) -> List[DataType]:
        """The types of all columns in order."""
        return [from_logical(column.type) for column in self._schema.columns]

    def get_column(self, column_index_or_name: Union[int, str]) -> Optional[Column]:
        """One column.

        Args:
            column_index_or_name: Its position from 0, or its name.

        Returns:
            The column; None if there is none there, or of this name.
        """
        columns = self._schema.columns
        if isinstance(column_index_or_name, int):
            inside = 0 <= column_index_or_name < len(columns)
            return Column._of(columns[column_index_or_name]) if inside else None
        found = self._schema.column(column_index_or_name)
        return None if found is None else Column._of(found)

    def get_watermark_specs(self) -> List[WatermarkSpec]:
        """The watermarks of event-time columns; an empty list if there are none."""
        return [WatermarkSpec._of(spec) for spec in self._schema.watermarks]

    def get_primary_key(self) -> Optional[UniqueConstraint]:
        """The primary key, or None."""
        key = self._schema.primary_key
        return None if key is None else UniqueConstraint._of(key)

    def get_primary_key_indexes(self) -> List[int]:
        """The positions from 0 of the key's columns, in the key's order; an empty list without a key."""
        key = self._schema.primary_key
        names = self.get_column_names()
        return [] if key is None else [names.index(name) for name in key.columns]

    def to_source_row_data_type(self) -> DataType:
        """The ROW of all columns: what a query reads of the table."""
        return self._row(lambda column: True)

    def to_physical_row_data_type(self) -> DataType:
        """The ROW of the stored columns."""
        return self._row(lambda column: column.kind is engine.ColumnKind.PHYSICAL)

    def to_sink_row_data_type(self) -> Any:
        """The ROW of the columns that INSERT writes: stored ones, and metadata that isn't virtual."""
        return self._row(lambda column: column.persisted)

    def _row(self, wanted: Any) -> DataType:
        fields = [RowField(c.name, from_logical(c.type)) for c in self._schema.columns if wanted(c)]
        return RowType(fields, False)

    def __str__(self) -> str:
        lines = [_line(column) for column in self._schema.columns]
        lines += [str(WatermarkSpec._of(spec)) for spec in self._schema.watermarks]
        key = self.get_primary_key()
        lines += [] if key is None else [str(key)]
        return "(\n" + ",\n".join(f"  {line}" for line in lines) + "\n)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResolvedSchema) and self._schema == other._schema

    def __hash__(self) -> int:
        return hash(self._schema)


def _line(column: engine.Column) -> str:
    """A column as a schema prints it: time attributes are marked."""
    type_ = column.type
    if isinstance(type_, AnyTimestampType) and type_.attribute is not TimeAttribute.NONE:
        extras = Column._of(column).explain_extras()
        return f"{quote(column.name)} {type_}" + (f" {extras}" if extras else "")
    return str(Column._of(column))
