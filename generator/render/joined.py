"""Joined: two finished sentences as one, where both are plain and short enough for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.render.sentences import Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.render.ink import Inked

#: The longest sentence that may come of it, and the most quantities in it.
WORDS: Final = 32
QUANTITIES: Final = 3
#: A sentence with one of these is no plain statement: a third clause would be one too many.
_CLAUSES: Final = re.compile(r"[:;()*|\u2013\u2014]|\b(?:while|but|though|although|because|which|who|whose|so|if)\b")
#: A sentence that begins like this points back at what would now stand in front of it.
_BACK: Final = re.compile(r"(?:That|This|These|Those|Both|Together|In all|Still|Its)\b")
#: Roles of names that keep their capital within a sentence.
_PROPER: Final = frozenset({"venue", "source", "against", "weekday", "date", "expiry", "since", "first", "start"})
_QUANTITIES: Final = frozenset({"value", "size", "edge", "times"})
#: Roles that say a direction or a side.
_POINTING: Final = frozenset({"sign", "level"})
_NAMELESS: Final = ("CRYPTO", "OTHER", "basket:", "market", "run", "rule:")
_FIGURE: Final = re.compile(r"\d")


def join(one: Written, other: Written, by: str) -> Written | None:
    """Return "A …, while B …", None where that would be no good sentence.

    Args:
        one: A finished sentence.
        other: The one that would follow it.
        by: ``but``, ``while`` or ``and``.
    """
    if not (_is_plain(one) and _is_plain(other)) or not _names_its_asset(one, other) or _windows(one) & _windows(other):
        return None
    if (
        not (_tells(one) and _tells(other))
        or _BACK.match(other.text)
        or (other.text.startswith("It ") and not _is_about(one, other))
    ):
        return None
    head, tail = f"{one.text.removesuffix('.')}, {by} ", _lowered(other)
    text = head + tail
    if len(text.split()) > WORDS or sum(map(_quantities, (one, other))) > QUANTITIES:
        return None
    after = 1 + max((claim.statement for claim in one.claims), default=0)
    moved = (
        claim._replace(
            printed=tail[claim.start : claim.end],
            start=claim.start + len(head),
            end=claim.end + len(head),
            statement=claim.statement + after,
        )
        for claim in other.claims
    )
    return Written(text, (*one.claims, *moved), f"{one.template}+{other.template}")


def _is_plain(written: Written) -> bool:
    return written.fixed is None and written.text.endswith(".") and _CLAUSES.search(written.text) is None


def _tells(written: Written) -> bool:
    """Whether a sentence says which way it points; one without a number has nothing to say of that."""
    roles = {claim.seed.role for claim in written.claims}
    return bool(roles & _POINTING) or not roles & _QUANTITIES


def _quantities(written: Written) -> int:
    """Return how many figures a sentence has that are no dates, tenors or windows."""
    return sum(claim.seed.role in _QUANTITIES and bool(_FIGURE.search(claim.printed)) for claim in written.claims)


def _windows(written: Written) -> set[str]:
    """Return the windows that a sentence names: "over 24 hours" is not said twice in one."""
    return {claim.printed for claim in written.claims if claim.seed.role == "window"}


def _names_its_asset(one: Written, other: Written) -> bool:
    """Whether each number of the second would still be given to the asset that it is of.

    What the first names last goes on into the second, up to the name that stands there.
    """
    named = [_asset(claim) for claim in one.claims if claim.seed.role == "asset"]
    in_force = named[-1] if named else ""
    return all(asset in ("", in_force) for asset in _unnamed(other.claims)) or not in_force


def _is_about(one: Written, other: Written) -> bool:
    """Whether "it" in the second can be what the first is about: both tell of one series."""
    named = next((claim for claim in one.claims if claim.seed.role in ("asset", "metric")), None)
    first = next(iter(other.claims), None)
    return named is not None and first is not None and _series(named) == _series(first)


def _series(claim: Inked) -> str:
    return claim.seed.fact.partition("~")[0]


def _unnamed(claims: Sequence[Inked]) -> Iterator[str]:
    """Yield the assets of the numbers that stand before the first name of a sentence, "" for those that need none."""
    for claim in claims:
        if claim.seed.role == "asset":
            return
        if claim.seed.role in _QUANTITIES:
            asset = _asset(claim)
            yield "" if asset.startswith(_NAMELESS) else asset


def _asset(claim: Inked) -> str:
    return claim.seed.fact.partition("/")[0]


def _lowered(written: Written) -> str:
    """Return a sentence as it goes on behind a comma: with a small letter, unless it begins with a name."""
    text = written.text
    first = written.claims[0] if written.claims and written.claims[0].start == 0 else None
    keeps = first is not None and (first.seed.role in _PROPER or (first.seed.role == "asset" and not written.small))
    word = re.split(r"[\s',]", text, maxsplit=1)[0]
    spelled = word[1:].lower() != word[1:] or word in _KEPT
    return text if keeps or spelled else text[:1].lower() + text[1:]


#: First words of metrics' names that keep their capital.
_KEPT: Final = frozenset({"Fear", "Coinbase", "Treasury", "Japan"})
