"""Bands read from YAML, and the proof that they tile the line.

``from`` and ``to`` include the number they name, ``above`` and ``below`` exclude it, as in
speech: "fear is above 6%" leaves 6% itself to the band that reaches "to 6%". So each cut
says which band owns it, and saying it twice or never is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from generator.rules.book import LEANS, STRENGTHS, Band, Cut, Moving, Scale
from generator.rules.document import Document

_KEYS: Final = ("state", "from", "above", "to", "below", "lean", "strength")
_MOVING: Final[tuple[Literal["percentile", "sigma"], ...]] = ("percentile", "sigma")
#: A window of fewer days is no past.
_SHORTEST: Final = 20


@dataclass(frozen=True, slots=True)
class _Edge:
    """One end of a band: the number or how it moves, whether the band owns it, and how it is written."""

    value: float
    owned: bool
    written: str
    moving: Moving | None = None

    def meets(self, other: _Edge) -> bool:
        """Return whether two ends are one cut."""
        return self.moving == other.moving if self.moving or other.moving else self.value == other.value


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A band with its ends and its line."""

    band: Band
    low: _Edge | None
    high: _Edge | None
    line: int


def read_scale(document: Document, *, percent: bool) -> Scale | None:
    """Return the document's ``bands`` as a scale, or None when they do not make one.

    Args:
        document: Takes note of everything that is wrong.
        percent: Whether numbers may be written like ``6%``.
    """
    hysteresis = document.number("hysteresis", percent=percent, least=0)
    if "hysteresis" not in document.fields:
        document.wrong("hysteresis", "`hysteresis` is missing; 0 is one")
    listed = document.fields.get("bands")
    if not isinstance(listed, list) or len(listed) < 2:
        document.wrong("bands", "`bands` must be a list of at least two bands, low to high")
        return None
    before = len(document.problems)
    stretches = [_read_band(Document(document.path, entry, document.problems), percent=percent) for entry in listed]
    if len(document.problems) > before:
        return None
    _check_tiling(document, stretches)
    middle = _middle(document, stretches)
    if hysteresis is not None:
        _check_hysteresis(document, stretches, hysteresis)
    if hysteresis is None or len(document.problems) > before:
        return None
    after = document.number("after", least=1)
    if after is not None and after != int(after):
        document.wrong("after", f"`after` is {after:g}; write whole days")
    bands = tuple(stretch.band for stretch in stretches)
    return Scale(bands, _cuts(stretches, middle), middle, hysteresis, 1 if after is None else int(after))


def _read_band(entry: Document, *, percent: bool) -> _Stretch:
    entry.only(_KEYS)
    band = Band(entry.text("state"), entry.choice("lean", LEANS), entry.choice("strength", STRENGTHS))
    low = _edge(entry, owned="from", left="above", percent=percent)
    high = _edge(entry, owned="to", left="below", percent=percent)
    if band.lean and not band.strength:
        entry.wrong("lean", f"{band.state!r} leans but has no strength; add mild, strong or extreme")
    if low is not None and high is not None and not (low.moving or high.moving):
        empty = low.value > high.value or (low.value == high.value and not (low.owned and high.owned))
        if empty:
            entry.wrong("state", f"band {band.state!r} is empty: it ends before it begins; swap its ends")
    return _Stretch(band, low, high, entry.fields.line)


def _edge(entry: Document, *, owned: str, left: str, percent: bool) -> _Edge | None:
    if owned in entry.fields and left in entry.fields:
        entry.wrong(left, f"a band has `{owned}` or `{left}`, not both; remove one")
    key = owned if owned in entry.fields else left
    written = f"{key}: {entry.fields.get(key)}"
    if isinstance(entry.fields.get(key), Mapping):
        moving = _moving(Document(entry.path, entry.fields[key], entry.problems))
        return None if moving is None else _Edge(float("nan"), key == owned, written, moving)
    value = entry.number(key, percent=percent)
    return None if value is None else _Edge(value, key == owned, written)


