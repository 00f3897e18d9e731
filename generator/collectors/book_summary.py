"""Deribit's reply to ``public/get_book_summary_by_currency`` for options, as the wire spells it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.collectors.kept.deribit import VENUE
from generator.collectors.option_names import read_option
from generator.errors import PayloadError
from generator.model.instants import from_micros
from generator.model.names import Names
from generator.model.observation import Provenance
from generator.model.quotes import OptionQuote


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    instrument_name: str
    base_currency: str
    creation_timestamp: int  # milliseconds
    mark_iv: float | None  # percent
    mark_price: float | None
    bid_price: float | None
    ask_price: float | None
    open_interest: float | None
    volume: float | None
    underlying_price: float | None


class _Reply(BaseModel):
    model_config = ConfigDict(strict=True)

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
    # Rows are stamped as they are written out, milliseconds apart; the chain is one reading, told when whole.
    at = from_micros(max((row.creation_timestamp for row in reply.result), default=0) * 1000)
    for place, row in enumerate(reply.result):
        option = read_option(row.instrument_name, f"{name}: result.{place}")
        asset, _ = names.resolve(VENUE, row.base_currency)
        yield OptionQuote(
            asset=asset,
            venue=VENUE,
            instrument=row.instrument_name,
            expires_at=option.expires_at,
            strike_usd=option.strike_usd,
            right=option.right,
            observed_at=at,
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
