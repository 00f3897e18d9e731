"""The words that errors are planted with: a list for each kind, kept apart from every list of the product."""

MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
FULL_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
NTHS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]


def _both(*pairs):
    return [*pairs, *((other, one) for one, other in pairs)]


#: Words that may stand for one another in a sentence and make it false.
SWAPS = {
    "scale": _both(("million", "billion"), ("billion", "trillion"), ("thousand", "million")),
    "window": _both(
        ("a day earlier", "a week earlier"), ("one-week", "one-month"), ("three-month", "six-month"),
        ("Three-month", "Six-month"), ("One-week", "One-day"), ("24 hours", "48 hours"), ("24-hour", "12-hour"),
        ("seven days", "five days"), ("seven-day", "ten-day"), ("30-day", "60-day"), ("days", "weeks"),
        ("weeks", "months"), ("years", "months"), ("a year", "a month"), ("one-day", "one-month"),
        ("on the day", "on the week"), ("one week", "one month"), ("day earlier", "month earlier"),
    ),
    "amount": _both(
        ("three-quarters", "half"), ("half", "a third"), ("all", "none"), ("All", "None"), ("more than", "almost"),
        ("at least", "at most"), ("twice", "three times"),
    ),
    "asset": _both(
        ("Bitcoin", "Ether"), ("bitcoin", "ether"), ("solana", "dogecoin"), ("Solana", "XRP"), ("XRP", "BNB"),
        ("BTC", "ETH"), ("Nasdaq-100", "S&P 500"), ("VIX", "dollar index"), ("memecoins", "AI tokens"),
        ("Memecoins", "AI tokens"), ("gold", "bitcoin"), ("PIPPIN", "PEPE"), ("dogecoin", "cardano"),
        ("Dogecoin", "Tron"), ("bitcoin cash", "litecoin"), ("cardano", "stellar"),
    ),
    "venue": _both(
        ("Binance", "Bybit"), ("Deribit", "Binance"), ("Alternative.me", "Coinglass"), ("Coinglass", "Kraken"),
        ("CoinDesk", "Coinglass"), ("all venues", "Binance"), ("Hyperliquid", "OKX"), ("Bybit", "Hyperliquid"),
        ("CoinGecko", "CoinMarketCap"),
    ),
    "metric": [
        ("basis", "skew"), ("skew", "basis"), ("funding", "basis"), ("Funding", "Skew"), ("futures premium", "skew"),
        ("open interest", "volume"), ("Open interest", "Volume"), ("implied volatility", "realized volatility"),
        ("realized volatility", "implied volatility"), ("Implied volatility", "Realized volatility"),
        ("Fear & Greed Index", "volatility index"), ("volatility index", "put/call ratio"),
        ("put/call ratio", "long/short ratio"), ("liquidations", "outflows"), ("term structure", "funding rate"),
        ("option volume", "open interest"), ("max pain", "spot price"), ("all-time high", "yearly high"),
        ("25-delta skew", "10-delta skew"), ("low", "high"), ("high", "low"),
    ],
    "direction": _both(
        ("rose", "fell"), ("rises", "falls"), ("risen", "fallen"), ("rise", "fall"), ("rising", "falling"),
        ("gained", "lost"), ("gains", "losses"), ("gain", "loss"), ("gaining", "losing"), ("up", "down"),
        ("higher", "lower"), ("climbed", "dropped"), ("climbs", "drops"), ("climb", "drop"), ("advanced", "declined"),
        ("advances", "declines"), ("advance", "decline"), ("added", "shed"), ("grew", "shrank"), ("surged", "plunged"),
        ("surges", "plunges"), ("surge", "plunge"), ("soared", "tumbled"), ("soars", "tumbles"), ("jumped", "sank"),
        ("jumps", "sinks"), ("jump", "slump"), ("rally", "selloff"), ("rebound", "drop"), ("rebounds", "retreats"),
        ("took back", "gave back"), ("slipped", "climbed"), ("eased", "rose"), ("eases", "rises"),
        ("slips", "climbs"), ("recovered", "retreated"), ("inflows", "outflows"), ("widened", "narrowed"),
        ("strengthened", "weakened"), ("expanded", "contracted"), ("little changed", "sharply higher"),
        ("steady", "volatile"), ("edged up", "edged down"), ("edges down", "edges up"),
    ),
    "unheard-of direction": [
        ("rose", "zoomed"), ("fell", "zonked"), ("gained", "mooned"), ("lost", "puked"), ("slipped", "wobbled"),
        ("dropped", "keeled"), ("climbed", "moonwalked"), ("added", "sprouted"), ("jumped", "ballooned"),
    ],
    "strength": [
        ("rose", "rocketed"), ("fell", "cratered"), ("gained", "skyrocketed"), ("lost", "hemorrhaged"),
        ("slipped", "collapsed"), ("eased", "crashed"), ("dropped", "imploded"), ("climbed", "exploded"),
        ("edges down", "crashes"), ("edged down", "crashed"), ("eases", "craters"), ("slips", "nosedives"),
        ("little changed", "in free fall"),
    ],
    "band": [
        ("extreme fear", "fear"), ("extreme fear", "greed"), ("fear", "greed"), ("panic", "calm"), ("weak", "strong"),
        ("weak", "heated"), ("heated", "weak"), ("neutral", "extreme"), ("contango", "backwardation"),
        ("backwardation", "contango"), ("mixed", "flat"), ("wary", "relaxed"), ("elevated", "subdued"),
        ("greed", "fear"), ("firm", "weak"), ("soft", "firm"), ("balanced", "lopsided"), ("caution", "euphoria"),
    ],
    "side": _both(
        ("longs", "shorts"), ("Longs", "Shorts"), ("puts", "calls"), ("Puts", "Calls"), ("call", "put"),
        ("long positions", "short positions"), ("buyers", "sellers"), ("bulls", "bears"),
    ),
    "superlative": _both(
        ("largest", "smallest"), ("highest", "lowest"), ("most", "least"), ("strongest", "weakest"),
        ("biggest", "smallest"), ("best", "worst"), ("steepest", "shallowest"), ("lowest", "second-lowest"),
    ),
    "above or below": _both(
        ("above", "below"), ("past", "under"), ("under", "over"), ("inside", "outside"), ("Above", "Below"),
        ("within", "outside"),
    ),
    "more or less": _both(("more than", "less than"), ("costlier", "cheaper"), ("dearer", "cheaper")),
    "hedge": [
        ("suggests", "proves"), ("suggest", "prove"), ("suggests", "confirms"), ("hints", "shows"), ("may", "must"),
        ("may", "will"), ("points to", "proves"), ("shows", "hints at"), ("indicates", "guarantees"),
        ("mean", "prove"), ("could", "will"), ("usually", "always"),
    ],
    "plain word turned": [
        ("spot buying", "spot selling"), ("protection", "upside"), ("closing out", "piling in"),
        ("appetite", "disgust"), ("little appetite", "strong appetite"), ("little appetite", "appetite"),
        ("demand for leverage", "flight from leverage"), ("calm", "nervous"), ("fresh leverage", "old leverage"),
        ("usual", "unusual"), ("explains", "contradicts"), ("pay up for", "shy away from"),
        ("lean to caution", "lean to optimism"), ("quiet", "hectic"), ("the same way", "opposite ways"),
        ("caution", "confidence"), ("cautious", "confident"), ("wary", "eager"), ("bought", "sold"),
        ("sellers of", "buyers of"), ("Sellers of", "Buyers of"), ("buying", "selling"), ("demand", "distaste"),
    ],
    "from or to": _both(("from", "to")),
    "since or before": [("since", "before"), ("since", "until"), ("before", "since"), ("after", "before")],
    "who pays": _both(
        ("paid", "received"), ("pay", "receive"), ("paying", "receiving"), ("pays", "earns"), ("paid", "charged"),
    ),
    "certainty": [
        ("is", "will be"), ("was", "must have been"), ("has been", "will stay"), ("would", "will"),
        ("stood at", "will hold at"),
    ],
    "period": [
        ("annualized", "a month"), ("annualized", "a day"), ("a year", "a day"), ("annualized", "monthly"),
        ("a year", "an hour"),
    ],
}  # fmt: skip

