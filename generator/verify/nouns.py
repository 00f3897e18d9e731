"""The verifier's nouns: what each metric is called, and which metrics a noun can mean.

Kept by hand like the verifier's other words: in lower case, several words make a phrase.
"""

from typing import Final

from generator.verify.words import Forms

#: Nouns of metrics. After the bar, the metrics that the noun can mean.
METRICS: Final[Forms] = {
    "basis|futures basis|futures premium|futures premiums|premium of dated futures|premium , or basis"
    "|premium , or basis ,|annualized premium|annualised premium|price premium of dated futures"
    "|premium over the current price": "futures.basis futures.carry",
    "skew|skews|25-delta skew|delta skew|option skew|options skew|options ' skew|volatility skew|extra cost": (
        "options.skew_25d options.skew_25d_points"
    ),
    "funding|funding rate|funding rates": "perp.funding_rate",
    "open interest|notional open interest|futures open interest|option open interest|options open interest"
    "|open positions": (
        "futures.open_interest futures.open_interest_usd options.call_share options.put_call_ratio "
        "options.open_interest options.top_strike options.top_call_strike options.top_put_strike"
    ),
    "implied volatility|at-the-money implied volatility|expected swings|swings that options expect": (
        "options.iv_atm options.volatility_premium"
    ),
    "realized volatility|realised volatility|price has delivered|coin has delivered|delivered volatility"
    "|actual swings": "spot.realised_vol options.volatility_premium",
    "volatility index|dvol|gauge of expected swings": "options.dvol",
    "term structure|volatility curve|slope of the curve": "options.term_slope",
    "fear & greed index|fear & greed|fear and greed index|fear and greed|crypto fear & greed index"
    "|crypto fear and greed index|sentiment index": "sentiment.fear_greed",
    "liquidations|liquidated": "liquidations.total liquidations.long liquidations.short",
    "liquidation level|liquidation cluster|heat-map level": "liquidations.cluster_price",
    "put/call ratio|put-call ratio|ratio of puts to calls": "options.put_call_ratio",
    "long/short ratio|long-short ratio": "futures.long_short_ratio",
    "calls ' share|call share|puts ' share|call dominance|put dominance": (
        "options.call_share options.call_share_volume"
    ),
    "dominance|share of the market value": "market.dominance",
    "correlation|correlations": "market.correlation",
    "market cap|market capitalization|market capitalisation|market value": "spot.market_cap market.dominance",
    "max pain|max pain , where they pay out least ,|price at which they pay out least": "options.max_pain",
    "gamma": "options.gamma_notional options.gamma_strike",
    "strike with the largest gamma": "options.gamma_strike",
    "strike with the largest open interest|largest strike": "options.top_strike",
    "largest call strike": "options.top_call_strike",
    "largest put strike": "options.top_put_strike",
    "butterfly|25-delta butterfly|delta butterfly": "options.butterfly_25d",
    "implied daily move": "options.implied_move",
    "coinbase premium": "spot.premium",
    "price in bitcoin": "spot.price_in_btc",
    "etf flow|etf flows|net flow|net flows": "flows.etf_net",
    "stablecoin supply|supply of stablecoins": "stablecoins.supply",
    "volatility premium|variance premium": "options.volatility_premium",
    "all-time high|record high|record": "spot.all_time_high",
    "low": "spot.low",
    "high": "spot.high",
}
LOOSE_METRICS: Final[Forms] = {
    "premium|premiums|annual premium": "futures.basis options.volatility_premium",
    "fee": "perp.funding_rate",
    "futures|future|dated future|dated futures|dated contracts": (
        "futures.basis futures.open_interest futures.open_interest_usd"
    ),
    "curve": "options.term_slope",
    "price|prices": "spot.price spot.return spot.low spot.high spot.all_time_high spot.open",
    "option volume|volume|volumes|options volume|traded volume|options traded": (
        "options.call_share_volume options.put_call_ratio spot.volume"
    ),
    "volatility": "options.iv_atm spot.realised_vol options.dvol",
    "liquidation": "liquidations.total liquidations.long liquidations.short liquidations.cluster_price",
    "yield|yields|yielded": "macro.yield",
    "median|median move": "market.median_return",
    "opening|open": "spot.open",
    "breadth": "market.breadth",
    "supply": "stablecoins.supply",
    "notional": "options.expiry_notional futures.open_interest_usd",
    "options|option": "options.count options.call_share options.call_share_volume options.expiry_notional",
    "daily move": "options.implied_move",
    "expiries": "options.expiries",
    "carry": "futures.carry",
    "drawdown": "spot.drawdown",
}
#: Sides in everyday words, as one tone has them.
PARTIES: Final[Forms] = {
    "longs": "traders betting on a rise",
    "shorts": "traders betting on a fall",
    "puts": "insurance against a fall",
    "calls": "bets on a rise",
}
#: Metrics that are rates a year, and volatilities, which are brought to one: "a year" and "annualized" may stand beside
#: their numbers.
YEARLY: Final = frozenset(
    {
        "futures.basis", "futures.carry", "perp.funding_rate", "macro.yield",
        "options.iv_atm", "options.dvol", "spot.realised_vol",
    }
)  # fmt: skip
