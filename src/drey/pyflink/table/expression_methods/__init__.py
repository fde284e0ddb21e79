"""The methods of expressions, by subject; :class:`~drey.pyflink.table.expression.Expression` has them all."""
