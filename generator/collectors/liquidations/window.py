"""What the streams said in the 24 hours up to an hour: heard how long, and how much was liquidated.

A day's sum is worth what it was heard of. Time is covered where a span was kept and all of its
messages can be read; a span with one that cannot counts for nothing. A liquidation counts once,
however often it came, and in the window in which it happened by the venue's clock.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import Base64Bytes, Field, TypeAdapter

from generator.collectors.liquidations.stream import Contract, Stream
from generator.collectors.wire import IsoInstant, Wire, read_body
from generator.errors import PayloadError
from generator.model.liquidation import Liquidation
from generator.model.names import Names
from generator.model.segment import Segment

WINDOW: Final = timedelta(hours=24)
#: A message may come so long after what it tells, and no longer before it than two clocks differ.
LATE: Final = timedelta(hours=1)
_AHEAD: Final = timedelta(minutes=1)
#: A price so far from each one around it is a slip. [fraction]
_OFF: Final = 0.2
_NEIGHBOURS: Final = 5
_FEWEST: Final = 3

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one stream said in a window.

    Args:
        url: Where it was heard.
        covered: For how much of the window nothing was missed.
        liquidations: Each once, by time.
        slips: Those whose price lies off the prices around it; they are in no sum.
        unreadable: Why spans count for nothing.
        spans: Of those with messages that were read: begin, end, SHA-256 of the body, messages.
    """

    stream: Stream
    url: str
    since: datetime
    until: datetime
    covered: timedelta
    liquidations: tuple[Liquidation, ...]
    slips: tuple[Liquidation, ...] = ()
    unreadable: tuple[str, ...] = ()
    spans: tuple[tuple[datetime, datetime, str, int], ...] = field(default=(), repr=False)


class _First(Wire):
    stream: str
    url: str


class _Line(Wire):
    at: IsoInstant
    text: str | None = None
    base64: Base64Bytes = b""
    contracts: dict[str, tuple[Annotated[float, Field(gt=0)], Literal["coin", "USD"]]] | None = None


_FIRST: Final = TypeAdapter(_First)
_LINE: Final = TypeAdapter(_Line)


def covered(spans: Iterable[Interval], since: datetime, until: datetime) -> timedelta:
    """Return how much of a window the spans cover together, to the microsecond.

    Example:
        >>> from datetime import UTC
        >>> noon, hour = datetime(2026, 2, 10, 12, tzinfo=UTC), timedelta(hours=1)
        >>> covered([(noon, noon + hour), (noon + hour / 2, noon + 2 * hour)], noon, noon + 3 * hour)
        datetime.timedelta(seconds=7200)
    """
    return sum((end - begin for begin, end in merged(spans, since, until)), timedelta(0))


def merged(spans: Iterable[Interval], since: datetime, until: datetime) -> tuple[Interval, ...]:
    """Return the spans within a window as intervals that do not touch, by time."""
    within = sorted((max(begin, since), min(end, until)) for begin, end in spans)
    joined: list[Interval] = []
    for begin, end in within:
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def hear(kept: Iterable[Segment], *, stream: Stream, names: Names, until: datetime) -> Heard:
    """Return what a stream said in the 24 hours up to an instant.

    Args:
        kept: Its spans, also those that only touch the window; others are not looked at.
        stream: Whose they are.
        names: Turns the venue's symbols into assets.
        until: The window's end, which is not in it.
    """
    since = until - WINDOW
    url, heard, unreadable = stream.url, list[tuple[datetime, datetime, str, int]](), list[str]()
    found: dict[str, Liquidation] = {}
    for span in kept:
        if span.ended_at <= since or span.began_at >= until + LATE:
            continue
        try:
            url, liquidations = _read(span, stream, names)
        except PayloadError as error:
            unreadable.append(f"{span.began_at:%Y-%m-%d %H:%M:%S}: {error}")
            continue
        heard.append((span.began_at, span.ended_at, span.raw_sha256, span.messages))
        for each in liquidations:
            if since <= each.at < until:
                found.setdefault(each.id, each)
    slips = set(_slips(found.values()))
    ordered = sorted(found.values(), key=lambda each: (each.at, each.id))
    return Heard(
        stream=stream,
        url=url,
        since=since,
        until=until,
        covered=covered([(begin, end) for begin, end, _, _ in heard], since, until),
        liquidations=tuple(each for each in ordered if each.id not in slips),
        slips=tuple(each for each in ordered if each.id in slips),
        unreadable=tuple(unreadable),
        spans=tuple(sorted(each for each in heard if each[3])),
    )


def _read(span: Segment, stream: Stream, names: Names) -> tuple[str, list[Liquidation]]:
    """Return where a span was heard, and its liquidations.

    Raises:
        PayloadError: One of its messages cannot be read.
    """
    first, _, rest = span.body.partition(b"\n")
    lines = rest.splitlines()
    opened = read_body(_FIRST, first, f"{stream.id} span")
    if opened.stream != stream.id or len(lines) != span.messages:
        raise PayloadError(f"{stream.id} span: is of {opened.stream}, with {len(lines)} of {span.messages} messages")
    return opened.url, [each for line in lines for each in _liquidations(line, stream, names)]


def _liquidations(body: bytes, stream: Stream, names: Names) -> Iterator[Liquidation]:
    line = read_body(_LINE, body, f"{stream.id} span")
    message = line.text.encode() if line.text is not None else line.base64
    sizes = line.contracts if line.contracts is not None else {}
    contracts: Mapping[str, Contract] = {name: Contract(*size) for name, size in sizes.items()}
    for each in stream.parse(message, contracts=contracts, names=names):
        if not line.at - LATE <= each.at <= line.at + _AHEAD:
            raise PayloadError(f"{stream.id}: a message of {line.at} tells of {each.at}; one of the clocks is wrong")
        yield each


def _slips(liquidations: Iterable[Liquidation]) -> Iterator[str]:
    """Yield the ids of those whose price is far from each price of the same contract around it.

    One slip of a venue's price can be more than the rest of its day, as aggregators have shown. In a
    crash prices are far from the day's usual one, and near the ones right before and after them.
    """
    by_instrument: defaultdict[str, list[Liquidation]] = defaultdict(list)
    for each in liquidations:
        by_instrument[each.instrument].append(each)
    for prints in by_instrument.values():
        prints.sort(key=lambda each: (each.at, each.id))
        for place, each in enumerate(prints):
            around = [other.price_usd for other in _around(prints, place)]
            if len(around) >= _FEWEST and _alike(around) and all(_off(each.price_usd, other) for other in around):
                yield each.id


def _alike(prices: Sequence[float]) -> bool:
    """Return whether most of the prices agree, so that one that does not is the odd one out."""
    usual = statistics.median(prices)
    return sum(not _off(price, usual) for price in prices) > len(prices) / 2


def _off(price: float, other: float) -> bool:
    return abs(price / other - 1) > _OFF


def _around(prints: Sequence[Liquidation], place: int) -> list[Liquidation]:
    return [*prints[max(0, place - _NEIGHBOURS) : place], *prints[place + 1 : place + 1 + _NEIGHBOURS]]