DEGREES = ["sharply", "massively", "barely", "dramatically", "merely", "a whopping", "modestly", "violently"]
CAUSES = [
    "because exchange-traded funds were dumping coins", "as fears of a new war spread",
    "after the Federal Reserve surprised investors", "driven by forced selling in Asia",
    "thanks to corporate treasuries", "on rumors of an exchange hack", "amid worries about the banking system",
    "as a miner liquidated its treasury", "following a court ruling", "in response to new tariffs",
    "owing to thin liquidity", "on hopes of friendlier regulation", "sparked by a tweet", "with whales behind it",
    "reflecting panic among retail holders", "due to profit-taking",
]  # fmt: skip
CLAUSES = [
    "traders said", "a sign of capitulation", "desks in Asia reported", "which worried investors",
    "to the surprise of analysts", "according to people familiar with the matter", "confirming the downtrend",
    "leaving the market fragile", "a classic trap", "and nobody seemed to mind", "as expected",
    "in line with forecasts", "much to the delight of optimists", "which analysts called healthy",
    "and more pain lies ahead", "an ominous signal", "hardly a vote of confidence", "in thin trading",
]  # fmt: skip
OPENERS = ["Analysts agree that", "Worryingly,", "As insiders know,", "Contrary to rumors,", "To nobody's surprise,"]
#: Claims that no direction and no number gives away.
INVENTED = [
    "Whales are buying aggressively.", "Traders expect a crash.", "Institutions have returned to the market.",
    "Retail investors are giving up.", "Analysts see more pain ahead.", "The mood on trading desks was grim.",
    "Market makers pulled their quotes.", "A large fund was forced out of its position.",
    "Miners are under pressure.", "The bottom is in.", "Sentiment among professionals has turned.",
    "Nobody wants to own this market.", "Liquidity has dried up across exchanges.", "The worst is over.",
    "Demand from Asia remains robust.", "Regulators are watching closely.", "The trend is intact.",
    "Dealers are caught offside.", "Corporate treasuries kept accumulating.", "The market is fragile.",
    "This is a textbook short squeeze.", "Everyone is waiting for the Federal Reserve.",
    "Smart money is positioned for a breakout.", "Exchange-traded funds saw heavy redemptions.",
    "Options dealers dominate the tape.", "Long-term holders refuse to sell.", "Leverage is back.",
    "The selling looks exhausted.", "Confidence has evaporated.", "Speculators have the upper hand.",
    "The rally has legs.", "Fear of contagion is spreading.", "Stablecoin issuers printed new tokens.",
    "Bargain hunters emerged.", "A hedge fund is said to be in trouble.", "Volume was thin.",
    "Chart watchers spotted a death cross.", "The technical picture has improved.", "Momentum is fading.",
    "Investors shrugged off the news.",
]  # fmt: skip
HEADINGS = [
    "Bulls take control", "The calm before the storm", "Whales return", "Why the bottom is near", "A market in denial",
    "Smart money moves", "Trouble ahead", "Signs of capitulation", "The Fed factor", "Miners in distress",
    "Contagion spreads", "Dip buyers step in",
]  # fmt: skip
TITLES = [
    "Bitcoin heads for a breakout as whales return", "Traders brace for a crash", "Why the bottom may be in",
    "Institutions return as fear fades", "Bitcoin bulls take control",
]  # fmt: skip

