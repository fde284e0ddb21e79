"""INSERT, UPDATE, DELETE, MERGE, CALL, statement sets and compiled plans."""

from __future__ import annotations

from sqlglot import exp

from drey.errors import SourcePosition
from drey.sql.grammar.calls import parse_call
from drey.sql.grammar.clauses import if_not_exists, partition_spec
from drey.sql.grammar.hints import optional_hints
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.grammar.relations import parse_relation
from drey.sql.statements import dml as s
from drey.sql.statements.fragments import Name, Options, Query, ScalarExpression, Statement
from drey.sql.statements.queries import QueryStatement


def insert(grammar: QueryGrammar, index: int) -> s.Insert:
    """``INSERT {INTO | OVERWRITE} t ..``; ``index`` is where the statement starts, perhaps at EXECUTE."""
    grammar.expect("INSERT")
    overwrite = grammar.expect_any("INTO", "OVERWRITE") == "OVERWRITE"
    if overwrite:
        grammar.accept("INTO")
    grammar.accept("TABLE")
    target = grammar.path()
    hint_options = _hint_options(grammar)
    partition = partition_spec(grammar) if grammar.at("PARTITION") else None
    columns: tuple[Name, ...] = ()
    if grammar.at("(") and not grammar.at_query():
        columns = tuple(grammar.wrapped_items(grammar.name))
    query = grammar.query_fragment()
    conflict = None
    if grammar.accept("ON", "CONFLICT"):
        grammar.expect("DO")
        conflict = grammar.expect_any("NOTHING", "ERROR", "DEDUPLICATE")
    return s.Insert(
        target,
        query,
        columns,
        partition,
        overwrite,
        hint_options,
        conflict,
        position=grammar.span_from(index),
    )


def _hint_options(grammar: QueryGrammar) -> Options:
    index = grammar.index
    values: dict[str, str] = {}
    positions: dict[str, SourcePosition] = {}
    for hint in optional_hints(grammar):
        if str(hint.this).upper() != "OPTIONS":
            grammar.fail(
                f"the hint '{hint.this}' can't stand behind the target of INSERT",
                token=grammar.tokens[index + 1],
                hint="expected OPTIONS('key' = 'value')",
            )
        for key, value in hint.args.get("options") or []:
            values[key] = value
            positions[key] = SourcePosition(grammar.text, hint.meta["start"], hint.meta["end"] + 1)
    return Options(values, positions)


def update(grammar: QueryGrammar) -> s.Update:
    index = grammar.index
    grammar.expect("UPDATE")
    target = grammar.path()
    grammar.expect("SET")
    assignments = tuple(grammar.items(lambda: _assignment(grammar)))
    where = grammar.expression_fragment() if grammar.accept("WHERE") else None
    return s.Update(target, assignments, where, position=grammar.span_from(index))


def _assignment(grammar: QueryGrammar) -> s.Assignment:
    column = grammar.name()
    grammar.expect("=")
    return s.Assignment(column, grammar.expression_fragment())


def delete(grammar: QueryGrammar) -> s.Delete:
    index = grammar.index
    grammar.expect("DELETE", "FROM")
    target = grammar.path()
    where = grammar.expression_fragment() if grammar.accept("WHERE") else None
    return s.Delete(target, where, position=grammar.span_from(index))


def merge(grammar: QueryGrammar) -> s.Merge:
    index = grammar.index
    grammar.expect("MERGE", "INTO")
    target = grammar.path()
    alias = grammar.name() if grammar.accept("AS") or grammar.is_name() else None
    grammar.expect("USING")
    source = _merge_source(grammar)
    grammar.expect("ON")
    condition = grammar.expression_fragment()
    actions = [_merge_action(grammar)]
    while grammar.at("WHEN"):
        actions.append(_merge_action(grammar))
    span = grammar.span_from(index)
    return s.Merge(target, source, condition, tuple(actions), alias, position=span)


