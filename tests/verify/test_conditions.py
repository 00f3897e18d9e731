"""Conditions in words: true as written, refused with another label or another number; a desk's own labels too."""

from datetime import UTC, date, datetime

import pytest

from generator.model.fact import Facts, Kind
from generator.model.signal import Signal, Stance
from generator.narrative.conditions import conditions
from generator.narrative.view import View
from generator.render.phrases import load_phrases
from generator.rules.load import load_rules
from generator.verify import words
from generator.verify.states import readable
from generator.verify.verify import verify
from tests.verify import mutate
from tests.verify.rendered import NOW, article, fact

CLOSE = datetime(2026, 2, 10, 23, 59, 59, 999000, tzinfo=UTC)
DAY, WEEK = "BTC/spot.return/1d", "BTC/spot.return/7d"
SKEW, BASIS = "BTC/options.skew_25d/30d@deribit", "BTC/futures.basis/90d@binance"
FUNDING, DVOL = "BTC/perp.funding_rate/1d@binance", "BTC/options.dvol@deribit"
INTEREST = "BTC/futures.open_interest@binance~change:7d"
MOOD, FLOW = "CRYPTO/sentiment.fear_greed@alternative.me", "BTC/flows.etf_net/1d@farside"
#: What is judged → the rule for it and the reading's unit, and where it is a change its window.
JUDGED = {
    DAY: ("spot-return-1d-btc", "ratio", "1d"), WEEK: ("spot-return-7d-btc", "ratio", "7d"),
    SKEW: ("options-skew-30d", "ratio", None), BASIS: ("futures-basis-90d", "ratio", None),
    FUNDING: ("perp-funding-1d", "ratio", None), DVOL: ("options-dvol", "ratio", None),
    INTEREST: ("open-interest-7d", "ratio", "7d"), MOOD: ("sentiment-fear-greed", "index", None),
    FLOW: ("flows-etf-1d-btc", "USD", None),
}  # fmt: skip
#: Condition, its state, and the readings with their labels; those of a calm day are "neutral" and the like.
CALM = {"ordinary", "neutral", "steady", "usual", "standstill"}
DAYS = [
    ("divergence", "wary", {DAY: (0.122, "extreme gain"), SKEW: (0.214, "panic")}),
    ("divergence", "wary", {WEEK: (0.09, "large gain"), SKEW: (0.071, "fear")}),
    ("divergence", "wary", {WEEK: (0.09, "large gain"), BASIS: (0.027, "weak"), FUNDING: (-0.031, "shorts pay")}),
    ("divergence", "wary", {DAY: (0.05, "large gain"), BASIS: (0.027, "weak"), FUNDING: (-0.031, "shorts pay")}),
    ("divergence", "unshaken", {WEEK: (-0.11, "large loss"), SKEW: (0.02, "neutral"), BASIS: (0.06, "neutral")}),
    ("deleveraging", "deleveraging", {INTEREST: (-0.086, "unwinding"), FUNDING: (-0.031, "shorts pay")}),
    ("deleveraging", "deleveraging", {INTEREST: (-0.086, "unwinding"), WEEK: (-0.162, "extreme loss")}),
    ("deleveraging", "deleveraging", {INTEREST: (-0.086, "unwinding")}),
    ("washout", "washout", {DAY: (-0.14, "extreme loss"), SKEW: (0.268, "panic"), MOOD: (12.0, "extreme fear")}),
    ("washout", "washout", {WEEK: (-0.162, "extreme loss"), SKEW: (0.214, "panic"), MOOD: (9.0, "extreme fear")}),
    ("washout", "washout", {DAY: (-0.14, "extreme loss"), MOOD: (12.0, "extreme fear")}),
    ("washout", "washout", {WEEK: (-0.162, "extreme loss"), MOOD: (9.0, "extreme fear")}),
    ("bottom-fishing", "bargain hunting",
     {DAY: (0.122, "extreme gain"), MOOD: (9.0, "extreme fear"), FUNDING: (-0.105, "shorts pay heavily")}),
    ("bottom-fishing", "bargain hunting", {FLOW: (561e6, "heavy creations"), MOOD: (9.0, "extreme fear")}),
    ("carry-unattractive", "unattractive", {BASIS: (0.04, "weak"), FUNDING: (0.061, "neutral")}),
    ("complacency", "complacent", {DVOL: (0.35, "quiet"), MOOD: (78.0, "extreme greed")}),
    ("etf-streak", "money leaves", {FLOW: (-545e6, "heavy redemptions")}),
    ("etf-streak", "money arrives", {FLOW: (561e6, "heavy creations")}),
    ("move-led-by", "futures-led",
     {INTEREST: (0.084, "building"), WEEK: (0.09, "large gain"), FUNDING: (0.093, "firm")}),
    ("move-led-by", "spot-led", {INTEREST: (0.012, "steady"), WEEK: (0.09, "large gain"), FUNDING: (0.041, "neutral")}),
    ("open-interest-box", "new money", {INTEREST: (0.084, "building"), WEEK: (0.09, "large gain")}),
    ("open-interest-box", "adding against the move", {INTEREST: (0.084, "building"), WEEK: (-0.11, "large loss")}),
    ("open-interest-box", "short covering", {INTEREST: (-0.086, "unwinding"), WEEK: (0.09, "large gain")}),
    ("overheated-longs", "crowded", {FUNDING: (0.184, "heated"), BASIS: (0.123, "heated")}),
    ("short-squeeze-risk", "squeeze risk", {FUNDING: (-0.105, "shorts pay heavily"), INTEREST: (0.012, "steady")}),
]  # fmt: skip

