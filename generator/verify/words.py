"""The verifier's own words: which forms assert something, and what they assert.

Kept by hand and apart from every list that the renderer has, so that a slip there is not
repeated here. A form is written as it is read, in lower case; several words make a phrase.
"""

from typing import Final

Forms = dict[str, str]

#: Superlatives, by what they say: an extreme of value, or of size whatever its sign.
RANKS: Final[Forms] = {
    "high": "highest dearest strongest best hottest priciest richest",
    "low": "lowest cheapest weakest worst",
    "large": "largest biggest most greatest steepest sharpest heaviest deepest broadest widest fastest costliest",
    "small": "smallest least fewest slightest mildest shallowest narrowest slowest tightest thinnest",
}
RECORDS: Final = ("record high", "record low", "all-time high", "all-time low", "record-high", "record-low")

#: Words that set a value above (1) or below (-1) another. The second list is also used
#: for other things, so that it is read only where a claim asks for it.
LEVELS: Final[Forms] = {
    "1": "above exceeds exceeded exceeding topped tops topping surpassed surpasses",
    "-1": "below beneath under",
}
LOOSE_LEVELS: Final[Forms] = {"1": "over past beyond", "0": "inside within"}
COMPARES: Final[Forms] = {
    "1": "more higher dearer costlier larger bigger greater stronger heavier hotter pricier richer",
    "-1": "less lower cheaper fewer smaller weaker lighter thinner cooler milder",
}
COMPARE_PHRASES: Final[Forms] = {"1": "more expensive", "-1": "less expensive"}

#: Words that say that an extreme equals an earlier one.
TIES: Final = "matches matched matching equals equaled equalled equaling equalling"

#: Words that can stand for the asset last named.
PRONOUNS: Final = "it its"

SIDES: Final = "longs shorts puts calls"
LOOSE_SIDES: Final[Forms] = {"longs": "long", "shorts": "short", "puts": "put", "calls": "call"}

#: States of rules and other ways to say them. The first list is always an assertion; the
#: second holds everyday words, read only where a claim asks for them.
LABELS: Final[Forms] = {
    "panic": "panic",
    "extreme fear": "extreme fear",
    "fear": "fear|fearful",
    "greed": "greed|greedy",
    "extreme greed": "extreme greed",
    "euphoria": "euphoria|euphoric",
    "neutral": "neutral|balanced|in balance|balance",
    "balanced": "balanced|neutral|in balance|balance",
    "new money": "new money",
    "adding against the move": "adding against the move",
    "short covering": "short covering",
    "backwardation": "backwardation|inverted|inversion|a reversed order",
    "contango": "contango|upward slope|their usual order",
    "weak": "weak|soft",
    "heated": "heated|overheated",
    "bear market": "bear market",
    "shorts pay": "shorts pay|shorts pay longs",
    "shorts pay heavily": "shorts pay heavily",
    "bargain hunting": "bargain hunting|bargain hunters",
    "unattractive": "unattractive",
    "complacent": "complacent|complacency",
    "deleveraging": "deleveraging",
    "wary": "wary|wariness",
    "unshaken": "unshaken",
    "money leaves": "money leaves|money leaving",
    "money arrives": "money arrives|money arriving",
    "futures-led": "futures-led|led by futures",
    "spot-led": "spot-led|led by the spot market",
    "crowded": "crowded|crowding",
    "squeeze risk": "squeeze risk|risk of a short squeeze|short squeeze",
    "washout": "washout|washed out",
}
LOOSE_LABELS: Final[Forms] = {
    "flat": "flat|even",
    "mixed": "mixed|uneven",
    "firm": "firm",
    "put-led": "put-led|led by puts",
    "call-led": "call-led|led by calls",
    "call-heavy": "call-heavy",
    "put-heavy": "put-heavy",
    "quiet": "quiet|calm",
    "usual": "usual|ordinary",
    "high": "high|elevated",
    "very high": "very high",
    "near the record": "near the record",
    "correction": "correction",
    "large loss": "large loss|large",
    "large gain": "large gain|large",
    "extreme loss": "extreme loss|extreme",
    "extreme gain": "extreme gain|extreme",
    "ordinary": "ordinary|usual",
    "unwinding": "unwinding|unwound",
    "steady": "steady|stable",
    "building": "building",
    "routine": "routine|usual",
    "above routine": "above routine",
    "elevated": "elevated|high",
    "severe": "severe",
}
#: Verdicts that no rule of ours gives: always without a licence.
VERDICTS: Final = """
bullish bearish crash bubble manipulation manipulated capitulation capitulated whale whales institutional
institutions insider insiders
"""

