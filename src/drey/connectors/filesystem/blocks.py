"""Files of records in blocks: cut between records by the reader, decoded two at a time.

Cutting is cheap and sequential; decoding is what costs (0.55 s of processor time for 2 M csv rows of 5 columns),
and Polars decodes outside of the interpreter's lock. So one block is decoded beside the one that is handed over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from drey.connectors.api.format import Decoded, Origin, RecordDecodingFormat
from drey.connectors.filesystem.streams import open_stream
from drey.errors import MalformedRecordError
from drey.records import record

_BOM = b"\xef\xbb\xbf"
_LARGEST_RECORD = 64 << 20
"""A record that is longer is taken for an unclosed quote."""
_DECODERS = 2


@record
class Block:
    """Whole records of a file.

    Args:
        data: Their bytes.
        end: The offset behind them in the decompressed file.
        final: True if nothing follows.
    """

    data: bytes
    end: int
    final: bool


def record_blocks(
    path: str, offset: int, decoding: RecordDecodingFormat, chunk_size: Callable[[], int]
) -> Iterator[Block]:
    """The rest of a file in blocks of about ``chunk_size()`` bytes; the last one is final and may be empty.

    Raises:
        ConnectorError: The file can't be read.
        MalformedRecordError: A record does not end.
    """
    with open_stream(path, offset) as stream:
        rest = b""
        while True:
            block, final = _read_fully(stream, max(chunk_size(), len(rest)))
            data = rest + block if rest else block
            if offset == 0 and decoding.encodes_bom and data.startswith(_BOM):
                data, offset = data[len(_BOM) :], len(_BOM)
            end = decoding.cut(data, final)
            if end or final:
                offset += end
                yield Block(data if end == len(data) else data[:end], offset, final)
                if final:
                    return
                rest = data[end:]
                continue
            if len(data) > _LARGEST_RECORD:
                raise MalformedRecordError(
                    "a record does not end",
                    detail=f"{path}, from byte {offset} on: no end within {len(data) >> 20} MB",
                    hint="a quote may be unclosed; for csv see 'csv.disable-quote-character'",
                )
            rest = data


def _read_fully(stream: IO[bytes], size: int) -> tuple[bytes, bool]:
    """``size`` bytes, or what there is and True at the end of the stream."""
    block = stream.read(size)
    while len(block) < size:
        more = stream.read(size - len(block))
        if not more:
            return block, True
        block += more
    return block, False


def decoded_blocks(
    blocks: Iterator[Block], decoding: RecordDecodingFormat, path: str, line: int
) -> Iterator[tuple[Block, Decoded]]:
    """Each block with its rows, in order.

    Args:
        blocks: The blocks of a file.
        decoding: The format.
        path: The file, for messages.
        line: The number of the first block's first line, for messages.

    Raises:
        MalformedRecordError: A record can't be decoded; with the line counted from the file's start.
    """
    first = next(blocks)
    if first.final:
        yield first, decoding.decode(first.data, Origin(path, line))
        return
    waiting: deque[tuple[Block, Future[Decoded]]] = deque()
    with ThreadPoolExecutor(_DECODERS, thread_name_prefix="drey-decoder") as pool:
        try:
            block: Block | None = first
            while block is not None or waiting:
                while block is not None and len(waiting) < _DECODERS:
                    waiting.append((block, pool.submit(decoding.decode, block.data, Origin(path, 0))))
                    block = next(blocks, None)
                done, future = waiting.popleft()
                decoded = _result(future, done, decoding, Origin(path, line))
                line += decoded.lines
                yield done, decoded
        finally:
            for _, future in waiting:
                future.cancel()


def _result(future: Future[Decoded], block: Block, decoding: RecordDecodingFormat, origin: Origin) -> Decoded:
    """The decoded block. Lines before it are known only now, so a malformed block is decoded once more."""
    try:
        return future.result()
    except MalformedRecordError:
        return decoding.decode(block.data, origin)
