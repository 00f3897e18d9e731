"""A backtest in words: a few lines for the console, and all of it as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from generator.model.backtest import TOO_OFTEN
from generator.model.backtest_text import BacktestText, LabelsText, Sheet
from generator.model.chart import Chart, Trace
from generator.render.numbers import fixed, percent

if TYPE_CHECKING:
    from generator.model.backtest import After, Against, Backtest, Difference, Fall, Spells, Spread, Trial

_NONE: Final = "-"
_UNKNOWN: Final = "unknown"
#: So many days make a picture.
_DRAWN: Final = 90
OFTEN: Final = f"Held on more than {percent(TOO_OFTEN, 0)} of days, which tells little:"
NEVER: Final = "Held on no day:"
_HOW: Final = """\
Every day is judged as on that day: by the rules that were valid then, from what had been read up to then.
Where several venues have a reading, the preferred one that has a label speaks. Data are seen as they stand
today: a figure that its source has revised since is judged as revised. A day without a reading of its own has
no label, where an article of that day may have rested on one of some hours before.

* **Changes** are days whose label differs from that of the day before, a week; "bare" is by the cuts alone,
  without hysteresis and without waiting (`after`). "On noise" is how often a label changes over 100 readings
  that scatter about its first cut by four fifths of the hysteresis, with and without it.
* **Price after** is the median return of that many days, with what lies between the first and the last tenth in
  brackets: over all days of the label, and over the days on which it began. Futures that overlap say much
  the same, so there are fewer independent cases than days. The 90% interval is that of the median over
  beginnings, from 1,000 bootstraps that draw beginnings whose futures overlap together; it needs five of them
  apart. "All days" are those on which the rule has any label.
* With so many labels, some medians differ from those of all days by chance. Nothing here is a forecast.
"""


def told(backtest: Backtest) -> BacktestText:
    """Return a backtest in words."""
    against = backtest.against
    return BacktestText(
        asset=backtest.asset,
        first=str(backtest.first),
        last=str(backtest.last),
        overview=_sheet(_OVERVIEW, map(_overview, backtest.tested)),
        often=tuple(f"{_title(each)}: {each.constant}" for each in backtest.tested if each.constant),
        never=tuple(f"{_title(each)}: {', '.join(each.never)}" for each in backtest.tested if each.never),
        falls=_sheet(_FALLS, map(_fall, backtest.falls)),
        tested=tuple(map(_tested, backtest.tested)),
        against=() if against is None else tuple(_against(against)),
        differences=(
            None
            if against is None or not against.differences
            else _sheet(_DIFFERENCES, map(_difference, against.differences))
        ),
    )


def summary(backtest: Backtest) -> Iterator[str]:
    """Yield a backtest as lines for the console: each label's days and spells, and the median return after it."""
    yield f"{backtest.asset}, {backtest.first} to {backtest.last}; data as they stand today"
    for each in backtest.tested:
        yield ""
        yield f"{_title(each)}: {_days(each.known)}, {_weekly(each)}{_noise(each)}{_warning(each)}"
        horizons = [f"+{after.days}d" for after in each.all_days]
        rows = [
            *([*_spells(label), *_medians(label.after)] for label in each.labels),
            ["all days", f"{each.known:,}", "", "", "", "", *_medians(each.all_days)],
        ]
        yield from _aligned(_sheet(["label", "days", "share", "spells", "median", "longest", *horizons], rows))
    text = told(backtest)
    yield ""
    yield "the worst day of each quarter, and the stance the day before, on it and after it"
    yield from _aligned(text.falls)
    if text.against:
        yield from ("", *text.against)
    if text.differences is not None:
        yield from ("", *_aligned(text.differences))


def markdown(backtest: Backtest) -> str:
    """Return a backtest as a document."""
    text = told(backtest)
    lines = [
        f"# Backtest: {text.asset}, {text.first} to {text.last}",
        "",
        _HOW,
        "## Overview",
        "",
        *_table(text.overview),
    ]
    for about, listed in ((OFTEN, text.often), (NEVER, text.never)):
        if listed:
            lines += ["", about, "", *(f"* {each}" for each in listed)]
    lines += ["", "## The worst day of each quarter", "", *_table(text.falls)]
    for each in text.tested:
        lines += ["", f"## {each.title}", "", each.about, "", *_table(each.spells), "", *_table(each.after)]
    if text.against:
        lines += ["", "## Against another rulebook", "", *text.against]
    if text.differences is not None:
        lines += ["", *_table(text.differences)]
    return "\n".join(lines) + "\n"


_OVERVIEW: Final = ("rule", "days", "from", "changes a week", "bare", "on noise", "bare on noise", "held most")
_SPELLS: Final = ("label", "days", "share", "spells", "median days", "longest")
_AFTER: Final = ("label", "after", "days", "median (tenths)", "beginnings", "median (tenths)", "90% interval")
_FALLS: Final = ("day", "price", "day before", "on the day", "day after", "families known")
_DIFFERENCES: Final = ("day", "rule", "reading", "here", "there", "cut here", "cut there")


def _tested(each: Trial) -> LabelsText:
    return LabelsText(
        id=" ".join(filter(None, (each.id, each.tenor))),
        title=_title(each),
        about=f"{each.first} to {each.last}, {_days(each.known)}. {_judged_by(each)}",
        tones=tuple((_plain(label.state), label.tone) for label in each.labels),
        spells=_sheet(_SPELLS, map(_spells, each.labels)),
        after=_sheet(_AFTER, _afters(each)),
        chart=_strip(each) if each.known >= _DRAWN else None,
    )


