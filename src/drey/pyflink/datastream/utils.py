"""Mirror of ``pyflink.datastream.utils``: PyFlink keeps only Java plumbing here, so nothing is public."""
