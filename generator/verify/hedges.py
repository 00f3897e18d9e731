"""Hedges: how firmly a sentence concludes, against how many kinds of markets agree.

The rungs are the verifier's own (``moves.HEDGES``). A count speaks of one direction, or of one condition: it bears
only a sentence that tells something of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.verify.ledger import Given, Ledger
    from generator.verify.match import Pair
    from generator.verify.readings import Reading
    from generator.verify.scene import Scene

_COUNT: Final = "agree"
_WAYS: Final = {f"{_COUNT}:down": -1, f"{_COUNT}:up": 1}


def hedge(reading: Reading, fact: Given, _than: Given | None, _scene: Scene) -> bool:
    """Return whether at least as many agree as the word's rung needs: a weaker word is never wrong."""
    agreeing = fact.count("n")
    counts = fact.kind == "count" and fact.detail.partition(":")[0] == _COUNT
    return counts and agreeing is not None and isinstance(reading.meaning, int) and reading.meaning <= agreeing


def misplaced(pairs: Sequence[Pair], ledger: Ledger) -> Iterator[str]:
    """Yield hedges whose count is of another direction, or another condition, than what their sentence tells.

    Args:
        pairs: The sentence's claims, as read.
        ledger: All facts, for the bands that rules have put readings into.
    """
    counts = [fact for pair in pairs if pair.claim.role == "hedge" and (fact := pair.claim.fact) is not None]
    if not counts:
        return
    told = [pair.claim.fact for pair in pairs if pair.claim.role != "hedge" and pair.claim.fact is not None]
    bands = [band for fact in told for band in (fact, ledger.derived(fact, "band")) if band and band.kind == "band"]
    for count in counts:
        if count.detail == _COUNT:
            if count.text("of") not in {band.id for band in bands}:
                yield f"{count.id} counts who agrees on {count.text('of')}, and the sentence does not tell that"
        elif _WAYS.get(count.detail) not in {band.count("sign") for band in bands}:
            yield f"{count.id} counts who points {count.detail.partition(':')[2]}, and nothing that is told does"
