"""Reading, writing and folding of SQL logic tests, without an engine."""

from pathlib import Path

import pytest
from slt import compared, final_rows, parse, value_text

TEXT = """runtime batch

option table.exec.state.ttl 1 h

# what it is for
statement ok
CREATE TABLE t (
  a INT)

statement error CATALOG
DROP TABLE x

query ordered
SELECT a
FROM t
----
[1]
[null]
"""


def test_a_file_is_read_and_written_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.slt"
    path.write_text(TEXT, encoding="utf-8")
    test_file = parse(path)
    assert test_file.runtimes == ("batch",)
    assert [(record.line, record.kind, record.code) for record in test_file.records] == [
        (5, "ok", ""),
        (10, "error", "CATALOG"),
        (13, "ordered", ""),
    ]
    assert test_file.options == {"table.exec.state.ttl": "1 h"}
    assert test_file.records[2].expected == ("[1]", "[null]")
    head = ["runtime batch\n", "option table.exec.state.ttl 1 h\n"]
    assert "\n".join([*head, *(record.text() for record in test_file.records)]) == TEXT


@pytest.mark.parametrize(
    "text", ["query final\nSELECT 1", "statement error\nX", "statement ok", "runtime fast", "option a"]
)
def test_another_block_is_an_error_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.slt"
    path.write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.slt:2"):
        parse(path)


def test_changes_are_folded() -> None:
    changes = ["+I[b, 1]", "+I[a, 1]", "-U[b, 1]", "+U[b, 2]", "-D[a, 1]", "+I[a, 0]"]
    assert final_rows(changes) == ["[b, 2]", "[a, 0]"]
    assert compared("final", changes, True) == ["[a, 0]", "[b, 2]"]
    assert compared("changelog", changes, True) == changes
    assert compared("changelog", changes, False) == ["[a, 0]", "[b, 2]"]


def test_a_delete_of_a_missing_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="isn't there"):
        final_rows(["+I[1]", "-D[2]"])


def test_values_are_printed_as_in_flink() -> None:
    assert (
        value_text(["a\nb", None, True, {"k": 1.5}, [1, 2], b"\x01"])
        == "[a\\nb, null, true, {k=1.5}, [1, 2], x'01']"
    )
