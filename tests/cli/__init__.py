"""The ``drey`` command."""
