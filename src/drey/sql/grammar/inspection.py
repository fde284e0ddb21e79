"""SHOW, DESCRIBE and EXPLAIN."""

from __future__ import annotations

from collections.abc import Callable

from drey.sql.grammar.clauses import partition_spec
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.statements import inspection as s
from drey.sql.statements.fragments import Statement

# Kinds with FROM | IN and LIKE | ILIKE; the longer names first.
_LISTINGS = (
    ("MATERIALIZED", "TABLES"),
    ("USER", "FUNCTIONS"),
    ("CATALOGS",),
    ("DATABASES",),
    ("TABLES",),
    ("VIEWS",),
    ("FUNCTIONS",),
    ("PROCEDURES",),
    ("MODELS",),
    ("CONNECTIONS",),
    ("COLUMNS",),
)
_PLAIN = (
    ("CURRENT", "CATALOG"),
    ("CURRENT", "DATABASE"),
    ("FULL", "MODULES"),
    ("MODULES",),
    ("JARS",),
    ("JOBS",),
)
_DETAILS = ("ESTIMATED_COST", "CHANGELOG_MODE", "JSON_EXECUTION_PLAN", "PLAN_ADVICE")


def show(grammar: QueryGrammar) -> Statement:
    index = grammar.index
    grammar.expect("SHOW")
    if grammar.accept("CREATE"):
        return _show_create(grammar, index)
    for words in _PLAIN:
        if grammar.accept(*words):
            return s.Show(" ".join(words), position=grammar.span_from(index))
    if grammar.accept("PARTITIONS"):
        table = grammar.path()
        partition = partition_spec(grammar) if grammar.at("PARTITION") else None
        return s.Show("PARTITIONS", table, partition=partition, position=grammar.span_from(index))
    for words in _LISTINGS:
        if grammar.accept(*words):
            kind = " ".join(words)
            preposition = (
                grammar.expect_any("FROM", "IN") if kind == "COLUMNS" else grammar.accept_any("FROM", "IN")
            )
            scope = grammar.path() if preposition else None
            like = _like(grammar)
            return s.Show(kind, scope, preposition, like, position=grammar.span_from(index))
    raise grammar.failure()


def _like(grammar: QueryGrammar) -> s.LikePattern | None:
    negated = grammar.accept("NOT")
    word = grammar.expect_any("LIKE", "ILIKE") if negated else grammar.accept_any("LIKE", "ILIKE")
    return s.LikePattern(grammar.string(), negated, word == "LIKE") if word else None


def _show_create(grammar: QueryGrammar, index: int) -> s.ShowCreate:
    or_alter = grammar.accept("OR", "ALTER")
    if grammar.accept("MATERIALIZED", "TABLE"):
        kind = "MATERIALIZED TABLE"
    elif or_alter:
        grammar.fail()
    else:
        kind = grammar.expect_any("TABLE", "VIEW", "CATALOG", "MODEL", "CONNECTION")
    path = grammar.path()
    return s.ShowCreate(kind, path, or_alter, position=grammar.span_from(index))


def describe(grammar: QueryGrammar) -> Statement:
    """``{DESCRIBE | DESC} [CATALOG | DATABASE | FUNCTION | MODEL | CONNECTION | JOB] [EXTENDED] name``."""
    index = grammar.index
    grammar.expect_any("DESCRIBE", "DESC")
    kind = "TABLE"
    # Most of these words aren't reserved: "DESCRIBE catalog" describes a table of that name.
    if grammar.current.key in ("CATALOG", "DATABASE", "FUNCTION", "MODEL", "CONNECTION", "JOB"):
        follower = grammar.peek()
        if follower.text and follower.key not in (".", ";"):
            kind = grammar.advance().key
    if kind == "JOB":
        return s.DescribeJob(grammar.string(), position=grammar.span_from(index))
    extended = grammar.accept("EXTENDED")
    path = grammar.path()
    return s.Describe(kind, path, extended, position=grammar.span_from(index))


def explain(grammar: QueryGrammar, parse_statement: Callable[[], Statement]) -> s.Explain:
    """``EXPLAIN [PLAN FOR | details] statement``."""
    index = grammar.index
    grammar.expect("EXPLAIN")
    details: set[str] = set()
    if not grammar.accept("PLAN", "FOR") and grammar.at_any(_DETAILS):
        details.update(grammar.items(lambda: grammar.expect_any(*_DETAILS)))
    statement = parse_statement()
    return s.Explain(statement, frozenset(details), position=grammar.span_from(index))
