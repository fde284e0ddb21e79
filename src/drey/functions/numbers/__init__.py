"""Arithmetic, rounding, mathematics."""
