"""Operators of Python objects: what the DataStream API runs."""
