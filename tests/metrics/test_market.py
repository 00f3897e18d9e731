"""Fields of coins: how many rose, and which lead and trail among those that are traded enough."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.peers import Move, liquid
from generator.metrics.track import Trace
from generator.model.quotes import FutureQuote

_AS_OF = "2026-02-11T00:00:00Z"
_FIELD = "basket:PERPS/market.breadth/1d@binance"
_LARGE = "basket:LARGE/market.breadth/1d"


def _perps(make, moves, volume):
    """Return marks a day apart: coin → its return, and how many coins were traded of it at a price near 100."""
    return [
        FutureQuote(asset, "binance", f"{asset}USDT", None, make.at(f"2026-02-{day}T20:00"), price, "mark", None, None,
                    volume.get(asset), make.day_bar("BTC", "2026-02-10", 1.0).origin)
        for asset, move in moves.items()
        for day, price in (("09", 100.0), ("10", 100.0 * (1 + move)))
    ]  # fmt: skip


_MOVES = {f"C{n:02d}": (n - 11) / 100 for n in range(24)}


def test_a_coin_that_nobody_trades_leads_nothing(facts, make):
    """C23 rose most on a turnover of $9,000, C00 fell most and nobody knows on which: C22 and C01 are named."""
    volume = dict.fromkeys(_MOVES, 1e6) | {"C23": 80.0, "C00": None}
    found = facts(_perps(make, _MOVES, volume), _AS_OF)
    best, worst = found[f"{_FIELD}~best"], found[f"{_FIELD}~worst"]
    assert (best.of, worst.of) == ("C22/spot.return/1d@binance", "C01/spot.return/1d@binance")
    assert (best.total, best.rank) == (22, "highest")
    assert best.note == "members with a turnover of at least $10,000,000 in 24 hours: 22 of 24"
    assert found["C22/spot.return/1d@binance~rank"].total == 22
    assert "C23/spot.return/1d@binance~rank" not in found


def test_breadth_counts_whoever_has_a_price(facts, make):
    """A floor is for naming; how many rose is asked of all 24."""
    volume = dict.fromkeys(_MOVES, 1e6) | {"C23": 80.0}
    breadth = facts(_perps(make, _MOVES, volume), _AS_OF)[_FIELD]
    assert (breadth.n, breadth.total) == (12, 24)


def test_where_turnover_is_unknown_the_note_says_so(facts, make):
    """Nobody says what was traded: all are ranked, and that no floor could be set is said."""
    best = facts(_perps(make, _MOVES, {}), _AS_OF)[f"{_FIELD}~best"]
    assert (best.of, best.total) == ("C23/spot.return/1d@binance", 24)
    assert best.note == "no floor on turnover, which is not known for this field"


def test_too_few_traded_coins_lead_nothing(facts, make):
    """Of 24 coins 19 are traded enough: breadth is told, a leader is not."""
    volume = {asset: 1e6 if n < 19 else 1.0 for n, asset in enumerate(_MOVES)}
    found = facts(_perps(make, _MOVES, volume), _AS_OF)
    assert _FIELD in found
    assert f"{_FIELD}~best" not in found


def test_large_coins_have_the_turnover_of_their_bars(facts, make):
    """Six coins at 100: 20,000 coins of each are $2 million, of XRP 50 are $5,000."""
    ends = {"XRP": 200.0, "BNB": 110.0, "SOL": 105.0, "TRX": 95.0, "DOGE": 90.0, "ADA": 99.0}
    bars = [
        replace(make.day_bar(asset, day, price), volume_coin=50.0 if asset == "XRP" else 20_000.0)
        for asset, end in ends.items()
        for day, price in (("2026-02-09", 100.0), ("2026-02-10", end))
    ]
    found = facts(bars, _AS_OF)
    assert found[f"{_LARGE}~best"].of == "BNB/spot.return/1d"
    assert found[f"{_LARGE}~worst"].of == "DOGE/spot.return/1d"
    assert found[_LARGE].total == 6


def test_a_named_coin_near_a_dollar_is_a_mover(facts, make):
    """XRP at $1.01 is XRP; a coin without a name that stands there all the time is a dollar."""
    told = []
    for asset in (*(f"C{n:02d}" for n in range(20)), "XRP", "XUSD", "USDT"):
        low, high = (1.0, 1.01) if asset in ("XRP", "XUSD", "USDT") else (2.0, 1.9)
        for day, price in (("09", low), ("10", high)):
            told.append(make.seen(f"{asset}/spot.price@coingecko", f"2026-02-{day}T12:00", price))
    breadth = facts(told, "2026-02-10T15:00:00Z")["basket:TOP100/market.breadth/1d@coingecko"]
    assert (breadth.n, breadth.total) == (1, 21)


_TURNOVERS = st.lists(st.one_of(st.none(), st.floats(0, 1e8)), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(_TURNOVERS, st.floats(0, 1e8))
def test_who_is_named_has_the_turnover(turnovers, floor):
    """Whoever is left has the floor, whoever is left out has not; a higher floor leaves no one else."""
    moves = [Move(f"C{n}", 0.1, 0, 1, Trace(()), turnover) for n, turnover in enumerate(turnovers)]
    kept, note = liquid(moves, floor)
    if 2 * sum(turnover is not None for turnover in turnovers) < len(turnovers):
        assert kept == moves
        assert "no floor" in note
        return
    assert all((move in kept) == (move.turnover is not None and move.turnover >= floor) for move in moves)
    assert set(map(id, liquid(moves, 2 * floor + 1)[0])) <= set(map(id, kept))
    assert liquid(moves, None) == (moves, "")


def test_the_field_of_february_10_2026(facts, sample):
    """The sample knows no turnover of contracts: PIPPIN leads all 79 with +40%, and the note says so."""
    best = facts(sample, _AS_OF)[f"{_FIELD}~best"]
    assert (best.of, best.total) == ("PIPPIN/spot.return/1d@binance", 79)
    assert best.value == pytest.approx(0.404, abs=1e-3)
    assert "not known" in best.note
