"""A renderer that prints something else than its claim says is caught, whatever it gets wrong.

The sentences are the product's own: phrases, facts and claims as every day; only what a claim prints is spoiled.
"""

import json
from datetime import UTC, date, datetime

import pytest

from generator.model.catalogue import load_catalogue
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Facts, Kind
from generator.model.finding import Finding
from generator.model.names import load_names
from generator.publish.evidence import Ground
from generator.render import numbers
from generator.render.aspects.base import Aspect
from generator.render.sentences import Writer
from generator.render.write import load_voice

NOW = datetime(2026, 2, 7, tzinfo=UTC)
CLOSE = datetime(2026, 2, 6, 23, 59, 59, 999_000, tzinfo=UTC)
EVE = datetime(2026, 2, 5, 23, 59, 59, 999_000, tzinfo=UTC)
EVENING = datetime(2026, 2, 6, 21, 30, tzinfo=UTC)
PHRASES = """
fault-price:
  - "{{ day.asset }} {{ day.rose }} {{ day.size }} on {{ price.weekday }} to {{ price.value }} on {{ price.venue }}, the {{ rank.largest }} {{ day.adjective }} {{ day.gain }} since {{ rank.since }}."
fault-funding:
  - "On {{ here.venue }} {{ here.side }} paid {{ here.otherside }} {{ here.size }} annualized, after {{ past.value }} {{ past.earlier }}."
fault-skew:
  - "At {{ skew.time }} the {{ skew.tenor }} {{ skew.metric('skew') }} was {{ skew.value }}, {{ skew.over(cut) }} {{ cut.edge }}, and counts as {{ band.state }}."
fault-interest:
  - "{{ dollars.asset }} {{ dollars.metric('open interest') }} on {{ dollars.venue }} is {{ dollars.value }}."
fault-breadth:
  - "Of {{ breadth.total }} contracts {{ breadth.n }} {{ breadth.rose }}."
"""  # noqa: E501 - one phrase, one line


def _fact(fact_id, value, unit="ratio", kind=Kind.LEVEL, as_of=CLOSE, **more):
    return Fact(id=fact_id, kind=kind, value=value, unit=unit, as_of=as_of, formula="", **more)


def _facts():
    price, skew = "BTC/spot.price@binance", "BTC/options.skew_25d/30d@deribit"
    funding = "BTC/perp.funding_rate/1d@binance"
    covered = Coverage(first=date(2017, 8, 17), days=365, expected=365)
    return {
        "price": _fact(price, 70580.4, "USD"),
        "eve": _fact(f"{price}~past:1d", 62909.86, "USD", Kind.PAST, EVE, of=price),
        "day": _fact("BTC/spot.return/1d", 70580.4 / 62909.86 - 1, kind=Kind.CHANGE, of=price, than=f"{price}~past:1d",
                     window="1d", usual=0.024),
        "rank": _fact("BTC/spot.return/1d~rank", 0.12193, kind=Kind.RANK, rank="highest", since=date(2022, 2, 28),
                      coverage=covered),
        "here": _fact(funding, -0.1051),
        "past": _fact(f"{funding}~past:1d", 0.01604, kind=Kind.PAST, as_of=EVE, of=funding, window="1d"),
        "skew": _fact(skew, 0.21604, as_of=EVENING, rule="options-skew-30d"),
        "band": _fact(f"{skew}~band", None, "none", Kind.BAND, EVENING, state="panic"),
        "cut": _fact("rule:options-skew-30d~threshold:panic", 0.2, kind=Kind.THRESHOLD, sign=1),
        "dollars": _fact("BTC/futures.open_interest_usd@hyperliquid", 1.5e9, "USD"),
        "breadth": _fact("basket:PERPS/market.breadth/1d@binance", None, "count", Kind.COUNT, n=67, total=79, sign=1),
    }  # fmt: skip


CASTS = {
    "fault-price": ("day", "price", "rank"), "fault-funding": ("here", "past"), "fault-skew": ("skew", "band", "cut"),
    "fault-interest": ("dollars",), "fault-breadth": ("breadth",),
}  # fmt: skip


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    """The product's voice with five phrases more."""
    folder = tmp_path_factory.mktemp("desk") / "templates" / "phrases"
    folder.mkdir(parents=True)
    (folder / "faults.yaml").write_text(PHRASES, encoding="utf-8")
    return load_voice(folder.parents[1])


