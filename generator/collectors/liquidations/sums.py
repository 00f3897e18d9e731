"""A day's sums as a document of their own, and the observations that it gives.

The document names every span that it rests on by its hash, so that a number can be followed
to the raw messages. It is kept like a source's reply and read like one, so that a day's
replay needs nothing else. What is not told, and why, is decided when it is read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.liquidations import bybit
from generator.collectors.liquidations.window import LATE, WINDOW, Heard, hear, merged
from generator.collectors.source import Limit, Source
from generator.collectors.wire import IsoInstant, Wire, read
from generator.errors import PayloadError
from generator.model.instants import iso
from generator.model.liquidation import Liquidation
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.quotes import Record
from generator.model.reply import Reply
from generator.model.segment import Segment

KIND: Final = "window"
#: So much of a day may have been missed: a connection is cut once a day, and opened anew within seconds.
MOST_MISSED: Final = timedelta(minutes=1)
#: One liquidation of this size that is more than this part of the whole decides it, true or not.
_LARGE_USD: Final = 10_000_000.0
_DECIDES: Final = 0.25
_WHOLE: Final = "CRYPTO"
_REST: Final = "OTHER"
_NAMED: Final = ("BTC", "ETH")
_SIDES: Final = ("long", "short")
_HOUR: Final = timedelta(hours=1)
#: A venue that changes its form makes every span unreadable for the same reason.
_SHOWN: Final = 20

_Dollars = Annotated[float, Field(ge=0)]


class _Sums(Wire):
    long: _Dollars
    short: _Dollars
    number: Annotated[int, Field(ge=0)]


class _Document(Wire):
    stream: str
    venue: str
    scope: str
    whole: bool
    since: IsoInstant
    until: IsoInstant
    covered_seconds: _Dollars
    largest_usd: _Dollars
    slips: list[object]
    sums: dict[str, _Sums]


_DOCUMENT: Final = TypeAdapter(_Document)


def last_hour(kept: Iterable[Segment], at: datetime) -> datetime | None:
    """Return the latest full hour that the spans reach by an instant, None where it is older than two hours."""
    reached = max((span.ended_at for span in kept if span.ended_at <= at), default=None)
    if reached is None:
        return None
    hour = reached.replace(minute=0, second=0, microsecond=0)
    return hour if at - hour <= 2 * _HOUR else None


def summed(kept: Iterable[Segment], *, names: Names, at: datetime) -> Reply | None:
    """Return the document of the latest full hour's window of Bybit, whose stream alone tells all.

    Args:
        kept: Bybit's spans of the 27 hours before ``at``.
        names: Turns the venue's symbols into assets.
        at: Nothing later is looked at.

    Returns:
        The document as a reply, None where nothing was recorded up to the last hours.
    """
    spans = [span for span in kept if span.ended_at <= at]
    until = last_hour(spans, at)
    if until is None:
        return None
    heard = hear(spans, stream=bybit.STREAM, names=names, until=until)
    return Reply(
        source=bybit.STREAM.id,
        kind=KIND,
        url=heard.url,
        status=200,
        asked_at=heard.since,
        fetched_at=max(span.ended_at for span in spans),
        body=document(heard, [(span.began_at, span.ended_at) for span in spans]),
        content_type="application/json",
    )


#: How far back spans are needed for the latest full hour.
REACH: Final = WINDOW + 2 * _HOUR + LATE


def document(heard: Heard, spans: Iterable[tuple[datetime, datetime]] = ()) -> bytes:
    """Return a window's sums as a document; the same window gives the same bytes."""
    groups: dict[str, list[Liquidation]] = {name: [] for name in (_WHOLE, *_NAMED, _REST)}
    for each in heard.liquidations:
        groups[_WHOLE].append(each)
        groups[each.asset if each.asset in _NAMED else _REST].append(each)
    value = {
        "stream": heard.stream.id,
        "venue": heard.stream.venue,
        "scope": heard.stream.scope,
        "whole": heard.stream.whole,
        "since": iso(heard.since),
        "until": iso(heard.until),
        "covered_seconds": heard.covered.total_seconds(),
        "largest_usd": max((each.usd for each in heard.liquidations), default=0.0),
        "sums": {name: _sums(each) for name, each in groups.items()},
        "slips": [{"id": each.id, "price_usd": each.price_usd, "usd": each.usd} for each in heard.slips],
        "unreadable": list(heard.unreadable[:_SHOWN]),
        "listened": [[iso(begin), iso(end)] for begin, end in merged(spans, heard.since, heard.until)],
        "spans": [[iso(begin), iso(end), sha256, messages] for begin, end, sha256, messages in heard.spans],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _sums(liquidations: Iterable[Liquidation]) -> Mapping[str, float]:
    each = list(liquidations)
    sides = {side: math.fsum(one.usd for one in each if one.side == side) for side in _SIDES}
    return {**sides, "number": len(each)}


def parse_window(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Record]:
    """Yield a day's liquidations of the whole market, of bitcoin, of ether and of all the others. [USD]

    Raises:
        PayloadError: The window was not heard all through, the stream does not tell all, or one
            liquidation decides the sum.
    """
    del names  # the document has assets
    told = read(_DOCUMENT, reply)
    window = told.until - told.since
    if not told.whole:
        raise PayloadError(f"{reply.name}: {told.venue} does not send all its liquidations; their sum is only a floor")
    missed = window - timedelta(seconds=told.covered_seconds)
    share = f"covered {told.covered_seconds:,.0f} of {window.total_seconds():,.0f} seconds"
    if missed > MOST_MISSED:
        raise PayloadError(f"{reply.name}: {share}; a sum is told once a day is covered")
    if _WHOLE not in told.sums:
        raise PayloadError(f"{reply.name}: sums: has no {_WHOLE}")
    whole = told.sums[_WHOLE]
    if told.largest_usd >= _LARGE_USD and told.largest_usd > _DECIDES * (whole.long + whole.short):
        raise PayloadError(f"{reply.name}: one liquidation of ${told.largest_usd:,.0f} decides the sum; look at it")
    note = f"{told.scope}; {share}" + (f"; {len(told.slips)} set aside for their price" if told.slips else "")
    for asset, sums in told.sums.items():
        for part, value in (("long", sums.long), ("short", sums.short), ("total", sums.long + sums.short)):
            yield Observation(
                series=SeriesKey(asset, f"liquidations.{part}", f"{window // timedelta(days=1)}d", told.venue),
                value=value,
                unit="USD",
                observed_at=told.until,
                available_at=told.until,
                origin=replace(origin, note=note),
            )


SOURCE: Final = Source(
    id=bybit.STREAM.id,
    publisher=bybit.STREAM.venue,
    base_url=bybit.STREAM.url,
    limit=Limit(1, 1.0),
    asks=lambda _: (),  # the recorder hears it
    parsers={KIND: parse_window},
)
