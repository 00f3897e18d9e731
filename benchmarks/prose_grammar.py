"""What an offline grammar checker says of sentences, where it is installed; a desk's own words are known to it."""

import re
from functools import cache

try:
    import harper
except ImportError:  # an extra for development; everything else is measured without it
    harper = None

#: Words that are right here and in no dictionary.
DICTIONARY = (
    "bitcoin", "ether", "stablecoin", "stablecoins", "altcoin", "altcoins", "Deribit", "Binance", "Bybit",
    "Hyperliquid", "Kraken", "Coinbase", "Coinglass", "CoinDesk", "CoinGecko", "AltcoinStory", "Nasdaq", "XRP", "Solana",
    "Dogecoin", "Cardano", "UTC", "ETF", "ETFs", "VIX", "BTC", "ETH", "SOL", "annualized", "memecoin", "memecoins", "backwardation",
    "contango", "perpetuals", "Alternative.me",
)  # fmt: skip


#: A coin's symbol: no dictionary has them all.
_TICKER = re.compile(r"\b[A-Z][A-Z0-9]{1,9}\b(?![./])")
#: What the checker would split in two, and what it reads instead.
_READ_AS = {"Alternative.me": "Alternative", "AltcoinStory.com": "AltcoinStory"}
#: Rules of other style books: a list has no comma before its "and" here.
_NOT_OURS = ("OxfordComma", "NoOxfordComma")


@cache
def _linter():
    linter = harper.Linter(dialect=harper.Dialect.AMERICAN)
    linter.import_words([form for word in DICTIONARY for form in (word, f"{word}'s")])
    linter.set_lint_config(linter.get_lint_config() | dict.fromkeys(_NOT_OURS, False))
    return linter


def _read(text):
    """Return a text as the checker is given it: names in one piece, tickers as a word it knows."""
    for name, plain in _READ_AS.items():
        text = text.replace(name, plain)
    return _TICKER.sub("BTC", text)


def findings(texts):
    """Return one line a finding, sorted; None where no checker is installed."""
    if harper is None:
        return None
    return [
        f"{each.problem_text!r}: {each.message} [{text}]"
        for text in sorted(texts)
        for each in _linter().lint(_read(text), language=harper.Language.PLAINTEXT)
    ]
