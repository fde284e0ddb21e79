"""Mirror of ``pyflink.table.functions``: PyFlink keeps only Java plumbing here, so nothing is public."""
