"""The line up to the words: store → metrics → rules → narrative."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from generator.errors import MissingDataError
from generator.metrics.measure import measure
from generator.metrics.since_last import since_last
from generator.model.fact import Facts
from generator.model.instants import closing_day, iso
from generator.model.names import LARGEST
from generator.narrative.charts import charts, illustrate
from generator.narrative.discourse import discourse
from generator.narrative.material import Material
from generator.narrative.memory import recent
from generator.narrative.plan import plan
from generator.notes import read_notes
from generator.publish.evidence import Ground
from generator.render.charts import draw
from generator.rules.book import cuts
from generator.rules.judge import Judged, judge
from generator.verify.states import readable

if TYPE_CHECKING:
    from generator.desk import Desk
    from generator.model.chart import Chart, Picture
    from generator.model.memory import Said
    from generator.model.outline import Outline
    from generator.model.ports import Market, Measured, Memory
    from generator.rules.carried import Carried


@dataclass(frozen=True, slots=True)
class Planned:
    """One edition of an instant before it is put into words.

    ``ground`` holds the instant's facts, ``news`` what else this edition tells: the changes since its last issue.
    ``charts`` are what the editions of the run could show, ``drawn`` draws one by its name.
    """

    edition: str
    outline: Outline
    ground: Ground
    news: Facts
    day: Material
    charts: Mapping[str, Chart]
    drawn: Callable[[str], Picture]


def planned(
    desk: Desk,
    market: Market,
    *,
    as_of: datetime,
    asset: str,
    editions: Sequence[str],
    memory: Memory | None = None,
    carried: Carried | None = None,
) -> Iterator[Planned]:
    """Yield what each edition of an instant will say, before it is put into words; see ``pipeline.write_day``.

    ``carried`` are labels of the days before, for whoever writes many in order.

    Raises:
        MissingDataError: Nothing is known of the asset at that instant.
    """
    names, settings = desk.names, desk.settings
    measured, judged = judge_day(desk, market, as_of=as_of, asset=asset, carried=carried)
    if asset not in judged.stances or not any(fact_id.startswith(f"{asset}/") for fact_id in measured.facts):
        raise MissingDataError(f"nothing is known of {asset} before {iso(as_of)}; name a coin that the store holds")
    ground = Ground.of(judged.facts)
    notes, absent = read_notes(settings.notes, as_of=as_of), market.absent()
    day = Material.of(
        asset, as_of=as_of, facts=judged.facts, signals=judged.signals, stance=judged.stances[asset],
        daily=measured.daily, labels=judged.daily, zones=judged.zones, names=names,
    )  # fmt: skip
    drawable = charts(desk.album, day, editions)
    by_id = {each.chart.id: each.chart for each in drawable}
    catalogue, jinja = desk.catalogue, desk.voice.jinja
    picture = cache(lambda name: draw(by_id[name], catalogue=catalogue, jinja=jinja, table=False))
    for edition in editions:
        before = recent(memory, edition=edition, asset=asset, tone=settings.style.tone, as_of=as_of)
        outline = plan(
            edition, asset, as_of=as_of, facts=judged.facts, signals=judged.signals,
            stance=judged.stances[asset], notes=notes, readable=readable, recent=before,
        )  # fmt: skip
        gaps = tuple(replace(gap, why=absent.get(gap.metric, gap.why)) for gap in outline.gaps)
        news = _since(before, measured, judged, asset=asset, as_of=as_of)
        outline = replace(outline, gaps=gaps, style=settings.style, facts=judged.facts.plus(news.values()))
        outline = illustrate(discourse(outline), drawable, desk.album.most)
        yield Planned(edition, outline, ground, news, day, by_id, picture)


def judge_day(
    desk: Desk, market: Market, *, as_of: datetime, asset: str, carried: Carried | None = None
) -> tuple[Measured, Judged]:
    """Return what is measured of an instant, for an asset and the two largest, and what its day's rules say of it."""
    names, catalogue, rulebook = desk.names, desk.catalogue, desk.rulebook.on(closing_day(as_of))
    # Of other coins an article tells the two largest by themselves: its cost must not grow with the desk's list.
    largest = [other for other in desk.settings.assets if other in LARGEST]
    assets = list(dict.fromkeys([asset, *largest]))
    measured = measure(market, catalogue=catalogue, names=names, assets=assets, cuts=cuts(rulebook))
    return measured, judge(
        rulebook, measured, catalogue=catalogue, names=names, as_of=as_of, carried=carried
    )  # fmt: skip


def _since(before: Sequence[Said], measured: Measured, judged: Judged, *, asset: str, as_of: datetime) -> Facts:
    """Return what is another now than at the instant of the last issue; nothing before the first one."""
    if not before:
        return Facts()
    last = before[0].as_of
    return Facts(since_last(judged.facts, measured.daily, judged.daily, asset=asset, last=last, as_of=as_of))
