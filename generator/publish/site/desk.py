"""What the pages are made from, gathered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.model.backtest_text import BacktestText
    from generator.model.catalogue import Catalogue
    from generator.model.chart import Chart, Picture
    from generator.model.names import Names
    from generator.model.rule_text import RuleText
    from generator.publish.site.piece import Body, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What the desk says of itself in ``wirecopy.toml``; ``base_url`` has no slash at its end."""

    title: str
    base_url: str
    description: str
    language: str
    authors: tuple[str, ...]
    about: str
    generator: str

    @property
    def root(self) -> str:
        """The path of the site on its host, with a slash at both ends: ``/`` or ``/project/``."""
        host_and_path = self.base_url.partition("://")[2]
        path = host_and_path.partition("/")[2].strip("/")
        return f"/{path}/" if path else "/"

    def address(self, path: str) -> str:
        """Return the whole address of what lies at a path below the root; a page is called by its folder."""
        return f"{self.base_url}/{path.removesuffix('index.html')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity's last 400 days, as ``output/series/<ASSET>.json`` holds it.

    Args:
        fact: The latest fact, as evidence writes facts, with ``id`` in it.
        printed: Its value in words.
        chart: Of its history, with the zones of the rule that judges it; None with fewer than two readings.
        state: The rule's label today, "" where none judges it or it is unknown.
        rule: Id of that rule.
        since: First day of the present run of that state, None where the record begins within it or nobody says.
        previous: The state before that run, "" where it is unknown.
        past: What the latest reading is among those before it: names of statements, and statements.
    """

    id: str
    asset: str
    metric: str
    tenor: str
    venue: str
    as_of: datetime
    printed: str
    fact: Mapping[str, Any]
    chart: Chart | None
    state: str
    rule: str
    since: date | None = None
    previous: str = ""
    past: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that pages are made from.

    Args:
        pieces: The newest first; of one instant in the order of their slugs.
        body: Reads one piece's body.
        draw: Draws a chart.
        theme: Hash of all templates and static files, so that a changed one changes every page.
        spark: Draws values as a line as high as a word, an inline SVG that is markup of ours; None draws none.
        attributions: Source → the line that names it wherever its data are shown.
        terms: The trade's words → what they mean, for the glossary.
        cache: Where pictures that cost time to make are kept from one build to the next.
        rasters: Slugs of the articles whose drawings lie beside them as PNG too, for mail that shows them from here.
        backtest: The rules on history, None where the desk has not tried them.
    """

    publication: Publication
    pieces: tuple[Piece, ...]
    series: tuple[Series, ...]
    rules: tuple[RuleText, ...]
    catalogue: Catalogue
    names: Names
    body: Callable[[Piece], Body]
    draw: Callable[[Chart], Picture]
    jinja: Environment
    theme: str
    spark: Callable[[Sequence[float | None]], str] | None = None
    cache: Path | None = None
    attributions: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    rasters: frozenset[str] = frozenset()
    backtest: BacktestText | None = None
