"""Construction and access of rows, arrays and maps; facts about values."""
