"""The rulebook over the whole history of an asset: each label's days, spells and changes, and the price after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generator.errors import MissingDataError
from generator.model.backtest import Backtest, Fall, Run, Spells, Trial
from generator.rules.backtest import after
from generator.rules.backtest.follow import STANCE, Followed, Strip, follow
from generator.rules.backtest.noise import noise
from generator.rules.backtest.spells import changes, spans
from generator.rules.bands import UNKNOWN
from generator.rules.book import Band
from generator.rules.daily import tone

if TYPE_CHECKING:
    from datetime import date

    from generator.model.backtest import Against, Kind, Noise
    from generator.model.chart import Tone
    from generator.rules.backtest.past import Past
    from generator.rules.bands import Places, Readings
    from generator.rules.book import Rule, Rulebook, StanceRule
    from generator.rules.condition import Condition

_MONTHS_A_QUARTER: Final = 3


def backtest(book: Rulebook, past: Past, *, first: date | None = None, against: Against | None = None) -> Backtest:
    """Return how the labels held.

    Args:
        book: The rules of all times.
        past: What was read, and the price.
        first: The first day that counts; labels rest on what was before it all the same.
        against: The book set against another.

    Raises:
        MissingDataError: No rule says anything of those days.
    """
    start = 0 if first is None else max(past.row(first), 0)
    held, bare = follow(book, past), follow(book, past, bare=True)
    window = _Window(past, start, tuple(after.ahead(past.price, days) for days in after.HORIZONS))
    tested = tuple(_tested(book, held, bare, window))
    if not tested:
        raise MissingDataError(f"no rule says anything of {past.asset} on those days; give others, or import more")
    return Backtest(
        asset=past.asset,
        first=min(each.first for each in tested),
        last=past.last,
        tested=tested,
        falls=tuple(_falls(book, held, window)),
        against=against,
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is tested: a rule of one tenor, a condition, or the stance; ``tones`` are those of its labels."""

    name: str
    kind: Kind
    tenor: str
    documents: tuple[str, ...]
    tones: Mapping[str, Tone]
    noise: Noise | None = None
    resting: str = ""


@dataclass(frozen=True, slots=True)
class _Window:
    """The days that count: from a row to the last, with the returns ahead of each day that there is."""

    past: Past
    start: int
    returns: tuple[Readings, ...]

    def test(self, subject: _Subject, held: Strip, bare: Strip) -> Trial | None:
        """Return how the labels of a subject held, None where it has none."""
        at = held.at[self.start :]
        known = np.flatnonzero(at != UNKNOWN)
        if not known.size:
            return None
        pairs, changed = changes(at)
        _, without = changes(bare.at[self.start :])
        seed = f"{subject.name}|{subject.tenor}"
        labels = (
            self._label(at, place, state, subject.tones[state], f"{seed}|{state}")
            for state, place in held.states.items()
        )
        words = list(held.states)
        found = spans(at)
        return Trial(
            id=subject.name, kind=subject.kind, tenor=subject.tenor, documents=subject.documents,
            known=int(known.size), first=self._day(int(known[0])), last=self._day(int(known[-1])),
            pairs=pairs, changes=changed, bare=without,
            labels=tuple(each for each in labels if each is not None),
            all_days=after.after(self._ahead(), at != UNKNOWN, None, seed),
            runs=tuple(
                Run(first=self._day(start), days=length, state=words[place])
                for start, length, place in zip(
                    found.start.tolist(), found.length.tolist(), found.place.tolist(), strict=True
                )
            ),
            never=tuple(state for state, place in held.states.items() if not np.any(at == place)),
            resting=subject.resting, noise=subject.noise,
        )  # fmt: skip

    def _label(self, at: Places, place: int, state: str, tinted: Tone, seed: str) -> Spells | None:
        found = spans(at)
        own = found.place == place
        lengths = found.length[own]
        if not lengths.size:
            return None
        mask = at == place
        entered = found.start[own & (found.before != UNKNOWN)]
        days = int(lengths.sum())
        return Spells(
            state=state, tone=tinted, days=days, share=days / int(np.count_nonzero(at != UNKNOWN)),
            episodes=int(lengths.size), typical=float(np.median(lengths)), longest=int(lengths.max()),
            after=after.after(self._ahead(), mask, entered, seed),
        )  # fmt: skip

    def _ahead(self) -> tuple[Readings, ...]:
        return tuple(row[self.start :] for row in self.returns)

    def _day(self, row: int) -> date:
        return self.past.day(self.start + row)


def _tested(book: Rulebook, held: Followed, bare: Followed, window: _Window) -> Iterator[Trial]:
    """Yield the stance first, since all else adds up to it, then conditions and rules in the order of their names."""
    found = [window.test(_stance(book.stance), held.stance, bare.stance)]
    found += [
        window.test(_condition(book.conditions[name]), strip, bare.conditions[name])
        for name, strip in sorted(held.conditions.items())
    ]
    found += [
        window.test(_rule(name, tenor, list(strip.documents.values())), strip, bare.rules[name, tenor])
        for (name, tenor), strip in sorted(held.rules.items())
        if strip.documents
    ]
    yield from (each for each in found if each is not None)


def _stance(rule: StanceRule) -> _Subject:
    return _Subject(STANCE, "stance", "", (STANCE,), _tones(rule.scale.bands), noise(rule.scale, STANCE))


def _condition(condition: Condition) -> _Subject:
    bands = [*(Band(case.state, case.lean, case.strength) for case in condition.cases), Band(condition.otherwise)]
    return _Subject(condition.id, "condition", "", (condition.id,), _tones(bands), resting=condition.otherwise)


def _rule(name: str, tenor: str, documents: Sequence[Rule]) -> _Subject:
    """Return a rule; of documents of several times the last one's tones and noise."""
    bands = [band for rule in documents for band in rule.scale.bands]
    ids = tuple(rule.id for rule in documents)
    return _Subject(name, "rule", tenor, ids, _tones(bands), noise(documents[-1].scale, name))


def _tones(bands: Iterable[Band]) -> dict[str, Tone]:
    return {band.state: tone(band) for band in bands}


def _falls(book: Rulebook, held: Followed, window: _Window) -> Iterator[Fall]:
    """Yield the worst day of each quarter that has one, with the stance around it."""
    past = window.past
    moves = np.full(len(past), np.nan)
    moves[1:] = past.price[1:] / past.price[:-1] - 1
    quarters: dict[tuple[int, int], int] = {}
    for row in range(window.start, len(past)):
        day = past.day(row)
        quarter = day.year, (day.month - 1) // _MONTHS_A_QUARTER
        if moves[row] < 0 and (quarter not in quarters or moves[row] < moves[quarters[quarter]]):
            quarters[quarter] = row
    said = held.stance.labels()
    for row in quarters.values():
        before, on, then = (said[each] if 0 <= each < len(said) else None for each in (row - 1, row, row + 1))
        yield Fall(
            day=past.day(row), change=float(moves[row]), before=before, on=on, after=then,
            families=int(held.families[row]), of=len(book.stance.families),
        )  # fmt: skip