#: Every word that asserts a state wherever it stands.
OTHERS = sorted({form for forms in words.LABELS.values() for form in forms.split("|")})


def leaf(of, value, state):
    """Return a reading with its band."""
    rule, unit, window = JUDGED[of]
    more = {"publisher": "Farside"} if of == FLOW else {}
    kind = Kind.CHANGE if window else Kind.LEVEL
    return [
        fact(of, value, unit, kind, as_of=CLOSE, window=window, **more),
        fact(f"{of}~band", None, "none", Kind.BAND, state=state, rule=rule, of=of),
    ]


def day(name, state, readings):
    """Return the facts and the findings of a day on which one condition has come about."""
    facts = [each for of, (value, label) in readings.items() for each in leaf(of, value, label)]
    own = fact(
        f"BTC/condition.{name}~band", None, "none", Kind.BAND, state=state, previous="none", rule=name, n=1,
        since=date(2026, 2, 10), as_of=NOW, inputs=tuple(f"{of}~band" for of in readings),
    )  # fmt: skip
    signals = [
        Signal(rule=JUDGED[of][0], fact=of, state=label, strength=int(label not in CALM))
        for of, (_, label) in readings.items()
    ]
    signals.append(Signal(rule=name, fact=own.id, state=state, days=1, since=date(2026, 2, 10), strength=1))
    known = Facts([*facts, own])
    stance = Stance(label=None, horizon="", confidence="low", families={})
    view = View("BTC", NOW, known, {each.fact: each for each in signals}, stance)
    return [*known.values()], list(conditions(view, readable=readable))


def judged(markdown, evidence, names):
    return verify(markdown, evidence, names=names, fixed={})


def paragraphs(markdown, evidence):
    """Yield each paragraph as an article of its own."""
    front, _, body = markdown.rpartition("---\n\n")
    for text, sentence in zip(body.strip().split("\n\n"), evidence["sentences"], strict=True):
        claims = [each for each in evidence["claims"] if each["sentence"] == sentence["id"]]
        yield f"{front}---\n\n{text}\n", {**evidence, "sentences": [sentence], "claims": claims}


@pytest.mark.parametrize(
    "given", DAYS, ids=[f"{name} {state} {number}" for number, (name, state, _) in enumerate(DAYS)]
)
def test_what_is_said_of_a_condition_is_vouched_for_and_every_mutant_refused(given, names):
    """At least two wordings of its own; another label, digit, sign, side or direction makes each of them fall."""
    name, state, readings = given
    markdown, evidence = article(*day(name, state, readings))
    own = [each for each in evidence["sentences"] if each["template"].startswith(f"condition.{name}/")]
    assert len(own) >= 2
    verdict = judged(markdown, evidence, names)
    assert verdict.problems == ()
    assert verdict.claims == len(evidence["claims"])
    others = OTHERS[len(markdown) % 5 :: 5]
    passed = []
    for text, alone in paragraphs(markdown, evidence):
        if alone["sentences"][0] not in own:
            continue
        page, printed = mutate._Text(text), label_of(text, state)
        mutants = [each.text for kind in (mutate.digits, mutate.signs, mutate.words) for each in kind(page)]
        mutants += [text.replace(printed, other) for other in others if state not in meaning(other)]
        passed += [each for each in mutants if each != text and judged(each, alone, names).passed]
    assert passed == []


def meaning(form):
    """Return the states that a word stands for."""
    return {
        state for listed in (words.LABELS, words.LOOSE_LABELS) for state, forms in listed.items()
        if form in forms.split("|")
    }  # fmt: skip


def label_of(text, state):
    """Return the word for the state as the text has it."""
    forms = words.LABELS.get(state, state).split("|")
    return max((form for form in forms if form in text), key=len, default=state)


def test_each_condition_of_the_book_has_phrases_and_a_word_for_each_of_its_states():
    """What is shipped is said in words of its own."""
    moves = load_phrases().moves
    for name, condition in load_rules().conditions.items():
        assert len(moves[f"condition.{name}"]) >= 2
        for case in condition.cases:
            assert case.state in words.LABELS
    tried = {(name, state) for name, state, _ in DAYS}
    assert tried == {(n, case.state) for n, each in load_rules().conditions.items() for case in each.cases}


OWN = {SKEW: (0.214, "panic")}


def test_a_desks_own_condition_is_told_by_its_word(names):
    """A condition that we never heard of, with a label that is in no list."""
    markdown, evidence = article(*day("mine", "dog days", OWN))
    assert "amount to dog days" in markdown
    assert judged(markdown, evidence, names).passed
    for other in ("dog nights", "panic", "weak", "lazy days"):
        assert not judged(markdown.replace("dog days", other), evidence, names).passed


@pytest.mark.parametrize("state", ["bullish", "rising", "up 5%", "BTC dip", "crash", "a long tale of many words here"])
def test_a_label_that_says_more_than_a_label_is_not_printed(state, names):
    """A direction, a verdict, a number: the condition stays unsaid, and the article whole."""
    markdown, evidence = article(*day("mine", state, OWN))
    assert evidence["sentences"] == []
    assert judged(markdown, evidence, names).problems == ()


@pytest.mark.parametrize(
    ("state", "can"),
    [("extreme fear", True), ("dog days", True), ("risk-off", True), ("capitulation", False), ("above all", False)],
)
def test_which_labels_can_be_read(state, can):
    """Those of the lists, and words that assert nothing."""
    assert readable(state) is can