MONTHS: Final = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun",
    "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
WEEKDAYS: Final = ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri",
                   "saturday sat", "sunday sun")  # fmt: skip
#: These abbreviations are everyday words or parts of others without their point.
SPELLED_ONLY: Final = frozenset({"mon", "sat", "sun", "wed", "tue", "thu", "fri", "mar"})
NUMBERS: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
"""
TENS: Final[dict[str, int]] = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
ORDINALS: Final = """
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
#: Everyday uses of these are too many: they count only where a claim asks for them.
LOOSE_NUMBERS: Final = frozenset({"one", "first", "second"})
FRACTIONS: Final[dict[str, tuple[int, int]]] = {
    "half": (1, 2), "a half": (1, 2), "a third": (1, 3), "one-third": (1, 3), "two-thirds": (2, 3),
    "two thirds": (2, 3),
    "a quarter": (1, 4), "one-quarter": (1, 4), "three-quarters": (3, 4), "three quarters": (3, 4),
    "a fifth": (1, 5), "four-fifths": (4, 5), "a tenth": (1, 10),
}  # fmt: skip
SCALES: Final[dict[str, int]] = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "t": 12, "tn": 12, "trn": 12,
}  # fmt: skip
#: Hours of each unit of time. A month is 30 days and a quarter 90, as tenors are.
HOURS: Final[dict[str, int]] = {
    "hour": 1, "hours": 1, "hourly": 1, "day": 24, "days": 24, "daily": 24, "week": 168, "weeks": 168, "weekly": 168,
    "month": 720, "months": 720, "monthly": 720, "quarter": 2160, "quarters": 2160, "year": 8760, "years": 8760,
    "yearly": 8760, "session": 24, "sessions": 24, "evening": 24, "evenings": 24,
}  # fmt: skip
SHORT_HOURS: Final[dict[str, int]] = {"h": 1, "d": 24, "w": 168, "y": 8760}
#: What the unit of a run is called.
RUN_UNITS: Final[dict[str, str]] = {
    "day": "days", "days": "days", "evening": "days", "evenings": "days", "session": "days", "sessions": "days",
    "week": "weeks", "weeks": "weeks", "hour": "hours", "hours": "hours", "month": "months", "months": "months",
}  # fmt: skip

#: Words that turn or bound a sentence. No fact licenses them, so that in an edited sentence
#: they must stand as they stood; which ones are added or lost makes it wrong (red) or doubtful.
CONTEXT: Final[Forms] = {
    "negation": "not no never without 't cannot neither nor hardly barely fails failed lacks lacked nowhere nobody",
    "certainty": "will must certainly definitely surely inevitably guaranteed guarantees undoubtedly always",
    "payment": "pay pays paid paying receive receives received receiving earn earns earned collect collects collected",
    "bound": "inside within outside between minus plus least unallocated",
    "amount": "all none every half twice double doubled doubles triple tripled triples majority minority both entire "
    "better worse nearly almost just exactly only",
    "degree": "much sharply significantly dramatically massively hugely strongly heavily slightly modestly steeply "
    "considerably substantially markedly deeply wildly abruptly violently",
    "cause": "because due thanks driven amid triggered triggers caused causes sparked sparks fueled fuels prompted "
    "blamed owing",
    "hedge": "may might could would should suggests suggest hints hint indicates indicate shows show proves prove "
    "confirms confirm signals signal",
    "relation": "from to since before after until than against by following followed preceding preceded next",
    "period": "annualized annualised annually annual yearly monthly weekly hourly",
    "verdict": "rightly wrongly overvalued undervalued attractive dangerous safe risky healthy",
}
#: Context whose change turns the meaning.
RED_CONTEXT: Final = frozenset({"negation", "certainty", "payment", "bound", "amount", "degree"})
#: Amounts that assert something wherever they stand; the others only count as context.
AMOUNTS: Final = "all none every half twice double doubled doubles triple tripled triples"

