"""The graph of a DataStream program, and how it becomes a job graph."""
