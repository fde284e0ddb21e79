"""JSON texts: reading, querying, writing."""
