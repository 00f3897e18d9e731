"""The catalogue of metrics: the one home of their meaning, unit and staleness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import get_args

from generator.errors import InputError
from generator.model.units import Unit
from generator.resources import find, read_yaml

DEFAULT_STALE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Metric:
    """One quantity: what it is, in which unit, which way is positive, and when it is stale.

    ``places`` and ``prints`` say how it is printed; only the render room reads them.
    """

    id: str
    label: str
    unit: Unit
    sign: str
    formula: str
    source: str
    tenors: tuple[str, ...]
    stale: timedelta
    prints: str
    places: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every metric by id."""

    metrics: Mapping[str, Metric]

    def __getitem__(self, metric: str) -> Metric:
        return self.metrics[metric]

    def __contains__(self, metric: object) -> bool:
        return metric in self.metrics

    def get(self, metric: str) -> Metric | None:
        """Return a metric, None where the catalogue has none of that id."""
        return self.metrics.get(metric)

    def stale(self, metric: str) -> timedelta:
        """Return the age from which a reading of ``metric`` is stale."""
        listed = self.metrics.get(metric)
        return listed.stale if listed is not None else DEFAULT_STALE


def load_catalogue(desk: Path | None = None) -> Catalogue:
    """Read ``data/reference/metrics.yaml``: metric id → its fields.

    Raises:
        InputError: A field is missing or a unit unknown, with path and line.
    """
    path = find("data/reference", "metrics.yaml", desk)
    data = read_yaml(path)
    metrics: dict[str, Metric] = {}
    for name, entry in data.items():
        where = f"{path}:{data.lines[name]}"
        try:
            if entry["unit"] not in get_args(Unit):
                raise InputError(f"{where}: unknown unit {entry['unit']!r}")
            metrics[name] = Metric(
                id=name,
                label=entry["label"],
                unit=entry["unit"],
                sign=entry["sign"],
                formula=entry["formula"],
                source=entry["source"],
                tenors=tuple(entry.get("tenors", ())),
                stale=timedelta(hours=entry.get("stale_hours", DEFAULT_STALE / timedelta(hours=1))),
                prints=entry["prints"],
                places=int(entry["places"]),
            )
        except (KeyError, TypeError) as error:
            raise InputError(f"{where}: {name} lacks {error}; see the entries beside it") from error
    return Catalogue(metrics)
