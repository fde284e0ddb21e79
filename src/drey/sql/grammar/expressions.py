"""The grammar of expressions: operators by precedence, literals, names, calls.

Precedences are those of Calcite's ``SqlStdOperatorTable``, which decide how Flink reads
``NOT a = b IS NULL`` or ``a || b + c``.
"""

from __future__ import annotations

from sqlglot import exp

from drey.sql import nodes
from drey.sql.grammar.calls import parse_call
from drey.sql.grammar.cursor import TokenCursor
from drey.sql.lexer import TokenKind
from drey.sql.reserved import FUNCTION_WORDS, NILADIC_FUNCTIONS, RESERVED, words

_NOT = 26
_IS = 28
_RANGE = 32
_UNARY = 80

_BINARY: dict[str, tuple[str, int]] = {
    "OR": ("OR", 22),
    "AND": ("AND", 24),
    "=": ("EQUALS", 30),
    "<>": ("NOT_EQUALS", 30),
    "<": ("LESS_THAN", 30),
    "<=": ("LESS_THAN_OR_EQUAL", 30),
    ">": ("GREATER_THAN", 30),
    ">=": ("GREATER_THAN_OR_EQUAL", 30),
    "OVERLAPS": ("TEMPORAL_OVERLAPS", 30),
    "+": ("PLUS", 40),
    "-": ("MINUS", 40),
    "*": ("TIMES", 60),
    "/": ("DIVIDE", 60),
    "%": ("MOD", 60),
    "||": ("CONCAT_OPERATOR", 60),
}
_COMPARISONS = frozenset(["=", "<>", "<", "<=", ">", ">="])
_RANGE_WORDS = frozenset(["BETWEEN", "IN", "LIKE", "ILIKE", "SIMILAR"])
_PATTERN_OPERATORS = {"LIKE": "LIKE", "ILIKE": "ILIKE", "SIMILAR": "SIMILAR"}
_JSON_KINDS = ("VALUE", "SCALAR", "ARRAY", "OBJECT")
_QUERY_WORDS = frozenset(["SELECT", "VALUES", "WITH"])

# Words after which a missing expression is the likelier mistake than a missing pair of backticks.
_CLAUSE_WORDS = words(
    """
    AND AS BETWEEN BY CROSS EXCEPT FETCH FOR FROM FULL GROUP HAVING IN INNER INTERSECT INTO IS JOIN LIKE LIMIT
    NATURAL OFFSET ON OR ORDER SELECT SET THEN UNION USING VALUES WHEN WHERE WINDOW WITH END ELSE
    """
)

# A reserved word before one of these was meant as a name.
_NAME_FOLLOWERS = frozenset([",", ")", ".", "=", "<>", "<", ">", "<=", ">=", "AS", "FROM", ";"])

INTERVAL_UNITS = ("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND")
TIME_UNITS = (
    *INTERVAL_UNITS,
    "MILLISECOND", "MICROSECOND", "NANOSECOND", "DOW", "DOY", "ISODOW", "ISOYEAR",
    "EPOCH", "DECADE", "CENTURY", "MILLENNIUM",
)  # fmt: skip
_TSI_PREFIX = "SQL_TSI_"


