"""Errors to plant in a finished article: a text with one thing in it made wrong, by class and kind.

Works on the Markdown of any article, by lists of its own: it knows nothing of the verifier or of the
renderer. ``CLASSES`` are those in which the verifier reports; ``errors`` yields every error of a kind
that an article has room for.
"""

import itertools
import re
from dataclasses import dataclass

from benchmarks.planted_words import (
    CAUSES,
    CLAUSES,
    COUNTS,
    DEGREES,
    FULL_MONTHS,
    HEADINGS,
    HIDDEN,
    INVENTED,
    LOST,
    MONTHS,
    NTHS,
    OPENERS,
    SLIPS,
    SWAPS,
    TITLES,
    WEEKDAYS,
)

CLASSES = ("number", "name", "word", "context", "not checkable", "other")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_PATH = re.compile(r"\]\([^)]*\)")
_ABBREVIATED = re.compile(r"\b(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec|U\.S|a\.m|p\.m)\.$")


@dataclass(frozen=True)
class Planted:
    """One changed text; ``where`` shows the change."""

    group: str
    kind: str
    text: str
    where: str


class Page:
    """A file with the stretches of it that readers read: title, description and body, without links' targets."""

    def __init__(self, text):
        self.text = text
        head, _, body = text.partition("\n---\n")
        self.body = len(text) - len(body)
        self.stretches = [
            (m.start(1), m.end(1)) for m in re.finditer(r"^(?:title|description): (.*)$", head, re.MULTILINE)
        ]
        start = self.body
        for path in _PATH.finditer(text, start):
            self.stretches.append((start, path.start()))
            start = path.end()
        self.stretches.append((start, len(text)))

    def find(self, pattern):
        """Yield where readers read the pattern."""
        for start, end in self.stretches:
            yield from re.compile(pattern).finditer(self.text, start, end)

    def line(self, at):
        """Return the line around a place."""
        return self.text[self.text.rfind("\n", 0, at) + 1 : (self.text + "\n").find("\n", at)]

    def sentences(self):
        """Yield (start, end) of the sentences of running text and of list items."""
        for block in re.finditer(r"^(?!#|\||!\[|\*\*What to know)(?:- )?(.+)$", self.text[self.body :], re.MULTILINE):
            start = self.body + block.start(1)
            for end in re.finditer(r"[.!?](?=\s|$)", block[1]):
                at = self.body + block.start(1) + end.end()
                if _ABBREVIATED.search(self.text[start:at]) and at < self.body + block.end(1):
                    continue
                yield start, at
                start = at + 1

    def put(self, group, kind, start, end, new):
        """Return the text with a stretch replaced."""
        changed = self.text[:start] + new + self.text[end:]
        around = changed[max(0, start - 40) : start + len(new) + 30].replace("\n", " ")
        return Planted(group, kind, changed, f"{self.text[start:end]!r} -> {new!r} in …{around}…")


def errors(text):
    """Yield every error of every kind."""
    page = Page(text)
    for make in (_digits, _signs, _units, _times, _counts, _swapped, _words, _turned, _lost, _invented, _headlines,
                 _hidden, _slips):  # fmt: skip
        yield from make(page)


# Numbers


def _digits(page):
    for number in page.find(_NUMBER):
        for at in range(number.start(), number.end()):
            if page.text[at].isdigit():
                new = str((int(page.text[at]) + (1, 5)[at % 2]) % 10)
                yield page.put("number", "digit", at, at + 1, new)
    for found in page.find(r"(?<=\d)\.(?=\d)"):
        yield page.put("number", "lost point", found.start(), found.end(), "")
    for found in page.find(r"(?<=\d)\.(\d)(?=%)"):
        yield page.put("number", "moved point", found.start(), found.end(), f"{found[1]}.0")


def _signs(page):
    for found in page.find(r"(?<![\w-])-(?=\$?\d)"):
        yield page.put("number", "sign", found.start(), found.end(), "")
    for found in page.find(r"(?<![\w.,$-])(?=\$?\d[\d.,]*(?:%| (?:million|billion)))"):
        yield page.put("number", "sign", found.start(), found.end(), "-")


