"""The phrases that weigh most on the figures, for who writes them: the long, the dense, the short, the repeated."""

from collections import Counter, defaultdict
from dataclasses import replace

from benchmarks.prose_figures import GRADE, LONGEST, OVERLAP_ISSUES, SHORT, grams
from benchmarks.prose_words import grade, words
from generator.render.phrases import load_phrases

MOST = 25
_DENSE = 3


def _rows(found):
    """Return template → its sentences over all issues."""
    told = defaultdict(list)
    for group in found.values():
        for issue in group:
            for said in issue.said:
                told[said.template].append(said)
    return told


def _line(name, said):
    lengths = [len(words(each.text)) for each in said]
    longest = max(said, key=lambda each: len(words(each.text)))
    figures = sum(each.quantities for each in said) / len(said)
    return (
        f"  {name}: {len(said)} times, {sum(lengths) / len(said):.0f} words, at most {max(lengths)}, "
        f"{figures:.1f} quantities: {longest.text}"
    )


def repeated(found):
    """Return template → how many of its four-grams stood in one of the last issues, over all of them."""
    told = Counter()
    for group in found.values():
        cut = [grams(issue) for issue in group]
        for n, issue in enumerate(group):
            before = set().union(*cut[max(0, n - OVERLAP_ISSUES) : n])
            for said in issue.said:
                told[said.template] += len(grams(replace(issue, said=(said,))) & before)
    return told


def classes(told):
    """Return a line a class of phrases, those first whose phrases must come again soonest.

    A class is what states one thing with one strength: a move, with the same names, traits and rank of choice.
    """
    kin = defaultdict(list)
    for phrases in load_phrases().moves.values():
        for each in phrases:
            kind = (each.name.partition("/")[0], each.uses, each.when, each.unless, each.fallback)
            kin[kind].append(each.name)
    times = Counter(name for joined, said in told.items() for name in joined.split("+") for _ in said)
    used = {tuple(names): sum(times[name] for name in names) for names in kin.values()}
    ordered = sorted(used, key=lambda names: used[names] / len(names), reverse=True)
    return [f"  {', '.join(names)}: told {used[names]} times, {len(names)} ways" for names in ordered[: 2 * MOST]]


def listing(found):
    """Return the phrases that weigh most, as lines."""
    told = _rows(found)
    lengths = {name: max(len(words(each.text)) for each in said) for name, said in told.items()}
    figures = {name: sum(each.quantities for each in said) for name, said in told.items()}
    every = [len(words(each.text)) for said in told.values() for each in said]
    total = sum(every) / len(every)
    short = {name: sum(len(words(each.text)) < SHORT for each in said) for name, said in told.items()}
    pull = {name: sum(total - len(words(each.text)) for each in said) for name, said in told.items()}
    grades = {name: [grade([words(each.text)]) - GRADE[0] for each in said] for name, said in told.items()}
    down = {name: sum(below * len(words(each.text)) for below, each in zip(grades[name], said, strict=True))
            for name, said in told.items()}  # fmt: skip
    again = repeated(found)
    parts = [
        (f"over {LONGEST} words", [n for n in sorted(told, key=lengths.get, reverse=True) if lengths[n] > LONGEST]),
        ("most quantities, all told", sorted(told, key=figures.get, reverse=True)[:MOST]),
        (f"{_DENSE} quantities and more", [n for n in told if figures[n] >= _DENSE * len(told[n])]),
        (f"under {SHORT} words, most often", [n for n in sorted(told, key=short.get, reverse=True) if short[n]][:MOST]),
        ("what pulls the grade down most", sorted(told, key=down.get)[:MOST]),
        ("what pulls the mean down most", sorted(told, key=pull.get, reverse=True)[:MOST]),
    ]
    lines = []
    for heading, names in parts:
        lines += ["", heading, *(_line(name, told[name]) for name in names)]
    lines += ["", "four-grams that stood in one of the last issues, most often"]
    lines += [f"  {name}: {count} in {len(told[name])} sentences" for name, count in again.most_common(2 * MOST)]
    lines += ["", "classes of phrases that come again soonest", *classes(told)]
    return "\n".join(lines)
