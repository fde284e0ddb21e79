"""MariaDB, which speaks MySQL's protocol, from the system's packages, with a row binlog."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess

from drey.errors import ConnectorError
from drey.testing.servers.contract import Server
from drey.testing.servers.packages import apt_install
from drey.testing.servers.processes import run

_LONGEST_SOCKET = 107
USER = PASSWORD = DATABASE = "test"


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class MariadbServer(Server):
    """A server with the user ``test``, password ``test``, who may do everything, and the database ``test``."""

    name = "mariadb"
    default_port = 13306

    @property
    def url(self) -> str:
        return f"mysql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def _socket(self) -> str:
        path = str(self.directory / "run" / "socket")
        if len(path) > _LONGEST_SOCKET:
            raise ConnectorError("the path of MariaDB's socket is too long", detail=path)
        return path

    def missing(self) -> str | None:
        return None if _program("mariadbd") and _program("mariadb") else "MariaDB is not installed"

    def install(self) -> None:
        if self.missing():
            apt_install("mariadb-server", "mariadb-client")

    def launch(self) -> None:
        data = self.directory / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        # mariadbd serves root only if that is said.
        user = f"--user={pwd.getpwuid(os.geteuid()).pw_name}"
        if not data.is_dir():
            staging = self.directory / "data.new"
            shutil.rmtree(staging, ignore_errors=True)
            tool = ["mariadb-install-db", "--no-defaults", user, f"--datadir={staging}", "--skip-test-db"]
            run([*tool, "--auth-root-authentication-method=normal"], "make MariaDB's data directory")
            staging.rename(data)
        command = [
            _program("mariadbd") or "mariadbd", "--no-defaults", user, f"--datadir={data}",
            "--bind-address=127.0.0.1", f"--port={self.port}", f"--socket={self._socket}", "--skip-name-resolve",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
            "--default-time-zone=+00:00", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=2",
            "--server-id=1", f"--log-bin={data}/binlog", "--binlog-format=ROW", "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
        ]  # fmt: skip
        self.process.launch(command)

    def ready(self) -> bool:
        ping = ["mariadb-admin", "--no-defaults", f"--socket={self._socket}", "--user=root", "ping"]
        return subprocess.run(ping, capture_output=True, check=False).returncode == 0

    def prepare(self) -> None:
        statements = [f"CREATE DATABASE IF NOT EXISTS `{DATABASE}`;"]
        for host in ("localhost", "127.0.0.1"):
            account = f"'{USER}'@'{host}'"
            statements.append(f"CREATE USER IF NOT EXISTS {account} IDENTIFIED BY '{PASSWORD}';")
            statements.append(f"GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION;")
        client = ["mariadb", "--no-defaults", f"--socket={self._socket}", "--user=root"]
        run(client, "create MariaDB's user", text="\n".join(statements))
