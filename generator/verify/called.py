"""How the things that a text's facts speak of are called: the names that its sentences are read by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from generator.verify.lexicon import named
from generator.verify.states import is_own

if TYPE_CHECKING:
    from generator.model.names import Names
    from generator.verify.ledger import Given
    from generator.verify.lexicon import Index
    from generator.verify.settle import Written


def called(told: Sequence[Written], names: Names, known: Index | None = None) -> Index:
    """Return the words and names that a text is read by.

    Args:
        told: The sentences of its evidence.
        names: How assets and venues are called.
        known: Their lexicon, where it is at hand.
    """
    facts = {claim.fact.id: claim.fact for each in told for claim in each.claims if claim.fact is not None}
    assets = (fact.asset for fact in facts.values() if ":" not in fact.asset and fact.asset.isalnum())
    publishers = {name for fact in facts.values() for name in fact.publishers if name}
    return named(
        names, [asset for asset in assets if asset.isupper()], publishers, _states(facts.values()), known=known
    )


def _states(facts: Iterable[Given]) -> set[str]:
    """Return the desk's own words for states of its conditions."""
    said = {fact.text(name) for fact in facts if fact.metric.startswith("condition.") for name in ("state", "previous")}
    return {state for state in said if state is not None and is_own(state)}
