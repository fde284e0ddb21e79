"""``python -m drey.testing.servers install|start|stop|status [NAME ...]``."""

from __future__ import annotations

import sys

import click

from drey.errors import DreyError
from drey.testing.servers import SERVERS, Server, server


@click.command()
@click.argument("action", type=click.Choice(["install", "start", "stop", "status"]))
@click.argument("names", nargs=-1)
def main(action: str, names: tuple[str, ...]) -> None:
    """Install, start or stop servers for tests and demos; without NAMES all of them.

    Servers: kafka, mariadb, postgresql, s3. Files are under DREY_SERVERS_DIR, ports come from
    DREY_KAFKA_PORT and the like.
    """
    failed = False
    for name in names or tuple(SERVERS):
        try:
            click.echo(f"{name}: {_act(action, server(name))}")
        except DreyError as error:
            click.echo(f"{name}: {error}", err=True)
            failed = True
    sys.exit(1 if failed else 0)


def _act(action: str, one: Server) -> str:
    match action:
        case "install":
            one.install()
            return "installed"
        case "start":
            return one.start()
        case "stop":
            return "stopped" if one.stop() else "was not running"
    pid = one.pid()
    if pid is not None:
        return f"{one.url} (pid {pid})"
    missing = one.missing()
    return f"stopped; {missing}" if missing else "stopped"


if __name__ == "__main__":
    main()