def _moving(entry: Document) -> Moving | None:
    """Return ``{percentile: 90, of: 365d}`` or ``{sigma: 2, of: 365d}``, or None when something is wrong with it."""
    kinds = [kind for kind in _MOVING if kind in entry.fields]
    entry.only((*_MOVING, "of"))
    window = entry.fields.get("of")
    days = window[:-1] if isinstance(window, str) and window.endswith("d") else ""
    if len(kinds) != 1 or not days.isdecimal() or int(days) < _SHORTEST:
        what = f"a cut that moves is {{percentile: 90, of: 365d}} or {{sigma: 2, of: 365d}}, of {_SHORTEST}d or more"
        entry.wrong("of", what)
        return None
    (kind,) = kinds
    amount = entry.number(kind)
    if amount is None or (kind == "percentile" and not 0 < amount < 100):
        entry.wrong(kind, f"`{kind}` is {entry.fields[kind]!r}; a percentile lies between 0 and 100")
        return None
    return Moving(kind, amount, int(days))


def _check_tiling(document: Document, stretches: list[_Stretch]) -> None:
    first, last = stretches[0], stretches[-1]
    if first.low is not None:
        document.wrong("bands", f"the first band must be open below; remove `{first.low.written}`", line=first.line)
    if last.high is not None:
        document.wrong("bands", f"the last band must be open above; remove `{last.high.written}`", line=last.line)
    for lower, upper in pairwise(stretches):
        problem = _seam(lower, upper)
        if problem:
            document.wrong("bands", problem, line=upper.line)
    names = [stretch.band.state for stretch in stretches]
    for place, (stretch, name) in enumerate(zip(stretches, names, strict=True)):
        if name in names[:place]:
            document.wrong("bands", f"two bands are called {name!r}; rename one", line=stretch.line)


def _seam(lower: _Stretch, upper: _Stretch) -> str:
    """Return what is wrong where two bands meet, or ""."""
    end, start = lower.high, upper.low
    pair = f"{lower.band.state!r} and {upper.band.state!r}"
    if end is None:
        return f"{lower.band.state!r} has no upper end; give it `to` or `below`"
    if start is None:
        return f"{upper.band.state!r} has no lower end; give it `from` or `above`"
    ends = f"between `{end.written}` and `{start.written}`"
    if not end.meets(start):
        verb = "do not meet" if end.moving or start.moving else "leave a gap" if end.value < start.value else "overlap"
        return f"bands {pair} {verb} {ends}; make the two numbers equal"
    if end.owned and start.owned:
        return f"bands {pair} overlap in one number, {ends}; write `below` or `above` for the one that lacks it"
    if not end.owned and not start.owned:
        return f"bands {pair} leave a gap of one number, {ends}; write `to` or `from` for the one that owns it"
    return ""


def _middle(document: Document, stretches: list[_Stretch]) -> int:
    """Return the place of the one neutral band; strength must not fall on the way out from it."""
    strengths = [stretch.band.strength for stretch in stretches]
    if strengths.count(0) != 1:
        document.wrong("bands", "exactly one band must be neutral, without `strength`; give the others one")
        return 0
    middle = strengths.index(0)
    for place, stretch in enumerate(stretches):
        nearer = place + (1 if place < middle else -1)
        if place != middle and strengths[place] < strengths[nearer]:
            what = f"{stretch.band.state!r} is weaker than a band nearer to neutral; raise its strength"
            document.wrong("bands", what, line=stretch.line)
    return middle


def _check_hysteresis(document: Document, stretches: list[_Stretch], hysteresis: float) -> None:
    ends = [(s.low, s.high) for s in stretches if s.low is not None and s.high is not None]
    widths = [high.value - low.value for low, high in ends if not (low.moving or high.moving)]
    # Ends are decimals, so a hysteresis of exactly half a band must pass in spite of binary dust.
    if widths and hysteresis > min(widths) / 2 + 1e-12:
        document.wrong(
            "hysteresis",
            f"hysteresis {document.fields['hysteresis']} is wider than half of the narrowest band "
            f"({min(widths):g}); make it smaller",
        )


def _cuts(stretches: list[_Stretch], middle: int) -> tuple[Cut, ...]:
    made: list[Cut] = []
    for place, (lower, upper) in enumerate(pairwise(stretches)):
        assert lower.high is not None
        sign, outer = (1, upper) if place >= middle else (-1, lower)
        made.append(Cut(lower.high.value, lower.high.owned, sign, outer.band.state, lower.high.moving))
    return tuple(made)
