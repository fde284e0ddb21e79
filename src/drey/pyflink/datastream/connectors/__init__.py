"""Mirror of ``pyflink.datastream.connectors``."""
