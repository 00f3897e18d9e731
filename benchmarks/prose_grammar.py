"""What an offline grammar checker says of sentences, where it is installed; a desk's own words are known to it."""

import re
from functools import cache

from generator.model.names import load_names

try:
    import harper
except ImportError:  # an extra for development; everything else is measured without it
    harper = None

#: Words that are right here and in no dictionary.
DICTIONARY = """
    BTC USD stablecoin stablecoins altcoin altcoins memecoin memecoins annualized backwardation contango
    expiries perpetuals Nasdaq
    """
#: A coin's symbol, and what it is read as: no dictionary has them all.
_TICKER, _SYMBOL = re.compile(r"\b[A-Z][A-Z0-9]{1,9}\b(?!\.\w|/)"), "USD"
#: What the checker would split in two, and what it reads instead.
_READ_AS = {"Alternative.me": "Alternative", "Jan.": "January", "Feb.": "February", "Aug.": "August",
            "Sept.": "September", "Oct.": "October", "Nov.": "November", "Dec.": "December",
            "S&P": "Standard"}  # fmt: skip
#: Rules that do not hold here: our lists have no comma before their "and", longs are people and no verb, "March 27
#: $8.3 billion" is a date before a sum, options have expiries, "over all six venues" is over each of them, a label may
#: go "from fear to neutral", and long sentences are counted by themselves.
_NOT_OURS = (
    "OxfordComma", "NoOxfordComma", "MissingTo", "CurrencyPlacement", "MassNouns", "LongSentences", "Overall",
    "ToTwoToo",
)  # fmt: skip


@cache
def _coins():
    """Return the pattern of coins' names in lower case."""
    found = [each.name for each in load_names().assets.values() if each.name.islower() and each.name.isascii()]
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, found), key=len, reverse=True))})\b")


@cache
def _linter():
    linter = harper.Linter(dialect=harper.Dialect.AMERICAN)
    known = load_names()
    called = [*known.venues.values(), *(word for each in known.assets.values() for word in (each.title, *each.words))]
    own = [*DICTIONARY.split(), *(word for name in called for word in name.split())]
    linter.import_words([form for word in dict.fromkeys(own) for form in (word, f"{word}'s")])
    linter.set_lint_config(linter.get_lint_config() | dict.fromkeys(_NOT_OURS, False))
    return linter


def _read(text):
    """Return a text as the checker is given it: names in one piece, tickers as a word it knows."""
    for name, plain in _READ_AS.items():
        text = text.replace(name, plain)
    return _coins().sub("bitcoin", _TICKER.sub(_SYMBOL, text))


def findings(said):
    """Return one line a kind of finding, the most frequent first; None where no checker is installed.

    Args:
        said: Pairs of a text and the phrase that it came from.
    """
    if harper is None:
        return None
    told = {}
    for text, template in sorted(said):
        for each in _linter().lint(_read(text), language=harper.Language.PLAINTEXT):
            told.setdefault((each.problem_text, each.message), []).append((template, text))
    lines = []
    for (problem, message), places in sorted(told.items(), key=lambda item: -len(item[1])):
        phrases = ", ".join(sorted({template for template, _ in places})[:4])
        lines.append(f"{len(places)} times {problem!r}: {message} ({phrases}) [{places[0][1]}]")
    return lines