def _merge_source(grammar: QueryGrammar) -> Query:
    start = grammar.index
    relation = parse_relation(grammar)
    select = exp.Select(expressions=[exp.Star()], from_=exp.From(this=relation))
    span = grammar.span_from(start)
    return Query(grammar.placed(select, start), grammar.text[span.start : span.end], span)


def _merge_action(grammar: QueryGrammar) -> s.MergeAction:
    index = grammar.index
    grammar.expect("WHEN")
    matched = not grammar.accept("NOT")
    grammar.expect("MATCHED")
    condition = grammar.expression_fragment() if grammar.accept("AND") else None
    grammar.expect("THEN")
    kind = grammar.expect_any("UPDATE", "DELETE") if matched else grammar.expect_any("INSERT")
    assignments: tuple[s.Assignment, ...] = ()
    columns: tuple[Name, ...] = ()
    values: tuple[ScalarExpression, ...] = ()
    if kind == "UPDATE":
        grammar.expect("SET")
        assignments = tuple(grammar.items(lambda: _assignment(grammar)))
    elif kind == "INSERT":
        columns = tuple(grammar.wrapped_items(grammar.name)) if grammar.at("(") else ()
        grammar.expect("VALUES")
        values = tuple(grammar.wrapped_items(grammar.expression_fragment))
    span = grammar.span_from(index)
    return s.MergeAction(matched, kind, condition, assignments, columns, values, span)


def execute(grammar: QueryGrammar) -> Statement:
    """``EXECUTE {PLAN 'file' | STATEMENT SET BEGIN .. END | insert | query}``."""
    index = grammar.index
    grammar.expect("EXECUTE")
    if grammar.accept("PLAN"):
        return s.ExecutePlan(grammar.string(), position=grammar.span_from(index))
    if grammar.at("STATEMENT", "SET"):
        return statement_set(grammar, index)
    if grammar.at("INSERT"):
        return insert(grammar, index)
    query = grammar.query_fragment()
    return QueryStatement(query, position=grammar.span_from(index))


def statement_set(grammar: QueryGrammar, index: int) -> s.StatementSet:
    """``STATEMENT SET BEGIN insert; .. END``."""
    grammar.expect("STATEMENT", "SET", "BEGIN")
    statements: list[Statement] = []
    while True:
        statements.append(insert(grammar, grammar.index))
        grammar.expect(";")
        if grammar.accept("END"):
            return s.StatementSet(tuple(statements), position=grammar.span_from(index))


def begin(grammar: QueryGrammar) -> s.BeginStatementSet:
    index = grammar.index
    grammar.expect("BEGIN", "STATEMENT", "SET")
    return s.BeginStatementSet(position=grammar.span_from(index))


def end(grammar: QueryGrammar) -> s.EndStatementSet:
    index = grammar.index
    grammar.expect("END")
    return s.EndStatementSet(position=grammar.span_from(index))


def compile_plan(grammar: QueryGrammar) -> s.CompilePlan:
    """``COMPILE [AND EXECUTE] PLAN 'file' [IF NOT EXISTS] FOR {insert | STATEMENT SET ..}``."""
    index = grammar.index
    grammar.expect("COMPILE")
    execute_too = grammar.accept("AND", "EXECUTE")
    grammar.expect("PLAN")
    file = grammar.string()
    unless_exists = if_not_exists(grammar)
    grammar.expect("FOR")
    start = grammar.index
    inner: Statement
    if grammar.at("STATEMENT", "SET"):
        inner = statement_set(grammar, start)
    else:
        inner = insert(grammar, start)
    return s.CompilePlan(file, inner, unless_exists, execute_too, position=grammar.span_from(index))


def call_procedure(grammar: QueryGrammar) -> s.CallProcedure:
    """``CALL path(arguments)``."""
    index = grammar.index
    grammar.expect("CALL")
    start = grammar.index
    path = grammar.path()
    call = parse_call(grammar, start, ".".join(path.parts))
    span = grammar.span_from(start)
    fragment = ScalarExpression(call, grammar.text[span.start : span.end], span)
    return s.CallProcedure(path, fragment, position=grammar.span_from(index))
