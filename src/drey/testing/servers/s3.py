"""An S3 store: the moto server from PyPI. It keeps objects in memory and takes any credentials."""

from __future__ import annotations

import importlib.util
import sys
import urllib.error
import urllib.request

from drey.errors import DependencyError
from drey.testing.servers.contract import Server

BUCKET = "test"
_CREDENTIAL = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)


class S3Server(Server):
    """A store with the bucket ``test``."""

    name = "s3"
    default_port = 19000

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def missing(self) -> str | None:
        found = all(importlib.util.find_spec(module) for module in ("moto", "flask", "flask_cors"))
        return None if found else "moto is not installed"

    def install(self) -> None:
        if self.missing():
            raise DependencyError(
                "the S3 server needs moto", hint="pip install 'moto[s3]' flask flask-cors, or 'drey[dev]'"
            )

    def launch(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p"]
        self.process.launch([*command, str(self.port)])

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/moto-api/", timeout=5):
                return True
        except OSError:
            return False

    def prepare(self) -> None:
        headers = {"Authorization": _CREDENTIAL}
        request = urllib.request.Request(f"{self.url}/{BUCKET}", method="PUT", headers=headers)
        with urllib.request.urlopen(request, timeout=10):
            pass
