"""Comparison, logic and conditions."""
