"""Desks for benches: ``python -m benchmarks.desk FOLDER [--from D] [--to D] [--asset A] [--tone T] [--profile]``.

Makes a desk, fills its store from the sample once, and writes days one after the other in one process, so that each
issue remembers the ones before it. Prints what a day costs; ``--profile`` also where the time goes.
"""

import argparse
import cProfile
import json
import pstats
import re
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median

from generator.commands.console import Console
from generator.commands.sample import fill
from generator.config import EDITIONS, WEEKLY, Settings
from generator.desk import Desk
from generator.errors import MissingDataError, WirecopyError
from generator.model.style import TONES, Style
from generator.pipeline import write_day
from generator.store.sqlite import Store

#: The last days that the sample's record of options holds.
LAST = date(2026, 2, 10)
SIXTY = LAST - timedelta(days=59)
#: The calls of which a day is made, in their order.
STAGES = (
    ("open the desk", "desk.py", "open"), ("measure", "measure.py", "measure"), ("judge", "judge.py", "judge"),
    ("plan", "plan.py", "plan"), ("write", "write.py", "write"), ("draw", "__init__.py", "draw"),
    ("evidence, Markdown", "markdown.py", "assemble"), ("verify", "verify.py", "verify"),
    ("publish", "files.py", "publish"), ("series", "series.py", "series_files"),
)  # fmt: skip


#: A desk that is no folder has nothing of its own, and keeps nothing.
_NOWHERE = Path("no desk")


@dataclass(frozen=True)
class Wrote:
    """What became of one edition of one day: the text, what the verifier says, or the error that broke it off."""

    day: date
    asset: str
    edition: str
    title: str = ""
    path: Path | None = None
    problems: tuple = ()
    claims: int = 0
    sentences: int = 0
    error: str = ""


def settings(folder, *, tone="professional", assets=("BTC", "ETH")):
    """Return a bench desk's settings."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return Settings(desk=folder, title="Bench", authors=("Markets desk",), assets=assets, style=Style(tone=tone))


def filled(folder, **decided):
    """Return the settings of a desk whose store holds the sample; it is read in once."""
    made = settings(folder, **decided)
    if not made.store.is_file():
        with Store.open(made.store) as store:
            fill(Console(tick=time.monotonic, clock=_now), store, desk=folder)
    return made


def _now():
    return datetime.now(UTC)


def days(first, last):
    """Return the days from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def due(day):
    """Return the editions of a day: the week in review with the Sunday that ends it."""
    return (*EDITIONS, WEEKLY) if day.weekday() == 6 else EDITIONS


def closing(day, clock=None):
    """Return the instant of an article about a whole day, or of one that is written at a clock time within it."""
    if clock is not None:
        return datetime.combine(day, clock, UTC)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


@cache
def _shipped():
    return Desk.open(Settings(desk=_NOWHERE, title="Bench"))


def write_days(made, wanted, *, asset="BTC", editions=(), clock=None):
    """Write days in order and yield what became of each edition; what breaks a day off is yielded as its error.

    Each day is written at its end, or at a clock time within it. What all bench desks have alike is read once a
    process: they have no rules and templates of their own.
    """
    opened = replace(_shipped(), settings=made)
    with Store.open(made.store, create=False) as store:
        history = store.whole()
        for day in wanted:
            yield from _write(opened, store, history, day, closing(day, clock), asset, editions or due(day))


def _write(opened, store, history, day, as_of, asset, editions):
    left = list(editions)
    try:
        for one in write_day(
            opened, history.at(as_of), as_of=as_of, asset=asset, editions=tuple(editions), memory=store
        ):
            left.remove(one.edition)
            said = one.verdict
            yield Wrote(day, asset, one.edition, one.title, one.path, said.problems, said.claims, said.sentences)
    except MissingDataError:
        return  # the asset had no price yet: there is rightly no article
    except (WirecopyError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        yield Wrote(day, asset, left[0], error=f"{type(error).__name__}: {error}")


def read(one):
    """Return an article's text and evidence, of a refused one too."""
    folder, slug = one.path.parent, one.path.name.partition(".")[0]
    return (folder / f"{slug}.md").read_text(encoding="utf-8"), json.loads(
        (folder / f"{slug}.evidence.json").read_bytes()
    )


def failures(one, evidence):
    """Yield what the verifier says of an article, each with the phrase and the sentence that it is about."""
    said = {each["id"]: each for each in evidence["sentences"]}
    for problem in one.problems:
        about = said.get(problem.sentence, {"template": problem.sentence, "text": ""})
        yield about["template"], f"{problem.kind}: {problem.what} [{about['text']}]"


def gathered(places):
    """Return a line a kind of failure, the most frequent first: how often, which phrase, one example.

    Args:
        places: Rows of where it was, the phrase, and what was wrong, its sentence in brackets.
    """
    told = {}
    for where, template, what in places:
        told.setdefault((template, re.sub(r"[\d$.,%]+", "#", what.partition(" [")[0])), []).append(f"{where}: {what}")
    ordered = sorted(told.items(), key=lambda item: -len(item[1]))
    return [f"{len(found)} times {template or '-'}: {found[0]}" for (template, _), found in ordered]


def stages(profile, count):
    """Return what each stage costs a day, as lines. [ms]"""
    told = []
    for what, file, function in STAGES:
        spent = sum(
            row[3] for (path, _, name), row in profile.stats.items() if path.endswith(f"/{file}") and name == function
        )
        told.append(f"  {what:20} {1000 * spent / count:7.1f} ms")
    return told


def _places(wrong):
    for one in wrong:
        where = f"{one.day} {one.asset} {one.edition}"
        yield from ((where, *each) for each in failures(one, read(one)[1])) if one.path else [(where, "", one.error)]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=SIXTY)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=LAST)
    parser.add_argument("--asset", default="BTC")
    parser.add_argument("--edition", action="append", default=[])
    parser.add_argument("--tone", choices=TONES, default="professional")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args(arguments)
    made = filled(asked.folder, tone=asked.tone)
    profile = cProfile.Profile()
    costs, wrong, began = [], [], time.process_time()
    if asked.profile:
        profile.enable()
    last = None
    for one in write_days(made, days(asked.first, asked.last), asset=asked.asset, editions=asked.edition):
        if last is not None and one.day != last:
            costs.append(time.process_time() - began)
            began = time.process_time()
        last = one.day
        wrong += [one] if one.error or one.problems else []
    profile.disable()
    costs.append(time.process_time() - began)
    print(
        f"{len(costs)} days, {1000 * median(costs):.0f} ms of processor time a day (median), {sum(costs):.1f} s in all"
    )
    if asked.profile:
        found = pstats.Stats(profile)
        print("\n".join(stages(found, len(costs))))
        found.sort_stats("tottime").print_stats(25)
    print("\n".join(gathered(_places(wrong))))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
