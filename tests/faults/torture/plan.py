"""What a seed means: a source, sinks, a parallelism for each attempt, and the faults in their order."""

from __future__ import annotations

import random
from dataclasses import replace

from drey.records import record
from drey.runtime.faults import POINTS

APPENDS = ("files", "kafka", "mysql-append", "sqlite")
UPSERTS = ("mysql-upsert", "upsert-kafka")
TARGETS = (*APPENDS, *UPSERTS)
KAFKA = frozenset({"kafka", "upsert-kafka"})
MYSQL = frozenset({"mysql-append", "mysql-upsert"})

KINDS = {
    "kill worker": 12,
    "kill main": 10,
    "kill fork server": 3,
    "stop worker": 8,
    "stop main": 6,
    "stop worker until lost": 5,
    "kill at point": 24,
    "stop at point": 10,
    "broker restarted": 5,
    "database restarted": 8,
    "rows locked": 6,
    "checkpoint damaged": 6,
    "disk full": 7,
    "clock jumps": 7,
}
"""The kinds of faults, and how often each is the first of a run."""

FURTHER = {
    "kill worker": 50,
    "kill main": 14,
    "kill fork server": 3,
    "kill at point": 25,
    "stop worker": 3,
    "stop main": 2,
    "stop at point": 3,
}
"""The kinds that come behind the first fault, where it isn't the first's again: most of them kills."""

WITHOUT_WORKERS = {
    "kill worker": "kill main",
    "kill fork server": "kill main",
    "stop worker": "stop main",
    "stop worker until lost": "stop main",
}
"""What a fault of a worker is in an attempt with a parallelism of 1, which has none."""

REPEATED = frozenset(
    {
        "clock jumps",
        "rows locked",
        "stop worker until lost",
        "disk full",
        "database restarted",
        "checkpoint damaged",
    }
)
FEWEST, MOST = 6, 12
MANIFEST = "manifest-written"
OF_COMMITS = frozenset({"before-commit", "committed"})
"""The points that a job doesn't come to whose only sink writes each change as it comes."""
_RUSHED, _RUSHING = 0.2, frozenset({"kill worker", "kill main"})
_WEIGHTS = {"files": 4, "kafka": 4, "mysql-append": 4, "mysql-upsert": 4, "upsert-kafka": 2, "sqlite": 1}


@record
class Fault:
    """One fault.

    Args:
        kind: One of :data:`KINDS`.
        after: How many checkpoints are complete before it comes.
        delay: Seconds behind that.
        seconds: How long it lasts, where it lasts.
        point: The named point, for those at one.
        number: The how manieth passing of the point.
        detail: Chooses among what is left, between 0 and 1.
        rushed: True if it doesn't wait until the job has recovered from the fault before; ``delay`` then is behind that.
    """

    kind: str
    after: int
    delay: float
    seconds: float
    point: str = ""
    number: int = 1
    detail: float = 0.0
    rushed: bool = False


@record
class Plan:
    """One run.

    Args:
        seed: Its seed.
        source: ``csv`` or ``kafka``.
        targets: The sinks.
        parallelism: The parallelism of each attempt; the last one's for all further ones.
        faults: In their order.
        late: So many of the last faults come when all input is given, while the job ends.
        options: More options of the job.
    """

    seed: int
    source: str
    targets: tuple[str, ...]
    parallelism: tuple[int, ...]
    faults: tuple[Fault, ...]
    late: int
    options: dict[str, str]

    @property
    def kind(self) -> str:
        """The first fault's kind, with its point."""
        first = self.faults[0]
        return f"{first.kind.removesuffix(' point')} {first.point}" if first.point else first.kind

    @property
    def uses_kafka(self) -> bool:
        """True if it needs the broker."""
        return self.source == "kafka" or bool(KAFKA.intersection(self.targets))

    @property
    def uses_mysql(self) -> bool:
        """True if it needs the database server."""
        return bool(MYSQL.intersection(self.targets))

    def has(self, kind: str) -> bool:
        """True if a fault of this kind is among them."""
        return any(one.kind == kind for one in self.faults)

    def shortened(self, most: int | None) -> Plan:
        """The same with at most so many faults, the first ones."""
        return replace(self, faults=self.faults[:most])


def plan(seed: int) -> Plan:
    """The run of a seed."""
    chance = random.Random(f"torture {seed}")
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    source = chance.choice(("csv", "kafka"))
    damaged = chance.choice(("", MANIFEST))
    targets = _targets(chance, kind, damaged, source)
    points = (
        POINTS if set(targets) != {"mysql-upsert"} else tuple(one for one in POINTS if one not in OF_COMMITS)
    )
    faults = []
    for number in range(chance.randint(FEWEST, MOST)):
        again = not number or (kind in REPEATED and chance.random() < 0.15)
        fault = _fault(chance, kind if again else chance.choices(list(FURTHER), list(FURTHER.values()))[0])
        if fault.kind.endswith(" point"):
            fault = replace(fault, point=chance.choice(points))
        elif fault.kind == "checkpoint damaged":
            fault = replace(fault, point=damaged)
        elif number and fault.kind in _RUSHING and chance.random() < _RUSHED:
            fault = replace(fault, delay=chance.uniform(0.0, 0.6), rushed=True)
        faults.append(fault)
    parallelism = tuple(chance.choice((1, 2, 2, 2, 3)) for _ in range(MOST))
    options = {}
    if chance.random() < 0.25:
        options["execution.checkpointing.unaligned.enabled"] = "true"
    if chance.random() < 0.5:
        options["execution.checkpointing.tolerable-failed-checkpoints"] = "100"
    if kind == "stop worker until lost":
        options["heartbeat.timeout"] = "2500 ms"
    late = chance.choice((0, 0, 0, 1, 2)) if kind not in REPEATED else 0
    if late and chance.random() < 0.15:
        late = len(faults)
    return Plan(seed, source, targets, parallelism, tuple(faults), late, options)


def _fault(chance: random.Random, kind: str) -> Fault:
    return Fault(
        kind,
        after=chance.randint(1, 4),
        delay=chance.uniform(0.0, 0.08),
        seconds=chance.choice((0.05, 0.3, 1.0, 2.0)) * chance.uniform(0.5, 1.0),
        number=chance.randint(1, 4),
        detail=chance.random(),
    )


def _targets(chance: random.Random, kind: str, damaged: str, source: str) -> tuple[str, ...]:
    # What a damaged checkpoint has committed comes again from the one before it: only rows with a key bear that.
    # Killed before anybody commits, all do.
    pool = UPSERTS if kind == "checkpoint damaged" and not damaged else TARGETS
    chosen: set[str] = set()
    if kind == "broker restarted" and source != "kafka":
        chosen.add(chance.choice(sorted(KAFKA)))
    if kind in ("database restarted", "rows locked"):
        chosen.add(chance.choice(sorted(MYSQL)))
    wanted = chance.randint(1, min(3, len(pool)))
    while len(chosen) < wanted:
        chosen.add(chance.choices(pool, [_WEIGHTS[one] for one in pool])[0])
    return tuple(one for one in TARGETS if one in chosen)
