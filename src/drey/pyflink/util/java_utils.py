"""Mirror of ``pyflink.util.java_utils``: PyFlink keeps only Java plumbing here, so nothing is public."""
