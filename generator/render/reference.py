"""Reference: how an asset is called, by how long ago the paragraph last named it.

"It" stands only where the sentence before was about the asset and named no other; a longer name
only where the asset was named a sentence or two ago, once an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.render.words import pick

if TYPE_CHECKING:
    from generator.model.names import AssetName
    from generator.render.ink import Inked

#: A name that was given so many sentences ago is still in the reader's ear.
_NEAR: Final = 2
#: Claims that can be what a sentence is about.
_SUBJECTS: Final = frozenset({"asset", "metric", "side", "label", "source", "against"})
_PRONOUNS: Final = frozenset({"it", "its"})


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one sentence named: its assets in order, the asset that it was about, and whether by a name."""

    assets: tuple[str, ...]
    subject: str
    by_name: bool


class Reference:
    """Remembers what the sentences of an article have named."""

    def __init__(self) -> None:
        self._heard: list[_Heard] = []
        self._used: set[str] = set()

    def begin(self) -> None:
        """Begin a paragraph: what was named before is out of reach."""
        self._heard.clear()

    def heard(self, text: str, claims: Sequence[Inked]) -> None:
        """Take down what a finished sentence has named."""
        subjects = [claim for claim in claims if claim.seed.role in _SUBJECTS]
        assets = [claim for claim in subjects if claim.seed.role in ("asset", "against")]
        about = subjects[0] if subjects and _is_subject(text, subjects) else None
        self._used.update(claim.printed.lower() for claim in assets)
        self._heard.append(
            _Heard(
                tuple(_asset(claim) for claim in assets),
                "" if about is None else _asset(about),
                about is not None and about.printed.lower() not in _PRONOUNS,
            )
        )

    def is_clear(self, asset: str) -> bool:
        """Whether "it" can only mean an asset: the sentence before called it by name and spoke of no other."""
        last = self._heard[-1] if self._heard else None
        return last is not None and last.by_name and last.subject == asset and set(last.assets) == {asset}

    def name(self, asset: str, names: AssetName, seed: str) -> str:
        """Return the name by which an asset is called again: its own, or now and then another."""
        if not any(asset in each.assets for each in self._heard[-_NEAR:]):
            return names.name
        others = [
            each for each in (names.long, asset) if each and each.lower() not in {names.name.lower(), *self._used}
        ]
        return pick([names.name, *others], f"{seed}:{asset}:{len(self._used)}:{len(self._heard)}")


def _is_subject(text: str, named: Sequence[Inked]) -> bool:
    """Whether a sentence is about the asset that it names first, and not about something of it."""
    first, after = named[0], text[named[0].end :]
    owned = after.startswith(("'s", " open interest")) or (len(named) > 1 and named[1].start == first.end + 1)
    return first.seed.role == "asset" and not owned


def _asset(claim: Inked) -> str:
    return claim.seed.fact.partition("/")[0]
