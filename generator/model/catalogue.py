"""The catalogue of metrics: the one home of their meaning, unit and staleness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import get_args

from generator.errors import InputError
from generator.model.by_asset import ByAsset, Holds, read_by_asset, read_holds, read_range, read_size
from generator.model.units import Unit
from generator.resources import find, read_yaml

DEFAULT_STALE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Metric:
    """One quantity: what it is, in which unit, which way is positive, and when it is stale.

    ``places`` and ``prints`` say how it is printed; only the render room reads them.
    What the gate between the collectors and the store needs to know follows them:

    Args:
        plausible: The lowest and the highest reading that we believe, both included.
        tolerance: How far two sources may be apart: a fraction of the one told, for a ratio a difference.
        beyond: What two sources that are further apart hold.
        jump: The factor by which it may change within two days.
        revised: How far a source may restate what it said of an instant, as a fraction; 0 is not at all.
        ticks: Whether it never stands still where there is trade.
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
    plausible: ByAsset[tuple[float, float]] = field(default_factory=ByAsset)
    tolerance: ByAsset[float] = field(default_factory=ByAsset)
    beyond: ByAsset[Holds] = field(default_factory=ByAsset)
    jump: ByAsset[float] = field(default_factory=ByAsset)
    revised: float = 0.0
    ticks: bool = False


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
        InputError: A field is missing or not of its form, or a unit unknown, with path and line.
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
                plausible=read_by_asset(entry.get("plausible"), read_range),
                tolerance=read_by_asset(entry.get("tolerance"), read_size),
                beyond=read_by_asset(entry.get("beyond"), read_holds),
                jump=read_by_asset(entry.get("jump"), read_size),
                revised=read_size(entry["revised"]) if "revised" in entry else 0.0,
                ticks=entry.get("ticks") is True,
            )
        except (KeyError, TypeError) as error:
            raise InputError(f"{where}: {name} lacks {error}; see the entries beside it") from error
        except ValueError as error:
            raise InputError(f"{where}: {name}: {error}") from error
    return Catalogue(metrics)
