"""The whole line on one page: store → metrics → rules → narrative → render → verify → publish."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from generator import __version__
from generator.config import Settings
from generator.errors import MissingDataError
from generator.metrics.measure import measure
from generator.model.article import Verdict
from generator.model.catalogue import Catalogue, load_catalogue
from generator.model.instants import iso
from generator.model.names import Names, load_names
from generator.narrative.charts import Material, charts, illustrate, shown
from generator.narrative.declared import Album, load_charts
from generator.narrative.histories import histories
from generator.narrative.plan import plan
from generator.notes import read_notes
from generator.publish.evidence import Ground, Shown
from generator.publish.files import hold, publish
from generator.publish.markdown import assemble
from generator.publish.series import SERIES, write_series
from generator.render.charts import draw
from generator.render.printed import printed
from generator.render.write import Voice, load_voice, write
from generator.rules.book import Rulebook, cuts
from generator.rules.judge import judge
from generator.rules.load import load_rules
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.model.ports import Market


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition: published at ``path``, or held with its reasons at ``path``."""

    edition: str
    title: str
    path: Path
    verdict: Verdict


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
        return cls(
            settings, load_names(desk), load_catalogue(desk), load_rules(desk), load_voice(desk), load_charts(desk)
        )


def write_day(desk: Desk, market: Market, *, as_of: datetime, asset: str, editions: Sequence[str]) -> Iterator[Outcome]:
    """Write the editions of one instant, yield what became of each, and leave the series for the pages of metrics.

    A text that the verifier refuses is held, and the next edition is written all the same.

    Raises:
        MissingDataError: Nothing is known of the asset at that instant.
    """
    names, catalogue, settings = desk.names, desk.catalogue, desk.settings
    assets = list(dict.fromkeys([asset, *settings.assets]))
    measured = measure(market, catalogue=catalogue, names=names, assets=assets, cuts=cuts(desk.rulebook))
    judged = judge(desk.rulebook, measured, catalogue=catalogue, names=names, as_of=as_of)
    if asset not in judged.stances or not any(fact_id.startswith(f"{asset}/") for fact_id in measured.facts):
        raise MissingDataError(f"nothing is known of {asset} before {iso(as_of)}; name a coin that the store holds")
    ground = Ground.of(judged.facts)
    notes, absent, output = read_notes(settings.notes, as_of=as_of), market.absent(), settings.output
    day = Material.of(
        asset, as_of=as_of, facts=judged.facts, signals=judged.signals, stance=judged.stances[asset],
        daily=measured.daily, labels=judged.daily, zones=judged.zones, names=names,
    )  # fmt: skip
    drawable = charts(desk.album, day)
    by_id = {each.chart.id: each.chart for each in drawable}
    picture = cache(lambda name: draw(by_id[name], catalogue=catalogue, jinja=desk.voice.jinja))
    for edition in editions:
        outline = plan(
            edition, asset, as_of=as_of, facts=judged.facts, signals=judged.signals,
            stance=judged.stances[asset], notes=notes,
        )  # fmt: skip
        gaps = tuple(replace(gap, why=absent.get(gap.metric, gap.why)) for gap in outline.gaps)
        outline = illustrate(replace(outline, gaps=gaps), drawable, desk.album.most)
        draft = write(outline, desk.voice, names=names, catalogue=catalogue)
        pictures = [Shown(chart, picture(chart.id)) for chart in shown(outline, draft.findings)]
        article = assemble(draft, ground, generator_version=__version__, desk=settings.front, shown=pictures)
        verdict = verify(
            article.markdown, json.loads(article.evidence), names=names, fixed=desk.voice.fixed, files=article.files
        )  # fmt: skip
        path = publish(article, output) if verdict.passed else hold(article, verdict.problems, output)
        yield Outcome(edition, article.title, path, verdict)
    told = histories(day, catalogue)
    say = partial(printed, catalogue)
    write_series(output / SERIES, told, as_of=as_of, ground=ground, signals=judged.signals, printed=say)
