"""What is known of each asset: an index of all, and a page for each with its quantities in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.publish.site import history, paths
from generator.publish.site.entries import Entry, told
from generator.publish.site.output import digest
from generator.publish.site.pages import Pages
from generator.publish.site.plain import capital
from generator.publish.site.quantities import Line, Quantity, asset_title, group, in_groups, line, quantities

if TYPE_CHECKING:
    from generator.publish.site.desk import Site
    from generator.publish.site.output import Output
    from generator.publish.site.piece import Piece

#: What stands for an asset of many quantities: metric and tenor.
_FIRST: Final = (
    ("stance", ""),
    ("spot.price", ""),
    ("futures.basis", "90d"),
    ("perp.funding_rate", "1d"),
    ("futures.open_interest", ""),
    ("futures.open_interest_usd", ""),
    ("options.skew_25d", "30d"),
    ("options.iv_atm", "30d"),
    ("options.dvol", ""),
    ("liquidations.total", "1d"),
)
#: An asset of as many quantities has a table of its own in the index.
_MANY: Final = 4
#: Assets of few quantities stand together, by the first word of their id.
_KINDS: Final[Mapping[str, str]] = {"macro": "Wider markets", "basket": "Groups of coins"}
_WHOLE: Final = frozenset({"CRYPTO", "market"})
_NEWEST: Final = 5


class Table(NamedTuple):
    """Quantities under one heading; ``more`` says what else lies at ``href``, "" where nothing does."""

    heading: str
    href: str
    lines: tuple[Line, ...]
    more: str

    @property
    def sparks(self) -> bool:
        """Whether any line is drawn."""
        return any(each.spark for each in self.lines)


@dataclass(frozen=True, slots=True)
class _Asset:
    """An asset with what is known of it."""

    name: str
    path: str
    quantities: tuple[Quantity, ...]

    @property
    def first(self) -> tuple[Quantity, ...]:
        """What stands for it: of each quantity the preferred venue's."""
        if len(self.quantities) < _MANY:
            return self.quantities
        by_place: dict[tuple[str, str], Quantity] = {}
        for each in self.quantities:
            by_place.setdefault((each.series.metric, each.series.tenor), each)
        chosen = tuple(by_place[place] for place in _FIRST if place in by_place)
        return chosen or self.quantities[: len(_FIRST)]


def outputs(site: Site) -> Iterator[Output]:
    """Yield the index of assets, a page for each, and a page for each of their quantities."""
    pages = Pages.of(site)
    known = quantities(site)
    assets = _assets(site, known)
    rules = repr(site.rules)
    shows = digest((rules, *(part for asset in assets for part in _parts(asset))))
    changed_at = max((each.as_of for each in site.series), default=None)
    yield pages.page("assets/", shows, partial(_index, site, assets), changed_at=changed_at, kind="CollectionPage")
    for asset in assets:
        newest = _articles(site, asset)
        shows = digest((rules, *_parts(asset), *map(told, newest)))
        changed_at = max([*(each.series.as_of for each in asset.quantities), *(piece.changed_at for piece in newest)])
        made = partial(_asset, site, asset, newest)
        yield pages.page(asset.path, shows, made, changed_at=changed_at, kind="CollectionPage")
    yield from history.outputs(pages, known)


def _assets(site: Site, known: Sequence[Quantity]) -> tuple[_Asset, ...]:
    """Return the assets that anything is known of, in the order of the names; two names of one path share it."""
    by_path: dict[str, list[Quantity]] = {}
    for each in known:
        by_path.setdefault(paths.asset(each.series.asset), []).append(each)
    found = [_Asset(held[0].series.asset, path, tuple(held)) for path, held in by_path.items()]
    order = {name: place for place, name in enumerate(site.names.assets)}
    return tuple(sorted(found, key=lambda asset: (order.get(asset.name, len(order)), asset.path)))


def _parts(asset: _Asset) -> tuple[str, ...]:
    return (asset.name, *(each.shows for each in asset.quantities))


def _articles(site: Site, asset: _Asset) -> tuple[Piece, ...]:
    return tuple(islice((piece for piece in site.pieces if piece.asset == asset.name), _NEWEST))


def _index(site: Site, assets: Sequence[_Asset]) -> tuple[str, Mapping[str, object]]:
    own = [asset for asset in assets if len(asset.quantities) >= _MANY]
    others: dict[str, list[_Asset]] = {}
    for asset in assets:
        if len(asset.quantities) < _MANY:
            others.setdefault(_kind(asset.name), []).append(asset)
    tables = [
        *(_own(site, asset) for asset in own),
        *(_together(site, kind, others[kind]) for kind in sorted(others, key=_place)),
    ]
    return "site/assets.html.j2", {
        "title": "Data",
        "section": "assets/",
        "description": "What we follow: each quantity with its history, its meaning and the rule that judges it.",
        "tables": tables,
    }


def _own(site: Site, asset: _Asset) -> Table:
    href = f"{site.publication.root}{asset.path}"
    more = f"All {len(asset.quantities)} quantities of {asset_title(site, asset.name)}"
    return Table(asset_title(site, asset.name), href, tuple(line(site, each) for each in asset.first), more)


def _together(site: Site, kind: str, assets: Sequence[_Asset]) -> Table:
    """Return assets of few quantities, each line with its asset's name before its own."""
    lines = [(asset_title(site, asset.name), line(site, each)) for asset in assets for each in asset.quantities]
    named = (each._replace(label=name, where=", ".join(filter(None, (each.label, each.where)))) for name, each in lines)
    return Table(kind, "", tuple(named), "")


def _kind(asset: str) -> str:
    return "The market as a whole" if asset in _WHOLE else _KINDS.get(asset.partition(":")[0], "Other coins")


def _place(kind: str) -> int:
    return ("The market as a whole", "Other coins", *_KINDS.values()).index(kind)


def _asset(site: Site, asset: _Asset, newest: Sequence[Piece]) -> tuple[str, Mapping[str, object]]:
    name = asset_title(site, asset.name)
    lines: dict[str, list[Line]] = {}
    for each in asset.quantities:
        lines.setdefault(group(each.series.metric), []).append(line(site, each))
    named = in_groups(each.series.metric for each in asset.quantities)
    count = len(asset.quantities)
    return "site/asset.html.j2", {
        "title": name,
        "description": f"{capital(name)}: {count} quantit{'y' if count == 1 else 'ies'}, each with its history.",
        "section": "assets/",
        "tables": [Table(each, "", tuple(lines[each]), "") for each in named],
        "newest": [Entry.of(piece, site.publication.root) for piece in newest],
    }
