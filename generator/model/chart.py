"""A chart as data: what is drawn, not how. Every value in it is one of the day's readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

#: ``line`` and ``columns`` stand over days; ``bars`` lie beside names; ``curve`` runs over tenors;
#: ``strip`` is one cell a day, coloured by its state.
Form = Literal["line", "columns", "bars", "curve", "strip"]
#: How a zone or a cell is tinted, from the most fearful to the greediest; a rule's lean and strength.
Tone = Literal["fear2", "fear1", "calm", "greed1", "greed2"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """One reading a day, to and with the day that ends at, or holds, the article's instant.

    Args:
        fact: Id of the fact that the last value is.
        last: The day of the last value, UTC.
        values: The oldest first, None for a day without a reading; of a state, its label.
    """

    fact: str
    last: date
    values: tuple[float | str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One line, row of columns, or row of bars.

    Args:
        label: As the legend has it; a name, never a number.
        fact: Id of the fact that the last value is, "" where each value is a fact of its own.
        values: As many as the chart's places; None leaves a hole.
        facts: Ids of the facts that the values are, one a value, where ``fact`` is "".
    """

    label: str
    values: tuple[float | str | None, ...]
    fact: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A band of values between two cuts; None is open to that side."""

    label: str
    low: float | None
    high: float | None
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value worth a line across the chart: a level to watch, a threshold."""

    label: str
    value: float
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a picture shows.

    Args:
        id: Its name within an article and its file's: ``price``, ``basis``.
        title: What is drawn, without a number.
        note: Who says it and until when: "Binance, daily closes, UTC".
        metric: Says in which unit values are and how they print; of a strip the rule's.
        places: The days, or the names, that values stand at.
        tones: Of a strip: each state's tint.
    """

    id: str
    form: Form
    title: str
    note: str
    metric: str
    places: tuple[date, ...] | tuple[str, ...]
    traces: tuple[Trace, ...]
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    tones: Mapping[str, Tone] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as files.

    Args:
        id: The chart's.
        title: The chart's.
        svg: Light, and dark where the reader asks for it.
        csv: The same values, exact, one row a place.
        head: The table's column heads.
        rows: The table's cells as printed, one row a place, "" for a hole; none where nobody asked for the table.
    """

    id: str
    title: str
    svg: str
    csv: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
