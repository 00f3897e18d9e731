"""What a reading is among its own past, in words, for the page of its quantity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from generator.render import numbers

if TYPE_CHECKING:
    from generator.model.fact import Fact, Facts

#: A statement's name and its words: ("Rank", "lowest since Nov. 21, 2025").
Said = tuple[str, str]


def among_past(facts: Facts, level: Fact) -> tuple[Said, ...]:
    """Return what the facts say of a reading among those before it, nothing where they say nothing."""
    found = ((title, facts.derived(level, name), say) for name, (title, say) in _SAYS.items())
    said = [(title, say(fact)) for title, fact, say in found if fact is not None]
    return (*said, *_episodes(facts, level))


def _rank(fact: Fact) -> str:
    """Give a rank with its date, or with the record that it rests on."""
    day = fact.as_of.date()
    if fact.since is not None:
        reach = f"since {numbers.day(fact.since, near=day)}"
    elif fact.coverage is not None:
        reach = f"in a record that begins on {numbers.day(fact.coverage.first, near=day)}"
    else:
        reach = "of its record"
    times = {0: "", 1: ", matched once"}.get(fact.ties, f", matched {numbers.count(fact.ties)} times")
    return f"{fact.rank} {reach}{times}"


def _percentile(fact: Fact) -> str:
    return f"{numbers.percent(_value(fact), 0)} of the last year's {fact.total:,} readings are at or below it"


def _distance(fact: Fact) -> str:
    value = _value(fact)
    side = "above" if value >= 0 else "below"
    return f"{numbers.fixed(abs(value), 1)} standard deviations {side} the mean of a year"


def _run(fact: Fact) -> str:
    least = "at least " if fact.coverage is not None and not fact.coverage.start_known else ""
    return f"{'higher' if fact.sign == 1 else 'lower'} for {least}{numbers.count(_count(fact))} days"


def _move(fact: Fact) -> str:
    value = _value(fact)
    return f"{'a rise' if value >= 0 else 'a fall'} of {numbers.fixed(abs(value), 1)} standard deviations"


_SAYS: Final[Mapping[str, tuple[str, Callable[[Fact], str]]]] = {
    "rank": ("Rank", _rank),
    "percentile": ("Percentile", _percentile),
    "z": ("Distance from the mean", _distance),
    "streak": ("In a row", _run),
    "unusual:1d": ("Change over a day, in units of a year's", _move),
    "unusual:7d": ("Change over seven days, in units of a year's", _move),
}


def _episodes(facts: Facts, level: Fact) -> Iterator[Said]:
    """Yield the earlier stretches like it, and what the price had done after them: the middle case and both ends."""
    count = facts.derived(level, "episodes")
    middle, low, high = (facts.derived(level, f"episodes~after:30d{end}") for end in ("", ":low", ":high"))
    if count is None or middle is None or low is None or high is None:
        return
    told = numbers.count(_count(count))
    yield "Earlier stretches like it", f"{told}, {count.note}" if count.note else told
    usual, least, most = (numbers.percent(_value(each)) for each in (middle, low, high))
    yield "The price in the 30 days after them", f"a median change of {usual}, between {least} and {most}"


def _value(fact: Fact) -> float:
    if fact.value is None:
        raise ValueError(f"{fact.id} has no number; a statement of this name always has one")
    return fact.value


def _count(fact: Fact) -> int:
    if fact.n is None:
        raise ValueError(f"{fact.id} counts nothing; a statement of this name always does")
    return fact.n
