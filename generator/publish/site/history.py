"""A quantity's page: its history, its meaning, the rule that judges it, its source, the articles about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.publish.site import dates, paths
from generator.publish.site.described import Described, Judged
from generator.publish.site.entries import Entry, told
from generator.publish.site.output import Output, digest
from generator.publish.site.pages import Way
from generator.publish.site.plain import capital
from generator.publish.site.quantities import as_of, asset_title, label, title, tone, where
from generator.publish.site.trail import Trail

if TYPE_CHECKING:
    from generator.model.chart import Picture
    from generator.model.rule_text import RuleText
    from generator.publish.site.dates import Time
    from generator.publish.site.desk import Series, Site
    from generator.publish.site.pages import Pages
    from generator.publish.site.piece import Piece
    from generator.publish.site.quantities import Quantity
    from generator.publish.site.shown import Ground

_PICTURE: Final = "history.svg"
_VALUES: Final = "history.csv"
#: How many articles a page names.
_MOST: Final = 20
_SIZE: Final = re.compile(r'<svg\b[^>]*?\bwidth="(\d+)"[^>]*?\bheight="(\d+)"')


class Drawn(NamedTuple):
    """A quantity's picture, its words for those who do not see it, and its values, the newest first."""

    src: str
    csv: str
    alt: str
    width: str
    height: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class State(NamedTuple):
    """In which state a quantity is, for how long, and in which it was; "" and None where that is unknown."""

    label: str
    tone: str
    since: Time | None
    run: str
    previous: str


def outputs(pages: Pages, known: Sequence[Quantity]) -> Iterator[Output]:
    """Yield each quantity's page, its picture and its values."""
    site = pages.site

    # A page, its picture and its values follow each other: they are drawn once, and none is kept for long.
    @lru_cache(maxsize=1)
    def drawn(place: int) -> Picture | None:
        chart = known[place].series.chart
        return site.draw(replace(chart, title=_named(site, known[place].series))) if chart is not None else None

    mentions = _mentions(site, known)
    for place, quantity in enumerate(known):
        draw = partial(drawn, place) if _may_draw(site, quantity.series) else None
        yield _page(pages, quantity, mentions[quantity.series.id], draw)
        if draw is not None:
            shows = digest((site.theme, quantity.shows))
            yield Output(path=f"{quantity.path}{_PICTURE}", shows=shows, make=partial(_svg, draw))
            yield Output(path=f"{quantity.path}{_VALUES}", shows=shows, make=partial(_csv, draw))


def _may_draw(site: Site, series: Series) -> bool:
    """Return whether there is anything to draw, and words to print beside it."""
    chart = series.chart
    if chart is None or (chart.form != "strip" and chart.metric not in site.catalogue):
        return False
    return any(value is not None for trace in chart.traces for value in trace.values)


def _mentions(site: Site, known: Sequence[Quantity]) -> Mapping[str, Sequence[Piece]]:
    """Return the newest articles that speak of each series."""
    found: dict[str, list[Piece]] = {each.series.id: [] for each in known}
    for piece in site.pieces:
        for name in piece.metrics:
            if name in found and len(found[name]) < _MOST:
                found[name].append(piece)
    return found


def _page(
    pages: Pages, quantity: Quantity, mentions: Sequence[Piece], draw: Callable[[], Picture | None] | None
) -> Output:
    rules = repr(_rules(pages.site, quantity.series))
    shows = digest((quantity.shows, _meaning(pages.site, quantity.series), rules, *map(told, mentions)))
    changed_at = max([quantity.series.as_of, *(piece.changed_at for piece in mentions)])
    made = partial(_quantity, pages.site, quantity, mentions, draw)
    return pages.page(quantity.path, shows, made, changed_at=changed_at)


