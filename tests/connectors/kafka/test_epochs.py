"""The exactly-once sink by its contracts: committables that come twice, late, to others, or without their file."""

from __future__ import annotations

import json
import os
import time

import pytest

from drey.connectors.api import WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError


@pytest.fixture
def make_sink(spec, brokers, tmp_path):
    def make(topic, **more):
        options = {
            "connector": "kafka", "topic": topic, "properties.bootstrap.servers": brokers, "format": "raw",
            "sink.delivery-guarantee": "exactly-once", "sink.transactional-id-prefix": topic,
            "sink.staging-directory": str(tmp_path / "staging"),
        } | {key.replace("_", "-"): value for key, value in more.items()}  # fmt: skip
        return table_factory("kafka").create_sink(spec("v STRING", options))

    return make


@pytest.fixture
def epoch(frame):
    """Writes rows into a new writer and prepares them."""

    def run(sink, *values, subtask=0):
        writer = sink.create_writer()
        writer.open(WriterContext(subtask=subtask, parallelism=4))
        writer.write(frame("v STRING", [(value,) for value in values]), None)
        committables = json.loads(json.dumps(writer.prepare_commit(1)))
        return writer, committables, json.loads(json.dumps(writer.snapshot()))

    return run


def commit(sink, committables):
    committer = sink.create_committer()
    try:
        committer.commit(committables)
    finally:
        committer.close()


def values(messages, topic):
    return sorted(one.value().decode() for one in messages(topic))


def test_nothing_is_visible_before_the_commit(make_sink, epoch, topic, messages):
    name = topic()
    sink = make_sink(name)
    writer, committables, _ = epoch(sink, "a", "b")
    assert values(messages, name) == []
    commit(make_sink(name), committables)
    assert values(messages, name) == ["a", "b"]
    commit(make_sink(name), committables)
    commit(make_sink(name), committables)
    assert values(messages, name) == ["a", "b"]
    writer.close()


def test_without_checkpoints_the_writer_commits_by_itself(make_sink, frame, topic, messages):
    name = topic()
    writer = make_sink(name).create_writer()
    writer.open(WriterContext(checkpointed=False))
    for number, (text, now) in enumerate((("a", 10.0), ("b", 20.0)), start=1):
        writer.write(frame("v STRING", [(text,)]), None)
        writer.tick(now)
        writer.tick(now + 0.1)
        assert len(values(messages, name)) == number
    writer.write(frame("v STRING", [("c",)]), None)
    writer.flush(True)
    assert writer.prepare_commit(0) == []
    assert values(messages, name) == ["a", "b", "c"]
    writer.close()


def test_epochs_without_rows_have_no_committable(make_sink, epoch, topic):
    writer, committables, _ = epoch(make_sink(topic()))
    assert committables == []
    writer.close()


def test_epochs_of_several_subtasks_are_committed_by_any(make_sink, epoch, topic, messages):
    name = topic()
    made = [epoch(make_sink(name), f"of {subtask}", subtask=subtask) for subtask in range(3)]
    together = [one for _, committables, _ in made for one in committables]
    commit(make_sink(name), together[:2])
    commit(make_sink(name), together)
    assert values(messages, name) == ["of 0", "of 1", "of 2"]
    for writer, _, _ in made:
        writer.close()


def test_several_epochs_go_in_order_and_a_part_of_them_may_be_done(make_sink, frame, epoch, topic, messages):
    name = topic()
    sink = make_sink(name)
    writer, first, _ = epoch(sink, "1")
    later = []
    for number in (2, 3):
        writer.write(frame("v STRING", [(str(number),)]), None)
        later += writer.prepare_commit(number)
    committer = sink.create_committer()
    committer.commit(first)
    writer.close()
    commit(make_sink(name), [*reversed(later), *first])
    assert [one.value() for one in messages(name)] == [b"1", b"2", b"3"]


def test_a_restored_writer_does_not_hide_behind_the_epochs_of_an_abandoned_one(
    make_sink, epoch, topic, messages
):
    """Savepoint at epoch 1; the job goes on to epoch 2; then the savepoint is restored and goes another way."""
    name = topic()
    old = make_sink(name)
    writer, first, state = epoch(old, "1")
    commit(make_sink(name), first)
    restored = make_sink(name)
    commit(restored, first)
    new_writer, second, _ = epoch(restored, "another 2")
    new_writer.restore([state], 1)
    commit(restored, second)
    assert values(messages, name) == ["1", "another 2"]
    writer.close()
    new_writer.close()


def test_large_epochs_lie_in_files_that_commits_and_restores_remove(
    make_sink, frame, epoch, topic, messages, tmp_path
):
    name = topic()
    sink = make_sink(name)
    large = [os.urandom(500).hex() for _ in range(200)]
    writer, committables, state = epoch(sink, *large)
    [committable] = committables
    assert os.path.getsize(committable["file"]) == committable["size"] > 100_000
    writer.write(frame("v STRING", [(one,) for one in large]), None)
    [abandoned] = writer.prepare_commit(2)
    assert os.path.exists(abandoned["file"])
    restored = make_sink(name)
    successor = restored.create_writer()
    successor.open(WriterContext())
    commit(restored, committables)
    successor.restore([state], 1)
    assert values(messages, name) == sorted(large)
    assert list((tmp_path / "staging").iterdir()) == []
    with pytest.raises(ConnectorError, match="it is not there"):
        sink.create_committer().commit([abandoned])
    assert values(messages, name) == sorted(large)
    writer.close()
    successor.close()


def test_who_restores_a_state_fences_its_writer(make_sink, frame, epoch, topic, messages):
    name = topic()
    sink = make_sink(name)
    writer, first, state = epoch(sink, "1")
    writer.write(frame("v STRING", [("abandoned",)]), None)
    abandoned = writer.prepare_commit(2)
    restored = make_sink(name)
    successor = restored.create_writer()
    successor.open(WriterContext())
    successor.restore([state], 1)
    with pytest.raises(ConnectorError, match="another process has taken over this sink's transactions"):
        sink.create_committer().commit(abandoned)
    commit(restored, first)
    assert values(messages, name) == ["1"]
    writer.close()
    successor.close()


def test_a_file_that_is_gone(make_sink, epoch, topic, messages):
    name = topic()
    writer, [committable], _ = epoch(make_sink(name), *(os.urandom(500).hex() for _ in range(200)))
    os.unlink(committable["file"])
    with pytest.raises(
        ConnectorError, match="the records of a checkpoint that was not committed are lost"
    ) as caught:
        commit(make_sink(name), [committable])
    assert committable["file"] in str(caught.value)
    assert values(messages, name) == []
    writer.close()


def test_a_commit_that_brokers_do_not_remember(make_sink, epoch, topic, messages):
    name = topic()
    writer, [committable], _ = epoch(make_sink(name), "x")
    old = committable | {"prepared": time.time() - 9 * 86_400}
    with pytest.raises(ConnectorError, match="they were prepared 9 days ago"):
        commit(make_sink(name), [old])
    commit(make_sink(name, **{"sink.forgotten_commits": "skip"}), [old])
    assert values(messages, name) == []
    commit(make_sink(name, **{"sink.forgotten_commits": "send"}), [old])
    commit(make_sink(name), [old])
    assert values(messages, name) == ["x"]
    writer.close()
