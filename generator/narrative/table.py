"""The closing table: each quantity now, a day and a week earlier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.narrative.view import View, cast, finding

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

#: Row's move, metric, tenor, asset ("" for the article's).
_ROWS: Final = (
    ("row-price", "spot.price", "", ""),
    ("row-basis", "futures.basis", "90d", ""),
    ("row-funding", "perp.funding_rate", "", ""),
    ("row-interest", "futures.open_interest", "", ""),
    ("row-skew", "options.skew_25d", "30d", ""),
    ("row-iv", "options.iv_atm", "30d", ""),
    ("row-dvol", "options.dvol", "", ""),
    ("row-mood", "sentiment.fear_greed", "", "CRYPTO"),
)


def rows(view: View) -> tuple[Finding, ...]:
    """Return the rows that have anything to compare with."""
    return tuple(_rows(view))


def _rows(view: View) -> Iterator[Finding]:
    for move, metric, tenor, asset in _ROWS:
        told = view.funding() if move == "row-funding" else [_now(view, metric, tenor, asset)]
        for now in told:
            day, week = view.past(now, "1d"), view.past(now, "7d")
            if now is not None and (day is not None or week is not None):
                traits = {"tenor"} if now.key.tenor else set()
                yield finding(move, "table", _cells(now, day, week), traits=traits, why="a row of the table")


def _now(view: View, metric: str, tenor: str, asset: str) -> Fact | None:
    dollars = view.interest() if metric == "futures.open_interest" else None
    return view.level(metric, tenor, asset=asset or None, venue=dollars.key.venue if dollars is not None else None)


def _cells(now: Fact, day: Fact | None, week: Fact | None) -> dict[str, Fact]:
    return cast(now=now, day=day, week=week)
