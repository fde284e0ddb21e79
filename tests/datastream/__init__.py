"""The DataStream API and its operators."""
