"""``wirecopy doctor``: configuration, how fresh each source is, what is missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from generator.commands.console import Console
from generator.config import find_desk, load_settings
from generator.model.instants import iso
from generator.rules.check import check
from generator.store.sqlite import Freshness, Store

_HOUR: Final = timedelta(hours=1)


def examine(console: Console, desk: Path | None, *, now: datetime) -> None:
    """Print what a desk is made of and how old its newest readings are.

    Raises:
        InputError: There is no desk, or its settings are wrong.
    """
    settings = load_settings(find_desk(desk))
    problems = check(settings.desk)
    console.say(f"desk      {settings.desk}: {settings.title}")
    console.say(f"writes    {', '.join(settings.editions)} on {', '.join(settings.assets)}")
    console.say(f"rules     {'in order' if not problems else f'{len(problems)} wrong; see `wirecopy rules check`'}")
    fresh: list[Freshness] = []
    if settings.store.is_file():
        with Store.open(settings.store, create=False) as store:
            fresh = store.freshness()
        console.say(f"store     {settings.store}")
        for each in fresh:
            console.say(
                f"  {each.source:<16} {each.table:<12} {each.rows:>8} rows, last {iso(each.last)}, {_age(each, now)}"
            )
    else:
        console.say(f"store     {settings.store} is not there yet; run `wirecopy import FILE…`")
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
                    "rows": each.rows,
                    "first": iso(each.first),
                    "last": iso(each.last),
                }
                for each in fresh
            ],
        }
    )


def _age(fresh: Freshness, now: datetime) -> str:
    hours = (now - fresh.last) // _HOUR
    return f"{hours} hours old" if hours < 48 else f"{hours // 24} days old"
