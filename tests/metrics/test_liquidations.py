"""Liquidations as a share of what was open."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

_AS_OF = "2026-02-11T00:00:00Z"
_RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded" / "coinglass"


def _day(make, venue, usd, asset="BTC", source="coinglass"):
    return make.seen(f"{asset}/liquidations.total/1d@{venue}", "2026-02-10T23:30", usd, "USD", source)


def _open(make, venue, usd, source, time="2026-02-10T23:00", asset="BTC"):
    return [
        make.seen(f"{asset}/futures.open_interest_usd@{venue}", time, usd, "USD", source),
        make.seen(f"{asset}/futures.open_interest@{venue}", time, usd / 70_000, "coin", source),
    ]


def test_liquidations_are_a_share_of_their_own_scopes_interest(facts, make):
    """114 million of 44.8 billion: a quarter of a percent."""
    found = facts([_day(make, "coinglass", 1.14e8), *_open(make, "coinglass", 44.8e9, "coinglass")], _AS_OF)
    share = found["BTC/liquidations.total/1d@coinglass~of_interest"]
    assert share.value == pytest.approx(0.002545, abs=1e-6)
    assert (share.than, share.kind) == ("BTC/futures.open_interest_usd@coinglass", "share")
    assert share.inputs == ("BTC/liquidations.total/1d@coinglass", share.than)


def test_where_none_counts_its_own_the_set_will_do(facts, make):
    """Its sum is named, so that the reader sees whose interest it is."""
    records = [
        _day(make, "coinalyze", 8e7, source="coinalyze"),
        *_open(make, "binance", 7e9, "binance"),
        *_open(make, "okx", 3e9, "okx"),
    ]
    share = facts(records, _AS_OF)["BTC/liquidations.total/1d@coinalyze~of_interest"]
    assert (share.value, share.than) == (pytest.approx(0.008), "BTC/futures.open_interest_usd@venues")


@pytest.mark.parametrize(
    ("venue", "source", "time"),
    [
        pytest.param("as published by CoinDesk", "CoinDesk", "2026-02-10T23:00", id="another publisher's scope"),
        pytest.param("coinglass", "CoinDesk", "2026-02-10T23:00", id="another publisher's word on the scope"),
        pytest.param("binance", "binance", "2026-02-10T23:00", id="one venue of those that were liquidated"),
        pytest.param("coinglass", "coinglass", "2026-02-09T20:00", id="open interest of before the day"),
    ],
)
def test_no_share_of_what_does_not_belong_together(facts, make, venue, source, time):
    """Two publishers, two scopes or two days have nothing in common."""
    found = facts([_day(make, "coinglass", 1.14e8), *_open(make, venue, 15.9e9, source, time)], _AS_OF)
    assert "BTC/liquidations.total/1d@coinglass" in found
    assert not [name for name in found if "of_interest" in name]


def test_no_share_of_another_asset(facts, make):
    """What the whole market lost is not set against what is open in bitcoin."""
    records = [_day(make, "coinglass", 2.9e8, asset="CRYPTO"), *_open(make, "coinglass", 44.8e9, "coinglass")]
    assert not [name for name in facts(records, _AS_OF) if "of_interest" in name]


@settings(deadline=None, max_examples=25)
@given(st.floats(1, 1e11), st.floats(1e3, 1e12))
def test_a_share_is_a_share(facts, make, lost, held):
    """It lies between nothing and all; who lost more than was open is not believed."""
    found = facts([_day(make, "coinglass", lost), *_open(make, "coinglass", held, "coinglass")], _AS_OF)
    share = found.get("BTC/liquidations.total/1d@coinglass~of_interest")
    assert (share is None) == (lost > held)
    if share is not None:
        assert 0 <= share.value <= 1
        assert share.value * held == pytest.approx(lost)


def test_the_sample_has_no_scope_that_fits(facts, sample):
    """Coinglass's liquidations and an open interest of unsaid venues, in one piece: no share is told of them."""
    found = facts(sample, _AS_OF)
    assert "BTC/liquidations.total/1d@coinglass" in found
    assert "BTC/futures.open_interest_usd@as published by CoinDesk" in found
    assert not [name for name in found if "of_interest" in name]


@pytest.mark.skipif(not _RECORDED.exists(), reason="needs the recorded replies beside the repository")
def test_a_recorded_day_of_all_exchanges(facts, make):
    """Nov. 14, 2025: $159 million were liquidated of $67.1 billion that were open, 0.24%."""
    lost, held = (
        {row["exchange"]: row for row in json.loads((_RECORDED / f"{name}_list_BTC-2025-11-14.json").read_text())}
        for name in ("futures_liquidation_exchange", "futures_openInterest_exchange")
    )
    whole = lost["All"]["liquidation_usd"]
    assert sum(row["liquidation_usd"] for name, row in lost.items() if name != "All") == pytest.approx(whole)
    records = [
        _day(make, "coinglass", whole),
        *_open(make, "coinglass", held["All"]["open_interest_usd"], "coinglass"),
    ]
    share = facts(records, _AS_OF)["BTC/liquidations.total/1d@coinglass~of_interest"]
    assert share.value == pytest.approx(0.00237, abs=5e-6)