#: Phrases in which a word of the lists above asserts nothing.
IDIOMS: Final = (
    "made up", "make up", "makes up", "making up", "pay up", "pays up", "paid up", "paying up", "dried up",
    "add up", "adds up", "added up", "adding up", "dip buying", "dip buyers", "dip-buying", "funding time",
    "at-the-money volatility", "at-the-money", "25-delta", "on record", "our record", "record begins",
    "record that begins", "in a record", "this record", "not at all", "at all", "above all", "all told", "no one",
    "rather than", "other than", "at the latest", "heat map", "low-key", "fear of missing out",
    "more or less", "once more", "any more", "at most", "for the most part", "calls for", "call for", "calls itself",
    "most recent", "most recently", "next to", "came to", "comes to", "come to", "amounted to", "amounts to",
    "high time", "highs and lows", "in the short run", "in the long run",
    "square root of 365", "under 36 hours", "a 1% move", "a 1 percent move", "weighted by open interest",
    "from -1 to 1", "or more", "after 30 days or more without", "weighted by market value",
    "shows how", "show how", "shows what", "shows when", "shows where", "shows whether", "shows in", "would show",
    "would show that", "would suggest", "would suggest that", "would indicate that", "would hint that",
    "to suggest that", "a first hint that",
    "at or below", "24/7", "neutral market", "balanced market", "plus or minus", "minus and plus", "minus or plus",
    "round-the-clock",
)  # fmt: skip
#: Words before a number that say how it was rounded.
ABOUT: Final = frozenset({"about", "near", "roughly", "around", "approximately"})
RELATIVE_DAYS: Final = "today yesterday tomorrow tonight"
#: Words in capitals that name nothing tradable.
ABBREVIATIONS: Final = """
UTC GMT EST EDT ET CET USD USDT USDC EUR JPY GBP IV ATM RV OI ETF ETFS CME CBOE FOMC CPI PPI GDP FRED AI US UK EU
API CSV JSON YAML SHA ID AM PM ATH BTCUSD CEO SEC NFP DEFI TV PDF RSS
"""

# For the language of sentences, which no fact decides.

#: Initialisms that are spelled letter by letter, so that "an" stands before some.
SPELLED_OUT: Final = """
AI ATH ATM BTC CEO CFTC CME CPI DVOL ETF ETH EU FBI FOMC GDP IMF IPO IV LTC MVRV NFT OI OTC RSI RV SEC UK US USD USDC
USDT UTC XLM XRP
"""

SINGULAR: Final = """
skew basis premium price index funding market curve volatility interest bitcoin ether rate share volume sentiment
demand rally selloff gain loss record low high reading spread yield dominance leverage rebound fall rise drop
"""
PLURAL: Final = """
traders longs shorts puts calls contracts liquidations readings coins markets sellers buyers investors prices
losses gains volumes memecoins tokens premiums derivatives venues exchanges positions figures rates yields bets
days weeks months years hours points options billions millions
"""
PREPOSITIONS: Final = "of in on for by from to with at among between across over against as than"
#: What may stand between a preposition and the noun that hangs on it.
MODIFIERS: Final = """
the a an its their these those following last past next all both other open new large most many few more bitcoin ether
option options futures future perpetual dated call put spot daily weekly one two three four five six seven eight nine
"""
THAN_WORDS: Final = """
less more higher lower larger smaller bigger cheaper dearer fewer greater weaker stronger costlier rather other
later earlier longer
"""
UP_IN_RUNS: Final = "gain gains rise rises advance advances rose gained higher up"
DOWN_IN_RUNS: Final = "loss losses fall falls decline declines drop drops fell lost lower down"
CLAUSE_ENDS: Final = """
, ; : ( ) | and while but as whereas though although when after which that than above below over against with under
past
"""
STARTERS: Final = """
The It A An Its That This These Those In On At But And Bitcoin Ether As After While For Of He She They We
"""
