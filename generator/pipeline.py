"""The whole line on one page: what is planned → render → verify → publish; ``planning`` has the line before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.model.article import Verdict
from generator.narrative.charts import shown
from generator.narrative.histories import histories
from generator.narrative.memory import said_by
from generator.planning import Planned, planned
from generator.publish.evidence import Shown
from generator.publish.files import ARTICLES, hold, publish
from generator.publish.markdown import assemble
from generator.publish.reread import reread
from generator.publish.series import SERIES, put_series, series_files
from generator.render.past import among_past
from generator.render.printed import printed
from generator.render.write import write
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.desk import Desk
    from generator.model.article import Article
    from generator.model.memory import Said
    from generator.model.ports import Market, Memory
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
    last = None
    for each in planned(desk, market, as_of=as_of, asset=asset, editions=editions, memory=memory):
        article, said = composed(desk, each)
        outcome = _bring_out(desk, each.edition, article, (pinned or {}).get(article.slug))
        if memory is not None and outcome.is_published:
            memory.remember(said)
        yield outcome
        last = each
    if last is not None:
        put_series(desk.settings.output / SERIES, series(desk, last), as_of=as_of)


def composed(desk: Desk, each: Planned) -> tuple[Article, Said]:
    """Return a planned edition as the bytes that are published if the verifier passes them, and what it says."""
    draft = write(each.outline, desk.voice, names=desk.names, catalogue=desk.catalogue)
    pictures = [Shown(chart, each.drawn(chart.id)) for chart in shown(each.outline, draft.findings)]
    article = assemble(
        draft, each.ground.plus(each.news), generator_version=__version__, desk=desk.settings.front, shown=pictures
    )
    return article, said_by(draft, desk.settings.style.tone)


def checked(desk: Desk, article: Article) -> Verdict:
    """Return what the verifier says of an article."""
    return verify(
        article.markdown, reread(article.evidence), names=desk.names, fixed=desk.voice.fixed, files=article.files,
        known=desk.lexicon,
    )  # fmt: skip


def series(desk: Desk, each: Planned) -> dict[str, str]:
    """Return the files for the pages of metrics at an edition's instant, name → text."""
    told = histories(each.day, desk.catalogue)
    facts, signals = each.day.view.facts, each.day.view.signals.values()
    say, past = partial(printed, desk.catalogue), partial(among_past, facts)
    return series_files(told, as_of=each.day.view.as_of, ground=each.ground, signals=signals, printed=say, past=past)


def _bring_out(desk: Desk, edition: str, article: Article, pinned: Review | None) -> Outcome:
    """Publish what the verifier passes, hold what it refuses, and leave alone what a person let through."""
    output = desk.settings.output
    there = output / ARTICLES / f"{article.slug}.md"
    if pinned is not None and there.is_file() and there.read_bytes() != article.markdown.encode():
        return Outcome(edition, article.title, there, Verdict(article.slug, (), 0, 0), pinned)
    verdict = checked(desk, article)
    path = publish(article, output) if verdict.passed else hold(article, verdict.problems, output)
    return Outcome(edition, article.title, path, verdict)
