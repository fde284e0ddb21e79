"""Mirror of ``pyflink.table.sources`` of PyFlink until 1.20."""

from drey.pyflink.legacy.csv_tables import CsvTableSource, TableSource

__all__ = ["TableSource", "CsvTableSource"]
