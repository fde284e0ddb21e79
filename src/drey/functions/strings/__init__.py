"""Text: cases, slices, searches, patterns, encodings, hashes."""
