"""PyFlink's API, module for module; ``drey.use("embedded")`` lets it answer to the name ``pyflink``."""
