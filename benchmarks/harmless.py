"""Harmless edits of a finished article: what an editor does every day, and every statement stays true.

Works on the Markdown of any article, by lists of its own, like the errors that ``planted`` makes.
"""

import random
import re
from decimal import ROUND_HALF_UP, Decimal

from benchmarks.planted import Page, Planted

#: Rewordings that say the same.
SYNONYMS = [
    ("stood at", "was at"), ("that we track", "which we follow"), ("in a row", "running"),
    ("traders", "market participants"), ("closed at", "ended at"), ("closed", "finished"),
    ("had touched", "had hit"), ("led by", "headed by"), ("made up", "formed"), ("Calls made up", "Calls were"),
    ("the extra volatility", "the additional volatility"), ("ending at", "finishing at"),
    ("Written by rules", "Produced by rules"), ("counts as", "is classed as"), ("normally", "typically"),
    ("As a rule", "In general"), ("their pay for", "their reward for"), ("the wait", "the waiting time"),
    ("usual", "customary"), ("is the lowest", "stands as the lowest"), ("ended", "finished"),
    ("over the past year", "in the past year"), ("reads", "stands at"), ("The wider market", "The broader market"),
    ("usually", "normally"),
    ("set on", "reached on"), ("That is", "This is"), ("It has been", "It has stayed"), ("was 4", "came to 4"),
    ("at which", "where"), ("runs from", "ranges from"), ("in dollar terms", "measured in dollars"),
    ("beside", "next to"), ("latest", "most recent"), ("accounts for", "represents"), ("classified as", "rated as"),
    ("consistent with", "compatible with"), ("additional", "further"), ("rather than", "instead of"),
    ("at stake", "in play"), ("purchased", "bought"), ("insure", "protect"), ("swings", "moves"),
    ("equities", "stocks"), ("combines", "blends"), ("score", "gauge"), ("owns", "holds"), ("holds", "owns"),
    ("our list", "our roster"), ("usually", "as a rule"), ("question", "issue"), ("willing", "ready"),
    ("extended across", "spread across"), ("established", "reached"), ("computed", "calculated"),
    ("published", "released"), ("evidence file", "file of evidence"), ("among them", "including"),
    ("consecutive", "successive"), ("means", "implies"), ("allow for", "leave room for"), ("cryptocurrency", "coin"),
    ("chart", "graph"), ("readings", "values"), ("maturity", "term"), ("each contract", "every contract"),
    ("traders want", "traders seek"), ("at the time", "at that time"), ("depends on", "hinges on"),
]  # fmt: skip


def harmless(text, count, seed):
    """Yield edits that leave every statement as true as it was: all rewordings, and ``count`` tries of the others."""
    draw = random.Random(seed)
    page = Page(text)
    makers = (_deleted, _moved, _emphasized, _cut, _rounded, _heading, _linked, _wrapped)
    cases = [*_reworded(page), *(makers[number % len(makers)](page, draw) for number in range(count))]
    seen = set()
    for case in cases:
        if case is not None and case.text not in seen:
            seen.add(case.text)
            yield case


def _put(page, kind, start, end, new):
    return page.put("true", kind, start, end, new)


def _pick(draw, cases):
    return draw.choice(cases) if cases else None


def _figures(text):
    return set(re.findall(r"\d[\d,.]*\d|\d", text))


def _deleted(page, draw):
    """A sentence gone that others do not lean on: the last of its paragraph, and not the headline's only ground."""
    title = re.search(r"^title: (.*)$", page.text, re.MULTILINE)[1]
    last = []
    for start, end in page.sentences():
        if page.text[end : end + 2] not in ("\n\n", "\n") or re.search("add up|unallocated", page.text[start:end]):
            continue
        rest = page.text[page.body : start] + page.text[end:]
        if _figures(title) & _figures(page.text[start:end]) - _figures(rest):
            continue
        if page.text[start - 2 : start] != "- " and page.text[start - 1] != "\n":
            last.append((start, end))
    chosen = _pick(draw, last)
    return None if chosen is None else _put(page, "sentence deleted", chosen[0] - 1, chosen[1], "")


def _moved(page, draw):
    parts = page.text[page.body :].strip("\n").split("\n\n")
    movable = [n for n, part in enumerate(parts) if part[0].isupper() and not part.startswith("**")]
    if len(movable) < 2:
        return None
    one, other = draw.sample(movable, 2)
    parts[one], parts[other] = parts[other], parts[one]
    changed = page.text[: page.body] + "\n" + "\n\n".join(parts) + "\n"
    return Planted("true", "paragraphs reordered", changed, f"paragraphs {one} and {other}")


def _reworded(page):
    for one, other in SYNONYMS:
        for found in page.find(rf"(?<![\w-]){re.escape(one)}(?![\w-])"):
            if found.start() > page.body:
                yield _put(page, "synonym", found.start(), found.end(), other)


def _emphasized(page, draw):
    found = _pick(draw, list(page.find(r"(?<= )(?:the|of|on|at|in|and) (?=[a-z])")))
    if found is None or found.start() < page.body:
        return None
    return _put(page, "emphasis", found.start(), found.end() - 1, f"*{found[0].strip()}*")


def _cut(page, draw):
    """A comparison with the past cut from the end of a sentence."""
    found = _pick(draw, list(page.find(r",[^,.;]*\d[\d.]*%? (?:a day|a week) earlier(?=\.\s)")))
    return None if found is None else _put(page, "clause cut", found.start(), found.end(), "")


def _rounded(page, draw):
    """A percentage to whole ones, half up, where that leaves more than nothing."""
    found = _pick(draw, [each for each in page.find(r"(?<=[ -])(\d+\.\d)(?=%)") if Decimal(each[1]) >= 2])
    # What is printed to one place and ends in 5 may have been rounded up to it: its next rounding is not known.
    if found is None or found[1].endswith(".5") or found.start() < page.body or "|" in page.line(found.start()):
        return None
    whole = Decimal(found[1]).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return _put(page, "rounded coarser", found.start(), found.end(), str(whole))


def _heading(page, draw):
    """A heading moved to before the paragraph after it."""
    found = _pick(draw, list(re.finditer(r"^(## [^\n]+\n\n)((?![#|!-])[^\n]+\n\n)", page.text, re.MULTILINE)))
    if found is None:
        return None
    return _put(page, "heading moved", found.start(), found.end(), found[2] + found[1])


def _linked(page, draw):
    found = _pick(draw, list(page.find(r"(?<= )(?:extra volatility|wait until settlement|standard deviation)(?= |,)")))
    if found is None or found.start() < page.body:
        return None
    return _put(page, "link", found.start(), found.end(), f"[{found[0]}](https://example.org/words#w-1)")


def _wrapped(page, draw):
    """A line broken where a space was."""
    found = _pick(draw, [each for each in page.find(r"(?<=[a-z,]) (?=[a-z])") if each.start() > page.body])
    if found is None or page.line(found.start()).startswith(("#", "|", "-", "!")):
        return None
    return _put(page, "line broken", found.start(), found.end(), "\n")
