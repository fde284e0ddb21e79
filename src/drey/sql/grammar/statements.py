"""Which statement a text starts."""

from __future__ import annotations

from collections.abc import Callable

from drey.sql.grammar import (
    catalogs,
    dml,
    functions,
    inspection,
    materialized,
    models,
    session,
    tables,
    views,
)
from drey.sql.grammar.queries import QueryGrammar
from drey.sql.statements.fragments import Statement
from drey.sql.statements.queries import QueryStatement


class StatementGrammar:
    """Parses statements one after the other.

    Args:
        text: A statement or a script.
    """

    def __init__(self, text: str) -> None:
        self.grammar = QueryGrammar(text)

    def script(self) -> list[Statement]:
        """All statements up to the end."""
        found: list[Statement] = []
        while True:
            while self.grammar.accept(";"):
                pass
            if self.grammar.at_end:
                return found
            found.append(self.statement())
            if not self.grammar.at_end:
                self.grammar.fail()

    def statement(self) -> Statement:
        """The statement that starts at the current token."""
        grammar = self.grammar
        key = grammar.current.key
        if key in _STATEMENTS:
            return _STATEMENTS[key](grammar)
        if key == "EXPLAIN":
            return inspection.explain(grammar, self._explained)
        if key == "INSERT":
            return dml.insert(grammar, grammar.index)
        if key in ("SELECT", "VALUES", "WITH", "TABLE", "("):
            return _query_statement(grammar)
        for word in (*_STATEMENTS, "EXPLAIN", "INSERT", "SELECT", "VALUES", "WITH"):
            grammar.note_expected(word)
        if grammar.at_end:
            grammar.fail("a statement is missing", hint="write a statement such as SELECT 1")
        raise grammar.failure(f"unknown statement '{grammar.current.text}'")

    def _explained(self) -> Statement:
        grammar = self.grammar
        if grammar.at("STATEMENT", "SET"):
            return dml.statement_set(grammar, grammar.index)
        return self.statement()


def _query_statement(grammar: QueryGrammar) -> QueryStatement:
    index = grammar.index
    return QueryStatement(grammar.query_fragment(), position=grammar.span_from(index))


def _create(grammar: QueryGrammar) -> Statement:
    index = grammar.index
    grammar.expect("CREATE")
    if grammar.accept("OR"):
        if grammar.expect_any("REPLACE", "ALTER") == "REPLACE":
            grammar.expect("TABLE")
            return tables.create_table(grammar, index, replace=True)
        grammar.expect("MATERIALIZED", "TABLE")
        return materialized.create_materialized_table(grammar, index, or_alter=True)
    temporary = grammar.accept("TEMPORARY")
    if temporary and grammar.accept("SYSTEM"):
        if grammar.expect_any("FUNCTION", "CONNECTION") == "FUNCTION":
            return functions.create_function(grammar, index, temporary=True, system=True)
        return catalogs.create_connection(grammar, index, temporary=True, system=True)
    for word, parse in _CREATE_TEMPORARY.items():
        if grammar.accept(word):
            return parse(grammar, index, temporary=temporary)
    if not temporary:
        if grammar.accept("MATERIALIZED", "TABLE"):
            return materialized.create_materialized_table(grammar, index)
        if grammar.accept("CATALOG"):
            return catalogs.create_catalog(grammar, index)
        if grammar.accept("DATABASE"):
            return catalogs.create_database(grammar, index)
    raise grammar.failure()


def _replace(grammar: QueryGrammar) -> Statement:
    index = grammar.index
    grammar.expect("REPLACE", "TABLE")
    return tables.create_table(grammar, index, create=False, replace=True)


def _alter(grammar: QueryGrammar) -> Statement:
    index = grammar.index
    grammar.expect("ALTER")
    if grammar.accept("MATERIALIZED", "TABLE"):
        return materialized.alter_materialized_table(grammar, index)
    for word, parse in _ALTER.items():
        if grammar.accept(word):
            return parse(grammar, index)
    temporary = grammar.accept("TEMPORARY")
    system = temporary and grammar.accept("SYSTEM")
    if grammar.accept("FUNCTION"):
        return functions.alter_function(grammar, index, temporary=temporary, system=system)
    raise grammar.failure()


def _drop(grammar: QueryGrammar) -> Statement:
    index = grammar.index
    grammar.expect("DROP")
    temporary = grammar.accept("TEMPORARY")
    if temporary and grammar.accept("SYSTEM"):
        if grammar.expect_any("FUNCTION", "CONNECTION") == "FUNCTION":
            return functions.drop_function(grammar, index, temporary=True, system=True)
        return catalogs.drop_connection(grammar, index, temporary=True, system=True)
    for word, parse in _DROP_TEMPORARY.items():
        if grammar.accept(word):
            return parse(grammar, index, temporary=temporary)
    if not temporary:
        if grammar.accept("MATERIALIZED", "TABLE"):
            return materialized.drop_materialized_table(grammar, index)
        if grammar.accept("CATALOG"):
            return catalogs.drop_catalog(grammar, index)
        if grammar.accept("DATABASE"):
            return catalogs.drop_database(grammar, index)
    raise grammar.failure()


_CREATE_TEMPORARY: dict[str, Callable[..., Statement]] = {
    "TABLE": tables.create_table,
    "VIEW": views.create_view,
    "FUNCTION": functions.create_function,
    "MODEL": models.create_model,
    "CONNECTION": catalogs.create_connection,
}
_DROP_TEMPORARY: dict[str, Callable[..., Statement]] = {
    "TABLE": tables.drop_table,
    "VIEW": views.drop_view,
    "FUNCTION": functions.drop_function,
    "MODEL": models.drop_model,
    "CONNECTION": catalogs.drop_connection,
}
_ALTER: dict[str, Callable[[QueryGrammar, int], Statement]] = {
    "TABLE": tables.alter_table,
    "VIEW": views.alter_view,
    "CATALOG": catalogs.alter_catalog,
    "DATABASE": catalogs.alter_database,
    "MODEL": models.alter_model,
    "CONNECTION": catalogs.alter_connection,
}
_STATEMENTS: dict[str, Callable[[QueryGrammar], Statement]] = {
    "CREATE": _create,
    "REPLACE": _replace,
    "ALTER": _alter,
    "DROP": _drop,
    "TRUNCATE": tables.truncate_table,
    "ANALYZE": tables.analyze_table,
    "UPDATE": dml.update,
    "DELETE": dml.delete,
    "MERGE": dml.merge,
    "EXECUTE": dml.execute,
    "BEGIN": dml.begin,
    "END": dml.end,
    "COMPILE": dml.compile_plan,
    "CALL": dml.call_procedure,
    "SHOW": inspection.show,
    "DESCRIBE": inspection.describe,
    "DESC": inspection.describe,
    "USE": session.use,
    "LOAD": functions.load_module,
    "UNLOAD": functions.unload_module,
    "SET": session.set_option,
    "RESET": session.reset_option,
    "ADD": session.add_jar,
    "REMOVE": session.remove_jar,
    "STOP": session.stop_job,
    "HELP": session.client_command,
    "CLEAR": session.client_command,
    "QUIT": session.client_command,
    "EXIT": session.client_command,
}
