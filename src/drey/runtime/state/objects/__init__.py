"""Keyed state of Python objects and timers: what users' process functions work on."""
