"""What an installation brings: packages and bytes of a fresh environment."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_BASE = {"pip", "setuptools", "wheel"}


@dataclass(frozen=True)
class InstallSize:
    """Packages and bytes in a site-packages directory, pip itself not counted."""

    packages: int
    bytes: int


def size_of(site_packages: Path) -> InstallSize:
    """Count what is in a site-packages directory."""
    names = {path.name.split("-")[0].lower() for path in site_packages.glob("*.dist-info")} - _BASE
    entries = [path for path in site_packages.iterdir() if path.name.split("-")[0].lower() not in _BASE]
    files = (file for entry in entries for file in (entry.rglob("*") if entry.is_dir() else [entry]))
    return InstallSize(len(names), sum(f.stat().st_size for f in files if f.is_file() and not f.is_symlink()))


def site_packages_of(python: str) -> Path:
    """The site-packages directory of an interpreter."""
    command = [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def core_install(root: Path) -> InstallSize:
    """Install the project without extras into a temporary environment and count."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([sys.executable, "-m", "venv", directory], check=True)
        python = f"{directory}/bin/python"
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(root)]
        subprocess.run(install, check=True)
        return size_of(site_packages_of(python))
