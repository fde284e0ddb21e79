"""Test doubles and harnesses, for Drey's own tests and for users."""
