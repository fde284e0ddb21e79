"""One Flink cluster inside the recorder's Java process, kept for all jobs.

PyFlink's local execution starts a cluster per job, which takes several times as long as a small job.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pyflink.java_gateway import get_gateway


@cache
def _address() -> tuple[str, str]:
    jvm = get_gateway().jvm
    configuration = jvm.org.apache.flink.configuration.Configuration()
    for key in ("rest.port", "rest.bind-port"):
        configuration.setString(key, "0")
    configuration.setString("taskmanager.memory.managed.size", "256m")
    builder = jvm.org.apache.flink.runtime.minicluster.MiniClusterConfiguration.Builder()
    builder = builder.setConfiguration(configuration).setNumTaskManagers(1).setNumSlotsPerTaskManager(4)
    cluster = jvm.org.apache.flink.runtime.minicluster.MiniCluster(builder.build())
    cluster.start()
    address = cluster.getRestAddress().get()
    return str(address.getHost()), str(address.getPort())


def use_shared_cluster(t_env: Any) -> None:
    """Send the environment's jobs to the shared cluster."""
    host, port = _address()
    for key, value in (("execution.target", "remote"), ("rest.address", host), ("rest.port", port)):
        t_env.get_config().set(key, value)
