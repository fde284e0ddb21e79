"""The version of PyFlink whose API this package mirrors."""

__version__ = "2.3.0"