def _quantity(
    site: Site, quantity: Quantity, mentions: Sequence[Piece], draw: Callable[[], Picture | None] | None
) -> tuple[str, Mapping[str, object]]:
    series, root = quantity.series, site.publication.root
    metric = site.catalogue.get(series.metric)
    name = title(site, series)
    return "site/metric.html.j2", {
        "title": name,
        "description": f"{name}: {series.printed}. Its history, its meaning, its source, and the articles about it.",
        "section": "assets/",
        "asset": Way(asset_title(site, series.asset), f"{root}{paths.asset(series.asset)}"),
        "label": capital(label(site, series.metric)),
        "where": where(site, series),
        "printed": series.printed,
        "as_of": dates.of_instant(as_of(series)),
        "state": _state(site, series),
        "past": series.past,
        "drawn": _drawn(site, quantity, draw() if draw is not None else None),
        "metric": Described.of(metric) if metric is not None else None,
        "meaning": _meaning(site, series),
        "methods": f"{root}methodology/",
        "rules": _rules(site, series),
        "ground": _ground(site, series),
        "entries": [Entry.of(piece, root) for piece in mentions],
    }


def _named(site: Site, series: Series) -> str:
    """Return a picture's title: the tenor tells it from its neighbours', and its note names the venue."""
    named = ", ".join(filter(None, (label(site, series.metric), dates.of_tenor(series.tenor))))
    return f"{asset_title(site, series.asset)}: {named}"


def _state(site: Site, series: Series) -> State | None:
    if not series.state:
        return None
    # A label is its own state, and its run stands in the fact.
    run, before = series.fact.get("n"), series.fact.get("previous")
    return State(
        label=series.state,
        tone=tone(site.rules, series),
        since=dates.of_day(series.since) if series.since is not None else None,
        run=dates.of_tenor(f"{run}d") if isinstance(run, int) and series.since is None and run > 1 else "",
        previous=series.previous or (before if isinstance(before, str) else ""),
    )


def _drawn(site: Site, quantity: Quantity, picture: Picture | None) -> Drawn | None:
    if picture is None:
        return None
    series, folder = quantity.series, f"{site.publication.root}{quantity.path}"
    size = _SIZE.search(picture.svg)
    return Drawn(
        src=f"{folder}{_PICTURE}",
        csv=f"{folder}{_VALUES}",
        alt=f"{title(site, series)}, day by day. The latest is {series.printed}.",
        width=size[1] if size is not None else "",
        height=size[2] if size is not None else "",
        head=picture.head,
        rows=tuple(reversed(picture.rows)),
    )


def _meaning(site: Site, series: Series) -> str:
    """Return what the glossary says of a quantity in plain words, "" where it says nothing."""
    return site.terms.get(label(site, series.metric), "")


def _rules(site: Site, series: Series) -> tuple[Judged, ...]:
    """Return the rules for a quantity, the one that judged the latest reading first."""
    own = [rule for rule in site.rules if rule.id == series.rule]
    # Where a rule judged the level, another for it was passed over; those for its changes stand beside it.
    others = [rule for rule in site.rules if rule not in own and _judges(rule, series) and (rule.change or not own)]
    return (
        *(Judged.of(site, rule, series.state) for rule in own),
        *(Judged.of(site, rule) for rule in others),
    )


def _judges(rule: RuleText, series: Series) -> bool:
    return (
        rule.metric == series.metric
        and series.tenor in rule.tenors
        and (not rule.assets or series.asset in rule.assets)
        and (not rule.venues or series.venue in rule.venues)
    )


def _ground(site: Site, series: Series) -> Ground | None:
    """Return where the latest value comes from, as the evidence of an article would tell it."""
    name = series.fact.get("id")
    claim = {"sentence": "", "fact": name}
    trail = Trail(
        {"facts": {name: series.fact}, "sentences": [{"id": "", "text": ""}], "claims": [claim]},
        site.catalogue,
        site.names,
    )
    trail.sentences()
    return next(iter(trail.grounds()), None)


def _svg(draw: Callable[[], Picture | None]) -> bytes:
    picture = draw()
    return picture.svg.encode() if picture is not None else b""


def _csv(draw: Callable[[], Picture | None]) -> bytes:
    picture = draw()
    return picture.csv.encode() if picture is not None else b""
