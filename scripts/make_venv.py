"""Makes a virtual environment with Drey in it, saying what it does. Run by the Makefile, on any Python 3.11+.

Usage: make_venv.py DIRECTORY [REQUIREMENT ...]
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

MINIMUM = (3, 11)


def main(arguments: list[str]) -> int:
    directory, requirements = Path(arguments[0]), arguments[1:]
    if sys.version_info < MINIMUM:
        found = ".".join(map(str, sys.version_info[:3]))
        print(
            f"Drey needs Python 3.11 or newer, this is {found}. Name another one: make PYTHON=python3.12 ..."
        )
        return 1
    stamp = directory / ".drey-installed"
    wanted = fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    if not (directory / "bin" / "python").exists() and not create(directory):
        return 1
    print(f"* installing {' '.join(requirements)} into {directory}", flush=True)
    install = [
        str(directory / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*install, *requirements], check=False)
    if done.returncode:
        print(f"The installation failed. Is the network there? Try again, or remove {directory} first.")
        return done.returncode
    stamp.write_text(wanted)
    return 0


def fingerprint(requirements: list[str]) -> str:
    """Changes when the requirements or the project's dependencies change."""
    project = Path("pyproject.toml").read_text() if Path("pyproject.toml").exists() else ""
    return hashlib.sha256("\n".join([*requirements, project]).encode()).hexdigest()


def create(directory: Path) -> bool:
    print(f"* making the virtual environment {directory}", flush=True)
    try:
        import ensurepip  # noqa: F401 - only to see whether it is there
        import venv  # noqa: F401 - only to see whether it is there
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        print(
            f"This Python has no venv module. On Debian and Ubuntu: sudo apt install python{version}-venv\n"
            "On Fedora it is part of python3. Then run the same command again."
        )
        return False
    return subprocess.run([sys.executable, "-m", "venv", str(directory)], check=False).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
