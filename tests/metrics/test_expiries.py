"""Expiries of one snapshot: open interest, notional, put/call, shares, max pain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.metrics.expiries import max_pain
from generator.model.fact import Kind

_AS_OF = "2026-02-10T12:00:00Z"
_TENTHS = st.integers(1, 100_000).map(lambda tenths: tenths / 10)
_ROWS = st.lists(
    st.tuples(st.integers(1, 12).map(lambda step: step * 5_000.0), st.booleans(), _TENTHS), min_size=1, max_size=30
)


def _pain(rows, groups=None):
    strikes, calls, amounts = zip(*rows, strict=True)
    own = np.zeros(len(rows), dtype=np.int64) if groups is None else np.array(groups)
    return max_pain(own, np.array(strikes), np.array(calls), np.array(amounts), int(own.max()) + 1)


def _payout(rows, price):
    """What the options pay together if the coin settles at a price; written as plainly as can be."""
    return sum(amount * (max(price - strike, 0) if call else max(strike - price, 0)) for strike, call, amount in rows)


def test_max_pain_by_hand():
    """Ten calls at 60, five at 70, eight puts at 70, twelve at 80.

    At 60 they pay 8 x 10 + 12 x 20 = 320; at 70, 10 x 10 + 12 x 10 = 220; at 80, 10 x 20 + 5 x 10 = 250.
    """
    rows = [(60.0, True, 10.0), (70.0, True, 5.0), (70.0, False, 8.0), (80.0, False, 12.0)]
    assert [_payout(rows, price) for price in (60, 70, 80)] == [320, 220, 250]
    assert _pain(rows)[0] == 70


def test_of_two_strikes_that_pay_as_little_the_lower_one_is_told():
    """A call at 60 and a put at 80 of one coin each: between them every price costs 20."""
    assert _pain([(80.0, False, 1.0), (60.0, True, 1.0)])[0] == 60


def test_calls_alone_hurt_least_at_the_lowest_strike():
    """There they all expire worthless; puts alone at the highest."""
    assert _pain([(70.0, True, 1.0), (60.0, True, 3.0)])[0] == 60
    assert _pain([(70.0, False, 1.0), (60.0, False, 3.0)])[0] == 70


@settings(deadline=None)
@given(rows=_ROWS)
def test_max_pain_is_a_strike_and_no_price_pays_out_less(rows):
    """Against the payout at every strike and at prices between them, counted one option at a time."""
    found = _pain(rows)[0]
    strikes = sorted({strike for strike, *_ in rows})
    assert found in strikes
    least = _payout(rows, found)
    tried = [*strikes, *(strike + 2_500 for strike in strikes), strikes[0] - 2_500]
    assert all(least <= _payout(rows, price) * (1 + 1e-9) + 1e-6 for price in tried)


@settings(deadline=None)
@given(rows=_ROWS, other=_ROWS, scale=st.sampled_from([0.25, 0.5, 2.0, 1024.0]))
def test_max_pain_knows_neither_its_neighbours_nor_the_currency(rows, other, scale):
    """Another expiry beside it changes nothing, whatever the order of rows; strikes in another money scale it."""
    both = [*((row, 0) for row in rows), *((row, 1) for row in other)]
    both.reverse()
    mixed = _pain([row for row, _ in both], [group for _, group in both])
    assert list(mixed) == [_pain(rows)[0], _pain(other)[0]]
    assert _pain([(strike * scale, call, amount) for strike, call, amount in rows])[0] == mixed[0] * scale


@pytest.fixture
def chain(make):
    """Two expiries: 16 calls and 20 puts on Friday, 30 calls and 34 puts in March; the index is at 70,000."""
    options = [
        ("2026-02-13", 60_000, "C", 10), ("2026-02-13", 70_000, "C", 6), ("2026-02-13", 70_000, "P", 8),
        ("2026-02-13", 80_000, "P", 12), ("2026-03-27", 80_000, "C", 30), ("2026-03-27", 60_000, "P", 34),
    ]  # fmt: skip
    return [
        make.option("BTC", "2026-02-10T10:00", day, 1.0 * strike, right, 0.5, forward=7e4, open_interest=1.0 * held)
        for day, strike, right, held in options
    ]  # fmt: skip


@pytest.fixture
def price(make):
    """Bitcoin at 68,000 an hour before noon."""
    return [make.hour_bar("BTC", "2026-02-10T10:00", 68_000.0)]


def test_an_expiry_by_hand(facts, chain, price):
    """Friday's 36 of 100 coins: a notional of 2.52 million dollars, 36% of all; 20 puts on 16 calls."""
    found = facts([*chain, *price], _AS_OF)
    friday = "BTC/options.{}/2026-02-13@deribit"
    notional = found[friday.format("expiry_notional")]
    assert found[friday.format("open_interest")].value == 36
    assert (notional.value, notional.unit) == (pytest.approx(36 * 70_000), "USD")
    assert found["BTC/options.expiry_notional@deribit"].value == pytest.approx(100 * 70_000)
    assert found["BTC/options.open_interest@deribit"].value == 100
    share = found[f"{notional.id}~share"]
    assert (share.kind, share.value, share.than) == (
        Kind.SHARE, pytest.approx(0.36), "BTC/options.expiry_notional@deribit",
    )  # fmt: skip
    assert found[friday.format("put_call_ratio")].value == pytest.approx(20 / 16)
    pain = found[friday.format("max_pain")]
    assert pain.value == 70_000
    distance = found[f"{pain.id}~distance"]
    assert (distance.value, distance.than) == (pytest.approx(70 / 68 - 1), "BTC/spot.price@binance")
    assert pain.sources[0].raw_sha256 == "ef" * 32


