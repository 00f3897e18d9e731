"""What a backfill costs an article: ``python -m benchmarks.backfill [STORE] [--days N] [--edition E] [--asset A]``.

STORE holds a real or a made-up history, the sample if none is given; it is only read. Days in order with their memory
are written into shards, in one process, from a history that is read once. In the same run, in turn with it: the bare
Jinja2 render of the same texts, whose templates have a name where the article says something of a fact; and the naive
way, every tenth day on a view of its own of the store. Processor time throughout.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from jinja2 import Environment

from benchmarks.desk import LAST, closing, filled, settings
from benchmarks.report import AtLeast, Line, finish
from generator.batch.inputs import desk_hash
from generator.batch.shelf import NearShelf
from generator.batch.unit import Job, write_asset
from generator.config import Settings, use_one_thread
from generator.desk import Desk
from generator.pipeline import write_day
from generator.store.sqlite import Store

#: Days that are not counted: templates are compiled and frames read then.
WARM = 3
#: One day in so many is also written the naive way.
SAMPLED = 10
_RENDERED = 20
#: At most so many times the bare render, and at least so many times as fast as the naive way.
_RENDER, _NAIVE = 5.0, 100.0
_RATE = 1500.0


@contextmanager
def job(store: Path, *, last: date, days: int, edition: str, asset: str) -> Iterator[Job]:
    """Yield a job on a desk of its own, in memory where there is any."""
    with tempfile.TemporaryDirectory(prefix="wirecopy-backfill-", dir=quick()) as folder:
        made = settings(Path(folder))
        shelf = str(made.desk / "data" / "backfill")
        yield last_days(made, asset, last=last, days=days, edition=edition, history=str(store), shelf=shelf)


def last_days(made: Settings, asset: str, *, last=LAST, days, edition="brief", history, shelf) -> Job:
    """Return the job of an edition's last days."""
    wanted = [(last - timedelta(days=n), (edition,)) for n in range(days - 1, -1, -1)]
    return Job(settings=made, asset=asset, days=wanted, history=history, shelf=shelf, desk=desk_hash(made))


def quick():
    """Return a folder in memory, None where there is none."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def bulk(each: Job):
    """Write the job's days; return what each cost after the first ones [s], and the rows."""
    ticks = []
    write_asset(each, lambda: ticks.append(time.process_time()))
    rows = list(NearShelf(Path(each.shelf)).rows(each.asset))
    return [b - a for a, b in zip(ticks[WARM:], ticks[WARM + 1 :], strict=False)], rows


def bare(rows):
    """Return what rendering the same texts costs, each [s]: words as they stand, and a name for what a fact says."""
    jinja = Environment(autoescape=False, keep_trailing_newline=True)
    spent = []
    for row in rows[WARM:]:
        for text in row.texts:
            template, values, wanted = _template(jinja, text.article)
            assert template.render(values) == wanted
            began = time.process_time()
            for _ in range(_RENDERED):
                template.render(values)
            spent.append((time.process_time() - began) / _RENDERED)
    return spent


def _template(jinja, article):
    text, evidence = article.markdown, json.loads(article.evidence)
    begin = text.index("\n---\n", 4) + len("\n---\n")
    head, body = text[:begin], text[begin:]
    assert not {"{{", "{%", "{#"} & {text[at : at + 2] for at in range(len(text))}
    parts, values, at = [head], {}, 0
    for number, claim in enumerate(sorted(evidence["claims"], key=lambda claim: claim["start"])):
        if claim["start"] >= at:
            parts += [body[at : claim["start"]], f"{{{{ c{number} }}}}"]
            values[f"c{number}"] = body[claim["start"] : claim["end"]]
            at = claim["end"]
    return jinja.from_string("".join([*parts, body[at:]])), values, text


def naive(each: Job):
    """Return what a day costs that is written on a view of its own, without what was read for another [s]."""
    desk, spent = Desk.open(each.settings), []
    with Store.open(Path(each.history), create=False) as store:
        for day, editions in each.days[::SAMPLED]:
            began = time.process_time()
            as_of = closing(day)
            list(write_day(desk, store.market(as_of), as_of=as_of, asset=each.asset, editions=editions))
            spent.append(time.process_time() - began)
    return spent[1:]


def lines(store, *, last, days, edition, asset):
    """Return the lines of the report."""
    with job(store, last=last, days=days, edition=edition, asset=asset) as each:
        costs, rows = bulk(each)
        cost, rendered, slow = median(costs), median(bare(rows)), median(naive(each))
    what = f"{asset} {edition}, {len(costs)} days in order"
    note = (
        f"{1000 * cost:.1f} ms an article; the bare render {1e6 * rendered:.0f} us, the naive way {1000 * slow:.1f} ms."
    )
    return [
        AtLeast(what, "a second and core", 1 / cost, _RATE, "articles"),
        Line("the same", "the bare Jinja2 render of the same text", cost / rendered, _RENDER, "times"),
        AtLeast("the naive way, a view of the store a day", "the same", slow / cost, _NAIVE, "times"),
    ], note


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backfill", description=__doc__)
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=LAST)
    parser.add_argument("--edition", default="brief")
    parser.add_argument("--asset", default="BTC")
    asked = parser.parse_args(arguments)
    use_one_thread()
    with tempfile.TemporaryDirectory(prefix="wirecopy-sample-", dir=quick()) as folder:
        store = asked.store or filled(Path(folder)).store
        found, note = lines(store, last=asked.last, days=asked.days, edition=asked.edition, asset=asked.asset)
    finish(found, note)


if __name__ == "__main__":
    main()
