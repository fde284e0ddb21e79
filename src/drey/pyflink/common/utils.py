"""Mirror of ``pyflink.common.utils``: PyFlink keeps only Java plumbing here, so nothing is public."""
