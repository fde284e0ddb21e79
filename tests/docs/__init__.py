"""The documentation's examples run, and its generated pages are current."""
