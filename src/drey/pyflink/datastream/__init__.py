"""Mirror of ``pyflink.datastream``."""
