"""Exchange: sentences that earlier issues said in nearly the same words are said in other words of their class."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.model.memory import OVERLAP, four_grams

if TYPE_CHECKING:
    from generator.model.memory import Grams
    from generator.render.sentences import Writer

#: The places that a sentence tells: two where it was joined of two.
Places = tuple[str, ...]

#: Once one sentence is exchanged another one may be worth it that was not before.
_ROUNDS: Final = 3
#: Here sentences are counted one by one, in a text what two of them share counts once: a little less is aimed at.
_AIM: Final = 0.95 * OVERLAP


@dataclass(frozen=True, slots=True)
class _Share:
    """How many four-grams a sentence has, and how many of them each earlier issue has too."""

    size: int
    common: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Exchange:
    """An article in the course of being exchanged; what is exchanged so far is in ``instead``."""

    writer: Writer
    earlier: Sequence[Grams]
    shares: dict[Places, _Share]
    instead: dict[str, str] = field(default_factory=dict)

    def round(self, done: set[str]) -> bool:
        """Exchange each sentence once where that helps, and say whether it did anywhere."""
        better = False
        while max(parts := _parts(self.shares, len(self.earlier))) > _AIM:
            places = self._sharing_most(done, parts.index(max(parts)))
            if places is None:
                break
            found = {way: share for place in places if place not in done for way, share in self._others(places, place)}
            done.update(places)
            after = {way: _excess(_parts({**self.shares, places: found[way]}, len(self.earlier))) for way in found}
            best = min(after, key=after.__getitem__, default=None)
            if best is not None and after[best] < _excess(parts):
                self.instead.update([best])
                self.shares[places] = found[best]
                better = True
        return better

    def _sharing_most(self, done: Collection[str], issue: int) -> Places | None:
        """Return the sentence that shares most with an issue, None where nothing is left that shares anything."""
        left = [each for each, share in self.shares.items() if share.common[issue] and not {*each} <= {*done}]
        return max(left, key=lambda places: self.shares[places].common[issue], default=None)

    def _others(self, places: Places, place: str) -> Iterator[tuple[tuple[str, str], _Share]]:
        """Yield what can be said at one place of a sentence instead, as place and phrase, with what is shared then."""
        told = self.writer.chooser.told
        taken = {name for other, name in self.instead.items() if other != place}
        for phrase in self.writer.chooser.others(place):
            written = self.writer.try_to_say(phrase, told[place].finding, place)
            if written is not None and phrase.name not in taken:
                texts = [written.text if each == place else self._text(each) for each in places]
                yield (place, phrase.name), _share(texts, self.earlier)

    def _text(self, place: str) -> str:
        telling = self.writer.chooser.told[place]
        name = self.instead.get(place, telling.phrase.name)
        phrase = next(phrase for phrase in telling.group if phrase.name == name)
        written = self.writer.try_to_say(phrase, telling.finding, place)
        return telling.text if written is None else written.text


def exchanged(
    writer: Writer, told: Mapping[Places, str], earlier: Sequence[Grams], *, settled: Collection[str] = ()
) -> dict[str, str]:
    """Return other phrases for the sentences that share most, by place, until no earlier issue shares too much.

    Of the earlier issue that shares most, the sentence that shares most with it is taken first, and the phrase of its
    class after which the issues share least too much; then the next one, and all of them again while that helps. What
    is returned is the least that can be had this way: it is empty where no other phrase shares less.

    Args:
        writer: What was said, and what else could be.
        told: The sentences that count, by the places that they tell, in the order of the text.
        earlier: The four-grams of each earlier issue, of one at least.
        settled: Places that have been exchanged before.
    """
    exchange = _Exchange(writer, earlier, {places: _share([text], earlier) for places, text in told.items()})
    for _ in range(_ROUNDS):
        if not exchange.round({*settled}):
            break
    return exchange.instead


def _share(texts: Sequence[str], earlier: Sequence[Grams]) -> _Share:
    own = four_grams(texts)
    return _Share(len(own), tuple(len(own & each) for each in earlier))


def _parts(shares: Mapping[Places, _Share], issues: int) -> list[float]:
    """Return the share of the text that each earlier issue has."""
    size = max(sum(share.size for share in shares.values()), 1)
    return [sum(share.common[issue] for share in shares.values()) / size for issue in range(issues)]


def _excess(parts: Sequence[float]) -> tuple[float, float]:
    """Return by how much the earlier issues share too much in all, and the largest share."""
    return sum(part - _AIM for part in parts if part > _AIM), max(parts)
