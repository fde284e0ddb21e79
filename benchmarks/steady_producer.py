"""Sends records at a steady rate until it is ended: in bursts of 2 ms, each to the next partition.

Usage: steady_producer.py BROKERS TOPIC RECORDS_PER_SECOND
"""

from __future__ import annotations

import sys
import time

from confluent_kafka import Producer
from topics import PARTITIONS

BURST = 0.002


def main() -> None:
    brokers, topic, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])
    producer = Producer({"bootstrap.servers": brokers, "linger.ms": 1, "acks": 1})
    started = time.perf_counter()
    sent = burst = 0
    while True:
        due = int((time.perf_counter() - started) * rate)
        created = time.time_ns() // 1000
        partition = burst % PARTITIONS
        for number in range(sent, due):
            ip = f"{number % 223 + 1}.{number % 255}.3.4"
            producer.produce(topic, f'{{"created": {created}, "client_ip": "{ip}"}}', partition=partition)
        sent, burst = due, burst + 1
        producer.poll(0)
        time.sleep(max(0.0, started + burst * BURST - time.perf_counter()))


if __name__ == "__main__":
    main()
