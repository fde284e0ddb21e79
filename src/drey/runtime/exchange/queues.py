"""What both ends of a channel do with their queues; the caller holds the lock."""

from __future__ import annotations

from collections import deque

from drey.runtime.elements import CheckpointBarrier, Watermark
from drey.runtime.exchange.batches import operations_of
from drey.runtime.exchange.wire import Travelling

Waiting = tuple[Travelling, int, int]
"""An element, its rows, and the bytes it costs while it waits."""


def append(queue: deque[Waiting], waiting: Waiting) -> None:
    """Append an element; a watermark replaces the one that it directly follows, so that they can't pile up."""
    if type(waiting[0]) is Watermark and queue and type(queue[-1][0]) is Watermark:
        queue[-1] = waiting
    else:
        queue.append(waiting)


def merged_head(queue: deque[Waiting], head: Waiting, max_rows: int, max_bytes: int | None = None) -> Waiting:
    """A batch that has been taken from the queue's front, with the neighbours that fit to it within the bounds."""
    element, rows, cost = head
    operations = operations_of(element)
    assert operations is not None
    merged = [element]
    while queue:
        further, more_rows, more_cost = queue[0]
        too_many = rows + more_rows > max_rows or (max_bytes is not None and cost + more_cost > max_bytes)
        if too_many or type(further) is not type(element) or not operations.mergeable(element, further):
            break
        queue.popleft()
        merged.append(further)
        rows, cost = rows + more_rows, cost + more_cost
    if len(merged) > 1:
        element = operations.merge(merged)
    return element, rows, cost


def cut_head(queue: deque[Waiting], head: Waiting, max_bytes: int) -> Waiting:
    """The first rows of a batch that is larger than that; the rest goes back to the queue's front.

    Takes half of the bytes at least, so that no small rest is left, which would be merged with what follows.
    """
    _, rows, cost = head
    if cost <= max_bytes or rows < 2:
        return head
    return cut_rows(queue, head, max(1, rows * max_bytes // (2 * cost)))


def cut_rows(queue: deque[Waiting], head: Waiting, first: int) -> Waiting:
    """The ``first`` rows of a batch that has more; the rest goes back to the queue's front."""
    element, rows, cost = head
    operations = operations_of(element)
    if operations is None or rows <= first:
        return head
    spent = cost * first // rows
    queue.appendleft((operations.slice(element, first, rows - first), rows - first, cost - spent))
    return operations.slice(element, 0, first), first, spent


def overtake(queue: deque[Waiting], barrier: CheckpointBarrier) -> list[Travelling]:
    """Put a barrier in front of a queue; what it has overtaken.

    A barrier of the same checkpoint that waits already moves to the front instead, past what stood before it.
    """
    overtaken: list[Travelling] = []
    for position, (element, _, _) in enumerate(queue):
        if isinstance(element, CheckpointBarrier) and element.checkpoint_id == barrier.checkpoint_id:
            del queue[position]
            break
        overtaken.append(element)
    queue.appendleft((barrier, 0, 0))
    return overtaken