def test_expiries_are_told_in_the_order_of_their_dates(facts, chain, price):
    """The next one comes first, in whatever order the exchange listed them."""
    found = facts([*reversed(chain), *price], _AS_OF)
    told = [
        fact.key.tenor for fact in found.values() if fact.id.startswith("BTC/options.max_pain/") and "~" not in fact.id
    ]
    assert told == ["2026-02-13", "2026-03-27"]


def test_what_has_settled_by_the_articles_instant_is_not_open(facts, chain, price, make):
    """The chain is of Thursday evening, the article of Friday noon: Friday's options settled at eight."""
    late = [
        make.option("BTC", "2026-02-12T21:00", *_row(each), forward=7e4, open_interest=each.open_interest_coin)
        for each in chain
    ]
    found = facts([*late, *price], "2026-02-13T08:00:01Z")
    assert "BTC/options.max_pain/2026-02-13@deribit" not in found
    assert found["BTC/options.expiry_notional@deribit"].value == pytest.approx(64 * 70_000)
    assert "BTC/options.max_pain/2026-02-13@deribit" in facts([*late, *price], "2026-02-13T07:59:59Z")


def _row(quote):
    return quote.expires_at.date().isoformat(), quote.strike_usd, quote.right, quote.mark_iv


def test_options_that_nobody_holds_change_nothing(facts, chain, price, make):
    """Strikes and whole expiries without open interest, and an option that settled this morning."""
    idle = [
        make.option("BTC", "2026-02-10T10:00", day, strike, right, 0.5, forward=7e4, open_interest=held, volume=0.0)
        for day, strike, right, held in (
            ("2026-02-13", 20_000.0, "C", 0.0), ("2026-02-13", 300_000.0, "P", 0.0), ("2026-04-24", 70_000.0, "C", 0.0),
            ("2026-02-10", 70_000.0, "C", 500.0),
        )
    ]  # fmt: skip
    before, after = facts([*chain, *price], _AS_OF), facts([*chain, *idle, *price], _AS_OF)
    told = ("open_interest", "expiry_notional", "put_call_ratio", "max_pain", "strike", "gamma", "call_share@")
    for fact in after.values():
        if fact.id.startswith("BTC/options.") and any(name in fact.id for name in told):
            assert fact == before[fact.id]


def test_without_an_index_there_is_no_notional(facts, chain, price):
    """In the half hour before a settlement the exchange sends none: coins are told, and no dollars."""
    blind = [_without(quote, index_usd=None) for quote in chain]
    found = facts([*blind, *price], _AS_OF)
    assert found["BTC/options.open_interest/2026-02-13@deribit"].value == 36
    assert not [name for name in found if "notional/" in name or "expiry_notional" in name]


def _without(quote, **fields):
    names = {name: getattr(quote, name) for name in quote.__slots__}
    return type(quote)(**(names | fields))


def test_without_a_price_there_is_no_distance(facts, chain):
    """Max pain is told alone where the article has no price to set it against."""
    found = facts(chain, _AS_OF)
    assert "BTC/options.max_pain/2026-02-13@deribit" in found
    assert not [name for name in found if name.endswith("~distance")]


def test_an_expiry_without_calls_has_no_ratio(facts, chain, price):
    """Puts over nothing are no number."""
    puts = [quote for quote in chain if quote.right == "P"]
    found = facts([*puts, *price], _AS_OF)
    assert not [name for name in found if "put_call_ratio" in name and "/1d" not in name]


def test_an_old_chain_tells_nothing_of_today(facts, chain, price):
    """Two days later what is open is another matter."""
    found = facts([*chain, *price], "2026-02-12T12:00:00Z")
    assert not [name for name in found if "options.expir" in name or "max_pain" in name]


def test_expiries_of_real_days_add_up(facts, sample):
    """On the tenth of February, of both coins: shares sum to one, sums to the whole, and no payout is less."""
    found = facts(sample, "2026-02-10T10:00:00Z")
    for asset in ("BTC", "ETH"):
        shares = [
            fact.value
            for fact in found.values()
            if fact.id.startswith(f"{asset}/options.expiry_notional/") and fact.kind is Kind.SHARE
        ]
        assert len(shares) > 8
        assert sum(shares) == pytest.approx(1, abs=1e-12)
        parts = [
            fact.value
            for name, fact in found.items()
            if name.startswith(f"{asset}/options.open_interest/") and "~" not in name
        ]
        assert sum(parts) == pytest.approx(found[f"{asset}/options.open_interest@deribit"].value)
    # Friday the 27th of March is the largest, as quarters are.
    assert found["BTC/options.expiry_notional/2026-03-27@deribit~share"].value == pytest.approx(0.2865, abs=1e-3)


def test_max_pain_of_a_real_chain_is_found_by_trying_every_strike(facts, sample, make):
    """Each of eleven expiries of a recorded chain, counted one option at a time."""
    found = facts(sample, "2026-02-10T10:00:00Z")
    chain = sample.before("2026-02-10T10:00:00Z").option_quotes("BTC", since=make.at("2026-02-10T09:00"))
    tried = 0
    for expires, rows in chain.groupby("expires_at"):
        listed = [
            (strike, right == "C", held)
            for strike, right, held in zip(rows["strike"], rows["right"], rows["open_interest"], strict=True)
            if held > 0
        ]
        told = found[f"BTC/options.max_pain/{expires.date()}@deribit"].value
        assert _payout(listed, told) == pytest.approx(min(_payout(listed, strike) for strike, *_ in listed))
        tried += 1
    assert tried == 11
