"""The note of a correction: what an earlier version said, what it was, and when it was put right.

Its form never varies, and its figures are claims like others: the old one of a fact that keeps what the earlier
version rested on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.model.fact import Fact, Kind
from generator.render.aspects.base import Speaker, UnsayableError
from generator.render.ink import Ink
from generator.render.sentences import Written, finished
from generator.render.told import Told
from generator.resources import find, read_yaml
from generator.templating import fill, load

if TYPE_CHECKING:
    from generator.render.sentences import Writer

#: What the evidence calls the template of a note.
NOTE: Final = "correction"
_TEMPLATE: Final = "prose/correction.md.j2"
_KEPT: Final = "corrected:"
_FORMULA: Final = "the value that an earlier version of the article rested on"
_LEVELS: Final = (Kind.LEVEL, Kind.PAST)
#: Derived facts that are a level of their own at another time.
_EARLIER: Final = re.compile(r"past:\w+")
_EXPIRY: Final = re.compile(r"\d{4}-\d\d-\d\d")
#: What names itself: an index or a price that is its asset.
_OWN: Final = ("macro.level", "macro.yield")


@dataclass(frozen=True, slots=True)
class Notes:
    """Words for corrections.

    Args:
        writer: Its names, catalogue and templates.
        nouns: What a quantity is called, by metric; one that is not there is named by no note.
    """

    writer: Writer
    nouns: Mapping[str, str]

    @classmethod
    def of(cls, writer: Writer, desk: Path | None = None) -> Notes:
        """Read the nouns of ``templates/words/metrics.yaml``, the desk's own first."""
        return cls(writer, dict(read_yaml(find("templates/words", "metrics.yaml", desk))))

    def note(self, now: Fact, old: Fact, at: Fact, *, dated: bool) -> Written | None:
        """Return a sentence about one fact, None for one that the form has no words for.

        Args:
            now: The fact as it is known now.
            old: What the earlier version rested on; see ``before``.
            at: When it was put right; see ``moment``.
            dated: Whether it begins the note.
        """
        form = self._form(now)
        if form is None:
            return None
        try:
            written = self._said(form, {"now": now, "old": old, "at": at}, dated=dated)
        except UnsayableError:
            return None
        printed = [claim.printed for claim in written.claims if claim.seed.role == "value"]
        return written if len(set(printed)) > 1 else None

    def bare(self, at: Fact) -> Written:
        """Return the note that names no figure."""
        return self._said("bare", {"at": at}, dated=True)

    def rest(self) -> Written:
        """Return the sentence that speaks of all that is not named."""
        return self._said("rest", {}, dated=False)

    def _form(self, fact: Fact) -> str | None:
        key, detail = fact.key, fact.id.partition("~")[2]
        if key.metric == "spot.return" and not detail and fact.window:
            return "move"
        if fact.kind not in _LEVELS or (detail and _EARLIER.fullmatch(detail) is None) or _EXPIRY.fullmatch(key.tenor):
            return None
        if key.metric in _OWN:
            return "own"
        if key.metric not in self.nouns:
            return None
        return "index" if key.metric == "sentiment.fear_greed" and not detail else "level"

    def _said(self, form: str, cast: Mapping[str, Fact], *, dated: bool) -> Written:
        ink, writer = Ink(), self.writer
        # Read years later: each of its dates has its year.
        speaker = Speaker(ink, writer.words, writer.names, writer.catalogue, date.min, writer.seed, writer.style)
        now = cast.get("now")
        values: dict[str, object] = {
            **{name: Told(fact, speaker) for name, fact in cast.items()},
            "dated": dated,
            "form": form,
            "noun": "" if now is None else self.nouns.get(now.key.metric, ""),
            "tenor": now is not None and bool(now.key.tenor),
            "venue": now is not None and bool(now.key.venue),
            "past": now is not None and now.kind is Kind.PAST,
        }
        return finished(ink, fill(load(writer.jinja, _TEMPLATE), values), NOTE)


def kept_id(fact: str, number: int) -> str:
    """Return the id of the fact that keeps what an earlier version rested on: ``X~corrected:1``."""
    return f"{fact}~{_KEPT}{number}"


def corrected_id(kept: str) -> str:
    """Return the id of the fact whose earlier value another one keeps."""
    return kept.rpartition(f"~{_KEPT}")[0]


def kept(raw: Mapping[str, Any], of: str) -> dict[str, Any]:
    """Return a fact of the evidence as one that keeps its value."""
    gone = ("than", "usual", "inputs")
    return {
        **{name: value for name, value in raw.items() if name not in gone},
        "kind": "past",
        "formula": _FORMULA,
        "of": of,
    }


def before(fact: Fact, number: int, value: float) -> Fact:
    """Return a fact that keeps what an earlier version rested on.

    Args:
        fact: The fact as it is now.
        number: Which of the article's corrections replaced it, from 1.
        value: What it was.
    """
    return replace(fact, id=kept_id(fact.id, number), kind=Kind.PAST, value=value, than=None, usual=None, of=fact.id)


def moment(number: int, at: datetime) -> Fact:
    """Return the fact of when an article was put right for the ``number``-th time."""
    formula = "the time of the correction"
    return Fact(id=f"run/{_KEPT}{number}", kind=Kind.LEVEL, value=None, unit="none", as_of=at, formula=formula)
