"""Findings from conditions: labels that follow from others, told while they are news.

A condition's facts have names in a phrase by the rules that it rests on: of `open-interest-7d` the reading is
`open_interest_7d`, its band `open_interest_7d_band`, the cut that it lies beyond `open_interest_7d_cut`; the
condition's own band is `band`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.narrative.salience import agreement, novelty
from generator.narrative.view import View, beyond, finding, trend

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding
    from generator.model.signal import Signal

#: What the moves of conditions are called: `condition.` and the condition's id. `condition` itself says any.
MOVE: Final = "condition."
#: For so many days a state is news.
_NEW_DAYS: Final = 3
#: The strongest state of a scale.
_STRONGEST: Final = 3
#: A cast's name must be a word.
_NO_WORD: Final = re.compile(r"\W+")
#: What another finding tells of the same numbers.
_TOLD_BY: Final[Mapping[str, str]] = {"condition.open-interest-box": "interest-box"}


def conditions(view: View, *, readable: Callable[[str], bool]) -> Iterator[Finding]:
    """Yield what the conditions say of the asset, also what is too old to be told: the evidence keeps that.

    Args:
        view: The day.
        readable: Whether a word for a state can be checked when it is read again.
    """
    prefix = f"{view.asset}/{MOVE}"
    for signal in view.signals.values():
        band = view.facts.get(signal.fact)
        if band is not None and signal.state is not None and not signal.otherwise and band.id.startswith(prefix):
            yield _condition(view, signal, band, readable=readable(signal.state))


def chosen(moves: Mapping[str, Finding]) -> tuple[Finding, ...]:
    """Return the condition that an article tells, if any: the newest, of equals the one with most in it."""
    there = {name: each for name, each in moves.items() if name.startswith(MOVE) and is_new(each)}
    news = [each for name, each in there.items() if _TOLD_BY.get(name) not in moves]
    return tuple(sorted(news, key=lambda each: (each.cast["band"].n, -each.salience))[:1])


def is_new(condition: Finding) -> bool:
    """Return whether a condition came about so lately that it is news."""
    return "new" in condition.traits


def _condition(view: View, signal: Signal, band: Fact, *, readable: bool) -> Finding:
    told = [fact for name in band.inputs if (fact := view.facts.get(name)) is not None]
    parts: dict[str, Fact] = {"band": band}
    traits = {str(signal.state), *({"changed"} if signal.changed else ()), *({"readable"} if readable else ())}
    for each in told:
        name = _name(each, view.asset)
        if each.state is None:
            parts.setdefault(_NO_WORD.sub("_", name), each)
            continue
        parts |= {word: fact for word, fact in _leaf(view, name, each).items() if word not in parts}
        traits |= {f"{name}:{way}" for way in (each.state, *_ways(view, each))}
    families = {_family(view, each) for each in told} - {""}
    new = _is_news(view, signal, told)
    score = {"size": signal.strength / _STRONGEST, "novelty": novelty(signal),
             "agreement": agreement(signal, view.stance.families)}  # fmt: skip
    made = finding(
        f"{MOVE}{signal.rule}", "conditions", parts,
        traits={*traits, "one" if len(families) <= 1 else "several", *({"new"} if new else ())},
        score={part: round(value, 3) for part, value in score.items() if value is not None},
        why="what the labels say together" if readable else f"only a phrase of its own can say {signal.state!r}",
    )  # fmt: skip
    return made if new else replace(made, why=_left(signal))


def _is_news(view: View, signal: Signal, leaves: Iterable[Fact]) -> bool:
    """Whether the state began within days.

    Where nobody knows what was before, one of the labels that it follows from must have begun within days: after a
    day without readings weeks of the same are no news.
    """
    if not 0 < signal.days <= _NEW_DAYS:
        return False
    return signal.since is not None or any(_is_telling(view, each) and _has_begun(each) for each in leaves)


def _is_telling(view: View, band: Fact) -> bool:
    """Whether a leaf's state is out of the ordinary."""
    signal = view.signals.get(band.of or band.id)
    return signal is not None and signal.strength > 0


def _has_begun(band: Fact) -> bool:
    return band.since is not None and band.n is not None and band.n <= _NEW_DAYS


def _left(signal: Signal) -> str:
    """Return why a state is no news."""
    if signal.days <= _NEW_DAYS:
        return f"{signal.state}, and nobody knows since when"
    return f"{signal.state} for {signal.days} days: no news any more"


def _name(fact: Fact, asset: str) -> str:
    """Return what a rule's or a condition's band is called: without its date, and without the asset it is for.

    A bare reading has the name of its metric and tenor.
    """
    if fact.state is None or fact.rule is None:
        return f"{fact.key.metric} {fact.key.tenor}".strip()
    return fact.rule.partition("@")[0].removesuffix(f"-{asset.lower()}")


def _leaf(view: View, name: str, band: Fact) -> dict[str, Fact]:
    """Return a leaf's facts by the words that phrases have for them."""
    word = _NO_WORD.sub("_", name)
    found = {f"{word}_band": band}
    reading = view.facts.get(band.of) if band.of else None
    if reading is not None:
        found[word] = reading
        cut = view.facts.get(f"rule:{band.rule}~threshold:{band.state}")
        # A state can outlast its cut by the rule's hysteresis; then the cut must not be told as passed.
        if cut is not None and beyond(reading, cut):
            found[f"{word}_cut"] = cut
    return found


def _ways(view: View, band: Fact) -> Iterator[str]:
    """Yield whether a leaf's state is out of the ordinary, its reading above or below zero, its change next to none."""
    if _is_telling(view, band):
        yield "telling"
    reading = view.facts.get(band.of) if band.of else None
    if reading is not None and reading.value:
        yield "positive" if reading.value > 0 else "negative"
        yield from trend(reading) & {"flat"}


def _family(view: View, fact: Fact) -> str:
    """Return the kind of market that a leaf speaks of, "" for one that says nothing out of the ordinary."""
    if fact.state is not None and not _is_telling(view, fact):
        return ""
    return fact.key.metric.partition(".")[0]
