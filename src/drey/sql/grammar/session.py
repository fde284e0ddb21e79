"""USE, SET, RESET, jars, jobs and the commands of the SQL client."""

from __future__ import annotations

from drey.sql.grammar.queries import QueryGrammar
from drey.sql.lexer import TokenKind
from drey.sql.statements import session as s
from drey.sql.statements.fragments import Statement
from drey.sql.statements.functions import UseModules


def use(grammar: QueryGrammar) -> Statement:
    """``USE {CATALOG c | MODULES m, .. | [catalog.]database}``."""
    index = grammar.index
    grammar.expect("USE")
    if grammar.peek().key != "." and grammar.accept("CATALOG"):
        return s.UseCatalog(grammar.name(), position=grammar.span_from(index))
    if grammar.accept("MODULES"):
        names = tuple(grammar.items(grammar.name))
        return UseModules(names, position=grammar.span_from(index))
    return s.UseDatabase(grammar.path(), position=grammar.span_from(index))


def set_option(grammar: QueryGrammar) -> s.SetOption:
    """``SET``, ``SET 'key' = 'value'`` and the client's older ``SET key = value``."""
    index = grammar.index
    grammar.expect("SET")
    if grammar.at_end:
        return s.SetOption(position=grammar.span_from(index))
    key = _option_key(grammar)
    grammar.expect("=")
    value = _option_value(grammar)
    return s.SetOption(key, value, position=grammar.span_from(index))


def reset_option(grammar: QueryGrammar) -> s.ResetOption:
    """``RESET`` and ``RESET 'key'``."""
    index = grammar.index
    grammar.expect("RESET")
    key = None if grammar.at_end else _option_key(grammar)
    return s.ResetOption(key, position=grammar.span_from(index))


def _option_key(grammar: QueryGrammar) -> str:
    """A string, or a bare key such as ``table.exec.mini-batch.enabled`` up to ``=``."""
    if grammar.current.kind is not TokenKind.WORD:
        return grammar.string()
    start = grammar.current.start
    while not grammar.at_end and not grammar.looking_at("="):
        grammar.advance()
    return grammar.text[start : grammar.tokens[grammar.index - 1].end]


def _option_value(grammar: QueryGrammar) -> str:
    if grammar.current.kind in (TokenKind.STRING, TokenKind.UNICODE_STRING):
        return grammar.string()
    if grammar.at_end:
        grammar.note_expected("a 'string'")
        grammar.fail()
    start = grammar.current.start
    while not grammar.at_end:
        grammar.advance()
    return grammar.text[start : grammar.tokens[grammar.index - 1].end]


def add_jar(grammar: QueryGrammar) -> s.AddJar:
    index = grammar.index
    grammar.expect("ADD", "JAR")
    return s.AddJar(grammar.string(), position=grammar.span_from(index))


def remove_jar(grammar: QueryGrammar) -> s.RemoveJar:
    index = grammar.index
    grammar.expect("REMOVE", "JAR")
    return s.RemoveJar(grammar.string(), position=grammar.span_from(index))


def stop_job(grammar: QueryGrammar) -> s.StopJob:
    """``STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]``."""
    index = grammar.index
    grammar.expect("STOP", "JOB")
    job_id = grammar.string()
    with_savepoint = grammar.accept("WITH", "SAVEPOINT")
    with_drain = grammar.accept("WITH", "DRAIN")
    return s.StopJob(job_id, with_savepoint, with_drain, position=grammar.span_from(index))


def client_command(grammar: QueryGrammar) -> s.ClientCommand:
    index = grammar.index
    command = grammar.expect_any("HELP", "CLEAR", "QUIT", "EXIT")
    return s.ClientCommand(command, position=grammar.span_from(index))