def _units(page):
    for found in page.find(r"(?<=\d)%(?! to \d)"):
        # "5 to 10%" says the same as "5% to 10%", and an index of volatility is quoted with and without the sign.
        if "olatility index" not in page.line(found.start()):
            yield page.put("number", "unit", found.start(), found.end(), "")
    for found in page.find(r"(?<=\d)%"):
        yield page.put("number", "unit", found.start(), found.end(), " points")
    for found in page.find(r"\$(?=\d)"):
        yield page.put("number", "unit", found.start(), found.end(), "")
    for found in page.find(r"(?<=\d) (?:percentage )?points"):
        yield page.put("number", "unit", found.start(), found.end(), "%")
    yield from _pairs(page, "number", "scale")


def _times(page):
    for names in (MONTHS, FULL_MONTHS):
        for found in page.find(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")(?=[\s'.,)])"):
            new = names[(names.index(found[0]) + 1) % 12]
            yield page.put("number", "month", found.start(), found.end(), new)
    for found in page.find(r"\b(?:" + "|".join(WEEKDAYS) + r")\b"):
        new = WEEKDAYS[(WEEKDAYS.index(found[0]) + 2) % 7]
        yield page.put("number", "weekday", found.start(), found.end(), new)
    for found in page.find(r"(?<=\d\d) UTC"):
        yield page.put("number", "time zone", found.start(), found.end(), " EST")
    yield from _pairs(page, "number", "window")


def _counts(page):
    for names in (COUNTS[1:], NTHS[2:]):
        for found in page.find(r"(?<![\w-])(?:" + "|".join(names) + r")(?![\w]|-quarters)"):
            new = names[(names.index(found[0]) + 1) % len(names)]
            yield page.put("number", "count", found.start(), found.end(), new)
    yield from _pairs(page, "number", "amount")


def _swapped(page):
    """Two numbers of a line for one another."""
    text = page.text
    for one, other in itertools.pairwise(page.find(_NUMBER)):
        if "\n" in text[one.end() : other.start()] or float(one[0].replace(",", "")) == float(
            other[0].replace(",", "")
        ):
            continue
        changed = text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]
        where = f"{one[0]} <-> {other[0]} near …{text[max(0, one.start() - 30) : other.end() + 10]!r}…"
        yield Planted("number", "swapped", changed, where)


# Words for others of their kind


def _words(page):
    for group, kinds in (
        ("name", ("asset", "venue", "metric")),
        ("word", ("direction", "unheard-of direction", "strength", "band", "side", "superlative", "above or below",
                  "more or less", "hedge", "plain word turned")),
        ("context", ("from or to", "since or before", "who pays", "certainty", "period")),
    ):  # fmt: skip
        for kind in kinds:
            yield from _pairs(page, group, kind)


def _pairs(page, group, kind):
    for one, other in SWAPS[kind]:
        for found in page.find(rf"(?<![\w-]){re.escape(one)}(?![\w-])"):
            if not _is_idle(page.text, found):
                yield page.put(group, kind, found.start(), found.end(), other)


def _is_idle(text, found):
    """Whether a word is not used in the sense that the list has it in."""
    before, after = text[: found.start()].rstrip()[-12:], text[found.end() :].lstrip()[:12]
    if found[0] in ("up", "down"):
        return before.endswith(("add", "adds", "made", "make", "pay", "pays"))
    if found[0] == "past":
        return after.startswith(("day", "week", "month", "year", "three", "30"))
    return found[0] == "over" and after[:1].isdigit()


def _turned(page):
    for found in page.find(r"(?<=[a-z]) (?:is|was|are|were|has|have|had)(?= [a-z\d$])"):
        yield page.put("context", "negation", found.end(), found.end(), " not")
    for found in page.find(r" (?=(?:rose|fell|gained|lost|slipped|dropped|climbed|paid) )"):
        yield page.put("context", "negation", found.end(), found.end(), "never ")
    for number, (_, end) in enumerate(page.sentences()):
        clause = CAUSES[number % len(CAUSES)]
        yield page.put("context", "invented cause", end - 1, end - 1, f", {clause}")
    for number, found in enumerate(page.find(r"(?<= )(?:rose|fell|gained|lost|climbed|dropped|added|slipped)(?= )")):
        degree = DEGREES[number % len(DEGREES)]
        yield page.put("word", "degree", found.end(), found.end(), f" {degree}")


