"""What is told of expiries, strikes, the curve, carry and venues: true as written, refused with one thing wrong."""

from collections import Counter
from dataclasses import replace
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

#: So many mutants are there to one that is tried.
_ONE_OF = 5
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


#: The same day, otherwise: all venues, a week in place of a day, skew the other way round, more than bills pay.
OTHERWISE = [
    *(replace(each, n=6) if each.total == 6 else each for each in FACTS if "~box" not in each.id
      and "skew" not in each.id and "carry" not in each.id and "basis/90d" not in each.id),
    change("BTC/spot.return/7d", -0.091, PRICE, "BTC/spot.price@binance~past:7d", window="7d", as_of=CLOSE),
    fact("BTC/spot.price@binance~past:7d", 68_841.0 / 0.909, "USD", Kind.PAST, of=PRICE),
    fact(f"{COIN}~box:7d", None, "none", Kind.BAND, state="adding against the move"),
    fact(f"{OF}.skew_25d/7d@deribit", -0.021), fact(f"{OF}.skew_25d/180d@deribit", 0.044),
    fact("BTC/futures.basis/90d@binance", 0.052),
    fact("BTC/futures.carry/90d@binance", 0.0152, inputs=("BTC/futures.basis/90d@binance", "macro:US3M/macro.yield")),
]  # fmt: skip
CHANGED = {"basis-carry", "interest-coin", "interest-box", "skew-front", "funding-weighted", "liquidations-share"}
#: What open interest and price did together → the day's change of each.
BOXES = {
    "new money": (0.034, 0.05), "adding against the move": (0.034, -0.05), "short covering": (-0.034, 0.05),
    "unwinding": (-0.034, -0.05),
}  # fmt: skip


def boxed(state):
    """Return a day of one of the four patterns."""
    of_interest, of_price = BOXES[state]
    rest = [each for each in FACTS if "1d" not in each.id or each.id.startswith(OF)]
    return [
        *rest,
        change("BTC/spot.return/1d", of_price, PRICE, None, window="1d", as_of=CLOSE),
        change(f"{COIN}~change:1d", of_interest, COIN, None, window="1d"),
        fact(f"{COIN}~box:1d", None, "none", Kind.BAND, state=state),
    ]


def findings(facts=FACTS):
    """Return the findings of the hand-made facts that this file is about."""
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", NOW, Facts(facts), {}, stance)
    found = [*expiries(view, "derivatives"), *depth(view), *method(view), *futures(view), *liquidations(view)]
    return [each for each in found if each.move in TOLD]


@pytest.fixture(scope="module", params=["a day", "otherwise", *BOXES])
def written(request):
    """Articles with each phrase of these findings, three to one, on days of several kinds."""
    facts = {"a day": FACTS, "otherwise": OTHERWISE}.get(request.param) or boxed(request.param)
    only = {"a day": TOLD, "otherwise": CHANGED}.get(request.param) or {"interest-box"}
    found = [each for each in findings(facts) if each.move in only]
    return [article(facts, found[at : at + 3]) for at in range(0, len(found), 3)]


def judged(markdown, evidence, names):
    return verify(markdown, evidence, names=names, fixed={})


def test_every_finding_has_its_facts():
    """The facts by hand are told, all of them."""
    assert {each.move for each in findings()} == TOLD


def test_what_is_written_of_them_is_vouched_for(written, names):
    """Each wording of each sentence passes, every claim read."""
    for markdown, evidence in written:
        verdict = judged(markdown, evidence, names)
        assert verdict.problems == ()
        assert verdict.claims == len(evidence["claims"])
        assert verdict.sentences


def test_every_mutant_of_them_is_refused(written, names):
    """A digit, a date, a side, a unit, a direction: one thing wrong and the sentence falls.

    The phrases of a class make the same claims, so that one mutant of five tries each kind often enough.
    """
    mutants = [(each, evidence) for markdown, evidence in written for each in wrongs(markdown)][::_ONE_OF]
    passed = [(each.kind, each.where) for each, evidence in mutants if judged(each.text, evidence, names).passed]
    assert passed == []
    assert len(mutants) > 15


def test_dates_of_expiries_are_among_what_is_tried():
    """A month that is another one, and a day that is: the mutator knows both."""
    tried = Counter(mutant.kind for mutant in wrongs(article(FACTS, findings())[0]))
    assert tried["month"] > 5
    assert tried["digit"] > 200


def test_a_number_of_another_expiry_is_refused(names):
    """The claims of two expiries mixed up by a template: each number is held to the date in its sentence."""
    pain = Facts(FACTS)[f"{OF}.max_pain/{MARCH}"]
    swapped = [replace(each, cast={**each.cast, "pain": pain, "away": Facts(FACTS)[f"{pain.id}~distance"]})
               for each in findings() if each.move == "watch-expiry"]  # fmt: skip
    markdown, evidence = article(FACTS, swapped)
    said = [problem.what for problem in judged(markdown, evidence, names).problems]
    assert said
    assert all("is of the expiry of 2026-03-27, and the sentence names 2026-02-13" in what for what in said)
