"""Bitmaps: sets of 32-bit numbers."""
