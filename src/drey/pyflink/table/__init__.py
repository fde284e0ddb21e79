"""Mirror of ``pyflink.table``."""
