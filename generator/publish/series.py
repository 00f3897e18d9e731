"""Series: what is known of each quantity, a file an asset, from which the pages of metrics are made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.errors import InputError
from generator.model.chart import Chart, Trace, Zone
from generator.model.fact import Fact
from generator.model.instants import iso, parse_instant
from generator.model.names import file_stem
from generator.publish.evidence import as_json
from generator.publish.files import write_files

if TYPE_CHECKING:
    from generator.model.signal import Signal
    from generator.publish.evidence import Ground
    from generator.publish.site.desk import Series

SERIES: Final = "series"
_AS_OF: Final = re.compile(r'\{\n"as_of": "([^"]+)"')


def series_files(
    told: Iterable[tuple[Fact, Chart]],
    *,
    as_of: datetime,
    ground: Ground,
    signals: Iterable[Signal],
    printed: Callable[[Fact], str],
    past: Callable[[Fact], Sequence[tuple[str, str]]],
) -> dict[str, str]:
    """Return a file for each asset, name → text.

    Args:
        told: Each quantity's latest fact, and the chart of its history.
        as_of: The instant that the facts were known before.
        ground: The facts, written down.
        signals: What the rules say of the facts.
        printed: Says a fact's value in words.
        past: Says in words what a fact is among its past: names of statements, and statements.
    """
    judged: dict[str, Signal] = {}
    for signal in signals:
        judged.setdefault(signal.fact, signal)
    by_asset: dict[str, list[str]] = {}
    written = ground.facts
    for fact, chart in told:
        line = _line(fact, written[fact.id], chart, judged.get(fact.id), printed(fact), past(fact))
        by_asset.setdefault(fact.key.asset, []).append(line)
    texts: dict[str, str] = {}
    for asset, lines in by_asset.items():
        text = f'{{\n"as_of": {as_json(iso(as_of))},\n"asset": {as_json(asset)},\n"series": [\n'
        texts[series_file(asset)] = text + ",\n".join(lines) + "\n]\n}\n"
    return texts


def series_file(asset: str) -> str:
    """Return the name of an asset's file."""
    return f"{file_stem(asset)}.json"


def put_series(folder: Path, texts: Mapping[str, str], *, as_of: datetime) -> None:
    """Write the files of an instant into ``output/series``, except where one of a later instant lies there.

    Raises:
        InputError: The folder cannot be written.
    """
    write_files(folder, {name: text for name, text in texts.items() if _may_write(folder / name, text, as_of)})


def read_series(folder: Path) -> tuple[Series, ...]:
    """Return every series of a folder, by asset and in the order of preference; none where there is no folder.

    Raises:
        InputError: A file cannot be read.
    """
    found: list[Series] = []
    for path in sorted(folder.glob("*.json")):
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            as_of, asset = parse_instant(read["as_of"]), str(read["asset"])
            found += [_series(each, asset, as_of) for each in read["series"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, InputError) as error:
            raise InputError(f"{path}: is no series ({error}); remove it and run `wirecopy write`") from error
    return tuple(found)


def _may_write(path: Path, text: str, as_of: datetime) -> bool:
    """Whether what lies there is older, or of the same instant and other words."""
    if not path.is_file():
        return True
    there = path.read_text(encoding="utf-8", errors="replace")
    began = _AS_OF.match(there)
    return there != text and (began is None or parse_instant(began[1]) <= as_of)


def _line(
    fact: Fact, told: str, chart: Chart, signal: Signal | None, printed: str, past: Sequence[tuple[str, str]]
) -> str:
    key = fact.key
    # A fact that is a label says itself what a signal says of a number.
    said = fact if fact.value is None and fact.state is not None else signal
    since = said.since if said is not None else None
    parts = {
        "id": fact.id.partition("~")[0],
        "metric": key.metric,
        "tenor": key.tenor,
        "venue": key.venue,
        "printed": printed,
        "state": (said.state if said is not None else None) or "",
        "rule": (said.rule if said is not None else None) or "",
        "since": str(since) if since is not None else None,
        "previous": (said.previous if said is not None else None) or "",
        "past": past,
        "chart": _chart(chart),
    }
    return f'{as_json(parts)[:-1]}, "fact": {{"id": {as_json(fact.id)}, {told[1:]}}}'


def _chart(chart: Chart) -> dict[str, object]:
    """Give a chart of days in a row; the last day says which."""
    (trace,) = chart.traces
    return {
        "form": chart.form,
        "title": chart.title,
        "note": chart.note,
        "label": trace.label,
        "fact": trace.fact,
        "last": str(chart.places[-1]),
        "values": trace.values,
        "zones": [(zone.label, zone.low, zone.high, zone.tone) for zone in chart.zones],
        "tones": dict(chart.tones) if chart.tones is not None else None,
    }


def _series(read: Mapping[str, Any], asset: str, as_of: datetime) -> Series:
    from generator.publish.site.desk import Series  # noqa: PLC0415 - a day's writing needs no site

    return Series(
        id=str(read["id"]),
        asset=asset,
        metric=str(read["metric"]),
        tenor=str(read["tenor"]),
        venue=str(read["venue"]),
        as_of=as_of,
        printed=str(read["printed"]),
        fact=dict(read["fact"]),
        chart=_drawn(read["chart"], str(read["metric"])),
        state=str(read["state"]),
        rule=str(read["rule"]),
        since=date.fromisoformat(read["since"]) if read.get("since") is not None else None,
        previous=str(read.get("previous", "")),
        past=tuple((str(name), str(words)) for name, words in read.get("past", ())),
    )


def _drawn(read: Mapping[str, Any], metric: str) -> Chart:
    values, last = tuple(read["values"]), date.fromisoformat(read["last"])
    for value in values:
        if not (value is None or isinstance(value, str | int | float)) or isinstance(value, bool):
            raise ValueError(f"{value!r} is no reading")
    return Chart(
        id="history",
        form=read["form"],
        title=str(read["title"]),
        note=str(read["note"]),
        metric=metric,
        places=tuple(last - timedelta(days=ago) for ago in range(len(values) - 1, -1, -1)),
        traces=(Trace(label=str(read["label"]), values=values, fact=str(read["fact"])),),
        zones=tuple(Zone(label=label, low=low, high=high, tone=tone) for label, low, high, tone in read["zones"]),
        tones=None if read["tones"] is None else dict(read["tones"]),
    )
