"""Lets ``import pyflink`` in these tests mean the mirror."""

import drey

drey.use("embedded")
