"""A backtest as people read it: the render room tells it, the site prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.chart import Chart, Tone


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words: the cells of its head, and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsText:
    """A rule, a condition or the stance over the history.

    Args:
        about: From when to when, and by which rules.
        tones: Each label's tint.
        spells: A row for each label: days, share, spells.
        after: The price after each label, and after all days.
        chart: The label of each day; None of few days.
    """

    id: str
    title: str
    about: str
    tones: tuple[tuple[str, Tone], ...]
    spells: Sheet
    after: Sheet
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestText:
    """A backtest for people.

    Args:
        overview: A row for each of ``tested``.
        often: What held on so many days that it tells little; ``never`` what held on none.
        falls: The worst day of each quarter, with the stance around it.
        against: How another rulebook differs, a sentence each; ``differences`` the days.
    """

    asset: str
    first: str
    last: str
    overview: Sheet
    often: tuple[str, ...]
    never: tuple[str, ...]
    falls: Sheet
    tested: tuple[LabelsText, ...]
    against: tuple[str, ...] = ()
    differences: Sheet | None = None
