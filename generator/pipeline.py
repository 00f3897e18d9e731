"""The whole line on one page: store → metrics → rules → narrative → render → verify → publish."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from generator import __version__
from generator.config import Settings
from generator.errors import MissingDataError
from generator.metrics.measure import measure
from generator.metrics.since_last import since_last
from generator.model.article import Verdict
from generator.model.catalogue import Catalogue, load_catalogue
from generator.model.fact import Facts
from generator.model.instants import closing_day, iso
from generator.model.names import Names, load_names
from generator.narrative.charts import charts, illustrate, shown
from generator.narrative.declared import Album, load_charts
from generator.narrative.discourse import discourse
from generator.narrative.histories import histories
from generator.narrative.material import Material
from generator.narrative.memory import recent, said_by
from generator.narrative.plan import plan
from generator.notes import read_notes
from generator.publish.evidence import Ground, Shown
from generator.publish.files import ARTICLES, hold, publish
from generator.publish.markdown import assemble
from generator.publish.series import SERIES, write_series
from generator.render.charts import draw
from generator.render.past import among_past
from generator.render.printed import printed
from generator.render.write import Voice, load_voice, write
from generator.rules.book import Rulebook, cuts
from generator.rules.judge import Judged, judge
from generator.rules.load import load_rules
from generator.verify.states import readable
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.model.article import Article
    from generator.model.chart import Chart, Picture
    from generator.model.memory import Said
    from generator.model.outline import Outline
    from generator.model.ports import Market, Measured, Memory
    from generator.model.review import Review


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition: published at ``path``, or held with its reasons at ``path``.

    ``kept`` is the decision for which the text at ``path`` stays as it is, None where nothing stood in the way.
    """

    edition: str
    title: str
    path: Path
    verdict: Verdict
    kept: Review | None = None

    @property
    def is_published(self) -> bool:
        """Whether the text at ``path`` is the one that was written."""
        return self.verdict.passed and self.kept is None


