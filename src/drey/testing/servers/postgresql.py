"""PostgreSQL from the system's packages, with logical decoding and two-phase commit."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from drey.testing.servers.contract import Server
from drey.testing.servers.packages import apt_install
from drey.testing.servers.processes import Account, run

_INSTALLATIONS = Path("/usr/lib/postgresql")
_SERVICE_USER = "postgres"
_ROOTS_DATA = Path("/var/lib/drey-servers")
USER = PASSWORD = DATABASE = "test"


def _program(name: str) -> str | None:
    """A program of the newest installation; Debian keeps the server's off the path."""
    installed = sorted(_INSTALLATIONS.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return str(installed[-1]) if installed else shutil.which(name)


class PostgresqlServer(Server):
    """A server with the superuser ``test``, password ``test``, and the database ``test``.

    PostgreSQL refuses root: it then runs as the package's user, with its data below ``/var/lib/drey-servers``,
    since that user can't enter root's home.
    """

    name = "postgresql"
    default_port = 15432
    stop_signal = signal.SIGINT  # the fast shutdown, which does not wait for clients

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{DATABASE}"

    def missing(self) -> str | None:
        found = _program("postgres") and _program("initdb") and shutil.which("psql")
        return None if found else "PostgreSQL is not installed"

    def install(self) -> None:
        if self.missing():
            apt_install("postgresql")

    def _account(self) -> Account | None:
        if os.geteuid() != 0:
            return None
        entry = pwd.getpwnam(_SERVICE_USER)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def _home(self, account: Account | None) -> Path:
        if account is None:
            return self.directory
        return _ROOTS_DATA / f"{self.name}-{hashlib.sha256(str(self.directory).encode()).hexdigest()[:12]}"

    def launch(self) -> None:
        account = self._account()
        home = self._home(account)
        home.mkdir(parents=True, exist_ok=True)
        if account is not None:
            _ROOTS_DATA.chmod(0o755)
            os.chown(home, account.uid, account.gid)
        data = home / "data"
        if not data.is_dir():
            staging = home / "data.new"
            shutil.rmtree(staging, ignore_errors=True)
            tool = [_program("initdb") or "initdb", f"--pgdata={staging}", "--username=postgres"]
            options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            run([*tool, *options], "make PostgreSQL's data directory", account)
            staging.rename(data)
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "timezone": "UTC",
            "wal_level": "logical",
            "max_wal_senders": "10",
            "max_replication_slots": "10",
            "max_prepared_transactions": "50",
            "shared_buffers": "64MB",
            # Safe for killed processes, not for a crashed machine. synchronous_commit=off is no way out: with it
            # logical decoding does not see what was just committed.
            "fsync": "off",
        }
        command = [_program("postgres") or "postgres", "-D", str(data), "-p", str(self.port)]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        self.process.launch(command, account)

    def _client(self) -> list[str]:
        psql = ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"]
        return [*psql, "-p", str(self.port), "-U", "postgres", "-d", "postgres"]

    def ready(self) -> bool:
        probe = [*self._client(), "-c", "SELECT 1"]
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0

    def _sql(self, statement: str) -> str:
        return run([*self._client(), "-c", statement], "set PostgreSQL up").strip()

    def prepare(self) -> None:
        if not self._sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{USER}'"):
            self._sql(f"CREATE ROLE {USER} LOGIN SUPERUSER REPLICATION PASSWORD '{PASSWORD}'")
        if not self._sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            self._sql(f"CREATE DATABASE {DATABASE} OWNER {USER}")
