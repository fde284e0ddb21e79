"""Where the servers' programs come from: Debian packages and Maven artifacts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from drey.errors import ConnectorError, DependencyError
from drey.testing.servers.processes import run

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>drey.testing</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>{}</dependencies></project>"""
_DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


def root_prefix() -> list[str] | None:
    """What makes a command run as root: nothing for root, sudo where it asks no password, None if neither."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
        return ["sudo", "-n"] if allowed else None
    return None


def apt_install(*packages: str) -> None:
    """Install Debian packages, without starting the services that they bring.

    Raises:
        DependencyError: This is no Debian, or neither root nor sudo is there.
    """
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        raise DependencyError(
            f"missing: {', '.join(packages)}",
            detail="there is no apt-get here" if prefix is not None else "installing needs root or sudo",
            hint=f"sudo apt-get install {' '.join(packages)}, or your system's packages of that kind",
        )
    # RUNLEVEL=1 keeps the packages from starting their service.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-o"]
    apt.append("DPkg::Lock::Timeout=300")
    install = [*apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    try:
        run(install, "install Debian packages")
    except ConnectorError:
        run([*apt, "update", "-q"], "update the package lists")
        run(install, "install Debian packages")


def java_version() -> int:
    """The major version of the ``java`` on the path, 0 if there is none."""
    if not shutil.which("java"):
        return 0
    text = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(match.group(1)) if match else 0


def maven_libraries(target: Path, *coordinates: str) -> None:
    """Copy artifacts, ``group:artifact:version``, with all that they need into a new directory."""
    if not shutil.which("mvn"):
        apt_install("maven")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as work:
        dependencies = "".join(_DEPENDENCY.format(*one.split(":")) for one in coordinates)
        pom = Path(work, "pom.xml")
        pom.write_text(_POM.format(dependencies))
        goal = "dependency:copy-dependencies"
        command = ["mvn", "-B", "-q", "-f", str(pom), goal, "-DincludeScope=runtime"]
        run([*command, f"-DoutputDirectory={work}/libs"], f"get {', '.join(coordinates)} with Maven")
        os.rename(Path(work, "libs"), target)
