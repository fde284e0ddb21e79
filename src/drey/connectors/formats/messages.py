"""Decodes messages of one record each as one stream of lines, as long as every line gives exactly one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from drey.connectors.api.format import Decoded, DecodedMessages

_ALONE = 16
"""Irregular messages of so few are decoded one by one."""


def decode_in_halves(
    messages: Sequence[bytes],
    clean: Callable[[bytes], bytes],
    together: Callable[[bytes], pl.DataFrame | None],
    alone: Callable[[bytes, int], Decoded],
) -> DecodedMessages:
    """Decode messages, in halves and halves of halves where not all of them are regular.

    Args:
        messages: What to decode.
        clean: Takes line feeds out of a message, where that doesn't change its meaning; called only if there are any.
        together: Decodes lines; None if it can't, or not exactly.
        alone: Decodes the message with an index.
    """
    joined = b"\n".join(messages)
    if joined.count(b"\n") == len(messages) - 1:
        frame = together(joined)
        if frame is not None and frame.height == len(messages):
            return DecodedMessages(frame)
    else:
        messages = [clean(message) for message in messages]
    parts: list[pl.DataFrame] = []
    counts: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    skipped = 0
    regular = True

    def step(start: int, end: int) -> None:
        nonlocal skipped, regular
        data = b"\n".join(messages[start:end])
        frame = together(data) if data.count(b"\n") == end - start - 1 else None
        if frame is not None and frame.height == end - start:
            parts.append(frame)
            counts.append(np.ones(end - start, dtype=np.int64))
        elif end - start <= _ALONE:
            for index in range(start, end):
                decoded = alone(messages[index], index)
                parts.append(decoded.data)
                counts.append(np.array([decoded.data.height], dtype=np.int64))
                skipped += decoded.skipped
                regular = regular and decoded.data.height == 1
        else:
            middle = (start + end) // 2
            step(start, middle)
            step(middle, end)

    step(0, len(messages))
    data = parts[0] if len(parts) == 1 else pl.concat(parts)
    if regular:
        return DecodedMessages(data, None, skipped)
    return DecodedMessages(data, np.repeat(np.arange(len(messages)), np.concatenate(counts)), skipped)
