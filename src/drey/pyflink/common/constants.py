"""Mirror of ``pyflink.common.constants``."""

MAX_LONG_VALUE = 0x7FFFFFFFFFFFFFFF
"""The largest BIGINT."""

MIN_LONG_VALUE = -MAX_LONG_VALUE - 1
"""The smallest BIGINT."""

DEFAULT_OUTPUT_TAG = ""
"""The id of the main output."""
