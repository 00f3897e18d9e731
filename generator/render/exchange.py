"""Exchange: sentences that earlier issues said in nearly the same words are said in other words of their class."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.memory import OVERLAP, four_grams

if TYPE_CHECKING:
    from generator.model.memory import Grams
    from generator.render.phrases import Phrase
    from generator.render.sentences import Writer


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
    class after which the largest share is least. A sentence is exchanged at most once. What is returned is the least
    that can be had this way: it is empty where no other phrase shares less.

    Args:
        writer: What was said, and what else could be.
        places: The sentences that count, by place, in the order of the text.
        earlier: The four-grams of each earlier issue.
        settled: Places that have been exchanged before.
    """
    shares = {place: _share(writer.chooser.told[place].text, earlier) for place in places}
    instead: dict[str, str] = {}
    done = {*settled}
    while earlier and (largest := _largest(shares, len(earlier)))[0] > OVERLAP:
        size, worst = largest
        place = _sharing_most(shares, done, worst)
        if place is None:
            break
        done.add(place)
        found = {phrase.name: share for phrase, share in _others(writer, place, earlier)}
        after = {name: _largest({**shares, place: share}, len(earlier))[0] for name, share in found.items()}
        best = min(after, key=after.__getitem__, default=None)
        if best is not None and after[best] < size:
            instead[place], shares[place] = best, found[best]
    return instead


def _others(writer: Writer, place: str, earlier: Sequence[Grams]) -> list[tuple[Phrase, _Share]]:
    finding = writer.chooser.told[place].finding
    said = [(phrase, writer.try_to_say(phrase, finding)) for phrase in writer.chooser.others(place)]
    return [(phrase, _share(written.text, earlier)) for phrase, written in said if written is not None]


def _share(text: str, earlier: Sequence[Grams]) -> _Share:
    own = four_grams([text])
    return _Share(len(own), tuple(len(own & each) for each in earlier))


def _largest(shares: Mapping[str, _Share], issues: int) -> tuple[float, int]:
    """Return the largest share that an earlier issue has of the text, and which issue it is."""
    size = sum(share.size for share in shares.values())
    common = [sum(share.common[issue] for share in shares.values()) for issue in range(issues)]
    worst = max(range(issues), key=common.__getitem__)
    return (common[worst] / size if size else 0.0), worst


def _sharing_most(shares: Mapping[str, _Share], done: Collection[str], issue: int) -> str | None:
    """Return the place that shares most with an issue, None where nothing is left that shares anything."""
    left = [place for place in shares if place not in done and shares[place].common[issue]]
    return max(left, key=lambda place: shares[place].common[issue], default=None)
