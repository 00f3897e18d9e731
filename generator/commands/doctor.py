"""``wirecopy doctor``: configuration, how fresh each source is, what is missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from generator.commands.console import Console
from generator.config import Settings, find_desk, load_settings
from generator.metrics.measure import measure
from generator.model.catalogue import load_catalogue
from generator.model.instants import iso
from generator.model.names import load_names
from generator.rules.check import check
from generator.store.sqlite import Freshness, Store

_HOUR: Final = timedelta(hours=1)


def examine(console: Console, desk: Path | None, *, now: datetime) -> None:
    """Print what a desk is made of, how old its newest readings are, and which metrics it lacks now.

    Raises:
        InputError: There is no desk, or its settings are wrong.
    """
    settings = load_settings(find_desk(desk))
    problems = check(settings.desk)
    fresh, missing = _held(settings, now)
    console.say(f"desk      {settings.desk}: {settings.title}")
    console.say(f"writes    {', '.join(settings.editions)} on {', '.join(settings.assets)}")
    console.say(f"rules     {'in order' if not problems else f'{len(problems)} wrong; see `wirecopy rules check`'}")
    console.say(f"store     {settings.store if fresh else 'is empty; run `wirecopy import FILE…`'}")
    for each in fresh:
        reach = f"{each.rows:>8} rows, last {each.last:%Y-%m-%d %H:%M} UTC, {_age(each, now)}"
        console.say(f"  {each.source:<16} {each.metric or each.table:<24} {reach}")
    console.say(f"missing   {', '.join(missing) or 'nothing'}")
    console.result(
        {
            "desk": str(settings.desk),
            "title": settings.title,
            "assets": settings.assets,
            "editions": settings.editions,
            "rules": problems,
            "sources": [
                {
                    "source": each.source,
                    "table": each.table,
                    "metric": each.metric,
                    "rows": each.rows,
                    "first": iso(each.first),
                    "last": iso(each.last),
                }
                for each in fresh
            ],
            "missing": missing,
        }
    )


def _held(settings: Settings, now: datetime) -> tuple[list[Freshness], list[str]]:
    """Return how far each source reaches, and the metrics without a fresh reading."""
    catalogue = load_catalogue(settings.desk)
    if not settings.store.is_file():
        return [], list(catalogue.metrics)
    with Store.open(settings.store, create=False) as store:
        # Without rules: a desk whose rules are wrong is one that its doctor still has to see.
        names, assets = load_names(settings.desk), settings.assets
        measured = measure(store.market(now), catalogue=catalogue, names=names, assets=assets, cuts={})
        told = {fact.key.metric for fact_id, fact in measured.facts.items() if "~" not in fact_id}
        return store.freshness(), [metric for metric in catalogue.metrics if metric not in told]


def _age(fresh: Freshness, now: datetime) -> str:
    hours = (now - fresh.last) // _HOUR
    return f"{hours} hours old" if hours < 48 else f"{hours // 24} days old"
