"""Mirror of ``pyflink.util``."""
