"""Mirror of ``pyflink.metrics``."""
