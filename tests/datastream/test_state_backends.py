"""Programs that choose their state backend: by configuration, as in 2.3, and by objects, as until 1.20."""

from __future__ import annotations

from pathlib import Path

import pytest

from drey.errors import UnsupportedError, ValidationError
from drey.pyflink.common import Configuration
from drey.pyflink.datastream import KeyedProcessFunction, StreamExecutionEnvironment
from drey.pyflink.datastream.state import ValueStateDescriptor
from drey.pyflink.datastream.state_backend import (
    CustomStateBackend,
    EmbeddedRocksDBStateBackend,
    FsStateBackend,
    HashMapStateBackend,
    PredefinedOptions,
    RocksDBStateBackend,
)


class Count(KeyedProcessFunction):
    """Counts values by key, and says whether RocksDB works in a directory."""

    def __init__(self, local: Path) -> None:
        self.local = local

    def open(self, runtime_context):
        self.count = runtime_context.get_state(ValueStateDescriptor("count", None))

    def process_element(self, value, ctx):
        count = (self.count.value() or 0) + 1
        self.count.update(count)
        yield value, count, bool(list(self.local.glob("drey-rocksdb-*")))


def counts(env: StreamExecutionEnvironment, local: Path) -> list[tuple[str, int, bool]]:
    counted = env.from_collection(["a", "b", "a"]).key_by(lambda value: value).process(Count(local))
    with counted.execute_and_collect() as values:
        return list(values)


def rocks(local: Path) -> EmbeddedRocksDBStateBackend:
    backend = EmbeddedRocksDBStateBackend(True)
    backend.set_db_storage_paths(f"file://{local}")
    return backend


def with_checkpoints(local: Path) -> RocksDBStateBackend:
    backend = RocksDBStateBackend(f"file://{local}/checkpoints", True)
    backend.set_db_storage_paths(str(local))
    assert isinstance(backend.get_checkpoint_backend(), FsStateBackend)
    return backend


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (rocks, True),
        (with_checkpoints, True),
        (lambda local: HashMapStateBackend(), False),
        (lambda local: FsStateBackend(f"file://{local}/checkpoints"), False),
    ],
)
def test_set_state_backend(make, expected, tmp_path):
    env = StreamExecutionEnvironment.get_execution_environment()
    backend = make(tmp_path)
    with pytest.warns(DeprecationWarning, match=r"state\.backend\.type"):
        assert env.set_state_backend(backend) is env
    assert env.get_state_backend() is backend
    assert counts(env, tmp_path) == [("a", 1, expected), ("b", 1, expected), ("a", 2, expected)]
    assert not list(tmp_path.glob("drey-rocksdb-*"))


def test_by_configuration(tmp_path):
    config = Configuration()
    config.set_string("state.backend.type", "rocksdb")
    config.set_string("state.backend.rocksdb.localdir", str(tmp_path))
    env = StreamExecutionEnvironment.get_execution_environment(config)
    assert counts(env, tmp_path) == [("a", 1, True), ("b", 1, True), ("a", 2, True)]


def test_what_a_backend_says():
    backend = EmbeddedRocksDBStateBackend()
    assert backend.is_incremental_checkpoints_enabled() is False
    backend.set_predefined_options(PredefinedOptions.FLASH_SSD_OPTIMIZED)
    backend.set_number_of_transfer_threads(2)
    assert backend.options() == {
        "state.backend.type": "rocksdb",
        "state.backend.rocksdb.predefined-options": "FLASH_SSD_OPTIMIZED",
        "state.backend.rocksdb.checkpoint.transfer.thread.num": "2",
    }
    with pytest.raises(ValidationError, match="checkpoint_data_uri"):
        RocksDBStateBackend()
    with pytest.raises(UnsupportedError, match="JVM"):
        CustomStateBackend(None)
