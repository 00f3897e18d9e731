"""The facts that say how usual a level is: its place in its year, the size of its move, its days in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.metrics import history
from generator.metrics.track import instant
from generator.model.coverage import Coverage
from generator.model.fact import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.metrics.grid import Sampled

#: Two days in a row are no run worth a word.
STREAK_DAYS: Final = 3
_UNUSUAL: Final = (1, 7)
#: A flow is told by its sign, session by session, and not by whether it grew.
_FLOWS: Final = ("flows.etf_net",)


def usual(found: Sampled, windows: Sequence[int], *, relative: bool) -> dict[int, history.Usual]:
    """Return how large the changes of a day and of a week usually are, of those that are told and known.

    Args:
        found: The readings, on the daily grid.
        windows: The changes that are told of them. [days]
        relative: Whether they are fractions of the earlier reading.
    """
    if len(found.days) < history.PERCENTILE_READINGS:
        return {}
    each = {
        days: history.usual(-found.days, found.times, found.value, days, relative=relative)
        for days in _UNUSUAL
        if days in windows
    }
    return {days: known for days, known in each.items() if known is not None}


def told(
    about: Callable[..., Fact], level: Fact, found: Sampled, usuals: Mapping[int, history.Usual]
) -> Iterator[Fact]:
    """Yield ``~z``, ``~unusual:1d|7d`` and ``~streak`` of the last reading, as far as its past allows.

    Args:
        about: Makes a fact about the level: its name, kind, value, unit, and fields by name.
        level: The last reading.
        found: All of them, on the daily grid.
        usuals: How large its changes usually are, by their windows.
    """
    if len(found.days) >= history.PERCENTILE_READINGS:
        yield from _unusual(about, level, found, usuals)
    yield from _streak(about, level, found)


def _unusual(
    about: Callable[..., Fact], level: Fact, found: Sampled, usuals: Mapping[int, history.Usual]
) -> Iterator[Fact]:
    day, covered = -found.days, history.coverage(found.times, None)
    score = history.score(day, found.value)
    if score is not None:
        formula = "(reading - mean of the last 365 days' readings) / their standard deviation"
        also = {"total": score[1], "window": "365d", "coverage": covered}
        yield about("z", Kind.LEVEL, score[0], "ratio", formula=formula, **also)
    for window, known in usuals.items():
        yield about(
            f"unusual:{window}d", Kind.LEVEL, known.times, "ratio",
            formula="change over the window / standard deviation of the last 365 days' changes over such windows",
            inputs=(level.id, f"{level.id}~past:{window}d"), total=known.n, window=f"{window}d", coverage=covered,
        )  # fmt: skip


def _streak(about: Callable[..., Fact], level: Fact, found: Sampled) -> Iterator[Fact]:
    run = history.daily_run(-found.days, found.times, found.value)
    if run is None or run.n < STREAK_DAYS or level.key.metric in _FLOWS:
        return
    first, start = instant(int(found.times[0])).date(), instant(int(found.times[run.start]))
    yield about(
        "streak", Kind.STREAK, float(run.n), "days",
        formula=f"daily readings in a row {'above' if run.sign > 0 else 'below'} the one of the day before",
        start=start, since=instant(int(found.times[run.start + 1])).date() if run.start_known else None,
        n=run.n, sign=run.sign, coverage=Coverage(first, run.n, run.n, start_known=run.start_known),
    )  # fmt: skip
