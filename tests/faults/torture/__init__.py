"""Hits a parallel job in every way that is known, by a seed, and counts every record: 0 lost, 0 doubled.

``python -m tests.faults.torture --hits 1000 --work DIR --report docs/reports/torture`` runs seeds from 1 on, two at a
time, until jobs were hit 1,000 times, and writes a report as Markdown and JSON. What has been run is in
``DIR/results.jsonl``, so a second call goes on where the first ended.
"""
