"""Records what the conformance programs print on a real Flink.

    DREY_FLINK_PYTHON=<interpreter with apache-flink 2.3> python tests/pyflink/record_programs.py [name ...]

Each program of ``programs/conformance`` runs in a process of its own; its output becomes ``<name>.out``
beside it. Without names, the programs that have no record yet are run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_LONGEST = 600  # seconds

PROGRAMS = Path(__file__).parent / "programs" / "conformance"


def record(program: Path, interpreter: str) -> str | None:
    """Run a program and keep its output; the end of its error output if it fails."""
    try:
        done = subprocess.run(
            [interpreter, "-u", "-W", "ignore", str(program)],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "TZ": "UTC",
                "PYTHONHASHSEED": "0",
                # Flink's workers look for the interpreter by the name python.
                "PATH": os.pathsep.join([str(Path(interpreter).parent), os.environ.get("PATH", "")]),
            },
            cwd=program.parent,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        return f"not done after {_LONGEST} s; printed so far:\n{(expired.stdout or b'').decode()[-2000:]}"
    if done.returncode != 0:
        return done.stdout[-2000:] + done.stderr[-6000:]
    program.with_suffix(".out").write_text(done.stdout, encoding="utf-8")
    return None


def main(names: list[str]) -> int:
    """Record the named programs, or those without a record."""
    interpreter = os.environ["DREY_FLINK_PYTHON"]
    if names:
        programs = [PROGRAMS / f"{name}.py" for name in names]
    else:
        programs = [one for one in sorted(PROGRAMS.glob("*.py")) if not one.with_suffix(".out").exists()]
    failed = 0
    for program in programs:
        problem = record(program, interpreter)
        failed += problem is not None
        print(f"{program.stem}: {'recorded' if problem is None else 'failed'}", flush=True)
        if problem is not None:
            print(problem)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
