"""Read a reply's body, and no more of it than we can hold: a small gzip may unpack to anything."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from generator.collectors.net.refused import FailedError

if TYPE_CHECKING:
    import httpx

_GZIP: Final = 31  # zlib's window size for gzip with its header and check sum
_STEP: Final = 262_144


async def read_body(response: httpx.Response, largest: int) -> bytes:
    """Return a reply's body, unpacked if it came as gzip.

    Args:
        response: Its head has come, its body has not been read.
        largest: The most that is taken, packed and unpacked. [bytes]

    Raises:
        FailedError: It is larger, damaged, cut off, or packed in another way than gzip.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", ""}:
        raise FailedError("packed its answer in a way that was not asked for")
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > largest:
        raise _too_large(largest)
    gzip = _Gzip(largest) if coding.endswith("gzip") else None
    body = bytearray()
    taken = 0
    async for piece in response.aiter_raw():
        taken += len(piece)
        if taken > largest:
            raise _too_large(largest)
        if gzip is None:
            body += piece
        else:
            gzip.take(piece, body)
    if gzip is not None and taken:
        gzip.end()
    return bytes(body)


class _Gzip:
    """Unpacks gzip step by step, one member after the other."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._member = zlib.decompressobj(_GZIP)

    def take(self, piece: bytes, body: bytearray) -> None:
        """Unpack a piece onto the body."""
        try:
            while piece:
                if self._member.eof:
                    self._member = zlib.decompressobj(_GZIP)
                body += self._member.decompress(piece, _STEP)
                if len(body) > self._largest:
                    raise _too_large(self._largest)
                piece = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        except zlib.error:
            raise FailedError("sent an answer that is damaged", again=True) from None

    def end(self) -> None:
        """Make sure that nothing is missing."""
        if not self._member.eof:
            raise FailedError("sent an answer that breaks off", again=True)


def _too_large(largest: int) -> FailedError:
    return FailedError(f"sent more than {largest / 1_000_000:g} MB")
