from dataclasses import replace

import pytest

from generator.model.quotes import OptionQuote
from tests.collectors.gate.healthy import chain, healthy, sifted, whys

BITCOIN = [quote for quote in chain() if quote.asset == "BTC"]
REST = [r for r in healthy() if not isinstance(r, OptionQuote)]


def changed(**change):
    """Bitcoin's chain with each option changed."""
    return [replace(quote, **{name: make(quote) for name, make in change.items()}) for quote in BITCOIN]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"mark_iv": lambda q: q.mark_iv * 100}, "the chain's middle mark volatility of"),
        ({"mark_iv": lambda q: q.mark_iv / 100}, "the chain's middle mark volatility of"),
        ({"mark_iv": lambda q: q.mark_iv * 3}, None),
        ({"mark_iv": lambda q: q.mark_iv if q.right == "C" else None}, None),
        (
            {"mark_iv": lambda q: q.mark_iv if q.strike_usd % 10_000 == 0 else None},
            "the chain's options have a mark volatility in",
        ),
        ({"mark_coin": lambda q: q.mark_coin * 69_000}, "the chain's middle premium is"),
        ({"open_interest_coin": lambda q: q.open_interest_coin * 100}, "the chain's open interest of"),
        ({"underlying_usd": lambda q: q.underlying_usd * 0.6}, "the chain's forward in"),
        ({"underlying_usd": lambda q: q.underlying_usd * 1.6}, "the chain's forward in"),
        ({"strike_usd": lambda q: q.strike_usd / 100}, "the chain's strikes from"),
        ({"strike_usd": lambda q: q.strike_usd * 1000}, "the chain's strikes from"),
        ({"underlying_usd": lambda _: None, "index_usd": lambda _: None}, "the chain's options have no underlying"),
        ({"index_usd": lambda _: None}, None),
    ],
)
def test_chain(change, reason):
    """A chain stands or falls as a whole: volatilities in percent, premiums in dollars, strikes of another coin."""
    result = sifted(changed(**change))
    if reason is None:
        assert not result.aside
    else:
        assert [item.why.startswith(reason) for item in result.aside] == [True], whys(result)
        assert len(result.aside[0].records) == len(BITCOIN)
        assert not result.passed


def test_one_id_releases_a_chain():
    """An editor lets in all of it at once."""
    broken = changed(mark_iv=lambda q: q.mark_iv * 100)
    (item,) = sifted(broken).aside
    assert len(sifted(broken, released=[item.id]).passed) == len(BITCOIN)


def test_ether_stands_where_bitcoin_falls():
    """Two coins are two chains."""
    ether = [quote for quote in chain() if quote.asset == "ETH"]
    result = sifted([*changed(mark_iv=lambda q: q.mark_iv * 100), *ether])
    assert set(result.passed) == set(ether)


def test_a_chain_of_another_price():
    """Index and forwards 6% above what nine venues say: a chain of another hour."""

    def raised(by):
        return changed(underlying_usd=lambda q: q.underlying_usd * by, index_usd=lambda q: q.index_usd * by)

    result = sifted([*REST, *raised(1.06)])
    assert [item.why for item in result.aside if len(item.records) == len(BITCOIN)] == whys(result)
    assert "% above the venues' median" in whys(result)[0]
    assert not sifted([*REST, *raised(1.03)]).aside


def test_options_that_had_expired():
    """What expired before it was observed falls apart from the chain."""
    first = min(quote.expires_at for quote in BITCOIN)
    late = [replace(q, expires_at=q.observed_at) if q.expires_at == first else q for q in BITCOIN]
    result = sifted(late)
    assert whys(result) == ["observed after the option expired"]
    assert len(result.passed) == sum(quote.expires_at != first for quote in BITCOIN)


@pytest.mark.parametrize(("factor", "falls"), [(1, False), (1.6, False), (2.4, True), (0.4, True)])
def test_volatility_index_against_its_options(factor, falls):
    """A volatility index of twice what the options at the money say is of something else."""
    index = [r for r in REST if "options.dvol" in str(getattr(r, "series", ""))]
    now = max(index, key=lambda r: r.observed_at)
    at = BITCOIN[0].observed_at
    result = sifted([*BITCOIN, replace(now, observed_at=at, available_at=at, value=now.value * factor)])
    assert [bool("the mark volatility of its options" in why) for why in whys(result)] == [True] * falls
