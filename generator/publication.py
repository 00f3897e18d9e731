"""The last part of the line on one page: articles → pages → site, and → the tools that others use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.model.catalogue import load_catalogue
from generator.model.names import load_names
from generator.publish.backtest import FILE, read_backtest
from generator.publish.build import Built, build
from generator.publish.series import read_series
from generator.publish.site.desk import Publication, Site
from generator.publish.site.library import bodies, pieces
from generator.publish.site.outputs import outputs
from generator.publish.site.theme import theme
from generator.publish.site.wording import load_attributions, load_terms
from generator.render.charts import draw, spark
from generator.render.edges import edge
from generator.rules.load import load_rules
from generator.rules.told import told
from generator.templating import environment

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.model.backtest_text import BacktestText
    from generator.publish.site.piece import Piece

#: Targets of the newsletter whose drafts hold their pictures; all others show them from the site.
_INSIDE: Final = frozenset({"eml", "imap", "gmail", "graph"})


def gather(settings: Settings, public: Callable[[Piece], bool]) -> Site:
    """Return everything that pages are made from.

    Args:
        settings: The desk's.
        public: Whether an article may be published.

    Raises:
        InputError: An article, a rule or a file of the desk cannot be read.
    """
    desk = settings.desk
    catalogue, jinja = load_catalogue(desk), environment(desk)
    publication = Publication(
        title=settings.title,
        base_url=settings.base_url,
        description=settings.publishing.description,
        language=settings.publishing.language,
        authors=settings.authors,
        about=settings.publishing.about,
        generator=f"wirecopy {__version__}",
    )
    shown = tuple(piece for piece in pieces(settings.articles, settings.cache / "articles") if public(piece))
    return Site(
        publication=publication,
        pieces=shown,
        series=read_series(settings.output / "series"),
        rules=told(load_rules(desk, catalogue=catalogue), partial(edge, catalogue)),
        catalogue=catalogue,
        names=load_names(desk),
        body=bodies(settings.base_url),
        draw=partial(draw, catalogue=catalogue, jinja=jinja),
        jinja=jinja,
        theme=theme(jinja, __version__),
        spark=spark,
        cache=settings.cache / "pictures",
        rasters=_shown_in_mail(settings, shown),
        attributions=load_attributions(desk),
        terms=load_terms(desk),
        backtest=_backtest(settings),
    )


def _backtest(settings: Settings) -> BacktestText | None:
    """Return the backtest that the desk left last, None where it has run none."""
    found = read_backtest(settings.output / FILE)
    if found is None:
        return None
    from generator.render.backtest import told as in_words  # noqa: PLC0415 - few desks have one

    return in_words(found)


def _shown_in_mail(settings: Settings, shown: tuple[Piece, ...]) -> frozenset[str]:
    """Return the slugs of articles whose pictures a mail may show from the site: once in one, always in one."""
    mailed = settings.newsletter
    if _INSIDE.issuperset(mailed.targets):
        return frozenset()
    return frozenset(piece.slug for piece in shown if piece.edition in mailed.editions)


def publish_site(settings: Settings, public: Callable[[Piece], bool]) -> tuple[Site, Built]:
    """Bring the desk's site up to date and return what it shows and what was done; see ``build``."""
    site = gather(settings, public)
    return site, build(outputs(site), settings.site)
