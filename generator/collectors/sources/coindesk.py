"""CoinDesk Data: the CoinDesk 20 and the CoinDesk Memecoin Index.

What: the change of both indices over 24 hours.
API: https://developers.coindesk.com/documentation/data-api (index/cc/v1/latest/tick).
Terms: https://data.coindesk.com/terms : a paid key; the index names are CoinDesk's, told only with it named.
Quirks: changes are in percent, times in seconds; an index that the key does not cover is just not there;
errors come in ``Err`` beside an empty ``Data``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Key, Limit, Scope, Source
from generator.collectors.wire import Seconds, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance, SeriesKey
from generator.model.reply import Reply

VENUE: Final = "coindesk"
_INSTRUMENTS: Final = "CD20-USD,CDMEME-USD"


class _Tick(Wire):
    VALUE_LAST_UPDATE_TS: Seconds
    MOVING_24_HOUR_CHANGE_PERCENTAGE: Annotated[float, Field(gt=-100)]


class _Indices(Wire):
    cd20: _Tick | None = Field(default=None, alias="CD20-USD")
    cdmeme: _Tick | None = Field(default=None, alias="CDMEME-USD")


class _Ticks(Wire):
    Data: _Indices


_FORM: Final = TypeAdapter(_Ticks)


def _asks(scope: Scope) -> Iterator[Ask]:
    del scope  # two indices for every desk
    yield Ask(
        kind="indices",
        path="/index/cc/v1/latest/tick",
        query=(("market", "cdi_mda"), ("instruments", _INSTRUMENTS), ("groups", "ID,VALUE,MOVING_24_HOUR")),
        feeds=("spot.return",),
    )


def parse_indices(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield the indices' change over 24 hours. [fraction]

    Raises:
        PayloadError: The source refused, or none of the indices is there.
    """
    del names  # an index is known by its instrument
    not_refused(reply, "Err.message")
    indices = read(_FORM, reply).Data
    if indices.cd20 is None and indices.cdmeme is None:
        raise PayloadError(f"{reply.name}: Data: has none of {_INSTRUMENTS}; see which indices the key covers")
    for asset, tick in (("CD20", indices.cd20), ("CDMEME", indices.cdmeme)):
        if tick is not None:
            series = SeriesKey(asset, "spot.return", "1d", VENUE)
            change, at = tick.MOVING_24_HOUR_CHANGE_PERCENTAGE / 100, tick.VALUE_LAST_UPDATE_TS
            yield Observation(series, change, "ratio", at, at, origin)


SOURCE: Final = Source(
    id="coindesk-data",
    publisher="CoinDesk",
    base_url="https://data-api.coindesk.com",
    limit=Limit(300, 60.0),
    asks=_asks,
    parsers={"indices": parse_indices},
    key=Key(name="COINDESK_API_KEY", place="header", field="x-api-key"),
)
