"""Title and dek. Both are chosen once the body is set: a title says only what the body tells, a dek adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from generator.errors import TemplateError
from generator.model.article import Headline
from generator.model.memory import PATTERN_RESTS
from generator.render.choice import place_of

if TYPE_CHECKING:
    from generator.model.finding import Finding
    from generator.model.memory import Said
    from generator.render.choice import Telling
    from generator.render.sentences import Writer, Written

TITLE_LIMIT: Final = 75
#: What only calls something by its name; who pays whom is told.
_NAMING: Final = frozenset({"asset", "venue", "source", "metric", "tenor"})
_PRINTED: Final = " in figures"
_FIGURES: Final = frozenset({"value", "size", "edge", "n", "total", "times"})
#: Alternative texts stand beside the body, and a table tells nothing by itself.
_NOT_TOLD: Final = ("chart-", "row-")


@dataclass(frozen=True, slots=True)
class Title:
    """The title that was taken, the finding that it says, and all candidates with the reason for each."""

    written: Written
    finding: Finding
    tried: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    """A candidate in words: what of it the body does not tell, and how many issues ago its pattern was used."""

    telling: Telling
    written: Written
    untold: tuple[str, ...]
    ago: int | None

    @property
    def fits(self) -> bool:
        return len(self.written.text) <= TITLE_LIMIT

    @property
    def fault(self) -> str:
        """Why it may not be the title, "" if it may."""
        if not self.fits:
            return f"too long: {len(self.written.text)} characters"
        return f"not told in the body: {', '.join(self.untold)}" if self.untold else ""

    @property
    def rests(self) -> str:
        """Why its pattern should not be used again, "" if it may."""
        if self.ago is None:
            return ""
        return f"its pattern was used {self.ago} issue{'s' if self.ago > 1 else ''} ago"


def choose_title(
    writer: Writer, candidates: Sequence[Finding], recent: Sequence[Said], body: Iterable[Written]
) -> Title:
    """Return the best candidate that fits, that the body tells, and whose pattern the last issues did not use.

    Where none meets all three, of those that fit and are told the one whose pattern has rested longest is taken, and
    where the body tells none of them, the best that fits.

    Args:
        writer: Says the candidates.
        candidates: The best first.
        recent: The issues before, the newest first.
        body: What the body says.

    Raises:
        TemplateError: No candidate fits.
    """
    writer.reference.begin()
    told = frozenset[str]().union(*(_grounds(each) for each in body if not each.template.startswith(_NOT_TOLD)))
    patterns = [said.headline for said in recent[:PATTERN_RESTS]]
    trials = [trial for finding in candidates for trial in _tried(writer, finding, told, patterns)]
    taken = _best(trials)
    if taken is None:
        raise TemplateError(f"no headline fits {TITLE_LIMIT} characters; add a shorter one to templates/phrases")
    writer.chooser.take(place_of(taken.telling.finding), taken.telling)
    return Title(taken.written, taken.telling.finding, tuple(_headline(trial, taken) for trial in trials))


def choose_dek(writer: Writer, candidates: Sequence[Finding], title: Written) -> tuple[Finding, Written] | None:
    """Return the first candidate that tells more facts that the title has not than facts that it has.

    Where none does, the first one that tells a new fact at all, else the first; None where there is no candidate.
    """
    writer.reference.begin()
    known = _facts(title)
    first = adding = None
    for way in (way for finding in candidates for way in islice(writer.ways(finding), 1)):
        told = _facts(way[1])
        first = first or way
        adding = adding or (way if told - known else None)
        if len(told - known) > len(told & known):
            adding = way
            break
    taken = adding or first
    if taken is None:
        return None
    telling, written = taken
    writer.chooser.take(place_of(telling.finding), telling)
    return telling.finding, written


def _tried(writer: Writer, finding: Finding, told: frozenset[str], patterns: Sequence[str]) -> list[_Trial]:
    """Say a candidate in the first of its words that may be the title, else in the best ones; not at all if in none."""
    ago = patterns.index(finding.move) + 1 if finding.move in patterns else None
    trials: list[_Trial] = []
    for telling, written in writer.ways(finding, neutral=True):
        trials.append(_Trial(telling, written, _untold(written, told), ago))
        if not trials[-1].fault:
            return trials[-1:]
    fitting = [trial for trial in trials if trial.fits]
    return (fitting or trials)[:1]


def _best(trials: Sequence[_Trial]) -> _Trial | None:
    good = [trial for trial in trials if not trial.fault]
    fresh = [trial for trial in good if trial.ago is None]
    rested = max((trial for trial in good if trial.ago is not None), key=lambda trial: trial.ago or 0, default=None)
    return next(iter(fresh), rested) or next((trial for trial in trials if trial.fits), None)


def _headline(trial: _Trial, taken: _Trial) -> Headline:
    chosen = trial is taken
    why = trial.fault or trial.rests or ("the best that may be said" if chosen else "a better one was taken")
    finding = trial.telling.finding
    return Headline(finding.move, trial.written.text, round(finding.salience, 3), chosen, why)


def _grounds(written: Written) -> frozenset[str]:
    """Return the facts that a sentence tells, and those of which it prints a figure, which the body prints too."""
    printed = (f"{claim.seed.fact}{_PRINTED}" for claim in written.claims if claim.seed.role in _FIGURES)
    return _facts(written) | frozenset(printed)


def _untold(written: Written, told: frozenset[str]) -> tuple[str, ...]:
    """Return what a title rests on and the body lacks; of what it does not tell at all the figure is not asked for."""
    missing = _grounds(written) - told
    return tuple(sorted(each for each in missing if each.removesuffix(_PRINTED) not in missing - {each}))


def _facts(written: Written) -> frozenset[str]:
    """Return the facts that a sentence tells; what it only calls by name it does not tell."""
    return frozenset(_told(written))


def _told(written: Written) -> Iterator[str]:
    for claim in written.claims:
        if claim.seed.role not in _NAMING:
            yield claim.seed.fact
            if claim.seed.than is not None:
                yield claim.seed.than
