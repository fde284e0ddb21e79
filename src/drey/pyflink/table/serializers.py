"""Mirror of ``pyflink.table.serializers``: PyFlink keeps only Java plumbing here, so nothing is public."""
