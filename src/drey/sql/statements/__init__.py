"""Statements as frozen values with their places in the text; one module per family."""