def _written(voice, only=None):
    """Return (markdown, evidence) of the five sentences, or of one."""
    facts, names = _facts(), load_names()
    told, sentences, claims = [], [], []
    for move, cast in CASTS.items():
        if only not in (None, move):
            continue
        writer = Writer(voice.jinja, voice.phrases, voice.words, names, load_catalogue(), NOW, "hand", voice.missing)
        written = writer.say(Finding(move, "day", {name: facts[name] for name in cast}, frozenset()))
        assert written is not None, move
        told.append(written.text)
        sentences.append({"id": move, "field": "body", "text": written.text, "template": "", "fixed": None})
        claims += [
            {"id": f"{move}.{order}", "sentence": move, "statement": f"{move}.{each.statement}", "order": order,
             "role": each.seed.role, "fact": each.seed.fact, "than": each.seed.than}
            for order, each in enumerate(written.claims)
        ]  # fmt: skip
    evidence = {
        "as_of": NOW.isoformat(), "front": {"asset": "BTC"}, "sentences": sentences, "claims": claims,
        "facts": json.loads("{" + ",".join(Ground.of(Facts(facts.values())).lines) + "}"),
    }  # fmt: skip
    return "---\nasset: BTC\n---\n\n" + "\n\n".join(told) + "\n", evidence


def _swap(*pairs):
    table = {a: b for one, other in pairs for a, b in ((one, other), (other, one))}
    return lambda printed, _: table.get(printed, printed)


def _other_way(_, fact):
    return "fell" if fact.value is None or fact.value > 0 else "rose"


#: What is spoiled → the phrase, the role whose words are spoiled, and how.
FAULTS = {
    "sign of a verb": ("fault-price", "sign", _other_way),
    "unit: points for percent": ("fault-price", "size", lambda printed, _: printed.replace("%", " points")),
    "unit: no dollars": ("fault-price", "value", lambda printed, _: printed.removeprefix("$")),
    "scale": ("fault-interest", "value", lambda printed, _: printed.replace("billion", "million")),
    "another fact's value": ("fault-price", "value", lambda _, __: numbers.dollars(62909.86)),
    "another fact's size": ("fault-price", "size", lambda _, __: "21.6%"),
    "another rounding": ("fault-skew", "value", lambda _, __: "21.7%"),
    "a threshold of another rule": ("fault-skew", "edge", lambda _, __: "10%"),
    "the other side pays": ("fault-funding", "side", _swap(("longs", "shorts"))),
    "the other side is paid": ("fault-funding", "otherside", _swap(("longs", "shorts"))),
    "a sign lost": ("fault-funding", "value", lambda _, __: "-1.6%"),
    "another asset": ("fault-price", "asset", lambda _, __: "ether"),
    "another venue": ("fault-price", "venue", lambda _, __: "Bybit"),
    "another metric": ("fault-interest", "metric", lambda _, __: "basis"),
    "another tenor": ("fault-skew", "tenor", lambda _, __: "one-week"),
    "another weekday": ("fault-price", "weekday", lambda _, __: "Thursday"),
    "another hour": ("fault-skew", "time", lambda _, __: "21:31 UTC"),
    "another date": ("fault-price", "since", lambda _, __: "Feb. 27, 2022"),
    "the other extreme": ("fault-price", "rank", lambda _, __: "smallest"),
    "another band": ("fault-skew", "label", lambda _, __: "extreme fear"),
    "below for above": ("fault-skew", "level", lambda _, __: "below"),
    "another count": ("fault-breadth", "n", lambda _, __: "66"),
    "another total": ("fault-breadth", "total", lambda _, __: "78"),
    "another window": ("fault-funding", "window", lambda _, __: "a week earlier"),
    "nothing at all": ("fault-price", "size", lambda _, __: ""),
}  # fmt: skip


def test_a_sound_renderer_passes(voice, judge):
    """Unspoiled, the same sentences are vouched for."""
    assert judge(*_written(voice)).problems == ()


@pytest.mark.parametrize(("move", "role", "spoil"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_renderer_turns_it_red(voice, judge, monkeypatch, move, role, spoil):
    """One role of one sentence printed wrong: the verifier does not believe the claim."""
    mark = Aspect._mark
    spoiled = []

    def faulty(self, kind, marked, printed, **more):
        wrong = spoil(printed, self.fact) if marked == role else printed
        spoiled.append(wrong != printed)
        return mark(self, kind, marked, wrong, **more)

    monkeypatch.setattr(Aspect, "_mark", faulty)
    verdict = judge(*_written(voice, move))
    assert any(spoiled)
    assert any(problem.level == "red" for problem in verdict.problems)
