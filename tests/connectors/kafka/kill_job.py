"""The job that ``test_exactly_once`` kills: from one topic through a Python function into another, exactly once.

Usage: ``drey run ... kill_job.py BROKERS SOURCE SINK STAGING [POINT [NUMBER]]``. At the named point of the
``NUMBER``-th commit the process sends itself a signal: SIGKILL, or SIGSTOP for the point ``paused``. One that is to do
that crawls after its first ``SOON`` records: it then does it in the middle of the job, however slow the machine is.
"""

import os
import signal
import sys
import threading
import time

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

from drey.connectors.kafka.epoch_transaction import EpochTransaction

TO_BE_KILLED = len(sys.argv) > 5
SOON = 450
PAUSE, CRAWL = 0.0004, 0.01
passed = [0]


@udf(result_type=DataTypes.BIGINT())
def slowly(number):
    passed[0] += 1
    time.sleep(CRAWL if TO_BE_KILLED and passed[0] > SOON else PAUSE)
    return number


def arm(point, wanted):
    """Send the signal at a point of the ``wanted``-th commit."""
    commit, end = EpochTransaction.commit, EpochTransaction._end
    seen = 0

    def die(how=signal.SIGKILL):
        os.kill(os.getpid(), how)

    def watched_commit(self, epoch, staged, partition):
        nonlocal seen
        seen += 1
        if seen == wanted and point in ("prepared", "paused"):
            die(signal.SIGSTOP if point == "paused" else signal.SIGKILL)
        commit(self, epoch, staged, partition)
        if seen == wanted and point == "unacknowledged":
            die()

    def watched_end(self):
        if seen == wanted and point == "sent":
            self._producer.flush()
            die()
        if seen == wanted and point.startswith("committing"):
            threading.Timer(float(point.partition(":")[2]) / 1000, die).start()
        end(self)
        if seen == wanted and point == "committed":
            die()

    EpochTransaction.commit, EpochTransaction._end = watched_commit, watched_end


def main(brokers, source, sink, staging, point="", number="2"):
    if point:
        arm(point, int(number))
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.create_temporary_system_function("slowly", slowly)
    common = f"'connector' = 'kafka', 'properties.bootstrap.servers' = '{brokers}', 'format' = 'json'"
    t_env.execute_sql(
        f"""CREATE TABLE source (n BIGINT, pad STRING) WITH ({common}, 'topic' = '{source}',
            'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')"""
    )
    t_env.execute_sql(
        f"""CREATE TABLE sink (n BIGINT, pad STRING) WITH ({common}, 'topic' = '{sink}',
            'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{sink}',
            'sink.staging-directory' = '{staging}')"""
    )
    t_env.execute_sql("INSERT INTO sink SELECT slowly(n), pad FROM source").wait()
    print("finished", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
