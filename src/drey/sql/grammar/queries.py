"""The grammar of queries: WITH, SELECT, VALUES, set operations, ORDER BY, LIMIT."""

from __future__ import annotations

from sqlglot import exp

from drey.sql import nodes
from drey.sql.grammar.expressions import ExpressionGrammar
from drey.sql.grammar.hints import optional_hints
from drey.sql.grammar.relations import from_clause
from drey.sql.grammar.windows import order_by, window_specification
from drey.sql.statements.fragments import Query, ScalarExpression

_UNION_PRECEDENCE = 1
_INTERSECT_PRECEDENCE = 2
_SET_OPERATIONS: dict[str, tuple[type[exp.SetOperation], int]] = {
    "UNION": (exp.Union, _UNION_PRECEDENCE),
    "EXCEPT": (exp.Except, _UNION_PRECEDENCE),
    "INTERSECT": (exp.Intersect, _INTERSECT_PRECEDENCE),
}


class QueryGrammar(ExpressionGrammar):
    """Parses queries and expressions; statements build on it."""

    def query_fragment(self) -> Query:
        """A query with its source text."""
        index = self.index
        tree = self.query()
        span = self.span_from(index)
        return Query(tree, self.text[span.start : span.end], span)

    def expression_fragment(self) -> ScalarExpression:
        """An expression with its source text."""
        index = self.index
        tree = self.expression()
        span = self.span_from(index)
        return ScalarExpression(tree, self.text[span.start : span.end], span)

    def query(self) -> exp.Expression:
        """``[WITH ..] body [ORDER BY ..] [LIMIT ..] [OFFSET ..] [FETCH ..]``."""
        index = self.index
        with_ = self._with() if self.at("WITH") else None
        body = self._modifiers(self._set_operations(_UNION_PRECEDENCE), index)
        if with_ is not None:
            if body.args.get("with_"):
                body = exp.Subquery(this=body)
            body.set("with_", with_)
        return self.placed(body, index)

    def _with(self) -> exp.With:
        index = self.index
        self.expect("WITH")
        recursive = self.accept("RECURSIVE")
        tables = self.items(self._common_table)
        return self.placed(exp.With(expressions=tables, recursive=recursive), index)

    def _common_table(self) -> exp.CTE:
        index = self.index
        alias = exp.TableAlias(this=self.identifier())
        if self.at("("):
            alias.set("columns", self.wrapped_items(self.identifier))
        self.placed(alias, index)
        self.expect("AS", "(")
        query = self.query()
        self.expect(")")
        return self.placed(exp.CTE(this=query, alias=alias), index)

    def _set_operations(self, precedence: int) -> exp.Expression:
        index = self.index
        left = self._query_term()
        while True:
            key = self.current.key
            for word in _SET_OPERATIONS:
                self.note_expected(word)
            if key not in _SET_OPERATIONS or _SET_OPERATIONS[key][1] < precedence:
                return left
            kind, own_precedence = _SET_OPERATIONS[key]
            self.advance()
            all_rows = self.accept_any("ALL", "DISTINCT") == "ALL"
            if own_precedence == _INTERSECT_PRECEDENCE:
                right = self._query_term()
            else:
                right = self._set_operations(_INTERSECT_PRECEDENCE)
            left = self.placed(kind(this=left, expression=right, distinct=not all_rows), index)

    def _query_term(self) -> exp.Expression:
        index = self.index
        if self.at("SELECT"):
            return self.select()
        if self.accept("VALUES"):
            rows = self.items(self._values_row)
            return self.placed(exp.Values(expressions=rows), index)
        if self.at("TABLE") and self.peek().key != "(":
            self.advance()
            start = self.index
            table = exp.Table(**self._reversed_parts(("this", "db", "catalog")))
            source = self.placed(exp.From(this=self.placed(table, start)), start)
            return self.placed(exp.Select(expressions=[exp.Star()], from_=source), index)
        if self.accept("("):
            query = self.query()
            self.expect(")")
            # Parentheses matter only around a query with its own WITH, ORDER BY or LIMIT.
            own = any(query.args.get(key) for key in ("with_", "order", "limit", "offset"))
            return self.placed(exp.Subquery(this=query) if own else query, index)
        self.note_expected("a query")
        raise self.failure()

    def _reversed_parts(self, keys: tuple[str, ...]) -> dict[str, exp.Identifier]:
        index = self.index
        parts = [self.identifier()]
        while self.accept("."):
            parts.append(self.identifier())
        if len(parts) > len(keys):
            self.fail(f"a path has at most {len(keys)} names", token=self.tokens[index])
        return dict(zip(keys, reversed(parts), strict=False))

    def _values_row(self) -> exp.Tuple:
        index = self.index
        self.accept("ROW")
        if self.at("("):
            values = self.wrapped_items(self.expression)
        else:
            values = [self.expression()]
        return self.placed(exp.Tuple(expressions=values), index)

    def select(self) -> exp.Expression:
        """One SELECT block."""
        index = self.index
        self.expect("SELECT")
        select = exp.Select()
        hints = optional_hints(self)
        if hints:
            select.set("hint", exp.Hint(expressions=hints))
        if self.accept_any("ALL", "DISTINCT") == "DISTINCT":
            select.set("distinct", exp.Distinct())
        select.set("expressions", self.items(self._select_item))
        if self.at("FROM"):
            from_clause(self, select)
        if self.accept("WHERE"):
            select.set("where", exp.Where(this=self.expression()))
        if self.accept("GROUP", "BY"):
            select.set("group", self._group())
        if self.accept("HAVING"):
            select.set("having", exp.Having(this=self.expression()))
        if self.accept("WINDOW"):
            select.set("windows", self.items(self._named_window))
        if self.accept("QUALIFY"):
            select.set("qualify", exp.Qualify(this=self.expression()))
        return self.placed(select, index)

    def _select_item(self) -> exp.Expression:
        index = self.index
        if self.looking_at("*"):
            self.advance()
            return self.placed(exp.Star(), index)
        operand = self.expression()
        if self.accept("AS") or self.alias_without_as():
            return self.placed(exp.Alias(this=operand, alias=self.identifier()), index)
        return operand

    def _named_window(self) -> exp.Window:
        index = self.index
        name = self.identifier()
        self.expect("AS")
        window = window_specification(self)
        window.set("this", name)
        return self.placed(window, index)

    def _group(self) -> exp.Group:
        index = self.index - 2
        quantifier = self.accept_any("ALL", "DISTINCT")
        elements = self.items(self._grouping_element)
        return self.placed(exp.Group(expressions=elements, distinct=quantifier == "DISTINCT"), index)

    def _grouping_element(self) -> exp.Expression:
        index = self.index
        if self.accept("GROUPING", "SETS"):
            sets = self.wrapped_items(self._grouping_element)
            return self.placed(exp.GroupingSets(expressions=sets), index)
        for word, kind in (("ROLLUP", exp.Rollup), ("CUBE", exp.Cube)):
            if self.looking_at(word):
                self.advance()
                return self.placed(kind(expressions=self.wrapped_items(self._grouping_set)), index)
        return self._grouping_set()

    def _grouping_set(self) -> exp.Expression:
        """``()``, ``(a, b)`` or an expression; the first two are Tuples."""
        index = self.index
        if self.looking_at("(", ")"):
            self.index += 2
            return self.placed(exp.Tuple(expressions=[]), index)
        element = self.expression()
        if isinstance(element, nodes.Operator) and element.this == "ROW" and self.tokens[index].key == "(":
            return self.placed(exp.Tuple(expressions=list(element.expressions)), index)
        return element

    def _modifiers(self, body: exp.Expression, index: int) -> exp.Expression:
        modifiers: dict[str, exp.Expression] = {}
        if self.at("ORDER", "BY"):
            modifiers["order"] = order_by(self)
        self._limits(modifiers)
        if not modifiers:
            return body
        if isinstance(body, exp.Subquery) or body.args.get("alias"):
            body = self.placed(exp.Subquery(this=body.this), index)
        for key, node in modifiers.items():
            body.set(key, node)
        return body

    def _limits(self, modifiers: dict[str, exp.Expression]) -> None:
        """``[LIMIT {n | ALL}] [OFFSET n [ROWS]]`` or ``[OFFSET n [ROWS]] [FETCH FIRST n ROWS ONLY]``."""
        limited = self._limit(modifiers)
        index = self.index
        if self.accept("OFFSET"):
            offset = exp.Offset(expression=self._count())
            self.accept_any("ROW", "ROWS")
            modifiers["offset"] = self.placed(offset, index)
            if self.looking_at("LIMIT") and not limited:
                self.fail("LIMIT stands before OFFSET", token=self.current)
        index = self.index
        if not limited and self.accept("FETCH"):
            self.expect_any("FIRST", "NEXT")
            count = self._count()
            self.expect_any("ROW", "ROWS")
            self.expect("ONLY")
            modifiers["limit"] = self.placed(exp.Limit(expression=count), index)

    def _limit(self, modifiers: dict[str, exp.Expression]) -> bool:
        index = self.index
        if not self.accept("LIMIT"):
            return False
        if not self.accept("ALL"):
            modifiers["limit"] = self.placed(exp.Limit(expression=self._count()), index)
        return True

    def _count(self) -> exp.Expression:
        index = self.index
        return self.placed(exp.Literal(this=str(self.integer()), is_string=False), index)