class ExpressionGrammar(TokenCursor):
    """Parses expressions; queries inside them come from :meth:`query` of the subclass."""

    def query(self) -> exp.Expression:
        """A query; the query grammar defines it."""
        raise NotImplementedError

    def operator(
        self, name: str, operands: list[exp.Expression], index: int, *options: str
    ) -> nodes.Operator:
        """An operator node that starts at the token ``index``."""
        return self.placed(nodes.Operator(this=name, expressions=operands, options=list(options)), index)

    def expression(self, min_precedence: int = 0) -> exp.Expression:
        """An expression whose operators all bind at least as strongly as ``min_precedence``."""
        index = self.index
        left = self._prefix()
        while True:
            following = self._infix(left, min_precedence, index)
            if following is None:
                return left
            left = following

    def expressions(self) -> list[exp.Expression]:
        return self.items(self.expression)

    def _prefix(self) -> exp.Expression:
        index = self.index
        if self.looking_at("NOT"):
            self.advance()
            return self.operator("NOT", [self.expression(_NOT + 1)], index)
        if self.looking_at("-") or self.looking_at("+"):
            name = "MINUS_PREFIX" if self.advance().key == "-" else "UNARY_PLUS"
            return self.operator(name, [self.expression(_UNARY)], index)
        return self._postfix(self._primary(), index)

    def _postfix(self, node: exp.Expression, index: int) -> exp.Expression:
        while True:
            if self.looking_at("["):
                self.advance()
                node = self.operator("AT", [node, self.expression()], index)
                self.expect("]")
                self.placed(node, index)
            elif self.looking_at("."):
                self.advance()
                node = self.placed(exp.Dot(this=node, expression=self.identifier()), index)
            else:
                return node

    def _infix(self, left: exp.Expression, minimum: int, index: int) -> exp.Expression | None:
        key = self.current.key
        if key in _BINARY:
            name, precedence = _BINARY[key]
            if precedence < minimum:
                return None
            self.advance()
            if key == "=" and self.looking_at("="):
                self.fail("'==' is not Flink SQL", token=self.current, hint="write =")
            if key in _COMPARISONS and self.current.key in ("ANY", "SOME", "ALL"):
                return self._quantified(left, name, index)
            right = self.expression(precedence + 1)
            if name == "TEMPORAL_OVERLAPS":
                return self.operator(name, [*self._period(left), *self._period(right)], index)
            return self.operator(name, [left, right], index)
        if key == "!=":
            self.fail("'!=' is not Flink SQL", token=self.current, hint="write <>")
        if key == "IS" and minimum <= _IS:
            self.advance()
            return self._is(left, index)
        negated = key == "NOT"
        if (self.peek().key if negated else key) in _RANGE_WORDS and minimum <= _RANGE:
            if negated:
                self.advance()
            return self._range(left, negated, index)
        return None

    def _period(self, node: exp.Expression) -> list[exp.Expression]:
        if isinstance(node, nodes.Operator) and node.this == "ROW" and len(node.expressions) == 2:
            return list(node.expressions)
        raise self.failure("OVERLAPS compares two periods", hint="write (start, end) OVERLAPS (start, end)")

    def _is(self, left: exp.Expression, index: int) -> exp.Expression:
        negated = "NOT_" if self.accept("NOT") else ""
        if self.accept("DISTINCT"):
            self.expect("FROM")
            return self.operator(f"IS_{negated}DISTINCT_FROM", [left, self.expression(_IS + 1)], index)
        if self.accept("JSON"):
            kind = self.accept_any(*_JSON_KINDS) or "VALUE"
            return self.operator(f"IS_{negated}JSON", [left], index, kind)
        word = self.expect_any("NULL", "TRUE", "FALSE", "UNKNOWN")
        return self.operator(f"IS_{negated}{word}", [left], index)

    def _range(self, left: exp.Expression, negated: bool, index: int) -> exp.Expression:
        word = self.advance().key
        if word == "BETWEEN":
            symmetric = self.accept("SYMMETRIC")
            if not symmetric:
                self.accept("ASYMMETRIC")
            low = self.expression(_RANGE + 1)
            self.expect("AND")
            high = self.expression(_RANGE + 1)
            options = ("SYMMETRIC",) if symmetric else ()
            return self.operator("NOT_BETWEEN" if negated else "BETWEEN", [left, low, high], index, *options)
        if word == "IN":
            found = self._in(left, index)
        else:
            if word == "SIMILAR":
                self.expect("TO")
            operands = [left, self.expression(_RANGE + 1)]
            if self.accept("ESCAPE"):
                operands.append(self.expression(_RANGE + 1))
            found = self.operator(_PATTERN_OPERATORS[word], operands, index)
        return self.operator("NOT", [found], index) if negated else found

    def _in(self, left: exp.Expression, index: int) -> exp.Expression:
        self.expect("(")
        if self.at_query():
            query = self.query()
            self.expect(")")
            operands = list(left.expressions) if _is_row(left) else [left]
            return self.placed(nodes.SubqueryValue(this=query, kind="IN", expressions=operands), index)
        values = self.expressions()
        self.expect(")")
        return self.operator("IN", [left, *values], index)

    def _quantified(self, left: exp.Expression, operator: str, index: int) -> exp.Expression:
        kind = "ALL" if self.advance().key == "ALL" else "SOME"
        self.expect("(")
        if self.at_query():
            query = self.query()
            self.expect(")")
            node = nodes.SubqueryValue(this=query, kind=kind, expressions=[left], operator=operator)
            return self.placed(node, index)
        values = self.expressions()
        self.expect(")")
        return self.operator(f"{operator}_{kind}", [left, *values], index)

    def at_query(self) -> bool:
        """True if a query starts here, maybe behind opening parentheses."""
        offset = 0
        while self.peek(offset).key == "(":
            offset += 1
        key = self.peek(offset).key
        if key in _QUERY_WORDS:
            return True
        return key == "TABLE" and self.peek(offset + 1).key != "("

    def _primary(self) -> exp.Expression:
        index, token = self.index, self.current
        match token.kind:
            case TokenKind.NUMBER:
                self.advance()
                return self.placed(exp.Literal(this=token.text, is_string=False), index)
            case TokenKind.STRING | TokenKind.UNICODE_STRING:
                return self.placed(exp.Literal(this=self.string(), is_string=True), index)
            case TokenKind.BINARY:
                self.advance()
                return self.placed(nodes.BinaryLiteral(this=token.value), index)
            case TokenKind.WORD:
                special = self._keyword_primary(token.key, index)
                return special if special is not None else self._named(index)
            case TokenKind.QUOTED:
                return self._named(index)
        if token.key == "(":
            return self._parenthesised(index)
        self.note_expected("an expression")
        raise self.failure()

    def _parenthesised(self, index: int) -> exp.Expression:
        if self.at_query():
            mark = self.index
            self.advance()
            if self.at_query():
                query = self.query()
                if self.accept(")"):
                    return self.placed(nodes.SubqueryValue(this=query, kind="SCALAR"), index)
            # "((SELECT 1) + 2)": the inner query is only an operand.
            self.index = mark
        self.expect("(")
        values = self.expressions()
        self.expect(")")
        if len(values) > 1:
            return self.operator("ROW", values, index)
        difference = isinstance(values[0], nodes.Operator) and values[0].this == "MINUS"
        if difference and self.current.key in INTERVAL_UNITS and self.current.key in RESERVED:
            # "(a - b) DAY" is the interval between two points in time.
            return self.operator("MINUS", values[0].expressions, index, self.interval_qualifier())
        return values[0]

    def _keyword_primary(self, key: str, index: int) -> exp.Expression | None:
        follower = self.peek()
        match key:
            case "TRUE" | "FALSE":
                self.advance()
                return self.placed(exp.Boolean(this=key == "TRUE"), index)
            case "NULL":
                self.advance()
                return self.placed(exp.Null(), index)
            case "UNKNOWN":
                self.advance()
                return self.placed(nodes.Unknown(), index)
            case "DEFAULT":
                self.advance()
                return self.operator("DEFAULT", [], index)
            case "DATE" | "TIME" | "TIMESTAMP":
                return self._typed_literal(key, index)
            case "INTERVAL":
                return self._interval(index)
            case "CASE":
                return self._case(index)
            case "EXISTS":
                self.advance()
                self.expect("(")
                query = self.query()
                self.expect(")")
                return self.placed(nodes.SubqueryValue(this=query, kind="EXISTS"), index)
            case "ROW" if follower.key == "(":
                self.advance()
                return self.operator("ROW", self.wrapped_items(self.expression), index)
            case "ARRAY" | "MAP" | "MULTISET" if follower.key in ("[", "("):
                return self._collection(key, index)
        if key in NILADIC_FUNCTIONS:
            return self._niladic(index)
        return None

    def _typed_literal(self, key: str, index: int) -> exp.Expression:
        self.advance()
        if key == "TIMESTAMP" and self.accept("WITH", "LOCAL", "TIME", "ZONE"):
            key = "TIMESTAMP_LTZ"
        elif key in ("TIME", "TIMESTAMP"):
            self.accept("WITHOUT", "TIME", "ZONE")
        if self.current.kind not in (TokenKind.STRING, TokenKind.UNICODE_STRING):
            self.fail_reserved(self.tokens[index])
        return self.placed(nodes.TypedLiteral(this=self.string(), kind=key), index)

    def _interval(self, index: int) -> exp.Expression:
        self.advance()
        if self.current.kind is TokenKind.NUMBER:
            value, negative = str(self.integer()), False
        elif self.looking_at("(") or self.is_name():
            return self._computed_interval(index)
        else:
            negative = self.accept_any("+", "-") == "-"
            value = self.string()
        unit = self.interval_qualifier()
        return self.placed(nodes.IntervalLiteral(this=value, negative=negative, unit=unit), index)

    def _computed_interval(self, index: int) -> exp.Expression:
        """``INTERVAL (expression) unit`` means so many times one unit."""
        amount = self._postfix(self._primary(), self.index)
        unit = self.interval_qualifier()
        one = self.placed(nodes.IntervalLiteral(this="1", negative=False, unit=unit), index)
        return self.operator("TIMES", [amount, one], index)

    def interval_qualifier(self) -> str:
        """``DAY(3) TO SECOND(6)``, units in the singular."""
        unit = self._interval_unit()
        if self.accept("TO"):
            unit += f" TO {self._interval_unit()}"
        return unit

    def _interval_unit(self) -> str:
        unit = self._unit(INTERVAL_UNITS)
        if not self.accept("("):
            return unit
        precision = str(self.integer())
        if self.accept(","):
            precision += f", {self.integer()}"
        self.expect(")")
        return f"{unit}({precision})"

    def _unit(self, units: tuple[str, ...]) -> str:
        key = self.current.key.removeprefix(_TSI_PREFIX)
        singular = key.removesuffix("S")
        for unit in (key, singular):
            if unit in units:
                self.advance()
                return unit
        for unit in units:
            self.note_expected(unit)
        raise self.failure()

    def time_unit(self) -> str:
        """A unit of EXTRACT, FLOOR, CEIL, TIMESTAMPADD and TIMESTAMPDIFF."""
        return self._unit(TIME_UNITS)

    def _case(self, index: int) -> exp.Expression:
        self.advance()
        subject = None if self.looking_at("WHEN") else self.expression()
        operands: list[exp.Expression] = []
        self.expect("WHEN")
        while True:
            operands.append(self._case_condition(subject))
            self.expect("THEN")
            operands.append(self.expression())
            if not self.accept("WHEN"):
                break
        if self.accept("ELSE"):
            operands.append(self.expression())
        else:
            operands.append(exp.Null())
        self.expect("END")
        return self.operator("CASE", operands, index)

    def _case_condition(self, subject: exp.Expression | None) -> exp.Expression:
        if subject is None:
            return self.expression()
        index = self.index
        compared = [
            self.operator("EQUALS", [subject.copy(), value], index) for value in self.items(self.expression)
        ]
        found: exp.Expression = compared[0]
        for following in compared[1:]:
            found = self.operator("OR", [found, following], index)
        return found

    def _collection(self, key: str, index: int) -> exp.Expression:
        self.advance()
        if self.accept("("):
            query = self.query()
            self.expect(")")
            return self.placed(nodes.SubqueryValue(this=query, kind=key), index)
        self.expect("[")
        values = [] if self.looking_at("]") else self.expressions()
        self.expect("]")
        if key == "MAP" and len(values) % 2:
            self.fail(
                "a map needs a value for every key",
                token=self.tokens[index],
                hint="write MAP[key1, value1, key2, value2]",
            )
        return self.operator(key, values, index)

    def _niladic(self, index: int) -> exp.Expression:
        name = self.advance().text
        arguments: list[exp.Expression] = []
        if self.looking_at("(") and self.accept("("):
            arguments = [] if self.looking_at(")") else self.expressions()
            self.expect(")")
        return self.placed(nodes.FunctionCall(this=name, expressions=arguments), index)

    def _named(self, index: int) -> exp.Expression:
        """A column, perhaps qualified, or a call."""
        token = self.current
        if token.key in RESERVED:
            if token.key in FUNCTION_WORDS and self.peek().key == "(":
                self.advance()
                return parse_call(self, index, token.text)
            if token.key in _CLAUSE_WORDS and self.peek().key not in _NAME_FOLLOWERS:
                self.note_expected("an expression")
                self.fail()
            self.fail_reserved(token)
        parts = [self.identifier()]
        while self.looking_at("."):
            self.advance()
            if self.looking_at("*"):
                self.advance()
                return self._qualified_star(parts, index)
            parts.append(self.identifier())
        if self.looking_at("("):
            return parse_call(self, index, ".".join(part.this for part in parts))
        return self.column(parts, index)

    def column(self, parts: list[exp.Identifier], index: int) -> exp.Expression:
        """``[[[catalog.]db.]table.]column``; deeper fields are Dot nodes around it."""
        keys = ("this", "table", "db", "catalog")
        head = parts[:4]
        node: exp.Expression = exp.Column(**dict(zip(keys, reversed(head), strict=False)))
        self.placed(node, index)
        for part in parts[4:]:
            node = self.placed(exp.Dot(this=node, expression=part), index)
        return node

    def _qualified_star(self, parts: list[exp.Identifier], index: int) -> exp.Expression:
        if len(parts) > 3:
            self.fail("'*' has at most three names before it", token=self.tokens[index])
        keys = ("table", "db", "catalog")
        qualifiers = dict(zip(keys, reversed(parts), strict=False))
        return self.placed(exp.Column(this=exp.Star(), **qualifiers), index)


def _is_row(node: exp.Expression) -> bool:
    return isinstance(node, nodes.Operator) and node.this == "ROW"
