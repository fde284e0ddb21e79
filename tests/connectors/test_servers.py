"""The starter of real servers."""

from __future__ import annotations

import os
import socket
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from drey.errors import ConnectorError, OptionError
from drey.testing.servers import SERVERS, S3Server, processes, server
from drey.testing.servers.processes import ServerProcess, free_port, start_ticks
from tests.connectors.servers import leased
from tests.processes import run
from tests.waiting import PATIENCE, eventually


@pytest.fixture
def own_s3(tmp_path):
    one = S3Server(tmp_path, free_port())
    if one.missing():
        pytest.skip(one.missing())
    yield one
    one.stop()


def bucket(url):
    with urllib.request.urlopen(f"{url}/test") as answer:
        return answer.read()


def test_starts_answers_and_stops(own_s3):
    url = own_s3.start()
    assert own_s3.start() == url
    assert b"<Name>test</Name>" in bucket(url)
    pid = own_s3.pid()
    assert own_s3.stop()
    assert start_ticks(pid) is None
    assert not own_s3.stop()


def test_the_last_lease_stops_what_the_first_started(own_s3):
    with own_s3.lease():
        pid = own_s3.pid()
        with S3Server(own_s3.directory, own_s3.port).lease():
            pass
        assert own_s3.pid() == pid
    assert own_s3.pid() is None


def test_a_lease_leaves_a_server_that_somebody_started(own_s3):
    own_s3.start()
    with own_s3.lease():
        pass
    assert own_s3.pid() is not None


def test_who_comes_while_a_server_starts_gets_it_when_it_is_ready(own_s3):
    asked = threading.Event()

    class Starting(S3Server):
        def ready(self):
            return asked.is_set() and super().ready()

    class Waiting(S3Server):
        def _locked(self, name):
            asked.set()  # it waits for who starts it
            return super()._locked(name)

    with ThreadPoolExecutor(1) as pool:
        started = pool.submit(Starting(own_s3.directory, own_s3.port).start)
        try:
            eventually(lambda: own_s3.pid() is not None or started.done())
            with Waiting(own_s3.directory, own_s3.port).lease() as url:
                assert asked.is_set()
                assert b"<Name>test</Name>" in bucket(url)
        finally:
            asked.set()
        started.result()


KILLED = """
import os, sys
from pathlib import Path
from drey.testing.servers import S3Server

class Killed(S3Server):
    def {method}(self):
        os._exit(9)

one = Killed(Path(sys.argv[1]), int(sys.argv[2]))
{start}
"""


@pytest.mark.parametrize("method", ["ready", "prepare"])
@pytest.mark.parametrize(
    ("start", "stays"), [("one.start()", True), ("with one.lease(): pass", False)], ids=["start", "lease"]
)
def test_what_a_killed_starter_has_left_to_do_is_done_by_the_next(own_s3, method, start, stays):
    killed = [sys.executable, "-c", KILLED.format(method=method, start=start)]
    done = run([*killed, own_s3.directory, own_s3.port])
    assert done.returncode == 9, done.stderr
    pid = own_s3.pid()
    with own_s3.lease() as url:
        assert own_s3.pid() == pid
        assert b"<Name>test</Name>" in bucket(url)
    assert own_s3.pid() == (pid if stays else None)


def test_a_server_that_could_not_be_prepared_is_prepared_by_the_next_who_starts_it(own_s3):
    class Failing(S3Server):
        def prepare(self):
            raise ConnectorError("no bucket")

    failing = Failing(own_s3.directory, own_s3.port)
    with pytest.raises(ConnectorError, match="no bucket"):
        failing.start()
    assert b"<Name>test</Name>" in bucket(own_s3.start())
    own_s3.stop()
    with pytest.raises(ConnectorError, match="no bucket"), failing.lease():
        pass
    assert own_s3.pid() is None


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_can_be_prepared_again(name):
    with leased(server(name)) as one:
        one.prepare()
        one.prepare()


def test_a_port_in_use_is_named(own_s3, tmp_path):
    own_s3.start()
    with pytest.raises(ConnectorError, match=f"port {own_s3.port} of 127.0.0.1 is in use"):
        S3Server(tmp_path / "other", own_s3.port).start()


def test_a_free_port_has_free_ones_behind_it(monkeypatch):
    first, second = free_port(5), free_port()
    while abs(second - first) < 5:
        second = free_port()
    chosen = iter([first, second])
    monkeypatch.setattr(processes, "random", SimpleNamespace(choice=lambda ports: next(chosen)))
    with socket.socket() as used:
        used.bind(("127.0.0.1", first + 2))
        assert free_port() == second


def test_a_reused_pid_is_never_signalled(tmp_path):
    process = ServerProcess(tmp_path)
    (tmp_path / "pid.json").write_text(f'{{"pid": {os.getpid()}, "ticks": 1}}')
    assert process.pid() is None
    assert not process.stop(9, 1.0)


def test_a_process_that_has_ended_at_once_does_not_run(tmp_path):
    process = ServerProcess(tmp_path)
    process.launch(["true"])
    eventually(lambda: process.pid() is None)
    (tmp_path / "pid.json").write_text(
        '{"pid": 4194305, "ticks": null}'
    )  # it was gone before it was looked at
    assert process.pid() is None


def test_a_server_that_dies_shows_its_log(tmp_path):
    process = ServerProcess(tmp_path)
    process.launch([sys.executable, "-c", "print('no such luck')"])
    with pytest.raises(ConnectorError, match="stopped while starting") as caught:
        process.wait_ready(lambda: False, PATIENCE)
    assert "no such luck" in str(caught.value)


def test_unknown_names_get_a_hint():
    with pytest.raises(OptionError, match="did you mean 'kafka'"):
        server("kafak")


def test_the_command_says_what_runs():
    command = [sys.executable, "-m", "drey.testing.servers", "status", "s3"]
    done = run(command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("s3: ")
