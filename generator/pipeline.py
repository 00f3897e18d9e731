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
from generator.planning import planned
from generator.publish.evidence import Shown
from generator.publish.files import ARTICLES, hold, publish
from generator.publish.markdown import assemble
from generator.publish.reread import reread
from generator.publish.series import SERIES, write_series
from generator.render.past import among_past
from generator.render.printed import printed
from generator.render.write import write
from generator.verify.verify import verify

if TYPE_CHECKING:
    from generator.desk import Desk
    from generator.model.article import Article
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


def _bring_out(desk: Desk, edition: str, article: Article, pinned: Review | None) -> Outcome:
    """Publish what the verifier passes, hold what it refuses, and leave alone what a person let through."""
    output = desk.settings.output
    there = output / ARTICLES / f"{article.slug}.md"
    if pinned is not None and there.is_file() and there.read_bytes() != article.markdown.encode():
        return Outcome(edition, article.title, there, Verdict(article.slug, (), 0, 0), pinned)
    verdict = verify(
        article.markdown, reread(article.evidence), names=desk.names, fixed=desk.voice.fixed, files=article.files,
        known=desk.lexicon,
    )  # fmt: skip
    path = publish(article, output) if verdict.passed else hold(article, verdict.problems, output)
    return Outcome(edition, article.title, path, verdict)
