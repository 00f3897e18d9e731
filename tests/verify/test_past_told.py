"""What is told of history and of the wider market: true as written, refused with one thing wrong."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.coverage import Coverage
from generator.model.fact import Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.past import past
from generator.narrative.view import View, cast, finding
from generator.narrative.wider import mood, wider
from generator.verify.verify import verify
from tests.verify import mutate
from tests.verify.rendered import NOW, article, fact

CLOSE = datetime(2026, 2, 10, 23, 59, 59, 999000, tzinfo=UTC)
PRICE = "BTC/spot.price@binance"
BASIS = "BTC/futures.basis/90d@binance"
DVOL = "BTC/options.dvol@deribit"
SKEW = "BTC/options.skew_25d/30d@deribit"
FUNDING = "BTC/perp.funding_rate/1d@binance"
DAY = "BTC/spot.return/1d"
MOOD = "CRYPTO/sentiment.fear_greed@alternative.me"
SINCE_2021 = Coverage(first=date(2021, 2, 3), days=1800, expected=1834)
MONTH = "BTC/spot.calendar_return/month"
JANUARY = datetime(2026, 1, 31, 23, 59, 59, 999000, tzinfo=UTC)
#: Reading → value, unit, the state it has come into, the state's cut.
NEW = {
    BASIS: (0.031, "ratio", "weak", 0.05), DVOL: (0.826, "ratio", "very high", 0.8),
    SKEW: (0.1624, "ratio", "panic", 0.12),
    FUNDING: (-0.082, "ratio", "shorts pay heavily", -0.05), DAY: (-0.14, "ratio", "extreme loss", -0.07),
    MOOD: (9.0, "index", "extreme fear", 26.0),
}  # fmt: skip


def change(fact_id, value, of, **more):
    return fact(fact_id, value, more.pop("unit", "ratio"), Kind.CHANGE, of=of, as_of=CLOSE, **more)


def cases(of, n, before, after, low, high, *, state):
    """Return a reading's episodes with what came before and after."""
    count = f"{of}~episodes"
    yield fact(count, float(n), "count", Kind.COUNT, n=n, state=state, coverage=SINCE_2021, as_of=CLOSE)
    for name, value in (("before:30d", before), ("after:30d", after), ("after:30d:low", low), ("after:30d:high", high)):
        yield change(f"{count}~{name}", value, count, window="30d")


def read(of, number):
    """Return a reading in a new state, the first in long, with its episodes."""
    value, unit, state, cut = NEW[of]
    side = 1 if cut > 0 and value >= cut else -1
    edge = f"rule:r{number}~threshold:{state}"
    kind = Kind.CHANGE if of == DAY else Kind.LEVEL
    yield fact(of, value, unit, kind, as_of=CLOSE, window="1d" if of == DAY else None)
    yield fact(edge, cut, unit, Kind.THRESHOLD, sign=side, state=state)
    yield fact(f"{of}~band", None, "none", Kind.BAND, state=state, n=1)
    yield fact(f"{of}~streak:{state}", 1.0, "days", Kind.STREAK, n=1, sign=side, state=state, than=edge, as_of=CLOSE)
    yield fact(f"{of}~streak:{state}~last", cut, unit, Kind.PAST, of=of, than=edge,
               as_of=CLOSE - timedelta(days=100 + number))  # fmt: skip
    yield from cases(of, 5 + number, -0.121 if number % 2 else -0.012, 0.041, -0.182, 0.33, state=state)


