"""Chains of options with a smile, as an exchange lists them: near, weekly, monthly and quarterly expiries."""

import calendar
from datetime import UTC, date, datetime, timedelta

import numpy as np

from generator.model.quotes import OptionQuote

_WING = 0.6744897501960817
#: Strikes of one expiry, in standard deviations to its end from the forward.
_PLACES = np.array([-2.4, -1.8, -1.3, -0.95, -0.7, -0.5, -0.3, -0.12, 0.06, 0.25, 0.45, 0.65, 0.9, 1.3, 1.8, 2.6])
_STEPS = (0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"


def last_friday(year, month):
    """Return the last Friday of a month."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - 4) % 7)


def expiries(day):
    """Return the days on which listed options expire: two dailies, Fridays, month ends, quarter ends."""
    friday = day + timedelta(days=(4 - day.weekday()) % 7 or 7)
    months = [(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1) for n in range(13)]
    ends = [last_friday(*month) for n, month in enumerate(months) if n < 3 or month[1] % 3 == 0]
    listed = {day + timedelta(days=1), day + timedelta(days=2), friday, friday + timedelta(days=7), *ends}
    return sorted(each for each in listed if each > day)


def named(coin, expiry):
    """Return how an exchange writes a contract's day: ``BTC-6FEB26``."""
    return f"{coin}-{expiry.day}{_MONTHS.split()[expiry.month - 1]}{expiry:%y}"


def at_eight(day):
    """Return the instant at which a day's contracts settle."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def chain(rng, coin, day, at, told, origin):
    """Yield the quotes of one snapshot.

    Args:
        rng: Draws open interest and volume.
        coin: The underlying.
        day: Its day.
        at: Its instant.
        told: ``index``, ``basis``, ``skew``, ``slope``, ``bent``, ``iv`` of the day; ``lean`` and ``hump``, the skew of
            near dates over that of far ones and of a month over both; ``wings`` whether they are listed;
            ``listed`` how many of the shortest expiries are not.
        origin: Where the quotes are from.
    """
    call_tilt = float(np.clip(0.55 - told["skew"] + rng.normal(0, 0.07), 0.2, 0.85))
    for expiry in expiries(day)[told["listed"] :]:
        settles = at_eight(expiry)
        years = (settles - at).total_seconds() / (365 * 86400)
        if years <= 0:
            continue
        forward = told["index"] * (1 + told["basis"] * years)
        level = _level(told, years)
        spread = level * np.sqrt(years)
        skew = told["skew"] + told["lean"] * (1 - min(years * 365, 180) / 90) + told["hump"] * _hump(years)
        size = (
            4e5
            * np.exp(rng.normal(0, 0.5))
            * (3 if expiry.month % 3 == 0 and expiry == last_friday(expiry.year, expiry.month) else 1)
        )
        for strike in _strikes(forward, spread, wings=told["wings"]):
            place = np.log(strike / forward) / spread
            iv = max(level * (1 - skew / (2 * _WING) * place + 0.05 * place**2), 0.05)
            for right, share in (("C", call_tilt), ("P", 1 - call_tilt)):
                # Calls are open above the price, puts below it, and both at round strikes.
                side = 1.6 if (place > 0) == (right == "C") else 0.5
                weight = share * side * np.exp(-0.4 * abs(place)) * rng.lognormal(0, 0.6)
                yield OptionQuote(
                    asset=coin, venue="deribit", instrument=f"{named(coin, expiry)}-{strike:g}-{right}",
                    expires_at=settles, strike_usd=float(strike), right=right, observed_at=at,
                    mark_iv=round(float(iv), 4), mark_coin=None, bid_coin=None, ask_coin=None,
                    open_interest_coin=round(size * weight / told["index"] * 120, 1),
                    volume_24h_coin=round(size * weight * rng.lognormal(-2, 0.8) / told["index"] * 60, 1),
                    underlying_usd=round(float(forward), 2), index_usd=round(float(told["index"]), 2), origin=origin,
                )  # fmt: skip


def _hump(years):
    """Return how near a month a maturity is, 1 at a month."""
    return float(np.exp(-(((years * 365 - 30) / 15) ** 2)))


def _level(told, years):
    """Return the volatility at the money of an expiry: the month's, bent at the front and at the back."""
    days = years * 365
    front = told["slope"] * (1 - min(days, 30) / 30)
    back = -told["bent"] * min(max(days - 30, 0) / 150, 1)
    return max(told["iv"] + front + back, 0.08)


def _strikes(forward, spread, *, wings):
    step = next((each for each in _STEPS if each >= forward / 60), _STEPS[-1])
    places = _PLACES if wings else _PLACES[6:11]
    return sorted({round(float(forward * np.exp(place * spread)) / step) * step for place in places} - {0})
