"""Mirror of ``pyflink.table.sinks`` of PyFlink until 1.20."""

from drey.pyflink.legacy.csv_tables import CsvTableSink, TableSink, WriteMode

__all__ = ["TableSink", "CsvTableSink", "WriteMode"]
