"""Write: outline → draft. The layout of an edition sets its sentences in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.model.article import Claim, Draft, Sentence
from generator.model.instants import closing_day
from generator.model.memory import ISSUES, OVERLAP, Recalled, four_grams, prose
from generator.render.choice import Chooser
from generator.render.exchange import exchanged
from generator.render.joined import join
from generator.render.phrases import Phrases, load_phrases
from generator.render.sentences import Writer, Written
from generator.render.titles import choose_dek, choose_title
from generator.render.words import Words, load_words
from generator.resources import find, read_yaml
from generator.templating import environment, fill, load

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.model.article import Field
    from generator.model.catalogue import Catalogue
    from generator.model.finding import Finding
    from generator.model.memory import Grams
    from generator.model.names import Names
    from generator.model.note import Note
    from generator.model.outline import Outline
    from generator.render.exchange import Places

#: Words are exchanged so often at most; a change at one place can bring one at another.
_ATTEMPTS: Final = 2
#: Moves that stand beside the reading that they are about.
_ASIDES: Final = ("explain-", "caveat-", "outlook-")
_OPEN, _CLOSE = "\ue004", "\ue005"
_PLACE: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_MARKUP: Final = re.compile(r"\*\*|(?<!\w)\*|\*(?!\w)|^[|\s]+|[|\s]+$")


class _Page:
    """Sentences as the layout sets them: each prints as a place that is filled when all are set."""

    def __init__(self, writer: Writer, outline: Outline, fixed: Mapping[str, str]) -> None:
        self._writer = writer
        self._outline = outline
        self._texts = fixed
        self.set: list[Written] = []
        self.said: set[int] = set()

    def say(self, section: str) -> list[str]:
        """Return the section's sentences, as places; findings that no phrase fits are left out.

        A finding that joins the one before it goes on in its sentence where both are short enough; what explains a
        reading stands in the same item of a list.
        """
        self._writer.reference.begin()
        places: list[str] = []
        follows = False
        for finding in self._outline.sections.get(section, ()):
            if finding.move.startswith(_ASIDES) and not follows:
                continue  # what it is about was not said
            written = self._writer.say(finding)
            one = join(self.set[-1], written, finding.joins) if written and follows and finding.joins else None
            if one is not None:
                self._take(finding, one)
                self.set[-1] = one
            elif written is not None and places and finding.move.startswith(_ASIDES):
                places[-1] = f"{places[-1]} {self.take(finding, written)}"
            elif written is not None:
                places.append(self.take(finding, written))
            follows = written is not None
        return places

    def has(self, section: str) -> bool:
        """Whether the section has findings."""
        return bool(self._outline.sections.get(section))

    def fixed(self, name: str) -> str:
        """Return a fixed sentence, as a place."""
        return self.put(self._writer.fixed(name, self._texts))

    def gaps(self) -> str:
        """Return the sentence that names what is missing, as a place; nothing where nothing is."""
        return self.put(self._writer.gaps(self._outline.gaps)) if self._outline.gaps else ""

    def note(self, note: Note) -> str:
        """Return an editor's note, quoted, as a place."""
        return self.put(Written(note.text, (), "note", fixed=f"note:{note.id}"))

    def put(self, written: Written) -> str:
        """Take down a sentence and return its place."""
        self.set.append(written)
        return f"{_OPEN}{len(self.set) - 1}{_CLOSE}"

    def take(self, finding: Finding, written: Written) -> str:
        """Take down a finding as it is said, and return its place."""
        self._take(finding, written)
        return self.put(written)

    def _take(self, finding: Finding, written: Written) -> None:
        self.said.add(id(finding))
        self._writer.reference.heard(written.text, written.claims)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a desk speaks: its phrases, words and fixed sentences, and the templates compiled."""

    jinja: Environment
    phrases: Phrases
    words: Words
    fixed: Mapping[str, str]
    missing: Mapping[str, str]
    recalled: Recalled = field(default_factory=Recalled, compare=False, repr=False)


def load_voice(desk: Path | None = None) -> Voice:
    """Read everything that the desk's articles are worded with, its own files before the shipped ones.

    Raises:
        InputError: A file is missing or wrong, with path and line.
    """
    phrases = load_phrases(desk)
    return Voice(
        jinja=environment(desk, phrases.sources),
        phrases=phrases,
        words=load_words(desk),
        fixed=dict(read_yaml(find("data/reference", "fixed.yaml", desk))),
        missing=dict(read_yaml(find("templates/words", "gaps.yaml", desk))),
    )


def write(outline: Outline, voice: Voice, *, names: Names, catalogue: Catalogue) -> Draft:
    """Return the outline in words, with the claims that the words make.

    What shares too many words with one of the recent issues is said in other words, as far as there are others.

    Raises:
        TemplateError: A phrase, layout or fixed sentence is missing or asks for what is not there.
    """
    instead: dict[str, str] = {}
    writer = writer_of(outline, voice, names, catalogue)
    draft = _written(outline, voice, writer)
    earlier = [voice.recalled.grams(said) for said in outline.recent[:ISSUES]]
    least = _shared(draft, earlier)
    for _ in range(_ATTEMPTS):
        if least <= OVERLAP:
            break
        more = exchanged(writer, _places(draft, writer), earlier, settled=instead)
        if not more:
            break
        instead |= more
        writer = writer.again(Chooser(outline.style.tone, outline.recent, instead))
        other = _written(outline, voice, writer)
        now = _shared(other, earlier)
        if now > least:
            break
        draft, least = other, now
    return draft


def _places(draft: Draft, writer: Writer) -> dict[Places, str]:
    """Return the prose of a draft by the places that it tells."""
    place = {telling.phrase.name: place for place, telling in writer.chooser.told.items()}
    told = {tuple(place[name] for name in each.phrases if name in place): each.text for each in prose(draft.sentences)}
    return {places: text for places, text in told.items() if places}


def _shared(draft: Draft, earlier: Sequence[Grams]) -> float:
    """Return the largest share of a draft's four-grams that an earlier issue has too."""
    own = four_grams(sentence.text for sentence in prose(draft.sentences))
    return max((len(own & each) for each in earlier), default=0) / max(len(own), 1)


