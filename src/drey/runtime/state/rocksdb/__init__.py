"""Keyed state in a RocksDB database beneath bounded tables in memory."""