AROUND = [
    fact("ETH/spot.price@binance", 2_023.0, "USD", as_of=CLOSE),
    change("ETH/spot.return/1d", -0.0391, None, window="1d"),
    change("basket:LARGE/market.rotation/7d", -0.0932, None, window="7d", n=2, total=11),
    change("basket:TOP20/market.basket_return/7d", -0.124, None, window="7d", n=18, total=20,
           start=CLOSE - timedelta(days=7)),
    fact("BTC/market.dominance@basket:TOP20", 0.6312, n=18, total=20, as_of=CLOSE),
    change("BTC/market.dominance@basket:TOP20~change:7d", 0.0072, None, window="7d", unit="ratio_points"),
    fact("macro:NDX/macro.level@fred", 25_000.0, "index", as_of=CLOSE - timedelta(hours=3)),
    change("macro:NDX/macro.level@fred~change:1d", 0.0215, None, window="1d"),
    fact("BTC/market.correlation/30d@macro:NDX", 0.612, as_of=CLOSE, window="30d", n=20, total=21),
    fact("BTC/market.correlation/30d@macro:NDX~past:28d", 0.248, kind=Kind.PAST, window="28d"),
    change("BTC/market.correlation/30d@macro:NDX~change:28d", 0.364, None, window="28d"),
    fact("BTC/market.correlation/30d@macro:GOLD", -0.12, as_of=CLOSE, window="30d", n=20, total=21),
    fact("BTC/flows.etf_net/1d@coinglass", -545e6, "USD", as_of=CLOSE),
    fact("BTC/flows.etf_net/5d@coinglass", -1.23e9, "USD", as_of=CLOSE),
    fact("BTC/flows.etf_net/1d@coinglass~streak", 4.0, "days", Kind.STREAK, n=4, sign=-1,
         coverage=Coverage(first=date(2024, 1, 11), days=4, expected=4, start_known=True)),
    fact("CRYPTO/stablecoins.supply@defillama", 268.4e9, "USD", as_of=CLOSE),
    change("CRYPTO/stablecoins.supply@defillama~change:30d", -0.0171, None, window="30d"),
    fact("basket:PERPS/market.breadth/1d@binance", 4.0, "count", Kind.COUNT, n=4, total=79, window="1d", as_of=CLOSE),
    fact("basket:PERPS/market.breadth/1d@binance~floor", 10e6, "USD", Kind.THRESHOLD, n=61, total=79),
    fact("basket:PERPS/market.breadth/1d@binance~best", 0.4, kind=Kind.RANK, rank="highest", total=61,
         of="PIPPIN/spot.return/1d@binance"),
    fact("basket:PERPS/market.breadth/1d@binance~worst", -0.199, kind=Kind.RANK, rank="lowest", total=61,
         of="VVV/spot.return/1d@binance"),
    change("PIPPIN/spot.return/1d@binance", 0.4, None, window="1d"),
    change("VVV/spot.return/1d@binance", -0.199, None, window="1d"),
]  # fmt: skip
HISTORY = [
    fact(PRICE, 68_841.0, "USD", as_of=CLOSE), fact(f"{PRICE}~unusual:1d", -6.14, window="1d"),
    fact(f"{PRICE}~streak", 5.0, "days", Kind.STREAK, n=5, sign=-1, since=date(2026, 2, 6),
         coverage=Coverage(first=date(2017, 8, 17), days=5, expected=5, start_known=True)),
    fact(MONTH, -0.102, kind=Kind.CHANGE, as_of=JANUARY, window="month", start=JANUARY - timedelta(days=31)),
    fact(f"{MONTH}~streak", 4.0, "months", Kind.STREAK, n=4, sign=-1, as_of=JANUARY,
         coverage=Coverage(first=date(2017, 9, 30), days=4, expected=4, start_known=True)),
    fact(f"{MONTH}~rank", -0.102, kind=Kind.RANK, rank="lowest", since=date(2025, 2, 28), as_of=JANUARY,
         coverage=Coverage(first=date(2017, 9, 30), days=11, expected=11)),
    fact(f"{MOOD}~past:1d", 12.0, "index", Kind.PAST, of=MOOD, as_of=CLOSE - timedelta(days=1)),
    fact(f"{MOOD}~change:1d", -3.0, "index_points", Kind.CHANGE, of=MOOD, than=f"{MOOD}~past:1d", window="1d"),
    fact(f"{MOOD}~rank", 9.0, "index", Kind.RANK, rank="lowest", since=date(2022, 6, 21), ties=2,
         coverage=Coverage(first=date(2018, 2, 1), days=365, expected=365)),
]  # fmt: skip
FACTS = [*(each for number, of in enumerate(NEW) for each in read(of, number)), *HISTORY, *AROUND]
TOLD = {
    "unusual-move", "days-in-row", "whole-period", "first-basis", "first-funding", "first-dvol",
    "episodes-basis", "episodes-funding", "episodes-dvol", "episodes-mood",
    "episodes-price", "rotation", "top-basket", "dominance", "correlation", "etf-flows", "stablecoins", "movers",
    "fear-greed",
}  # fmt: skip


