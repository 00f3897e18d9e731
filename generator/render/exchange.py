"""Exchange: sentences that earlier issues said in nearly the same words are said in other words of their class."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.model.memory import OVERLAP, four_grams

if TYPE_CHECKING:
    from generator.model.memory import Grams
    from generator.render.sentences import Writer


#: Once one sentence is exchanged another one may be worth it that was not before.
_ROUNDS: Final = 3
#: Here sentences are counted one by one, in a text what two of them share counts once: a little less is aimed at.
_AIM: Final = 0.95 * OVERLAP


@dataclass(frozen=True, slots=True)
class _Share:
    """How many four-grams a sentence has, and how many of them each earlier issue has too."""

    size: int
    common: tuple[int, ...]


def exchanged(
    writer: Writer, places: Sequence[str], earlier: Sequence[Grams], *, settled: Collection[str] = ()
) -> dict[str, str]:
    """Return other phrases for the sentences that share most, by place, until no earlier issue shares too much.

    Of the earlier issue that shares most, the sentence that shares most with it is taken first, and the phrase of its
    class after which the issues share least too much; then the next one, and all of them again while that helps. What
    is returned is the least that can be had this way: it is empty where no other phrase shares less.

    Args:
        writer: What was said, and what else could be.
        places: The sentences that count, by place, in the order of the text.
        earlier: The four-grams of each earlier issue.
        settled: Places that have been exchanged before.
    """
    shares = {place: _share(writer.chooser.told[place].text, earlier) for place in places}
    instead: dict[str, str] = {}
    for _ in range(_ROUNDS):
        better = _round(writer, shares, earlier, instead, {*settled})
        if not better:
            break
    return instead


def _round(
    writer: Writer, shares: dict[str, _Share], earlier: Sequence[Grams], instead: dict[str, str], done: set[str]
) -> bool:
    """Exchange each sentence once where that helps, and say whether it did anywhere."""
    better = False
    while earlier and max(parts := _parts(shares, len(earlier))) > _AIM:
        place = _sharing_most(shares, done, parts.index(max(parts)))
        if place is None:
            break
        done.add(place)
        taken = [name for other, name in instead.items() if other != place]
        found = {name: _share(text, earlier) for name, text in _others(writer, place) if name not in taken}
        after = {name: _excess(_parts({**shares, place: share}, len(earlier))) for name, share in found.items()}
        best = min(after, key=after.__getitem__, default=None)
        if best is not None and after[best] < _excess(parts):
            instead[place], shares[place], better = best, found[best], True
    return better


def _others(writer: Writer, place: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each phrase that can be said at a place instead."""
    for phrase in writer.chooser.others(place):
        written = writer.try_to_say(phrase, writer.chooser.told[place].finding)
        if written is not None:
            yield phrase.name, written.text


def _share(text: str, earlier: Sequence[Grams]) -> _Share:
    own = four_grams([text])
    return _Share(len(own), tuple(len(own & each) for each in earlier))


def _parts(shares: Mapping[str, _Share], issues: int) -> list[float]:
    """Return the share of the text that each earlier issue has."""
    size = max(sum(share.size for share in shares.values()), 1)
    return [sum(share.common[issue] for share in shares.values()) / size for issue in range(issues)]


def _excess(parts: Sequence[float]) -> tuple[float, float]:
    """Return by how much the earlier issues share too much in all, and the largest share."""
    return sum(part - _AIM for part in parts if part > _AIM), max(parts)


def _sharing_most(shares: Mapping[str, _Share], done: Collection[str], issue: int) -> str | None:
    """Return the place that shares most with an issue, None where nothing is left that shares anything."""
    left = [place for place in shares if place not in done and shares[place].common[issue]]
    return max(left, key=lambda place: shares[place].common[issue], default=None)
