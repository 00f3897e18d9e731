"""Deribit's reply to ``public/get_book_summary_by_currency`` for options, as the wire spells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import BaseModel, ValidationError

from generator.collectors.deribit import VENUE, day_of
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import OptionQuote


class _Row(BaseModel):
    instrument_name: str
    base_currency: str
    creation_timestamp: int
    mark_iv: float | None = None  # percent
    mark_price: float | None = None
    bid_price: float | None = None
    ask_price: float | None = None
    open_interest: float | None = None
    volume: float | None = None
    underlying_price: float | None = None


class _Reply(BaseModel):
    result: list[_Row]
    testnet: bool = False


def parse_book_summary(body: bytes, *, name: str, origin: Provenance, names: Names) -> Iterator[OptionQuote]:
    """Yield the options of one chain; percent becomes a fraction, the strike comes from the name.

    Raises:
        PayloadError: The reply is not of this form, or is from the test network.
    """
    try:
        reply = _Reply.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PayloadError(f"{name}: {where}: {first['msg']}; fetch it again") from error
    if reply.testnet:
        raise PayloadError(f"{name}: comes from the test network; fetch it from the real one")
    for row in reply.result:
        asset, _ = names.resolve(VENUE, row.base_currency)
        strike, right = _strike(row.instrument_name, name)
        yield OptionQuote(
            asset=asset,
            venue=VENUE,
            instrument=row.instrument_name,
            expires_at=day_of(row.instrument_name),
            strike_usd=strike,
            right="C" if right == "C" else "P",
            observed_at=datetime.fromtimestamp(row.creation_timestamp / 1000, tz=UTC),
            mark_iv=None if row.mark_iv is None else row.mark_iv / 100,
            mark_coin=row.mark_price,
            bid_coin=row.bid_price,
            ask_coin=row.ask_price,
            open_interest_coin=row.open_interest,
            volume_24h_coin=row.volume,
            underlying_usd=row.underlying_price,
            index_usd=None,
            origin=origin,
        )


def _strike(instrument: str, name: str) -> tuple[float, str]:
    parts = instrument.split("-")
    if len(parts) != 4 or parts[3] not in ("C", "P") or not parts[2].isdigit():
        raise PayloadError(f"{name}: {instrument!r} is no option's name; expected COIN-DDMMMYY-STRIKE-C or -P")
    return float(parts[2]), parts[3]