def otherwise(facts):
    """Return the same day known less well: runs whose beginning is not known, a share as it was delivered."""
    gone = ("~past:28d", "~change:28d")
    for each in facts:
        if each.coverage is not None and each.kind is Kind.STREAK and MONTH not in each.id:
            yield replace(each, coverage=replace(each.coverage, start_known=False))
        elif "market.dominance" in each.id:
            yield replace(each, id=each.id.replace("basket:TOP20", "coingecko"), computed=False)
        elif not each.id.endswith(gone):
            yield each


LESS = list(otherwise(FACTS))


def view(facts, only=None):
    """Return the day of these facts, with the signals of the readings that are new; all of them, or one."""
    signals = {
        of: Signal(rule=f"r{number}", fact=of, state=NEW[of][2]) for number, of in enumerate(NEW) if only in (None, of)
    }
    return View("BTC", NOW, Facts(facts), signals, Stance(label=None, horizon="", confidence="low", families={}))


def findings(facts=FACTS):
    """Return the findings of the hand-made facts that this file is about."""
    found = [*wider(view(facts)), *mood(view(facts))]
    # One article tells one quantity's episodes: each is asked for by itself.
    # Where the index's rank says since when, it is not called the first since then once more.
    unranked = [each for each in facts if each.id != f"{MOOD}~rank"]
    for of in NEW:
        found += past(view(unranked, of), "derivatives")
    by_id = {each.id: each for each in facts}
    month = {name: by_id[fact_id] for name, fact_id in (("run", f"{MONTH}~streak"), ("rank", f"{MONTH}~rank"))}
    for parts in (month, {"run": month["run"]}, {"rank": month["rank"]}):
        found.append(
            finding("whole-period", "context", cast(price=by_id[PRICE], change=by_id[MONTH], **parts), traits={"month"})
        )
    first = {each.move: each for each in found if each.move != "whole-period"}
    return [each for each in (*first.values(), *(e for e in found if e.move == "whole-period")) if each.move in TOLD]


@pytest.fixture(scope="module", params=[FACTS, LESS], ids=["known well", "known less well"])
def written(request):
    """An article with each phrase of each of these findings."""
    return article(request.param, findings(request.param))


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
    assert verdict.sentences > 40


def paragraphs(markdown, evidence):
    """Yield each paragraph as an article of its own: a mutant of one needs no look at all others."""
    front, _, body = markdown.rpartition("---\n\n")
    for text, sentence in zip(body.strip().split("\n\n"), evidence["sentences"], strict=True):
        claims = [each for each in evidence["claims"] if each["sentence"] == sentence["id"]]
        yield f"{front}---\n\n{text}\n", {**evidence, "sentences": [sentence], "claims": claims}


def test_every_mutant_of_them_is_refused(written, names):
    """A digit, a sign, a date, a side, a unit, a direction: one thing wrong and the sentence falls."""
    passed, kinds = [], Counter()
    for text, evidence in paragraphs(*written):
        page = mutate._Text(text)
        kinds_of = (mutate.digits, mutate.signs, mutate.words, mutate.times, mutate.negations)
        mutants = [each for kind in kinds_of for each in kind(page)]
        kinds.update(each.kind for each in mutants)
        passed += [(each.kind, each.where) for each in mutants if judged(each.text, evidence, names).passed]
    assert passed == []
    assert kinds["month"] > 5
