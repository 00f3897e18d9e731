"""Names of assets, venues and baskets, as data that every room may read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from generator.errors import InputError
from generator.resources import find, read_yaml

_NO_COINS: Final = ("CRYPTO", "OTHER")
#: Told apart from the other large coins, in articles on any coin.
LARGEST: Final = ("BTC", "ETH")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def file_stem(asset: str) -> str:
    """Return what an asset's file or folder is called: feeds call it anything, and a file must stay in its folder."""
    return _UNSAFE.sub("-", asset).lstrip(".-") or "asset"


@dataclass(frozen=True, slots=True)
class AssetName:
    """How an asset is called: ``name`` in running text, ``words`` all that mean it, ``long`` what it is known as."""

    name: str
    words: tuple[str, ...]
    title: str
    long: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of ``data/reference/names.yaml``.

    ``venues`` maps a venue's id to its printed name, in order of preference.
    ``symbols`` maps (venue, symbol) to (asset, multiplier): one ``1000PEPE`` is 1,000 PEPE.
    ``baskets`` maps a basket's asset id to its members' tickers.
    ``pegged`` are coins that follow another price and are no members of baskets by market value.
    ``floors`` maps a field of movers to the turnover that a named one has. [USD in 24 hours]
    ``sets`` maps a set's name to the venues whose amounts are added up under it.
    ``around`` is what an article on any coin may tell of: the two largest, members of baskets, and all but coins.
    """

    assets: Mapping[str, AssetName]
    venues: Mapping[str, str]
    symbols: Mapping[tuple[str, str], tuple[str, float]]
    baskets: Mapping[str, tuple[str, ...]]
    pegged: frozenset[str] = frozenset()
    floors: Mapping[str, float] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    around: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        members = (member for basket in self.baskets.values() for member in basket)
        others = (ticker for ticker in self.assets if not self._is_coin(ticker))
        object.__setattr__(self, "around", frozenset((*LARGEST, *members, *others)))

    def asset(self, ticker: str) -> AssetName:
        """Return an asset's name; a coin that is not listed is called by its ticker."""
        listed = self.assets.get(ticker)
        return listed if listed is not None else AssetName(ticker, (ticker,), ticker)

    def _is_coin(self, ticker: str) -> bool:
        return ticker.isalnum() and ticker not in _NO_COINS and not self.assets[ticker].name.startswith("the ")

    def capitalised(self) -> Names:
        """Return the same with coins' names in capitals, as some desks spell them: ``Bitcoin``."""
        coins = {
            ticker: replace(named, name=named.title) for ticker, named in self.assets.items() if self._is_coin(ticker)
        }
        return replace(self, assets={**self.assets, **coins})

    def venue(self, venue: str) -> str:
        """Return a venue's printed name; one that is not listed is printed as it is."""
        return self.venues.get(venue, venue)

    def resolve(self, venue: str, symbol: str) -> tuple[str, float]:
        """Return asset and multiplier of a venue's symbol."""
        return self.symbols.get((venue, symbol), (symbol, 1.0))

    def symbol(self, venue: str, asset: str) -> str:
        """Return what a venue calls an asset: its ticker, unless another is listed."""
        own = (symbol for (place, symbol), (named, _) in self.symbols.items() if (place, named) == (venue, asset))
        return next(own, asset)


def load_names(desk: Path | None = None) -> Names:
    """Read ``names.yaml``.

    Raises:
        InputError: It is not of the expected form.
    """
    path = find("data/reference", "names.yaml", desk)
    data = read_yaml(path)
    try:
        assets = {
            ticker: AssetName(
                a["name"], tuple(a.get("words", [a["name"]])), a.get("title", a["name"]), a.get("long", "")
            )
            for ticker, a in data["assets"].items()
        }
        symbols = {
            (venue, symbol): (entry["asset"], float(entry.get("multiplier", 1)))
            for venue, by_symbol in data["symbols"].items()
            for symbol, entry in by_symbol.items()
        }
        baskets = {basket: tuple(members) for basket, members in data["baskets"].items()}
        pegged = frozenset(str(ticker) for ticker in data.get("pegged", ()))
        floors = {basket: float(least) for basket, least in data.get("floors", {}).items()}
        sets = {name: tuple(str(venue) for venue in members) for name, members in data.get("sets", {}).items()}
        return Names(assets, dict(data["venues"]), symbols, baskets, pegged, floors, sets)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: not a names file ({error}); it needs assets, venues, symbols, baskets") from error
