"""Correcting: a text whose facts have changed becomes one that the verifier passes, with a note of what was wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from generator.editing.manuscript import Manuscript
from generator.editing.revision.afresh import JOINT, Afresh
from generator.editing.revision.page import Page
from generator.editing.revision.rewriting import Rewriting, together
from generator.model.article import Claim, Sentence
from generator.model.fact import Facts, Kind
from generator.publish.correction import rewritten
from generator.publish.evidence import Ground, Shown, as_json, pictured
from generator.publish.front import front_matter
from generator.publish.places import placed
from generator.publish.site.head import split
from generator.render.correction import NOTE, Notes, before, corrected_id, kept, kept_id, moment
from generator.resources import parse_yaml

if TYPE_CHECKING:
    from generator.editing.revision.claims import Changed
    from generator.model.article import Verdict
    from generator.model.fact import Fact
    from generator.render.sentences import Written

FRONT: Final = "front"
CORRECTIONS: Final = "corrections"
#: The verifier is asked so often: each round says what it objects to in the next way.
_ROUNDS: Final = 8
#: A note names so many facts; what follows from them is corrected with them.
_MOST: Final = 4
#: Fields of a fact that a claim's value is taken from.
_VALUES: Final = ("value", "state", "previous")
#: What the evidence keeps of a claim that was wrong.
_TOLD: Final = ("sentence", "printed", "role", "fact", "was", "now")
_PARTS: Final = tuple(each.name for each in fields(Claim))
_GONE: Final = "taken out by a correction: it holds no more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """An article put right.

    Args:
        manuscript: As it is from now on.
        note: What readers are told was put right; "" for a draft, which had no readers.
        reworded: The sentences that say something else now, as they were and as they are.
        removed: The sentences that were taken out.
        redrawn: The pictures that were drawn anew.
        verdict: What the verifier says of it.
    """

    manuscript: Manuscript
    note: str
    reworded: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    redrawn: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """What an article is put right with.

    Args:
        manuscript: As it lies there.
        afresh: What is known now.
        changed: The claims that have changed.
        notes: Words for the note.
        at: When; None for a draft, which is put right without a note.
        judge: Has the verifier judge a text: Markdown, evidence, pictures.
    """

    manuscript: Manuscript
    afresh: Afresh
    changed: Sequence[Changed]
    notes: Notes
    at: datetime | None
    judge: Callable[[Manuscript], Verdict]

    def corrected(self) -> Corrected:
        """Return the article put right, as far as that can be done; the verdict says how far."""
        rewriting = self._rewriting()
        drawn = self._drawn(rewriting)
        rewriting.go_on(
            [
                *(each.sentence for each in self._wrong),
                *self.afresh.groundless(rewriting.page.sentences, rewriting.page.claims),
            ]
        )
        said = self._noted(rewriting) if self.at is not None else ""
        for _ in range(_ROUNDS):
            draft = self._manuscript(rewriting.page, said, drawn)
            verdict = self.judge(draft)
            red = [each.sentence for each in verdict.problems if each.level == "red"]
            if not red or not rewriting.go_on(red):
                break
        return Corrected(
            manuscript=draft,
            note=said,
            reworded=self._reworded(rewriting.page),
            removed=tuple(rewriting.removed),
            redrawn=tuple(sorted(drawn)),
            verdict=verdict,
        )

    @property
    def _wrong(self) -> list[Changed]:
        return [each for each in self.changed if not each.holds and each.sentence != FRONT]

    @property
    def _number(self) -> int:
        """Which of the article's corrections this is, from 1."""
        return len(self.manuscript.evidence.get(CORRECTIONS, ())) + 1

    def _rewriting(self) -> Rewriting:
        evidence = self.manuscript.evidence
        wrong: dict[str, list[Changed]] = {}
        for each in self._wrong:
            wrong.setdefault(each.sentence, []).append(each)
        block, body = split(self.manuscript.path, self.manuscript.markdown.encode())
        front = parse_yaml(f"\n{block}", str(self.manuscript.path))
        page = Page(front, body, evidence["sentences"], evidence["claims"])
        self._freeze(page)
        return Rewriting(page, evidence, self.afresh, wrong)

    def _freeze(self, page: Page) -> None:
        """Bind what earlier notes say to the values that they spoke of, where those are no more."""
        notes = {each["id"] for each in page.sentences if each["template"] == NOTE}
        stale = {name for name, old in self._old.items() if old != self.afresh.raw.get(name)}
        for claim in page.claims:
            if claim["sentence"] in notes and claim["fact"] in stale:
                claim["fact"] = kept_id(claim["fact"], self._number)

    def _reworded(self, page: Page) -> tuple[tuple[str, str], ...]:
        was = {each["id"]: str(each["text"]) for each in self.manuscript.evidence["sentences"]}
        texts = ((was.get(each["id"]), str(each["text"])) for each in page.sentences)
        return tuple((before, now) for before, now in texts if before is not None and before != now)

    @property
    def _old(self) -> Mapping[str, Mapping[str, Any]]:
        return self.manuscript.evidence["facts"]  # type: ignore[no-any-return]

    # The note

    def _noted(self, rewriting: Rewriting) -> str:
        """Add the note to the text and return it."""
        assert self.at is not None
        at = moment(self._number, self.at)
        said: list[Written] = []
        named = self._named()
        for now, was in named:
            told = self.notes.note(now, before(now, self._number, was), at, dated=not said)
            if told is not None and len(said) < _MOST:
                said.append(told)
        if not said:
            said.append(self.notes.bare(at))
        elif {each.fact for each in self._wrong} - {now.id for now, _ in named[: len(said)]}:
            said.append(self.notes.rest())
        written = replace(together(said), template=NOTE)
        rewriting.page.add(f"{NOTE}{self._number}", written)
        return written.text

    def _named(self) -> list[tuple[Fact, float]]:
        """Return the facts whose printed figures were wrong, with what they were: levels before what is of earlier."""
        found: dict[str, tuple[Fact, float]] = {}
        for each in self._wrong:
            now = self.afresh.facts.get(each.fact)
            if each.role in ("value", "size") and now is not None and isinstance(each.was, int | float):
                found.setdefault(each.fact, (now, float(each.was)))
        return sorted(found.values(), key=lambda pair: pair[0].kind is Kind.PAST)

    # Pictures

    def _drawn(self, rewriting: Rewriting) -> dict[str, Shown]:
        """Return the pictures whose readings have changed, drawn anew; take out what can be drawn no more."""
        drawn: dict[str, Shown] = {}
        for each in self.manuscript.evidence.get("pictures", ()):
            name = each["id"]
            chart, table = self.afresh.charts.get(name), self.manuscript.pictures.get(f"{name}.csv")
            if chart is None:
                spoken = [told["id"] for told in rewriting.page.sentences if _move(told) == f"chart-{name}"]
                for sentence in spoken:
                    rewriting.remove(sentence)
                continue
            shown = Shown(chart, self.afresh.drawn(name))
            if table is not None and (shown.picture.csv != table or _marks(pictured(shown)) != _marks(each)):
                drawn[name] = shown
        return drawn

    # The article

    def _manuscript(self, page: Page, note: str, drawn: Mapping[str, Shown]) -> Manuscript:
        old, slug = self.manuscript, self.manuscript.slug
        gone = {
            each["id"] for each in old.evidence.get("pictures", ())
            if (link := f"]({slug}/{each['id']}.svg)") in old.markdown and link not in page.body
        }  # fmt: skip
        listed = [
            json.loads(as_json(pictured(drawn[each["id"]]))) if each["id"] in drawn else each
            for each in old.evidence.get("pictures", ()) if each["id"] not in gone
        ]  # fmt: skip
        front = self._front(page, note, listed)
        written = rewritten({**old.evidence, **self._evidence(page, front, listed)}, self._facts(page))
        files = {name: text for name, text in old.pictures.items() if name.rpartition(".")[0] not in gone}
        for name, shown in drawn.items():
            files |= {f"{name}.svg": shown.picture.svg, f"{name}.csv": shown.picture.csv}
        return replace(
            old, markdown=front_matter(front) + page.body, written=written, evidence=json.loads(written), pictures=files
        )  # fmt: skip

    def _front(self, page: Page, note: str, pictures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the front matter: the stance and the hash of what is known now, and what was put right."""
        sources = sorted({source.name for fact in self.afresh.facts.values() for source in fact.sources})
        front = {
            **page.front,
            **self.afresh.front,
            "sources": sources,
            "inputs_sha256": self.afresh.ground.inputs_sha256,
        }
        if str(front.get("image", "")) not in {f"{self.manuscript.slug}/{each['id']}.svg" for each in pictures}:
            front["image"] = f"{self.manuscript.slug}/{pictures[0]['id']}.svg" if pictures else ""
        if self.at is not None:
            what = note.partition(": ")[2]
            front["lastmod"] = self.at
            front["corrections"] = [*front.get("corrections", ()), {"at": self.at, "what": what}]
        return front

    def _evidence(
        self, page: Page, front: Mapping[str, Any], pictures: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:  # fmt: skip
        """Return the parts of the evidence that are others now."""
        removed = {_move(each) for each in self.manuscript.evidence["sentences"]} - {
            _move(each) for each in page.sentences
        }
        findings = [
            {**each, "said": False, "why": _GONE} if each["said"] and each["id"] in removed else each
            for each in self.manuscript.evidence["findings"]
        ]
        parts: dict[str, Any] = {
            "inputs_sha256": self.afresh.ground.inputs_sha256,
            "front": dict(front),
            "sentences": page.sentences,
            "claims": self._claims(page),
            "findings": findings,
            "pictures": list(pictures),
        }
        if self.at is not None:
            claims = [{name: getattr(each, name) for name in _TOLD} for each in self._wrong]
            earlier = self.manuscript.evidence.get(CORRECTIONS, ())
            parts[CORRECTIONS] = [*earlier, {"at": self.at, "claims": claims}]
        return parts

    def _claims(self, page: Page) -> list[dict[str, Any]]:
        """Return the claims with the values of their facts as they are, and their places."""
        claims: list[Claim] = []
        for each in page.claims:
            old, new = self._old.get(each["fact"], {}), self.afresh.raw.get(each["fact"], {})
            same = next((name for name in _VALUES if name in old and old[name] == each["value"]), None)
            value = each["value"] if same is None else new.get(same, each["value"])
            claims.append(Claim(**{**each, "value": value, "start": -1, "end": -1}))
        sentences = [Sentence(**{**each, "statements": tuple(each["statements"])}) for each in page.sentences]
        before_body = len(page.body) - len(page.body.lstrip("\n"))
        found = placed(claims, sentences, page.body.lstrip("\n"), before=before_body)
        return [{name: getattr(each, name) for name in _PARTS} for each in found]

    def _facts(self, page: Page) -> dict[str, str]:
        """Return the facts as they are now, with the old ones that a note speaks of."""
        told = {each["fact"] for each in page.claims} | {each["than"] for each in page.claims}
        facts = dict(self.afresh.ground.facts)
        for name in sorted(name for name in told if name and name not in facts):
            if name in self._old:
                facts[name] = as_json(self._old[name])  # of an earlier note
            elif self.at is not None and name == moment(self._number, self.at).id:
                facts |= Ground.of(Facts([moment(self._number, self.at)])).facts
            elif (of := corrected_id(name)) in self._old:
                facts[name] = as_json(kept(self._old[of], of))
        return facts


def _move(sentence: Mapping[str, Any]) -> str:
    return str(sentence["template"]).partition(JOINT)[0].rpartition("/")[0]


def _marks(picture: Mapping[str, Any]) -> object:
    return json.loads(as_json(picture["marks"]))
