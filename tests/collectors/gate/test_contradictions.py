from dataclasses import replace

import pytest

from tests.collectors.gate.healthy import AT, DAY, of, past, quotes, scaled, settlements, sifted, whys


def stored_bars(asset="BTC", interval="1d"):
    """Coinbase's bars that the store has as well, the oldest first."""
    bars = [r for r in of("coinbase", asset=asset) if getattr(r, "interval", "") == interval]
    return [bar for bar in sorted(bars, key=lambda bar: bar.observed_at) if past().same(bar) is not None]


def with_(rows, place, **changes):
    return [*rows[:place], replace(rows[place], **changes), *rows[place + 1 :]]


def test_a_closed_bar_does_not_change():
    """A day that closed at 70,120 did not close at 70,580: that bar is set aside, the others are not."""
    rows = stored_bars()
    close = rows[-3].close_usd
    result = sifted(with_(rows, len(rows) - 3, close_usd=close * 1.001), before=past(), current=False)
    was, now = f"{close:,.6g}", f"{close * 1.001:,.6g}"
    assert whys(result) == [f"the day's close was {was} and is now {now}: a closed bar does not change"]
    assert len(result.passed) == len(rows) - 1


@pytest.mark.parametrize("part", ["open_usd", "high_usd", "low_usd", "close_usd"])
def test_every_part_of_a_bar_stands(part):
    """Open, high, low and close are each held against what they were."""
    rows = stored_bars()
    high = max(rows[5].high_usd, rows[5].close_usd * 1.01) if part != "low_usd" else rows[5].low_usd * 0.99
    value = high if part in ("high_usd", "low_usd") else (rows[5].low_usd + rows[5].high_usd) / 2
    result = sifted(with_(rows, 5, **{part: value}), before=past(), current=False)
    assert [item.why.split("'s ")[1].split()[0] for item in result.aside] == [part.removesuffix("_usd")]


def test_rounding_is_no_change():
    """Six digits of a price may come where there were eight."""
    rows = stored_bars()
    rounded = with_(rows, 4, close_usd=rows[4].close_usd * (1 + 9e-6), volume_coin=1.0)
    assert not sifted(rounded, before=past(), current=False).aside


def test_where_most_bars_changed_the_new_ones_fall_too():
    """A list that is wrong about all that is known is not believed about what is new."""
    bars = [r for r in of("coinbase", asset="ETH") if getattr(r, "interval", "") == "1d"]
    result = sifted([scaled(bar, 1.02) for bar in bars], before=past())
    assert not result.passed
    assert [len(item.records) for item in result.aside] == [30]
    assert result.aside[0].why.endswith("a closed bar does not change (and 28 more of its list)")


def test_a_settled_rate_does_not_change():
    """A rate was settled once; a 9th decimal may differ."""
    rate = next(r for r in settlements(AT) if r.venue == "bybit" and past().same(r) is not None)
    assert not sifted([replace(rate, rate=rate.rate + 9e-9)], before=past(), current=False).aside
    changed = sifted([replace(rate, rate=rate.rate + 2e-6)], before=past(), current=False)
    assert "a settled rate does not change" in changed.aside[0].why


def test_a_settlement_keeps_its_interval():
    """A hole in a list makes eight hours of four: the stored settlement knows better."""
    rate = next(r for r in settlements(AT) if r.venue == "bybit" and past().same(r) is not None)
    changed = sifted([replace(rate, interval_hours=4)], before=past(), current=False)
    assert whys(changed) == ["settled for 8 hours, now for 4: it was settled"]


def test_an_index_of_a_day_stands():
    """Fear and greed of a day is one number."""
    fear = next(r for r in of("alternative.me") if past().same(r) is not None)
    assert not sifted([fear], before=past(), current=False).aside
    other = sifted([replace(fear, value=fear.value + 1)], before=past(), current=False)
    assert "for the same instant" in other.aside[0].why


def test_macro_figures_are_revised():
    """The statistical office may think again: a macro level of an instant may change, by any amount within reason."""
    fear = of("alternative.me")[0]
    level = replace(fear, series=replace(fear.series, asset="macro:USD_BROAD", metric="macro.level"), value=120.0)
    stored = type(past())()
    stored.take([level])
    assert not sifted([replace(level, value=119.2)], before=stored, current=False).aside


def test_open_interest_may_be_restated_a_little():
    """Venues recount by less than a percent; twice as much is another way of counting."""
    now = next(r for r in quotes(AT - DAY) if "open_interest" in str(getattr(r, "series", "")))
    assert not sifted([replace(now, value=now.value * 1.009)], before=past(), current=False).aside
    assert len(sifted([replace(now, value=now.value * 2)], before=past(), current=False).aside) == 1
