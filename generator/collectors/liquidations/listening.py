"""The spans of one connection: what was heard, and for how long nothing can have been missed.

A span ends at the last moment at which something came. Messages come in the order in which they
were sent, so whatever was sent before that moment has come too; whether the line was still up
after it, nobody knows until something else comes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from generator.collectors.liquidations.stream import Contract, Stream
from generator.model.instants import iso
from generator.model.segment import Segment

_MICROSECOND: Final = timedelta(microseconds=1)
#: So much is handed over at once, whatever the hour. [bytes]
_MOST: Final = 4_000_000


class Listening:
    """What came over one connection since the last span was handed over.

    Args:
        stream: Whose it is.
        contracts: Those that the venue listed when it was opened.
        clock: Tells the time, in UTC.
        keep: Takes each span.
    """

    def __init__(
        self,
        stream: Stream,
        contracts: Mapping[str, Contract],
        *,
        clock: Callable[[], datetime],
        keep: Callable[[Segment], None],
    ) -> None:
        self._stream = stream
        self._contracts = contracts
        self._clock = clock
        self._keep = keep
        self._first = _line(
            {
                "stream": stream.id,
                "url": stream.url,
                "contracts": len(contracts),
                "contracts_sha256": hashlib.sha256("\n".join(sorted(contracts)).encode()).hexdigest(),
            }
        )
        self._lines: list[bytes] = []
        self._size = 0
        self._began_at: datetime | None = None
        self._heard_at: datetime | None = None

    @property
    def covers(self) -> bool:
        """Whether all that the venue sends is coming."""
        return self._began_at is not None

    def begin(self) -> None:
        """Note that from now on all comes: the subscriptions are in force."""
        self._began_at = self._heard_at = self._clock()

    def alive(self) -> None:
        """Note that the line is up."""
        if self._began_at is not None:
            self._heard_at = self._clock()

    def hear(self, message: str | bytes) -> None:
        """Write down a message, with the time at which it came."""
        now = self._clock()
        line: dict[str, object] = {"at": iso(now)}
        if isinstance(message, str):
            line["text"] = message
        else:
            line["base64"] = base64.b64encode(message).decode("ascii")
        if self._stream.sized and isinstance(message, str):
            # Read later, a message must not depend on a list that may have changed since.
            line["contracts"] = {
                name: [contract.size, contract.unit]
                for name, contract in self._contracts.items()
                if f'"{name}"' in message
            }
        self._lines.append(_line(line))
        self._size += len(self._lines[-1])
        if self._began_at is not None:
            self._heard_at = now
        if self._size > _MOST:
            self.hand_over()

    def hand_over(self) -> None:
        """Hand over the span up to the last moment at which the line was known to be up."""
        began_at, ended_at = self._began_at, self._heard_at
        # A clock that was set back makes no span; it is waited for.
        if began_at is not None and ended_at is not None and ended_at > began_at:
            self._keep(self._span(began_at, ended_at))
            self._began_at = ended_at

    def end(self, *, orderly: bool) -> None:
        """Hand over the last span of the connection.

        Args:
            orderly: Whether the venue said goodbye: then nothing was lost up to now.
        """
        if orderly:
            self.alive()
        self.hand_over()
        if self._lines and self._began_at is not None:
            self._keep(self._span(self._began_at, self._began_at + _MICROSECOND))

    def _span(self, began_at: datetime, ended_at: datetime) -> Segment:
        body, messages = self._first + b"".join(self._lines), len(self._lines)
        self._lines, self._size = [], 0
        return Segment(
            venue=self._stream.venue,
            began_at=began_at,
            ended_at=ended_at,
            messages=messages,
            raw_sha256=hashlib.sha256(body).hexdigest(),
            body=body,
        )


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