def _strip(each: Trial) -> Chart:
    """Return the label of each day as a picture."""
    days = (each.last - each.first).days + 1
    values: list[str | None] = [None] * days
    for run in each.runs:
        start = (run.first - each.first).days
        values[start : start + run.days] = [run.state] * run.days
    return Chart(
        id=each.id,
        form="strip",
        title=_title(each),
        note="The label of each day, by the rules of that day, UTC",
        metric=each.id,
        places=tuple(each.first + timedelta(days=day) for day in range(days)),
        traces=(Trace(label=each.id, values=tuple(values)),),
        tones={label.state: label.tone for label in each.labels},
    )


def _title(each: Trial) -> str:
    return _plain(f"{each.id} ({each.tenor})" if each.tenor else each.id)


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def _judged_by(each: Trial) -> str:
    if each.documents in ((each.id,), ()):
        return f"A {each.kind}." if each.kind != "stance" else "All families of rules together."
    return f"Judged by {', '.join(map(_plain, each.documents))}."


def _weekly(each: Trial) -> str:
    if each.weekly is None or each.bare_weekly is None:
        return "no two in a row"
    return f"{fixed(each.weekly, 2)} changes a week ({fixed(each.bare_weekly, 2)} without hysteresis)"


def _noise(each: Trial) -> str:
    noise = each.noise
    return f"; on noise {noise.held} ({noise.bare} without) in {noise.readings}" if noise is not None else ""


def _warning(each: Trial) -> str:
    often = f"; {each.constant!r} on most days tells little" if each.constant else ""
    return often + (f"; never {', '.join(each.never)}" if each.never else "")


def _overview(each: Trial) -> list[str]:
    most = max(each.labels, key=lambda label: label.days)
    rates = [_NONE if rate is None else fixed(rate, 2) for rate in (each.weekly, each.bare_weekly)]
    noise = [_NONE, _NONE] if each.noise is None else [str(each.noise.held), str(each.noise.bare)]
    return [_title(each), f"{each.known:,}", str(each.first), *rates, *noise, f"{most.state}, {percent(most.share, 0)}"]


def _spells(label: Spells) -> list[str]:
    return [
        _plain(label.state), f"{label.days:,}", percent(label.share, 1), f"{label.episodes:,}",
        fixed(label.typical, 1), f"{label.longest:,}",
    ]  # fmt: skip


def _medians(after: Iterable[After]) -> list[str]:
    return [_NONE if each.held is None else percent(each.held.median, 1) for each in after]


def _afters(each: Trial) -> Iterator[list[str]]:
    for label in each.labels:
        for after in label.after:
            ends = _NONE if after.interval is None else " to ".join(percent(end, 1) for end in after.interval)
            yield [_plain(label.state), f"{after.days}d", *_spread(after.held), *_spread(after.entered), ends]
    for after in each.all_days:
        yield ["*all days*", f"{after.days}d", *_spread(after.held), "", "", ""]


def _spread(spread: Spread | None) -> list[str]:
    if spread is None:
        return ["0", _NONE]
    return [f"{spread.n:,}", f"{percent(spread.median, 1)} ({percent(spread.low, 1)} to {percent(spread.high, 1)})"]


def _fall(each: Fall) -> list[str]:
    labels = [label if label is not None else _UNKNOWN for label in (each.before, each.on, each.after)]
    return [str(each.day), percent(each.change, 1), *labels, f"{each.families} of {each.of}"]


def _against(against: Against) -> Iterator[str]:
    found = against.differences
    labels = "1 label differs" if len(found) == 1 else f"{len(found)} labels differ"
    yield (
        f"{labels}, on {_days(len({each.day for each in found}))} from {against.first} to {against.last}; "
        f"here is the desk's rulebook, there {_plain(against.name)}"
    )
    for where, names in (("here", against.only_here), ("there", against.only_there)):
        if names:
            yield f"only {where}: {', '.join(map(_plain, names))}"


def _difference(each: Difference) -> list[str]:
    labels = [label if label is not None else _UNKNOWN for label in (each.here, each.there)]
    numbers = [_amount(each.unit, value) for value in (each.reading, each.cut_here, each.cut_there)]
    if each.reading_there != each.reading:
        numbers[0] += f", there {_amount(each.unit, each.reading_there)}"
    name = f"{each.id} ({each.tenor})" if each.tenor else each.id
    return [str(each.day), _plain(name), numbers[0], *labels, *numbers[1:]]


def _amount(unit: str, value: float | None) -> str:
    if value is None:
        return _NONE
    return percent(value, 2) if unit in ("ratio", "ratio_points") else fixed(value, 2)


def _plain(text: str) -> str:
    """Return a name of the rulebook as a table can hold it."""
    return " ".join(text.split()).replace("|", "/")


def _sheet(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Sheet:
    return Sheet(tuple(head), tuple(tuple(row) for row in rows))


def _table(sheet: Sheet) -> list[str]:
    under = tuple("---" if not place else "--:" for place in range(len(sheet.head)))
    return [f"| {' | '.join(row)} |" for row in (sheet.head, under, *sheet.rows)]


def _aligned(sheet: Sheet) -> list[str]:
    cells = (sheet.head, *sheet.rows)
    widths = [max(len(row[column]) for row in cells) for column in range(len(sheet.head))]
    padded = (
        [
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in cells
    )
    return [f"  {'  '.join(row)}".rstrip() for row in padded]
