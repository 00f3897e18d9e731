"""A chart's values as a table: exact for programs, printed for people."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final

from generator.model.chart import Chart
from generator.render.charts.figures import Figures
from generator.render.charts.readings import fact_of, places_of

_HEADS: Final = {"line": "Date", "columns": "Date", "strip": "Date", "bars": "Name", "curve": "Maturity"}
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def exact(chart: Chart) -> str:
    """Return the values as CSV, exact to the last digit, one row a place; a hole is an empty cell."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")  # it writes a float as its shortest exact form
    over_days = _over_days(chart)
    writer.writerow(["date" if over_days else "place", *(_plain(trace.label) for trace in chart.traces)])
    values = (trace.values if chart.form != "strip" else map(_plain, trace.values) for trace in chart.traces)
    writer.writerows(zip(chart.places if over_days else map(_plain, chart.places), *values, strict=True))
    return told.getvalue()


def _over_days(chart: Chart) -> bool:
    return bool(chart.places) and isinstance(chart.places[0], date)


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def head(chart: Chart) -> tuple[str, ...]:
    """Return the heads of the printed table's columns."""
    return (
        "Expiry" if chart.form == "bars" and _over_days(chart) else _HEADS[chart.form],
        *(trace.label for trace in chart.traces),
    )


def rows(chart: Chart, figures: Figures | None) -> tuple[tuple[str, ...], ...]:
    """Return the printed table: values as the text has them, "" for a hole."""
    columns = (
        [_printed(value, fact_of(trace, number), figures) for number, value in enumerate(trace.values)]
        for trace in chart.traces
    )
    return tuple(zip(places_of(chart), *columns, strict=True))


def _printed(value: float | str | None, fact: str, figures: Figures | None) -> str:
    if value is None:
        return ""
    return figures.printed(value, fact) if figures is not None and not isinstance(value, str) else str(value)
