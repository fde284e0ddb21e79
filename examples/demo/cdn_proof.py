"""Compares what is in the table with what was sent: each record once, to the last byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdn_servers import Rows

Sums = Mapping[str, Sequence[int]]
"""Records, bytes and milliseconds by province, as the producer counted them."""


def differences(sent: Sums, table: Rows) -> list[str]:
    """One line for each province that is not as sent; empty if all is well."""
    found: list[str] = []
    for province in sorted({*sent, *table}):
        if province not in table:
            found.append(f"{province}: {sent[province][0]:,} records sent, not in the table")
        elif province not in sent:
            found.append(f"{province}: in the table, but nothing was sent")
        else:
            records, size, milliseconds = sent[province]
            count, total, speed = table[province]
            if (count, total) != (records, size):
                found.append(
                    f"{province}: sent {records:,} records with {size:,} bytes, counted {count:,} with {total:,}"
                )
            elif speed != size / milliseconds:
                found.append(f"{province}: speed is {size / milliseconds!r}, in the table {speed!r}")
    return found
