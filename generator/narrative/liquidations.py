"""Findings about liquidations: sums that sources deliver, each told with who counted what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from generator.narrative.positioning import complete
from generator.narrative.view import View, cast, finding

if TYPE_CHECKING:
    from generator.model.fact import Fact
    from generator.model.finding import Finding

_TOTAL: Final = "liquidations.total"
_SIDES: Final = ("liquidations.long", "liquidations.short")
_WHOLE: Final = "CRYPTO"
_PARTS: Final = {"one": "BTC", "two": "ETH", "others": "OTHER"}
#: Who counts how much of the market, whatever the order of venues: whoever is not named here counts one venue.
_COVERS_ALL: Final = ("all venues", "coinglass", "as published by")
_COVERS_MANY: Final = ("coinalyze",)
#: Who counts what others liquidate, and so is no place where it happens.
_COUNTS: Final = ("coinglass", "coinalyze", "as published by")
#: A sum that ended earlier shares nothing with the article's 24 hours, and is no news of them.
_PAST: Final = timedelta(hours=24)
#: One that shares less than half of them gives way to a later one of less of the market.
_LATE: Final = timedelta(hours=12)
#: Parts may miss their total by so much, which rounding hides. [fraction]
_ROUNDING: Final = 0.005
#: Less than this of open interest prints as nothing. [fraction]
_FELT: Final = 0.001
#: How a source calls the scope that the phrases know, at the beginning of its note.
_USDT: Final = "USDT perpetuals"


def liquidations(view: View) -> Iterator[Finding]:
    """Yield what could be said of forced closures, for the asset or the whole market."""
    yield from _day(view)
    total = view.level(_TOTAL, "5d")
    if total is not None:
        record = view.derived(total, "record")
        alone = record if record is not None and record.window == "1d" else None
        yield finding(
            "liquidations-days", "liquidations", cast(total=total, record=alone), size=0.4, why="several days' sum"
        )


def _day(view: View) -> Iterator[Finding]:
    """Yield the market's day with its parts; the coin's own where the market is not counted, or at fewer venues."""
    total, own = _widest(view, _WHOLE), _widest(view, view.asset)
    if total is not None:
        yield finding(
            "liquidations-total", "liquidations", _split(view, total), traits=_told(total), size=0.4, why="a day's sum"
        )
        band = view.derived(total, "band")
        if band is not None and view.told_state(total) is not None:
            parts = cast(total=total, band=band)
            yield finding("liquidations-reading", "liquidations", parts, size=0.1, why="how usual such a sum is")
    owned = own is not None and (total is None or _coverage(own) > _coverage(total))
    yield from _of_interest(view, own if owned else total)
    if own is not None and owned:
        why = "a day's sum of one coin" if total is None else "a day's sum of one coin, counted at more venues"
        yield finding("liquidations-own", "liquidations", _split(view, own), traits=_told(own), size=0.3, why=why)
    elif total is not None:
        yield from _parts(view, total)


def _of_interest(view: View, total: Fact | None) -> Iterator[Finding]:
    """Yield what part of the open contracts was closed by force."""
    share = view.derived(total, "of_interest")
    whole = view.facts.get(share.than) if share is not None and share.than else None
    if share is None or whole is None or share.value is None or share.value < _FELT:
        return
    parts = cast(total=total, share=share, whole=whole)
    yield finding(
        "liquidations-share", "liquidations", parts, traits=complete(whole) if whole.n is not None else (),
        size=0.2 + min(share.value / 0.1, 0.4), why="against what is open",
    )  # fmt: skip


def _widest(view: View, asset: str) -> Fact | None:
    """Return the day's sum that covers most of the market, of those that speak of the article's day."""
    sums = [fact for fact in view.facts.all_of(asset, _TOTAL, "1d") if fact.value]
    told = [fact for fact in sums if view.as_of - fact.as_of < _PAST]
    timely = [fact for fact in told if view.as_of - fact.as_of <= _LATE]
    return max(timely or told, key=_coverage, default=None)


def _coverage(total: Fact) -> int:
    """Return 2 for all venues, 1 for several, 0 for one."""
    venue = total.key.venue
    return 2 if venue.startswith(_COVERS_ALL) else int(venue.startswith(_COVERS_MANY))


def _told(total: Fact) -> frozenset[str]:
    """Return who says it, which decides the words, and whether the sum is of contracts in USDT alone.

    ``cited`` and ``published`` by somebody, of another's count or of their own; ``counted`` by
    somebody who watches the venues; ``placed`` at a venue.
    """
    venue = total.key.venue
    if total.publisher or not venue:
        own = venue in ("", "all venues") or venue.startswith("as published by")
        return frozenset({"published" if own else "cited"})
    scope = {"usdt"} if total.note.startswith(_USDT) else set[str]()
    return frozenset({"counted" if venue.startswith(_COUNTS) else "placed", *scope})


def _split(view: View, total: Fact) -> dict[str, Fact]:
    """Return a total with its larger side, where both are one count: a share knows its whole."""
    key = total.key
    sides = [view.level(metric, "1d", asset=key.asset, venue=key.venue) for metric in _SIDES]
    shares = [(side, view.derived(side, "share")) for side in sides]
    known = [
        (share.value, side, share)
        for side, share in shares
        if share is not None and share.value is not None and share.than == total.id
    ]
    _, side, share = max(known, key=lambda each: each[0], default=(None, None, None))
    return cast(total=total, side=side, share=share)


def _parts(view: View, total: Fact) -> Iterator[Finding]:
    """Yield what bitcoin, ether and the others are of a total, where they are parts of that one."""
    parts, rest = view.derived(total, "parts"), view.derived(total, "unallocated")
    if parts is None or rest is None or rest.value is None or not total.value:
        return
    found = {name: view.facts.find(asset, _TOTAL, "1d", venue=total.key.venue) for name, asset in _PARTS.items()}
    told = {name: part for name, part in found.items() if part is not None and part.id in parts.inputs}
    if not {"one", "two"} <= told.keys() or len(told) < len(parts.inputs) or rest.value < -_ROUNDING * total.value:
        return
    yield finding("liquidations-parts", "liquidations", told, size=0.2, why="the parts")
    if rest.value > _ROUNDING * total.value:
        yield finding("liquidations-rest", "liquidations", cast(total=total, parts=parts, rest=rest), size=0.2)
