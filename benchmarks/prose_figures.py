"""What is measured of a run of issues, each figure with the limit that it must hold."""

import re
from dataclasses import dataclass, field

from benchmarks.prose_grammar import findings
from benchmarks.prose_words import grade, words

#: Words a sentence on average, at least and at most; the longest; the share of those under eight words.
MEAN = (15.0, 20.0)
LONGEST = 32
SHORT = 8
SHORT_SHARE = 0.15
GRADE = (9.0, 11.0)
QUANTITIES = (0.7, 1.2)
#: Overlap of four-grams with any of so many issues before; lead frames and headline patterns likewise.
OVERLAP = 0.20
OVERLAP_ISSUES = 14
FRAME_ISSUES = 14
HEADLINE_ISSUES = 5

_EDGES = re.compile(r"^[^\w$%-]+|[^\w%]+$")


@dataclass(frozen=True)
class Cell:
    """One figure of one edition against its limit."""

    what: str
    limit: str
    shown: str
    held: bool


@dataclass
class Figures:
    """The figures of one edition, or of all together."""

    issues: int
    sentences: int
    mean: float
    longest: int
    short: float
    grade: float
    quantities: float
    overlap: float
    overlap_mean: float
    frames: int
    headlines: int
    patterns: int
    harper: int | None
    worst: list[str] = field(default_factory=list)

    @staticmethod
    def lines(of):
        """Return the figures as cells, in the order of the table."""
        return [
            Cell("issues", "", f"{of.issues}", True),
            Cell("sentences", "", f"{of.sentences}", True),
            Cell("mean sentence, words", "15 to 20", f"{of.mean:.1f}", MEAN[0] <= of.mean <= MEAN[1]),
            Cell("longest sentence, words", f"{LONGEST}", f"{of.longest}", of.longest <= LONGEST),
            Cell(f"under {SHORT} words", f"{SHORT_SHARE:.0%}", f"{of.short:.1%}", of.short <= SHORT_SHARE),
            Cell("Flesch-Kincaid grade", "9 to 11", f"{of.grade:.1f}", GRADE[0] <= of.grade <= GRADE[1]),
            Cell("quantities a sentence", "0.7 to 1.2", f"{of.quantities:.2f}",
                 QUANTITIES[0] <= of.quantities <= QUANTITIES[1]),
            Cell("four-gram overlap, worst of 14", f"{OVERLAP:.0%}", f"{of.overlap:.1%}", of.overlap <= OVERLAP),
            Cell("four-gram overlap, mean of 14", "", f"{of.overlap_mean:.1%}", True),
            Cell("lead frames repeated within 14", "0", f"{of.frames}", of.frames == 0),
            Cell("headline patterns repeated within 5", "0", f"{of.headlines}", of.headlines == 0),
            Cell("headline patterns used", "", f"{of.patterns}", True),
            Cell("kinds of harper findings", "0", "-" if of.harper is None else f"{of.harper}", not of.harper),
        ]  # fmt: skip

    def plain(self):
        """Return the figures as values for programs."""
        return dict(vars(self))


def grams(issue):
    """Return an issue's four-grams: words lower-cased, numbers as printed, none across two sentences."""
    found = set()
    for said in issue.said:
        told = [_EDGES.sub("", word).lower() for word in words(said.text)]
        found.update(zip(told, told[1:], told[2:], told[3:], strict=False))
    return found


def overlaps(issues):
    """Yield for each issue its share of four-grams in each of the last 14: (share, issue, earlier one)."""
    cut = [grams(issue) for issue in issues]
    for n, issue in enumerate(issues):
        for before in range(max(0, n - OVERLAP_ISSUES), n):
            if cut[n]:
                yield len(cut[n] & cut[before]) / len(cut[n]), issue, issues[before]


def repeats(names, within):
    """Return where a name stands that stood among the last so many before it."""
    return [n for n, name in enumerate(names) if name in names[max(0, n - within) : n]]


def figures(issues, parts=()):
    """Return the figures of one edition's issues in the order of days; ``parts``: of the editions that make them up."""
    said = [(issue, each) for issue in issues for each in issue.said]
    cut = [words(each.text) for _, each in said]
    lengths = [len(each) for each in cut]
    at = max(range(len(said)), key=lengths.__getitem__)
    shared = [] if parts else sorted(overlaps(issues), key=lambda each: each[0], reverse=True)
    frames = [] if parts else repeats([issue.frame for issue in issues], FRAME_ISSUES - 1)
    heads = [] if parts else repeats([issue.headline for issue in issues], HEADLINE_ISSUES - 1)
    told = None if parts else findings({(each.text, each.template) for _, each in said})
    kept = Figures(
        issues=len(issues),
        sentences=len(said),
        mean=sum(lengths) / len(lengths),
        longest=lengths[at],
        short=sum(length < SHORT for length in lengths) / len(lengths),
        grade=grade(cut),
        quantities=sum(each.quantities for _, each in said) / len(said),
        overlap=max([each.overlap for each in parts] if parts else [share for share, _, _ in shared], default=0.0),
        overlap_mean=_mean([each.overlap_mean for each in parts] if parts else [share for share, _, _ in shared]),
        frames=sum(each.frames for each in parts) if parts else len(frames),
        headlines=sum(each.headlines for each in parts) if parts else len(heads),
        patterns=len({issue.headline for issue in issues}),
        harper=_harper(parts) if parts else None if told is None else len(told),
    )
    if parts:
        return kept
    issue, longest = said[at]
    kept.worst.append(
        f"{issue.edition}: longest, {lengths[at]} words, {issue.slug}, {longest.template}: {longest.text}"
    )
    if shared:
        share, issue, before = shared[0]
        kept.worst.append(f"{issue.edition}: {share:.1%} of {issue.slug} stood in {before.slug}")
    kept.worst += [f"{issues[n].edition}: lead frame {issues[n].frame} again, {issues[n].slug}" for n in frames[:3]]
    kept.worst += [f"{issues[n].edition}: headline {issues[n].headline} again, {issues[n].slug}" for n in heads[:3]]
    kept.worst += [f"{issues[0].edition}: harper: {each}" for each in (told or [])[:12]]
    return kept


def _mean(values):
    return sum(values) / len(values) if values else 0.0


def _harper(parts):
    counts = [each.harper for each in parts]
    return None if None in counts else sum(counts)
