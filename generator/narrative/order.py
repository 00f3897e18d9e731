"""Order: which moves stand in a section, one behind the other. What a day does not have is passed over."""

from typing import Final

BASIS: Final = (
    "basis-level", "basis-rank", "basis-frame", "basis-run", "basis-lasting", "basis-reading", "basis-curve",
    "basis-carry",
    "percentile-basis", "first-basis", "episodes-basis",
)  # fmt: skip
FUNDING: Final = (
    "funding", "funding-weighted", "funding-run", "funding-rank", "funding-reading", "percentile-funding",
    "first-funding", "episodes-funding", "funding-meaning",
)  # fmt: skip
INTEREST: Final = ("interest-coin", "interest-usd", "interest-implied", "interest-scope", "interest-box")
SKEW: Final = (
    "skew-level", "skew-rank", "skew-threshold", "skew-frame", "skew-front", "skew-analogue",
)  # fmt: skip
VOLATILITY: Final = (
    "iv-front", "term-shape", "dvol", "percentile-dvol", "first-dvol", "episodes-dvol", "implied-move", "calls-volume",
    "calls-stock", "vol-premium", "vol-premium-week", "butterfly",
)  # fmt: skip
LIQUIDATIONS: Final = (
    "liquidations-total", "liquidations-reading", "liquidations-own", "liquidations-parts", "liquidations-rest",
    "liquidations-share",
)  # fmt: skip
WIDER: Final = (
    "other-major", "ether-in-bitcoin", "large-coins", "rotation", "top-basket", "dominance", "coinbase-premium",
    "published-indices", "published-coins", "etf-flows", "stablecoins", "stocks", "correlation", "fear-greed",
    "episodes-mood",
)  # fmt: skip
WIDER_DULL: Final = WIDER[WIDER.index("fear-greed") :]
CONTEXT: Final = ("whole-period", "week-streak", "drawdown", "episodes-price")
MOOD: Final = ("fear-greed", "episodes-mood", "stocks", "correlation", "etf-flows", "stablecoins", "jgb")
#: What a publisher delivers by name is told wherever it is there.
PUBLISHED: Final = ("published-indices", "published-coins")
#: What the wider market offers in the markets edition, of which the most telling are told.
AROUND: Final = (
    "movers", "ether-in-bitcoin", "coinbase-premium", "baskets", "top-basket", "rotation", "dominance",
)  # fmt: skip
#: Behind the opening: what has most news in it of these, else of those below.
BEHIND: Final = (
    "day-rank", "unusual-move", "round-above", "round-below", "touched-low", "touched-high", "retraced", "days-in-row",
)  # fmt: skip
AROUND_A_DAY: Final = ("range", "week")

_EXPIRIES: Final = ("watch-expiry", "watch-expiry-large")
_STRIKES: Final = ("watch-strikes", "watch-gamma")
WATCH: Final = (
    "watch-range", "watch-basis", "watch-low", "watch-line", "watch-round", "watch-skew", "watch-cluster", *_STRIKES,
    *_EXPIRIES,
)  # fmt: skip
WATCH_DULL: Final = ("watch-range", "watch-basis", *_STRIKES, *_EXPIRIES)
WATCH_MARKETS: Final = ("watch-cluster", "watch-range", "watch-low", "watch-line", "watch-round", *_EXPIRIES)

#: The paragraphs of positioning in the markets edition, each of several sections above.
FUTURES_MARKETS: Final = (
    "funding", "funding-run", "funding-rank", "percentile-funding", "first-funding", "episodes-funding",
    "interest-coin", "interest-usd", "interest-scope", "interest-box", "basis-level", "basis-run", "basis-lasting",
    "basis-reading",
    "percentile-basis", "first-basis", "episodes-basis",
)  # fmt: skip
OPTIONS_MARKETS: Final = (
    "skew-level", "skew-threshold", "calls-volume", "calls-stock", "term-shape",
)  # fmt: skip
