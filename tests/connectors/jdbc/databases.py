"""Databases of tests: each test run has one of its own on each real server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pymysql

from drey.testing.servers import Server


class TestDatabase:
    """A database, and a connection beside the one under test."""

    __test__ = False

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.kind = "postgresql" if server.name == "postgresql" else "mysql"
        self.connection = connect(server, name)

    def options(self, table: str, **more: str) -> dict[str, str]:
        """The options of a table of the database."""
        return {
            "connector": "jdbc",
            "url": f"jdbc:{self.kind}://127.0.0.1:{self.server.port}/{self.name}",
            "table-name": table,
            "username": "test",
            "password": "test",
            **more,
        }

    def ddl(self, table: str, **more: str) -> str:
        """The options as a WITH clause."""
        return "WITH (" + ", ".join(f"'{k}' = '{v}'" for k, v in self.options(table, **more).items()) + ")"

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement; its rows, if it has some."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def empty(self) -> None:
        """Drop all tables and open a new connection, with no settings of the test before."""
        self.connection.close()
        self.connection = connect(self.server, self.name)
        if self.kind == "postgresql":
            self.execute("DROP SCHEMA public CASCADE")
            self.execute("CREATE SCHEMA public")
            return
        for name, kind in self.execute("SHOW FULL TABLES"):
            self.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} `{name}`")

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of a table, sorted."""
        return sorted(self.execute(f"SELECT * FROM {table}"), key=repr)


def connect(server: Server, database: str) -> Any:
    """A connection of the user ``test`` that commits at once."""
    parts = urlsplit(server.url)
    if server.name == "postgresql":
        return psycopg.connect(
            host="127.0.0.1", port=parts.port, user="test", password="test", dbname=database, autocommit=True
        )
    return pymysql.connect(
        host="127.0.0.1",
        port=parts.port or 0,
        user="test",
        password="test",
        database=database,
        autocommit=True,
    )


@contextmanager
def fresh_database(server: Server) -> Iterator[TestDatabase]:
    """A database that is dropped at the end."""
    name = f"drey_{uuid.uuid4().hex[:12]}"
    admin = connect(server, "test")
    admin.cursor().execute(f"CREATE DATABASE {name}")
    admin.close()
    database = TestDatabase(server, name)
    try:
        yield database
    finally:
        database.connection.close()
        admin = connect(server, "test")
        force = " WITH (FORCE)" if server.name == "postgresql" else ""
        admin.cursor().execute(f"DROP DATABASE {name}{force}")
        admin.close()
