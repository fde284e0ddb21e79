"""Mirror of ``pyflink.table.utils``: PyFlink keeps only Java plumbing here, so nothing is public."""
