"""Bodies of answers, read piece by piece: what is too large is let go before it fills anything."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 1 << 20  # bytes unpacked at a time
_GZIP = 31  # zlib's word for "gzip, and nothing else"


def collected(pieces: Iterable[bytes], max_mb: int) -> bytes:
    """All pieces as one; ValueError as soon as they are more than `max_mb` megabytes."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_mb * 1_000_000:
            raise ValueError(f"more than the {max_mb} MB that are read")
    return bytes(body)


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The contents of a gzip stream, at most a megabyte at a time; ValueError when damaged."""
    stream = zlib.decompressobj(_GZIP)
    begun = False
    try:
        for piece in pieces:
            while piece:
                if stream.eof:  # another member follows the first
                    stream = zlib.decompressobj(_GZIP)
                begun = True
                yield stream.decompress(piece, _PIECE)
                while stream.unconsumed_tail:
                    yield stream.decompress(stream.unconsumed_tail, _PIECE)
                piece = stream.unused_data
    except zlib.error:
        raise ValueError("damaged gzip data; try again later") from None
    if begun and not stream.eof:
        raise ValueError("gzip data that ends too early; try again later")