#: What may not be cut out of a sentence: kind, and where it stands.
LOST = [
    ("scope lost", r" on Hyperliquid(?= (?:fell|rose|shrank|grew|dropped|climbed|declined))"),
    ("tenor lost", r"(?<=[Tt]he )(?:30-day|one-week) (?=(?:25-delta )?skew (?:is|was|on|fell|rose|stood))"),
    ("period lost", r" annualized(?= (?:on|over|in))"),
    ("window lost", r" over (?:24 hours|seven days)(?=[.,])"),
    ("date of an extreme lost", r" since (?:[A-Z][a-z]+\.? \d+(?:, \d{4})?)(?=[.,])"),
]
#: Markup whose words no reader of sentences reads.
HIDDEN = [
    ('<div title="', '"></div>'), ('![Bitcoin](a.svg "', '")'), ("[^1]: ", ""), ("~~", "~~"),
    ("<details>", "</details>"), ('[1]: https://example.org "', '"'), ('<img src="a.png" alt="', '">'),
]  # fmt: skip


def _lowered(found):
    return found[0].lower()


#: kind, what of the text is rewritten, and how.
SLIPS = [
    ("word twice", r"(?<= )(the|of|its|at|in|to|and|by) (?=[a-z$\d])", r"\1 \1 "),
    ("article", r"(?<![\w-])a (?=[bcdfgjklmnpqrstvwxz]{1}[a-z])", "an "),
    ("article before a number", r"(?<![\w-])an (?=8|11|18)", "a "),
    ("than", r"(?<= )than(?= )", "then"),
    ("verb", r"(?<=[a-z] )(?:skew|premium|basis|volatility|index|rate)(?: (?:was|is|has))(?= )",
     lambda found: found[0].replace(" was", " were").replace(" is", " are").replace(" has", " have")),
    ("verb of many", r"\b([Ll]ongs|[Ss]horts|[Pp]uts|[Cc]alls|[Tt]raders|[Rr]eadings) (?=pay|paid|lean|mean|took|made)",
     r"\1 was "),
    ("space before a comma", r"(?<=[a-z%]), (?=[a-z])", " , "),
    ("comma twice", r"(?<=[a-z%]), (?=[a-z])", ",, "),
    ("comma without a space", r"(?<=[a-z]), (?=[a-z])", ","),
    ("small letter", r"(?<=[.] )[A-Z](?=[a-z]{2,} )", _lowered),
    ("full stop lost", r"(?<=[a-z\d%])\.(?=\n)", ""),
    ("two full stops", r"(?<=[a-z])\.(?= [A-Z])", ".."),
    ("percent points", r"(?<=\d) percentage points", " percent points"),
    ("sign twice", r"(?<=rose |fell ) (?=\d)", "-"),
    ("sign twice", r"\b(rose|fell|gained|lost|added) (?=\d)", r"\1 -"),
    ("hole", r"(?<= )\d+\.\d%", "nan%"), ("hole", r"(?<= )\d+\.\d%", "inf%"), ("hole", r"\$\d[\d,]*", "None"),
    ("hole", r"\$\d[\d,]*", "null"), ("hole", r"(?<= )\d+\.\d%", "NaT"),
    ("template", r"\$\d[\d,]*", "{{ price }}"), ("template", r"(?<= )on (?=[A-Z])", "on [[venue]] "),
    ("template", r"(?<= )of (?=[a-z])", "of }} "),
    ("marks twice", r"\$(?=\d)", "$$"), ("marks twice", r"(?<=\d)%", "%%"),
    ("float", r"(?<= )(\d+\.\d)%", r"\g<1>0000000000009%"), ("exponent", r"(?<= )\d+\.\d%", "1e-05"),
    ("negative zero", r"(?<= )\d+\.\d%", "-0.0%"), ("zero gain", r"\b(rose|fell|gained|lost) [\d.]+%", r"\1 0%"),
    ("dollars twice", r"(\$\d[\d.,]* (?:million|billion))", r"\1 dollars"),
    ("dollars twice", r"(\$\d[\d,]+)(?= on)", r"\1 dollars"),
    ("thousand million", r"\$(\d)\.(\d) billion", r"$\1,\g<2>00 million"),
    ("scale in headline form", r"\$(\d+) million", r"$\1M"),
    ("ticker twice", r"\b(BTC|XRP|ETH|PIPPIN)\b", r"\1 \1"),
    ("straight weeks", r"(\d+)(st|nd|rd|th) straight day", r"\1\2 straight days"),
    ("straight weeks", r"days in a row", "day in a row"),
    ("ordinal day", r"((?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\. \d+|(?:March|April|May|June|July) \d+)(?=[^\d])", r"\1th"),
    ("today", r"on (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)", "tomorrow"),
    ("zeros", r"\$(\d[\d,]*\d{3})(?![\d.,])", r"$\1.00"),
    ("thousands comma", r"\$(\d{1,3}),(\d{3})(?![\d,])", r"$\1\2"),
    ("leading zero", r"(?<= )0\.(?=\d)", "."),
    ("decimal comma", r"(?<= )(\d+)\.(\d)%", r"\1,\2%"),
    ("numeral begins", r"(?<=[.] )The (\d+)-day", r"\1-day"),
    ("range", r"(\d+)% to (\d+)%", r"\1-\2%"),
    ("new record", r"\brecord of", "new all-time record of"),
    ("since nothing", r" since (?:[A-Z][a-z]+\.? \d+(?:, \d{4})?)(?=[.,])", " since"),
    *(("month spelled out", rf"\b{short} (?=\d)", f"{full} ")
      for short, full in zip(MONTHS, FULL_MONTHS, strict=True) if short.endswith(".")),
    ("bracket", r"(?<= )(Deribit|Binance)(?=[,.])", r"(\1"),
    ("misspelled", r"\bvolatility\b", "volatiltiy"), ("misspelled", r"\bpremium\b", "premuim"),
    ("misspelled", r"\btraders\b", "tarders"), ("misspelled", r"\bsettlement\b", "settlment"),
    ("misspelled", r"\bleverage\b", "levarage"), ("misspelled", r"\bclose(?:d|s)?\b", "closd"),
    ("misspelled", r"\bbillion\b", "bo;;opm"),
    ("question", r"(?<=[a-z\d%])\.(?= [A-Z][a-z])", "?"), ("scare quotes", r"\b(demand|traders|protection)\b", r'"\1"'),
    ("fell to a high", r"\bthe lowest (?=in|since)", "fell to a high "),
]  # fmt: skip
