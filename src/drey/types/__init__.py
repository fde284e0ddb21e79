"""Logical types, row kinds, changelog modes and schemas, and their maps to Polars.

Modules of the engine use ``from drey.types import logical as t``.
"""
