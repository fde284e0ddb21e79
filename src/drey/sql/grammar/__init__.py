"""The grammar of Flink SQL, one module per part, on :class:`~drey.sql.grammar.cursor.TokenCursor`."""
