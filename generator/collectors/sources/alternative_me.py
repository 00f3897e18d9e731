"""alternative.me: the crypto fear and greed index.

What: one whole number a day from 0 (extreme fear) to 100 (extreme greed), since February 2018.
API: https://alternative.me/crypto/fear-and-greed-index/ (api.alternative.me/fng).
Terms: free with attribution, "Source: Alternative.me", beside the number.
Quirks: values and times are texts, times in seconds, the newest comes first. A day's value is published
at 00:00 UTC of that day, so it speaks of the days before. Four days since 2018 were never published.
Its own labels change at 26, 47, 55 and 76, not where its documentation says, and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Limit, Scope, Source
from generator.collectors.wire import SecondsText, WholeText, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "alternative.me"
_SERIES: Final = SeriesKey("CRYPTO", "sentiment.fear_greed", "", VENUE)
#: A run brings what a desk missed that was asleep for a month.
_DAYS: Final = 40


class _Day(Wire):
    value: Annotated[WholeText, Field(ge=0, le=100)]
    timestamp: SecondsText


class _Index(Wire):
    data: tuple[_Day, ...]


_FORM: Final = TypeAdapter(_Index)


def _ask(days: int) -> Ask:
    return Ask(kind="index", path="/fng/", query=(("limit", str(days)),), feeds=(_SERIES.metric,))


def _asks(scope: Scope) -> Iterator[Ask]:
    del scope  # one index for the whole market
    yield _ask(_DAYS)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    """Ask for as many days as there are since then; more than there are brings all."""
    yield _ask(max(_DAYS, (scope.now - since).days + 2))


def parse_index(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the index, stamped with the start of its day, when it is published. [0 to 100]

    Raises:
        PayloadError: It is no list of days, a value is no whole number from 0 to 100, a time is not the
            start of a day, or a day has two values.
    """
    del names  # the index has no asset of its own
    not_refused(reply, "metadata.error")
    days = read(_FORM, reply).data
    if not days:
        raise PayloadError(f"{reply.name}: data: is empty; ask again later")
    told: dict[datetime, int] = {}
    for place, day in enumerate(days):
        if (day.timestamp.hour, day.timestamp.minute, day.timestamp.second) != (0, 0, 0):
            raise PayloadError(f"{reply.name}: data.{place}.timestamp: is not the start of a day; ask again later")
        if told.setdefault(day.timestamp, day.value) != day.value:
            raise PayloadError(f"{reply.name}: data.{place}.value: a second value for one day; ask again later")
    for at, value in told.items():
        yield Observation(_SERIES, float(value), "index", at, at, origin)


SOURCE: Final = Source(
    id="alternative.me",
    publisher=VENUE,
    base_url="https://api.alternative.me",
    limit=Limit(60, 60.0),
    asks=_asks,
    history=_history,
    parsers={"index": parse_index},
)