def _lost(page):
    """Names and times that a number cannot do without, and the ground that a headline stands on."""
    for kind, pattern in LOST:
        for found in page.find(pattern):
            yield page.put("context", kind, found.start(), found.end(), "")
    title = re.search(r"^title: (.*)$", page.text[: page.body], re.MULTILINE)[1]
    # The day of a title is when it was written.
    for figure in re.findall(r"\$?\d[\d,.]*\d%|\$\d[\d,.]*\d", title):
        bare = page.text[page.body :]
        for start, end in reversed([(a, b) for a, b in page.sentences() if figure in page.text[a:b]]):
            bare = bare[: start - page.body] + bare[end - page.body :]
        bare = re.sub(rf"(?m)^(?:\||!\[)[^\n]*{re.escape(figure)}[^\n]*\n", "", bare)
        if bare != page.text[page.body :]:
            text = page.text[: page.body] + bare
            yield Planted("context", "headline without its ground", text, f"no sentence tells {figure} any more")


def _hidden(page):
    """Words that are no sentence, and that readers come to see."""
    first = page.text.index("\n\n", page.body + 2) + 2
    for number, (before, after) in enumerate(HIDDEN):
        new = f"{before}{INVENTED[number].removesuffix('.')}{after}\n\n"
        yield page.put("not checkable", "hidden words", first, first, new)


def _invented(page):
    """Claims that no word of direction and no number gives away, as sentences, clauses, headings, items, captions."""
    group = "not checkable"
    ends = [end for _, end in page.sentences()]
    for number, sentence in enumerate(INVENTED):
        at = ends[number * 7 % len(ends)]
        yield page.put(group, "sentence", at, at, f" {sentence}")
        if page.text[page.body + 1 : page.body + 3] != "**":
            yield page.put(group, "first sentence", page.body + 1, page.body + 1, f"{sentence} ")
    for number, (_, end) in enumerate(page.sentences()):
        clause = CLAUSES[number % len(CLAUSES)]
        yield page.put(group, "clause", end - 1, end - 1, f", {clause}")
    for number, (start, _) in enumerate(page.sentences()):
        opener = OPENERS[number % len(OPENERS)]
        new = f"{opener} {page.text[start].lower() if page.text[start : start + 3] != 'XRP' else 'X'}"
        if page.text[start].isupper():
            yield page.put(group, "clause", start, start + 1, new)
    blocks = [found.end() for found in re.finditer(r"\n\n", page.text[page.body :])]
    for number, heading in enumerate(HEADINGS):
        at = page.body + blocks[number * 3 % len(blocks)]
        yield page.put(group, "heading", at, at, f"## {heading}\n\n")
        yield page.put(group, "list item", at, at, f"- {INVENTED[number]}\n\n")
        yield page.put(group, "label", at, at, f"**{heading}.** {INVENTED[number]}\n\n")
        yield page.put(group, "table row", at, at, f"| {heading} | yes | no |\n\n")
        yield page.put(group, "quotation", at, at, f'> "{INVENTED[number]}"\n\n')
    for number, found in enumerate(page.find(r"(?<=!\[)[^\]]+")):
        yield page.put(group, "picture text", found.start(), found.end(), INVENTED[number])
    for number, found in enumerate(re.finditer(r"^## (.+)$", page.text, re.MULTILINE)):
        yield page.put(group, "heading", found.start(1), found.end(1), HEADINGS[number])


def _headlines(page):
    found = re.search(r'^title: "?(.*?)"?$', page.text[: page.body], re.MULTILINE)
    for title in TITLES:
        yield page.put("not checkable", "headline", found.start(1), found.end(1), title)
    front = re.search(r"^stance: (.*)$", page.text[: page.body], re.MULTILINE)
    for stance in ("greed", "fear", "neutral"):
        if stance != front[1]:
            yield page.put("context", "front matter", front.start(1), front.end(1), stance)


# Slips of the pen


def _slips(page):
    """Slips of language: a pattern of the text rewritten, or a sentence of them put in."""
    for kind, pattern, new in SLIPS:
        for found in page.find(pattern):
            written = found.expand(new) if isinstance(new, str) else new(found)
            if written != found[0]:
                yield page.put("other", kind, found.start(), found.end(), written)
