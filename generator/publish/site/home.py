"""The front page: the latest of each edition, the newest articles, the market at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.publish.site import dates, paths
from generator.publish.site.dates import Time
from generator.publish.site.entries import Entry, told, tone
from generator.publish.site.pages import Pages
from generator.publish.site.plain import capital

if TYPE_CHECKING:
    from generator.publish.site.desk import Series, Site
    from generator.publish.site.output import Output
    from generator.publish.site.piece import Piece

#: What is shown at a glance, where it is known: metric and tenor.
_GLANCE: Final = (
    ("spot.price", ""),
    ("perp.funding_rate", "1d"),
    ("futures.basis", "90d"),
    ("options.skew_25d", "30d"),
    ("options.iv_atm", "30d"),
    ("options.dvol", ""),
    ("futures.open_interest_usd", ""),
    ("liquidations.total", "1d"),
    ("sentiment.fear_greed", ""),
)
_MARKET: Final = "CRYPTO"
_NEWEST: Final = 8
_DAYS_OF_STANCE: Final = 30
_DAYS_OF_SPARK: Final = 60


class Lead(NamedTuple):
    """The picture of the article that leads."""

    src: str
    alt: str
    width: str
    height: str


class Glance(NamedTuple):
    """A quantity in one line."""

    label: str
    where: str
    href: str
    printed: str
    state: str
    spark: str


class Day(NamedTuple):
    """A day's stance."""

    day: Time
    stance: str
    tone: str


@dataclass(frozen=True, slots=True)
class _Front:
    """Which pieces and series stand on the front page."""

    lead: Piece | None
    seconds: tuple[Piece, ...]
    newest: tuple[Piece, ...]
    stances: tuple[Piece, ...]
    glance: tuple[Series, ...]


def outputs(site: Site) -> Iterator[Output]:
    """Yield the front page."""
    pages = Pages.of(site)
    front = _front(site)
    shown = [*([front.lead] if front.lead is not None else []), *front.seconds, *front.newest]
    parts = [
        *(told(piece) for piece in shown),
        *([front.lead.sha256] if front.lead is not None else []),
        *(f"{piece.date} {piece.stance}" for piece in front.stances),
        *(f"{each.id} {each.printed} {each.state} {each.as_of} {_recent(each)}" for each in front.glance),
    ]
    changed_at = max((piece.changed_at for piece in shown), default=None)
    yield pages.page("", "\n".join(parts), partial(_home, site, front), changed_at=changed_at, kind="WebSite")


def _front(site: Site) -> _Front:
    latest: dict[tuple[str, str], Piece] = {}
    for piece in site.pieces:
        latest.setdefault((piece.edition, piece.asset), piece)
    lead = _leading(tuple(latest.values()))
    if lead is None:
        return _Front(None, (), (), (), _glance(site, ""))
    seconds = tuple(islice((piece for piece in latest.values() if piece is not lead), 4))
    above = {lead.slug, *(piece.slug for piece in seconds)}
    newest = tuple(islice((piece for piece in site.pieces if piece.slug not in above), _NEWEST))
    kin = (piece for piece in site.pieces if (piece.edition, piece.asset) == (lead.edition, lead.asset))
    asset = next((piece.asset for piece in (lead, *site.pieces) if piece.asset), "")
    return _Front(lead, seconds, newest, tuple(islice(kin, _DAYS_OF_STANCE)), _glance(site, asset))


def _leading(latest: Sequence[Piece]) -> Piece | None:
    """Return the newest; of one instant one with a picture, then the longest."""
    return max(latest, key=lambda piece: (piece.date, bool(piece.image), piece.words), default=None)


def _glance(site: Site, asset: str) -> tuple[Series, ...]:
    order = {venue: place for place, venue in enumerate(site.names.venues)}
    shown: dict[tuple[str, str], Series] = {}
    for each in sorted(site.series, key=lambda each: (order.get(each.venue, len(order)), each.id)):
        if each.asset in (asset, _MARKET):
            shown.setdefault((each.metric, each.tenor), each)
    return tuple(shown[place] for place in _GLANCE if place in shown)


def _home(site: Site, front: _Front) -> tuple[str, Mapping[str, object]]:
    root = site.publication.root
    lead = front.lead
    glance = [_line(site, each, root) for each in front.glance]
    return "site/home.html.j2", {
        "title": site.publication.title,
        "description": site.publication.description,
        "day": dates.of_weekday(dates.written_for(lead.date)) if lead is not None else None,
        "lead": Entry.of(lead, root) if lead is not None else None,
        "picture": _picture(site, lead) if lead is not None else None,
        "seconds": [Entry.of(piece, root) for piece in front.seconds],
        "newest": [Entry.of(piece, root) for piece in front.newest],
        "stances": [_day(piece) for piece in reversed(front.stances) if piece.stance],
        "glance": glance,
        "sparks": any(line.spark for line in glance),
        "as_of": dates.of_instant(max(each.as_of for each in front.glance)) if front.glance else None,
    }


def _day(piece: Piece) -> Day:
    return Day(dates.of_day(dates.written_for(piece.date)), piece.stance, tone(piece.stance))


def _line(site: Site, series: Series, root: str) -> Glance:
    listed = site.catalogue.get(series.metric)
    asset = site.names.asset(series.asset).title if series.asset != _MARKET else ""
    label = listed.label if listed is not None else series.metric
    venue = site.names.venue(series.venue) if series.venue else ""
    return Glance(
        label=capital(label),
        where=", ".join(filter(None, (asset, dates.of_tenor(series.tenor), venue))),
        href=f"{root}{paths.quantity(series.asset, series.metric, series.tenor, series.venue)}",
        printed=series.printed,
        state=series.state,
        spark=_spark(site, series),
    )


def _spark(site: Site, series: Series) -> str:
    """Return the last weeks of a quantity as a line, "" where nobody draws one."""
    values = _recent(series)
    return "" if site.spark is None or not values else site.spark(values)


def _recent(series: Series) -> tuple[float | None, ...]:
    if series.chart is None or not series.chart.traces:
        return ()
    values = series.chart.traces[0].values[-_DAYS_OF_SPARK:]
    return tuple(each if isinstance(each, float | int) else None for each in values)


def _picture(site: Site, piece: Piece) -> Lead | None:
    """Return the picture that a piece names, or else its text's first, with the words that were checked."""
    found = _Pictures(site.body(piece).html).found
    named = next((each for each in found if each.src == piece.image), next(iter(found), None))
    if named is None:
        return None
    return named._replace(src=f"{site.publication.root}{paths.article(piece.slug)}{named.src}")


class _Pictures(HTMLParser):
    """Reads the pictures of a body that have a size: without one the page would jump."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[Lead] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value for name, value in attrs if value is not None}
        if tag == "img" and {"src", "alt", "width", "height"} <= told.keys():
            self.found.append(Lead(told["src"], told["alt"], told["width"], told["height"]))