def writer_of(outline: Outline, voice: Voice, names: Names, catalogue: Catalogue) -> Writer:
    """Return what puts an outline's findings into words."""
    seed = f"{outline.as_of:%Y-%m-%dT%H}:{outline.asset}:{outline.edition}"
    return Writer(
        voice.jinja, voice.phrases, voice.words, names, catalogue, outline.as_of, seed, voice.missing, outline.style,
        chooser=Chooser(outline.style.tone, outline.recent),
    )  # fmt: skip


def _written(outline: Outline, voice: Voice, writer: Writer) -> Draft:
    """Return the outline in the writer's words."""
    page = _Page(writer, outline, voice.fixed)
    values = {"slug": _slug(outline), "say": page.say, "has": page.has, "fixed": page.fixed, "note": page.note,
              "notes": outline.notes, "gaps": page.gaps, "unexplained": outline.unexplained}  # fmt: skip
    layout = fill(load(voice.jinja, f"prose/{outline.edition}.md.j2"), values)
    title = choose_title(writer, outline.headlines, outline.recent, page.set)
    dek = choose_dek(writer, outline.sections.get("dek", ()), title.written)
    fields: Mapping[Field, str] = {
        "title": page.take(title.finding, title.written),
        "description": page.take(*dek) if dek is not None else "",
        "body": _tidied(layout),
    }
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    texts = {field: _settle(text, field, page, sentences, claims) for field, text in fields.items()}
    findings = [(each, id(each) in page.said) for section in outline.sections.values() for each in section]
    return Draft(
        slug=_slug(outline),
        edition=outline.edition,
        asset=outline.asset,
        as_of=outline.as_of,
        front=_front(outline, texts),
        body=texts["body"],
        sentences=tuple(sentences),
        claims=tuple(claims),
        facts=outline.facts,
        findings=(*findings, *((each, False) for each in outline.unsaid)),
        gaps=outline.gaps,
        notes=outline.notes,
        headlines=title.tried,
    )


def _settle(text: str, field: Field, page: _Page, sentences: list[Sentence], claims: list[Claim]) -> str:
    """Put the sentences in their places, and number them and their claims in the order of the text."""
    blocks = text.split("\n\n")
    for number, block in enumerate(blocks, start=1):
        for within, place in enumerate(_PLACE.findall(block), start=1):
            written = page.set[int(place)]
            name = f"p{number}.{within}" if field == "body" else f"{field}.{within}"
            statements = tuple(dict.fromkeys(f"{name}.s{claim.statement}" for claim in written.claims))
            plain = _MARKUP.sub("", written.text)
            sentences.append(Sentence(id=name, field=field, text=plain, template=written.template,
                                      fixed=written.fixed, statements=statements))  # fmt: skip
            claims.extend(_claims(written, name))
    return _PLACE.sub(lambda found: page.set[int(found[1])].text, text)


def _claims(written: Written, sentence: str) -> list[Claim]:
    return [
        Claim(
            id=f"{sentence}.c{order}",
            sentence=sentence,
            statement=f"{sentence}.s{claim.statement}",
            order=order,
            kind=claim.seed.kind,
            role=claim.seed.role,
            fact=claim.seed.fact,
            than=claim.seed.than,
            printed=claim.printed,
            value=claim.seed.value,
            unit=claim.seed.unit,
            start=-1,
            end=-1,
        )
        for order, claim in enumerate(written.claims)
    ]


def _tidied(layout: str) -> str:
    """Drop blank lines beyond one and spaces at line ends: a layout leaves holes where sections are empty."""
    lines = [line.rstrip() for line in layout.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _slug(outline: Outline) -> str:

    day = closing_day(outline.as_of).isoformat()
    return f"{day}-{outline.asset.lower()}-{outline.edition}" if outline.edition != "markets" else f"{day}-markets"


def _front(outline: Outline, texts: Mapping[Field, str]) -> dict[str, Any]:
    told = {source.name for source in outline.facts.sources}
    return {
        "title": texts["title"],
        "description": texts["description"],
        "stance": outline.stance.label or "unknown",
        "horizon": outline.stance.horizon,
        "confidence": outline.stance.confidence,
        "tags": [outline.edition, *([outline.asset] if outline.asset else [])],
        "sources": sorted(told),
    }
