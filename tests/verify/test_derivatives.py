"""What is told of expiries, strikes, the curve, carry and venues: true as written, refused with one thing wrong."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Facts, Kind
from generator.model.signal import Stance
from generator.narrative.depth import depth, method
from generator.narrative.expiries import expiries
from generator.narrative.futures import futures
from generator.narrative.liquidations import liquidations
from generator.narrative.view import View
from generator.verify.verify import verify
from tests.verify.mutate import wrongs
from tests.verify.rendered import NOW, article, fact

PRICE = "BTC/spot.price@binance"
CLOSE = datetime(2026, 2, 10, 23, 59, 59, 999000, tzinfo=UTC)
OF = "BTC/options"
FEB, MARCH = "2026-02-13@deribit", "2026-03-27@deribit"
COIN, USD = "BTC/futures.open_interest@venues", "BTC/futures.open_interest_usd@venues"
TOTAL = "BTC/liquidations.total/1d@coinalyze"


def change(fact_id, value, of, than, **more):
    return fact(fact_id, value, more.pop("unit", "ratio"), Kind.CHANGE, of=of, than=than, **more)


FACTS = [
    fact(PRICE, 68_841.0, "USD", as_of=CLOSE),
    fact("ETH/spot.price@binance", 2_023.0, "USD", as_of=CLOSE),
    change("BTC/spot.return/1d", -0.0365, PRICE, "BTC/spot.price@binance~past:1d", window="1d", as_of=CLOSE),
    fact("BTC/spot.price@binance~past:1d", 68_841.0 / 0.9635, "USD", Kind.PAST, of=PRICE),
    # The chain: two expiries, the second of them large.
    fact(f"{OF}.expiry_notional@deribit", 25e9, "USD"),
    fact(f"{OF}.expiry_notional/{FEB}", 2.6e9, "USD"),
    fact(f"{OF}.expiry_notional/{FEB}~share", 0.104, kind=Kind.SHARE, of=f"{OF}.expiry_notional/{FEB}",
         than=f"{OF}.expiry_notional@deribit"),
    fact(f"{OF}.put_call_ratio/{FEB}", 0.784),
    fact(f"{OF}.max_pain/{FEB}", 75_000.0, "USD"),
    change(f"{OF}.max_pain/{FEB}~distance", 75_000 / 68_841 - 1, f"{OF}.max_pain/{FEB}", PRICE),
    fact(f"{OF}.expiry_notional/{MARCH}", 7.1e9, "USD"),
    fact(f"{OF}.expiry_notional/{MARCH}~share", 0.284, kind=Kind.SHARE, of=f"{OF}.expiry_notional/{MARCH}",
         than=f"{OF}.expiry_notional@deribit"),
    fact(f"{OF}.put_call_ratio/{MARCH}", 0.61),
    fact(f"{OF}.max_pain/{MARCH}", 90_000.0, "USD"),
    change(f"{OF}.max_pain/{MARCH}~distance", 90_000 / 68_841 - 1, f"{OF}.max_pain/{MARCH}", PRICE),
    fact(f"{OF}.top_put_strike@deribit", 60_000.0, "USD"),
    fact(f"{OF}.top_put_strike@deribit~open_interest", 12_345.6, "coin"),
    fact(f"{OF}.top_call_strike@deribit", 80_000.0, "USD"),
    fact(f"{OF}.top_call_strike@deribit~open_interest", 9_876.5, "coin"),
    fact(f"{OF}.gamma_strike@deribit", 70_000.0, "USD"),
    fact(f"{OF}.gamma_strike@deribit~gamma", 48.3e6, "USD"),
    fact(f"{OF}.expiries@deribit", 9.0, "count", Kind.COUNT, n=9, total=12,
         note="2 under 36 hours, 1 without a 25-delta wing"),
    # Tenors, wings, and what a day may bring.
    fact(f"{OF}.skew_25d/7d@deribit", 0.204), fact(f"{OF}.skew_25d/180d@deribit", 0.081),
    fact(f"{OF}.butterfly_25d/30d@deribit", 0.034),
    fact(f"{OF}.butterfly_25d/30d@deribit~rank", 0.034, kind=Kind.RANK, rank="highest", since=date(2025, 11, 21),
         coverage=Coverage(first=date(2024, 1, 1), days=365, expected=365)),
    fact(f"{OF}.dvol@deribit", 0.548),
    fact(f"{OF}.implied_move/1d@deribit", 0.02868, than=f"{OF}.dvol@deribit"),
    fact(f"{OF}.iv_atm/7d@deribit", 0.555), fact("BTC/spot.realised_vol/7d", 0.92),
    fact(f"{OF}.volatility_premium/7d@deribit", -0.365), fact(f"{OF}.volatility_premium/30d@deribit", 0.07),
    # Futures: the curve, bills, venues.
    fact("BTC/futures.basis/30d@binance", 0.021), fact("BTC/futures.basis/90d@binance", 0.031),
    fact("BTC/futures.basis/180d@binance", 0.0404), fact("macro:US3M/macro.yield", 0.0368),
    fact("BTC/futures.carry/90d@binance", -0.0058, inputs=("BTC/futures.basis/90d@binance", "macro:US3M/macro.yield")),
    fact("BTC/perp.funding_rate/1d@binance", -0.082), fact("BTC/perp.funding_rate/1d@weighted", 0.013, n=5, total=6),
    fact(COIN, 271_400.0, "coin", n=5, total=6), fact(USD, 18.7e9, "USD", n=5, total=6),
    fact(f"{COIN}~past:7d", 271_400 / 1.023, "coin", Kind.PAST, of=COIN),
    change(f"{COIN}~change:7d", 0.023, COIN, f"{COIN}~past:7d", window="7d"),
    fact(f"{COIN}~past:1d", 271_400 / 1.034, "coin", Kind.PAST, of=COIN),
    change(f"{COIN}~change:1d", 0.034, COIN, f"{COIN}~past:1d", window="1d"),
    fact(f"{COIN}~box:1d", None, "none", Kind.BAND, state="adding against the move"),
    fact(TOTAL, 290e6, "USD"), fact(f"{TOTAL}~of_interest", 290e6 / 18.7e9, kind=Kind.SHARE, of=TOTAL, than=USD),
    # Where dollars buy, and ether in bitcoin.
    fact("BTC/spot.premium@coinbase", -0.00118),
    fact("ETH/spot.price_in_btc@binance", 0.02939), fact("ETH/spot.price_in_btc@binance~past:7d", 0.02939 / 0.951),
    change("ETH/spot.price_in_btc@binance~change:7d", -0.049, "ETH/spot.price_in_btc@binance",
           "ETH/spot.price_in_btc@binance~past:7d", window="7d"),
]  # fmt: skip
TOLD = {
    "watch-expiry", "watch-expiry-large", "watch-strikes", "watch-gamma", "method-expiries", "skew-front", "butterfly",
    "implied-move", "vol-premium-week", "basis-curve", "basis-carry", "funding-weighted", "interest-coin",
    "interest-box", "liquidations-share", "coinbase-premium", "ether-in-bitcoin",
}  # fmt: skip


def findings(facts=FACTS):
    """Return the findings of the hand-made facts that this file is about."""
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", NOW, Facts(facts), {}, stance)
    found = [*expiries(view, "derivatives"), *depth(view), *method(view), *futures(view), *liquidations(view)]
    return [each for each in found if each.move in TOLD]


@pytest.fixture(scope="module")
def written():
    """An article with each phrase of each of these findings."""
    return article(FACTS, findings())


def judged(markdown, evidence, names):
    return verify(markdown, evidence, names=names, fixed={})


def test_every_finding_has_its_facts():
    """The facts by hand are told, all of them."""
    assert {each.move for each in findings()} == TOLD


def test_what_is_written_of_them_is_vouched_for(written, names):
    """Each wording of each sentence passes, every claim read."""
    markdown, evidence = written
    verdict = judged(markdown, evidence, names)
    assert verdict.problems == ()
    assert verdict.claims == len(evidence["claims"])
    assert verdict.sentences > 20


def test_every_mutant_of_them_is_refused(written, names):
    """A digit, a date, a side, a unit, a direction: one thing wrong and the sentence falls."""
    markdown, evidence = written
    mutants = list(wrongs(markdown))
    passed = [(each.kind, each.where) for each in mutants if judged(each.text, evidence, names).passed]
    assert passed == []
    assert Counter(each.kind for each in mutants)["month"] > 5
