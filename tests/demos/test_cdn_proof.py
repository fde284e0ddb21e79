"""The demo's comparison finds what was lost, doubled, changed or made up."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("confluent_kafka")
pytest.importorskip("pymysql")
sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "demo"))

from cdn_producer import PROVINCES, records
from cdn_proof import differences

SENT = {"Anhui": [2, 300, 7], "Beijing": [1, 50, 3]}
RIGHT = {"Anhui": (2, 300, 300 / 7), "Beijing": (1, 50, 50 / 3)}


def test_no_difference():
    assert differences(SENT, RIGHT) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"Anhui": (1, 200, 40.0)}, "Anhui: sent 2 records with 300 bytes, counted 1 with 200"),
        ({"Anhui": (3, 400, 40.0)}, "Anhui: sent 2 records with 300 bytes, counted 3 with 400"),
        ({"Anhui": (2, 301, 43.0)}, "Anhui: sent 2 records with 300 bytes, counted 2 with 301"),
        ({"Anhui": (2, 300, 42.0)}, "Anhui: speed is 42.857142857142854, in the table 42.0"),
        ({"Hebei": (1, 1, 1.0)}, "Hebei: in the table, but nothing was sent"),
    ],
)
def test_a_difference(change, line):
    assert differences(SENT, RIGHT | change) == [line]


def test_a_province_that_is_missing():
    assert differences(SENT, {"Anhui": RIGHT["Anhui"]}) == ["Beijing: 1 records sent, not in the table"]


def test_addresses_belong_to_the_province_that_was_chosen():
    for province, size, milliseconds, value in records(np.random.default_rng(1), 500):
        row = json.loads(value)
        first, second, *_ = map(int, row["client_ip"].split("."))
        assert 0 <= second < 256
        assert PROVINCES[(7 * first + second) % len(PROVINCES)] == province
        assert (row["response_size"], row["request_time"]) == (size, milliseconds)
