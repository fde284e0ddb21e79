"""Mirror of ``pyflink.common``."""
