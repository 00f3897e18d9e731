"""What charts are made from, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Self

from generator.model.chart import Chart, Trace
from generator.narrative.days import closes, rhythm
from generator.narrative.view import View, finding

if TYPE_CHECKING:
    from generator.model.chart import Daily, Zone
    from generator.model.fact import Fact, Facts
    from generator.model.finding import Finding
    from generator.model.names import Names
    from generator.model.signal import Signal, Stance
    from generator.narrative.declared import Declared

#: An article's sections of this name and a chart's id hold what the picture's alternative text says.
PICTURE: Final = "picture-"

Made = tuple[Chart, "Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What charts are made from: the day's facts and judgements, and what came before them.

    Args:
        daily: Fact → its readings by day.
        labels: A band's fact → its labels by day.
        zones: Rule → its bands, tinted.
    """

    view: View
    daily: Mapping[str, Daily]
    labels: Mapping[str, Daily]
    zones: Mapping[str, tuple[Zone, ...]]
    names: Names

    @classmethod
    def of(  # noqa: PLR0913 - all that is known of a day, by name
        cls, asset: str, *, as_of: datetime, facts: Facts, signals: Iterable[Signal], stance: Stance,
        daily: Mapping[str, Daily], labels: Mapping[str, Daily], zones: Mapping[str, tuple[Zone, ...]], names: Names,
    ) -> Self:  # fmt: skip
        """Return a day's material, told of one asset."""
        view = View(asset, as_of, facts, {signal.fact: signal for signal in signals}, stance)
        return cls(view=view, daily=daily, labels=labels, zones=zones, names=names)


def empty(entry: Declared, material: Material, told: Fact) -> Chart:
    """Return a chart with its words and nothing in it."""
    key = told.key
    words = {
        "{asset}": material.names.asset(entry.asset or material.view.asset).title,
        "{venue}": material.names.venue(key.venue),
        "{tenor}": entry.tenors.get(key.tenor, ""),
        "{how}": rhythm(told),
    }
    title, note = entry.title, entry.note
    for name, said in words.items():
        title, note = title.replace(name, said), note.replace(name, said)
    metric = next(iter(entry.metrics))
    return Chart(id=entry.id, form=entry.form, title=title, note=note, metric=metric, places=(), traces=())


def alt(entry: Declared, parts: Mapping[str, Fact], told: Fact, *, traits: Iterable[str] = ()) -> Finding:
    """Return what a picture's alternative text tells."""
    how = {"close"} if closes(told) else set()
    return finding(
        f"chart-{entry.id}", f"{PICTURE}{entry.id}", parts, traits=how.union(traits), why="what a picture shows"
    )  # fmt: skip


def of_facts(label: str, row: Sequence[Fact | None]) -> Trace:
    """Return a trace whose every value is a fact."""
    return Trace(
        label=label,
        values=tuple(None if fact is None else fact.value for fact in row),
        facts=tuple("" if fact is None else fact.id for fact in row),
    )