@dataclass(frozen=True, slots=True)
class Planned:
    """One edition of an instant before it is put into words.

    ``ground`` holds the instant's facts, ``news`` what else this edition tells: the changes since its last issue.
    ``charts`` are what could be drawn, ``drawn`` draws one by its name.
    """

    edition: str
    outline: Outline
    ground: Ground
    news: Facts
    day: Material
    charts: Mapping[str, Chart]
    drawn: Callable[[str], Picture]


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk's settings and everything that it has written down about its trade."""

    settings: Settings
    names: Names
    catalogue: Catalogue
    rulebook: Rulebook
    voice: Voice
    album: Album

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Read names, metrics, rules, wording and charts; all of it is checked before anything is written."""
        desk = settings.desk
        names, catalogue = load_names(desk), load_catalogue(desk)
        names = names.capitalised() if settings.style.bitcoin == "Bitcoin" else names
        rulebook = load_rules(desk, catalogue=catalogue)
        return cls(settings, names, catalogue, rulebook, load_voice(desk), load_charts(desk))


def write_day(
    desk: Desk,
    market: Market,
    *,
    as_of: datetime,
    asset: str,
    editions: Sequence[str],
    pinned: Mapping[str, Review] | None = None,
    memory: Memory | None = None,
) -> Iterator[Outcome]:
    """Write the editions of one instant, yield what became of each, and leave the series for the pages of metrics.

    A text that the verifier refuses is held, and the next edition is written all the same.

    Args:
        desk: What is written down about its trade.
        market: What is known.
        as_of: The instant, exclusive.
        asset: What the articles are about.
        editions: Which to write.
        pinned: Slug → the decision by which a person let it through: that text is not replaced by another.
        memory: What earlier issues said, and what these say once they are published; without it each is the first.

    Raises:
        MissingDataError: Nothing is known of the asset at that instant.
    """
    tone, output, last = desk.settings.style.tone, desk.settings.output, None
    for each in planned(desk, market, as_of=as_of, asset=asset, editions=editions, memory=memory):
        draft = write(each.outline, desk.voice, names=desk.names, catalogue=desk.catalogue)
        pictures = [Shown(chart, each.drawn(chart.id)) for chart in shown(each.outline, draft.findings)]
        article = assemble(
            draft, each.ground.plus(each.news), generator_version=__version__, desk=desk.settings.front, shown=pictures
        )
        outcome = _bring_out(desk, each.edition, article, (pinned or {}).get(article.slug))
        if memory is not None and outcome.is_published:
            memory.remember(said_by(draft, tone))
        yield outcome
        last = each
    if last is None:
        return
    told = histories(last.day, desk.catalogue)
    facts, signals = last.day.view.facts, last.day.view.signals.values()
    say, past = partial(printed, desk.catalogue), partial(among_past, facts)
    write_series(output / SERIES, told, as_of=as_of, ground=last.ground, signals=signals, printed=say, past=past)


def planned(
    desk: Desk,
    market: Market,
    *,
    as_of: datetime,
    asset: str,
    editions: Sequence[str],
    memory: Memory | None = None,
) -> Iterator[Planned]:
    """Yield what each edition of an instant will say, before it is put into words; see ``write_day``.

    Raises:
        MissingDataError: Nothing is known of the asset at that instant.
    """
    names, settings = desk.names, desk.settings
    measured, judged = judge_day(desk, market, as_of=as_of, asset=asset)
    if asset not in judged.stances or not any(fact_id.startswith(f"{asset}/") for fact_id in measured.facts):
        raise MissingDataError(f"nothing is known of {asset} before {iso(as_of)}; name a coin that the store holds")
    ground = Ground.of(judged.facts)
    notes, absent = read_notes(settings.notes, as_of=as_of), market.absent()
    day = Material.of(
        asset, as_of=as_of, facts=judged.facts, signals=judged.signals, stance=judged.stances[asset],
        daily=measured.daily, labels=judged.daily, zones=judged.zones, names=names,
    )  # fmt: skip
    drawable = charts(desk.album, day)
    by_id = {each.chart.id: each.chart for each in drawable}
    picture = cache(lambda name: draw(by_id[name], catalogue=desk.catalogue, jinja=desk.voice.jinja))
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


def judge_day(desk: Desk, market: Market, *, as_of: datetime, asset: str) -> tuple[Measured, Judged]:
    """Return what is measured of an instant, for an asset and the desk's others, and what its day's rules say of it."""
    names, catalogue, rulebook = desk.names, desk.catalogue, desk.rulebook.on(closing_day(as_of))
    assets = list(dict.fromkeys([asset, *desk.settings.assets]))
    measured = measure(market, catalogue=catalogue, names=names, assets=assets, cuts=cuts(rulebook))
    return measured, judge(rulebook, measured, catalogue=catalogue, names=names, as_of=as_of)


def _since(before: Sequence[Said], measured: Measured, judged: Judged, *, asset: str, as_of: datetime) -> Facts:
    """Return what is another now than at the instant of the last issue; nothing before the first one."""
    if not before:
        return Facts()
    last = before[0].as_of
    return Facts(since_last(judged.facts, measured.daily, judged.daily, asset=asset, last=last, as_of=as_of))


def _bring_out(desk: Desk, edition: str, article: Article, pinned: Review | None) -> Outcome:
    """Publish what the verifier passes, hold what it refuses, and leave alone what a person let through."""
    output = desk.settings.output
    there = output / ARTICLES / f"{article.slug}.md"
    if pinned is not None and there.is_file() and there.read_bytes() != article.markdown.encode():
        return Outcome(edition, article.title, there, Verdict(article.slug, (), 0, 0), pinned)
    verdict = verify(
        article.markdown, json.loads(article.evidence), names=desk.names, fixed=desk.voice.fixed, files=article.files
    )  # fmt: skip
    path = publish(article, output) if verdict.passed else hold(article, verdict.problems, output)
    return Outcome(edition, article.title, path, verdict)
