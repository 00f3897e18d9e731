"""Mutants of a finished article: each is the text with one thing in it made wrong, or harmlessly changed.

Knows nothing of the verifier or of the renderer: it works on the Markdown of any article, by
lists of its own. ``wrongs`` must each be refused, ``harmless`` must each pass.
"""

import itertools
import random
import re
from dataclasses import dataclass

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
FULL = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December"]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
NTHS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]

#: Words that may stand for one another in a sentence and make it false.
SWAPS = {
    "direction": [
        ("rose", "fell"), ("rises", "falls"), ("risen", "fallen"), ("rise", "fall"), ("rising", "falling"),
        ("gained", "lost"), ("gains", "losses"), ("gain", "loss"), ("gaining", "losing"), ("up", "down"),
        ("higher", "lower"), ("climbed", "dropped"), ("climbs", "drops"), ("climb", "drop"), ("advanced", "declined"),
        ("advances", "declines"), ("advance", "decline"), ("added", "shed"), ("grew", "shrank"), ("surged", "plunged"),
        ("surges", "plunges"), ("surge", "plunge"), ("soared", "tumbled"), ("soars", "tumbles"), ("jumped", "sank"),
        ("jumps", "sinks"), ("jump", "slump"), ("rally", "selloff"), ("rebound", "drop"), ("rebounds", "retreats"),
        ("took back", "gave back"), ("slipped", "climbed"), ("eased", "rose"), ("eases", "rises"), ("slips", "climbs"),
        ("little changed", "much dearer"), ("recovers", "retreats"), ("recovered", "gave back"),
        ("ticked up", "ticked down"), ("edged up", "edged down"), ("edges up", "edges down"), ("lifted", "lowered"),
    ],
    "unknown direction": [
        ("rose", "zoomed"), ("fell", "zonked"), ("gained", "mooned"), ("lost", "puked"), ("slipped", "wobbled"),
        ("dropped", "keeled"), ("rebounds", "ripples"), ("up", "askew"), ("down", "away"),
    ],
    "side": [("longs", "shorts"), ("Longs", "Shorts"), ("puts", "calls"), ("Puts", "Calls")],
    "level": [("above", "below"), ("past", "under"), ("under", "over"), ("inside", "outside"), ("more", "less")],
    "scale": [("million", "billion"), ("trillion", "billion"), ("thousand", "million")],
    "superlative": [
        ("largest", "smallest"), ("highest", "lowest"), ("most", "least"), ("strongest", "weakest"),
        ("biggest", "smallest"), ("best", "worst"),
    ],
    "asset": [
        ("Bitcoin", "Ether"), ("bitcoin", "ether"), ("solana", "dogecoin"), ("Solana", "XRP"), ("XRP", "BNB"),
        ("BTC", "ETH"), ("Nasdaq-100", "S&P 500"), ("VIX", "dollar index"), ("memecoins", "AI tokens"),
        ("Memecoins", "AI tokens"), ("gold", "bitcoin"), ("PIPPIN", "PEPE"), ("dogecoin", "cardano"),
        ("Dogecoin", "Tron"),
    ],
    "venue": [
        ("Binance", "Bybit"), ("Deribit", "Binance"), ("Alternative.me", "Coinglass"), ("Coinglass", "Kraken"),
        ("CoinDesk", "Coinglass"), ("all venues", "Binance"), ("Hyperliquid", "OKX"),
    ],
    "unit": [
        ("days", "weeks"), ("weeks", "days"), ("week", "month"), ("points", "percent"), ("hours", "days"),
        ("day", "week"), ("months", "years"), ("years", "months"), ("year", "month"),
    ],
    "label": [
        ("extreme fear", "fear"), ("extreme fear", "greed"), ("panic", "calm"), ("weak", "heated"), ("heated", "weak"),
        ("neutral", "panic"), ("contango", "backwardation"), ("backwardation", "contango"), ("mixed", "flat"),
    ],
    "metric": [
        ("basis", "skew"), ("skew", "basis"), ("funding", "basis"), ("Funding", "Skew"), ("futures premium", "skew"),
        ("open interest", "volume"), ("Open interest", "Volume"), ("implied volatility", "realized volatility"),
        ("Fear & Greed Index", "volatility index"), ("liquidations", "outflows"), ("record", "low"), ("low", "high"),
    ],
    "window": [
        ("a day earlier", "a week earlier"), ("a week earlier", "a day earlier"), ("one-week", "one-month"),
        ("three-month", "six-month"), ("Three-month", "Six-month"), ("One-week", "One-day"), ("one-day", "one-week"),
        ("more than", "almost"), ("almost", "more than"), ("at least", "at most"),
        ("a week ago", "a month ago"), ("seven days", "three days"),
    ],
    "relation": [("from", "to"), ("since", "before"), ("paid", "received"), ("paying", "receiving")],
    "fraction": [("three-quarters", "half"), ("half", "a third"), ("all", "none")],
}  # fmt: skip
#: Rewordings that say the same.
SYNONYMS = [
    ("stood at", "was at"), ("that we track", "which we follow"), ("in a row", "running"), ("read", "came in at"),
    ("lean toward", "seek"), ("traders", "market participants"), ("closed at", "ended at"), ("closed", "finished"),
    ("reported", "said"), ("had touched", "had hit"), ("led by", "headed by"), ("made up", "formed"),
    ("demand", "appetite"), ("the extra volatility", "the additional volatility"),
    ("ending at", "finishing at"), ("Written by rules", "Produced by rules"),
]  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed text; ``where`` shows the change."""

    kind: str
    text: str
    where: str


@dataclass(frozen=True)
class _Text:
    """A file with the stretches of it that readers read: title, description and body."""

    text: str

    @property
    def stretches(self):
        head, _, body = self.text.partition("\n---\n")
        for found in re.finditer(r"^(?:title|description): (.*)$", head, re.MULTILINE):
            yield found.start(1), found.end(1)
        yield len(self.text) - len(body), len(self.text)

    def find(self, pattern):
        for start, end in self.stretches:
            yield from re.compile(pattern).finditer(self.text, start, end)

    def put(self, kind, start, end, new):
        changed = self.text[:start] + new + self.text[end:]
        around = changed[max(0, start - 30) : start + len(new) + 30].replace("\n", " ")
        return Mutant(kind, changed, f"{self.text[start:end]!r} -> {new!r} in …{around}…")


def wrongs(markdown, seed=0):
    """Yield every mutant of every kind; two numbers swapped are drawn by ``seed``."""
    page = _Text(markdown)
    yield from digits(page)
    yield from signs(page)
    yield from words(page)
    yield from times(page)
    yield from negations(page)
    yield from swapped(page, random.Random(seed))


def digits(page):
    """Each digit of each number, made one more or five more by turns."""
    for number in page.find(NUMBER):
        for at in range(number.start(), number.end()):
            if page.text[at].isdigit():
                yield page.put("digit", at, at + 1, str((int(page.text[at]) + (1, 5)[at % 2]) % 10))


def signs(page):
    """Minus signs lost and put in, decimal points lost, percent and dollar signs lost."""
    for found in page.find(r"(?<![\w-])-(?=\$?\d)"):
        yield page.put("lost minus", found.start(), found.end(), "")
    for found in page.find(r"(?<=\d)\.(?=\d)"):
        yield page.put("lost point", found.start(), found.end(), "")
    for found in page.find(r"(?<![\w.,$-])(?=\$?\d[\d.,]*(?:%| (?:million|billion)))"):
        yield page.put("new minus", found.start(), found.end(), "-")
    for found in page.find(r"(?<=\d)%(?! to \d)"):
        # "5 to 10%" says the same as "5% to 10%".
        line = _line(page.text, found.start())
        if "olatility index" not in line and "gauge of expected swings" not in line:
            # An index of volatility is quoted with and without the sign.
            yield page.put("unit", found.start(), found.end(), "")
    for found in page.find(r"(?<=\d)%"):
        yield page.put("unit", found.start(), found.end(), " points")
    for found in page.find(r"\$(?=\d)"):
        yield page.put("unit", found.start(), found.end(), "")


def _line(text, at):
    return text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)]


def words(page):
    """Words for others of their kind, both ways."""
    for kind, pairs in SWAPS.items():
        for one, other in {*pairs, *((b, a) for a, b in pairs if kind not in ("unknown direction", "window"))}:
            for found in page.find(rf"(?<![\w-]){re.escape(one)}(?![\w-])"):
                if one in ("past", "over", "more", "most", "up", "down") and _is_idle(page.text, found):
                    continue
                yield page.put(kind, found.start(), found.end(), other)


def _is_idle(text, found):
    """Whether a word is not used in the sense that the list has it in."""
    before, after = text[: found.start()].rstrip()[-12:], text[found.end() :].lstrip()[:12]
    word = found[0]
    if word == "over":
        return True
    if word in ("up", "down"):
        return before.endswith(("add", "adds", "made", "make", "pay"))
    return word == "past" and after.startswith(("day", "week", "month", "year"))


def times(page):
    """Months, weekdays, spelled counts and ordinals."""
    for names in (MONTHS, FULL):
        for found in page.find(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")(?=[\s'.,)])"):
            yield page.put("month", found.start(), found.end(), names[(names.index(found[0]) + 1) % 12])
    for found in page.find(r"\b(?:" + "|".join(WEEKDAYS) + r")\b"):
        yield page.put("weekday", found.start(), found.end(), WEEKDAYS[(WEEKDAYS.index(found[0]) + 2) % 7])
    for names in (COUNTS[1:], NTHS[2:]):
        for found in page.find(r"(?<![\w-])(?:" + "|".join(names) + r")(?![\w]|-quarters)"):
            yield page.put("count", found.start(), found.end(), names[(names.index(found[0]) + 1) % len(names)])


def negations(page):
    """A "not" behind each auxiliary, and "did not" before verbs of direction."""
    for found in page.find(r"(?<=[a-z]) (?:is|was|are|were|has|have|had|had been)(?= [a-z\d$])"):
        yield page.put("not", found.end(), found.end(), " not")
    for found in page.find(r" (?=(?:rose|fell|gained|lost|slipped|dropped|climbed|paid) )"):
        yield page.put("not", found.end(), found.end(), "never ")


def swapped(page, draw, most=60):
    """Two numbers of a text for one another, of one line and of the whole text."""
    numbers = list(page.find(NUMBER))
    couples = [(a, b) for a, b in itertools.pairwise(numbers) if a[0] != b[0]]
    couples += [tuple(sorted(draw.sample(numbers, 2), key=lambda m: m.start())) for _ in range(most)]
    for one, other in couples:
        if float(one[0].replace(",", "")) == float(other[0].replace(",", "")):
            # 3% and $3.0 billion are as true the other way round.
            continue
        text = page.text
        changed = text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]
        yield Mutant(
            "swap", changed, f"{one[0]} <-> {other[0]} near …{text[max(0, one.start() - 30) : one.end() + 20]!r}…"
        )


# Harmless changes


def harmless(markdown, count=200, seed=0):
    """Yield ``count`` edits that leave every statement as true as it was."""
    draw = random.Random(seed)
    page = _Text(markdown)
    makers = [_deleted, _deleted, _moved_block, _reworded, _reworded, _softened]
    made = 0
    tries = 0
    while made < count and tries < count * 20:
        tries += 1
        mutant = draw.choice(makers)(page, draw)
        if mutant is not None:
            made += 1
            yield mutant


def _sentences(page):
    start = len(page.text) - len(page.text.partition("\n---\n")[2])
    for found in re.finditer(
        r"(?:(?<=\n)|(?<=[.!?] ))(?=[A-Z*$])[^|\n#-][^|\n]*?[.!?](?=\s+(?:[A-Z*$]|$)|\n)", page.text[start:]
    ):
        if not re.search(r"\b(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec|U\.S)\.$", found[0]):
            yield start + found.start(), start + found.end()


def _deleted(page, draw):
    """A sentence gone that others do not lean on: the last of its paragraph."""
    last = [(a, b) for a, b in _sentences(page) if page.text[b : b + 2] in ("\n\n", "\n")]
    start, end = draw.choice(last)
    if "add up" in page.text[start:end]:
        # Parts without their remainder would miss their whole in silence.
        return None
    return page.put("deleted", start, end, "")


def _moved_block(page, draw):
    blocks = page.text.partition("\n---\n")
    parts = blocks[2].strip("\n").split("\n\n")
    movable = [n for n, part in enumerate(parts) if part[0].isupper() and not part.startswith("**")]
    if len(movable) < 2:
        return None
    one, other = draw.sample(movable, 2)
    parts[one], parts[other] = parts[other], parts[one]
    text = blocks[0] + blocks[1] + "\n" + "\n\n".join(parts) + "\n"
    return Mutant("moved", text, f"paragraphs {one} and {other}")


def _reworded(page, draw):
    one, other = draw.choice(SYNONYMS)
    places = list(page.find(rf"(?<![\w-]){re.escape(one)}(?![\w-])"))
    if not places:
        return None
    found = draw.choice(places)
    return page.put("reworded", found.start(), found.end(), other)


def _softened(page, draw):
    """Emphasis put on or taken off a word that is no claim."""
    places = list(page.find(r"(?<= )(?:the|of|on|at|in|and) (?=[a-z])"))
    if not places:
        return None
    found = draw.choice(places)
    return page.put("emphasis", found.start(), found.end() - 1, f"*{found[0].strip()}*")
