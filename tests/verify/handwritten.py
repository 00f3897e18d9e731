"""Two articles in the manner of the exemplars, with the facts that they rest on."""

from tests.verify.builder import Author, band, change, level, past, rank, threshold

FIXED = {
    "heading-takeaways": "Key takeaways",
    "heading-futures": "Futures: little leverage behind the bounce",
    "heading-options": "Options: cheaper protection is still protection",
    "heading-wider": "The wider market",
    "heading-watch": "What to watch",
    "heading-positioning": "Derivatives positioning",
    "label-know": "What to know",
    "label-futures": "Futures.",
    "label-options": "Options.",
    "label-liquidations": "Liquidations.",
    "table-head": "| | Now | Day earlier | Week earlier |",
    "no-event": "We have no event on record that explains the fall.",
    "disclaimer": "Not investment advice.",
}


def february_6():
    """The derivatives edition of 6 February 2026: a rebound seen against what options still charge."""
    end, thursday, week = "2026-02-06T23:59:59.999000Z", "2026-02-05T23:59:59.999000Z", "2026-01-30T23:59:59.999000Z"
    evening, before = "2026-02-06T21:30:00Z", "2026-02-05T21:30:00Z"
    price, basis = "BTC/spot.price@binance", "BTC/futures.basis/90d@binance"
    skew, fund = "BTC/options.skew_25d/30d@deribit", "BTC/perp.funding_rate/1d@binance"
    day, iv, dvol = "BTC/spot.return/1d", "BTC/options.iv_atm/7d@deribit", "BTC/options.dvol@deribit"
    fear = "CRYPTO/sentiment.fear_greed@alternative.me"
    facts = {
        "price": level(price, 70580.4, "USD", end),
        "price_day": past(price, "1d", 62909.86, "USD", thursday),
        "price_week": past(price, "7d", 84260.02, "USD", week),
        "day": change(day, 70580.4 / 62909.86 - 1, "ratio", end, of=price, than=f"{price}~past:1d", window="1d"),
        "day_rank": rank(day, "highest", 70580.4 / 62909.86 - 1, "ratio", end, "2022-02-28", "2017-08-17"),
        "previous": past(day, "x", -0.1401, "ratio", thursday) | {"id": f"{day}~previous"},
        "retraced": {"id": f"{day}~retraced", "kind": "share", "value": 0.7484, "unit": "ratio", "as_of": end,
                     "of": day, "than": f"{day}~previous"},
        "low": level("BTC/spot.low/1d@binance", 60000.0, "USD", "2026-02-06T00:59:59.999000Z", window="1d"),
        "low_rank": rank("BTC/spot.low/1d@binance", "lowest", 60000.0, "USD", end, "2024-10-11", "2017-08-17"),
        "rebound": change("BTC/spot.rebound/7d@binance", 70580.4 / 60000 - 1, "ratio", end, of=price,
                          than="BTC/spot.low/1d@binance", window="7d"),
        "week": change("BTC/spot.return/7d", 70580.4 / 84260.02 - 1, "ratio", end, of=price, than=f"{price}~past:7d",
                       window="7d"),
        "record": level("BTC/spot.all_time_high@binance", 126199.63, "USD", "2025-10-06T23:59:59.999000Z"),
        "drawdown": change("BTC/spot.drawdown@binance", 70580.4 / 126199.63 - 1, "ratio", end, of=price,
                           than="BTC/spot.all_time_high@binance"),
        "basis": level(basis, 0.02743, "ratio", end),
        "basis_day": past(basis, "1d", 0.03391, "ratio", thursday),
        "basis_week": past(basis, "7d", 0.04702, "ratio", week),
        "basis_change": change(f"{basis}~change:1d", 0.02743 - 0.03391, "ratio_points", end, of=basis,
                               than=f"{basis}~past:1d", window="1d"),
        "basis_rank": rank(basis, "lowest", 0.02743, "ratio", end, "2023-10-12", "2021-02-03"),
        "basis_band": band(basis, "weak", end, rule="futures-basis-90d"),
        "basis_run": {"id": f"{basis}~streak:weak", "kind": "streak", "n": 30, "unit": "days", "sign": -1, "value": None,
                      "as_of": end, "than": "rule:futures-basis-90d~threshold:weak",
                      "coverage": {"from": "2021-02-03", "days": 30, "expected": 30, "start_known": True}},
        "weak": threshold("futures-basis-90d", "weak", 0.05),
        "heated": threshold("futures-basis-90d", "heated", 0.1),
        "funding": level(fund, -0.10512, "ratio", end),
        "funding_day": past(fund, "1d", 0.01604, "ratio", thursday),
        "funding_rank": rank(fund, "lowest", -0.10512, "ratio", end, "2025-05-02", "2019-09-10"),
        "bybit": level("BTC/perp.funding_rate/1d@bybit", -0.03391, "ratio", end),
        "skew": level(skew, 0.21604, "ratio", evening, rule="options-skew-30d"),
        "skew_day": past(skew, "1d", 0.26643, "ratio", before),
        "skew_change": change(f"{skew}~change:1d", 0.21604 - 0.26643, "ratio_points", evening, of=skew,
                              than=f"{skew}~past:1d", window="1d"),
        "skew_rank": rank(skew, "highest", 0.26643, "ratio", before, None, "2025-12-30", days=38, expected=38)
        | {"id": f"{skew}~past:1d~rank"},
        "skew_band": band(skew, "panic", evening, previous="extreme fear"),
        "points": level("BTC/options.skew_25d_points/30d@deribit", 0.11002, "ratio", evening),
        "panic": threshold("options-skew-30d", "panic", 0.2),
        "fear_line": threshold("options-skew-30d", "fear", 0.06),
        "iv": level(iv, 0.5904, "ratio", evening),
        "iv_day": past(iv, "1d", 1.0213, "ratio", before),
        "iv_change": change(f"{iv}~change:1d", 0.5904 - 1.0213, "ratio_points", evening, of=iv, than=f"{iv}~past:1d",
                            window="1d"),
        "dvol": level(dvol, 0.5887, "ratio", end),
        "dvol_day": past(dvol, "1d", 0.8263, "ratio", thursday),
        "calls": level("BTC/options.call_share_volume/1d@deribit", 0.4911, "ratio", evening),
        "calls_day": past("BTC/options.call_share_volume/1d@deribit", "1d", 0.4083, "ratio", before),
        "calls_change": change("BTC/options.call_share_volume/1d@deribit~change:1d", 0.4911 - 0.4083, "ratio_points",
                               evening, of="BTC/options.call_share_volume/1d@deribit",
                               than="BTC/options.call_share_volume/1d@deribit~past:1d", window="1d"),
        "ether": level("ETH/spot.price@binance", 2063.11, "USD", end),
        "ether_past": past("ETH/spot.price@binance", "1d", 1827.02, "USD", thursday),
        "ether_day": change("ETH/spot.return/1d", 2063.11 / 1827.02 - 1, "ratio", end, of="ETH/spot.price@binance",
                            than="ETH/spot.price@binance~past:1d", window="1d"),
        "breadth": {"id": "basket:LARGE/market.breadth/1d", "kind": "count", "value": None, "unit": "count", "n": 11,
                    "total": 11, "as_of": end, "window": "1d"},
        "xrp": change("XRP/spot.return/1d@binance", 0.2104, "ratio", end, window="1d"),
        "ndx": level("macro:NDX/macro.level@fred", 25075.77, "index", "2026-02-06T21:00:00Z"),
        "ndx_day": change("macro:NDX/macro.level@fred~change:1d", 0.0214, "ratio", "2026-02-06T21:00:00Z", window="1d"),
        "vix": level("macro:VIX/macro.level@fred", 17.76, "index", "2026-02-06T21:00:00Z"),
        "vix_day": past("macro:VIX/macro.level@fred", "1d", 21.77, "index", "2026-02-05T21:00:00Z"),
        "vix_change": change("macro:VIX/macro.level@fred~change:1d", 17.76 - 21.77, "index_points",
                             "2026-02-06T21:00:00Z", window="1d"),
        "mood": level(fear, 9, "index", "2026-02-06T00:00:00Z"),
        "mood_day": past(fear, "1d", 12, "index", "2026-02-05T00:00:00Z"),
        "mood_band": band(fear, "extreme fear", "2026-02-06T00:00:00Z"),
        "mood_rank": rank(fear, "lowest", 9, "index", "2026-02-06T00:00:00Z", "2022-06-19", "2018-02-01"),
        "round": {"id": f"{price}~round:below", "kind": "threshold", "value": 70000, "unit": "USD", "sign": 1,
                  "as_of": end},
        "now": level("run/as_of", None, "none", "2026-02-07T00:00:00Z"),
    }  # fmt: skip
    author = Author(
        "2026-02-06-btc-derivatives", "2026-02-07T00:00:00Z", facts,
        {"edition": "derivatives", "asset": "BTC", "stance": "extreme fear", "horizon": "days to weeks",
         "sources": ["binance", "deribit"]},
        gaps=[{"metric": "liquidations.total", "why": "no source delivered it in time"}],
    )  # fmt: skip
    return author.build(
        "[[Bitcoin|asset|price]] [[rebounds|sign|day]] [[12%|size|day]] to near [[$70,600|value|price]], but options price in [[panic|label|skew_band]]",
        [
            "The [[largest|rank|day_rank]] [[one-day|window|day]] [[gain|sign|day]] in [[almost four years|reach|day_rank]] "
            "[[lifted|sign|rebound]] [[bitcoin|asset|price]] off [[$60,000|value|low]].",
            "The [[futures premium|metric|basis]] of [[2.7%|value|basis]] shows [[weak|label|basis_band]] demand.",
        ],
        """
[[Bitcoin|asset|price]] [[rose|sign|day]] [[12.2%|size|day]] on [[Friday|weekday|price]] to [[$70,580|value|price]] on [[Binance|venue|price]], its [[largest|rank|day_rank]] [[one-day|window|day]] [[gain|sign|day]] since [[Feb. 28, 2022|since|day_rank]].
In the hour to [[01:00 UTC|time|low]] it had touched [[$60,000|value|low]] on [[Binance|venue|low]], the [[lowest|rank|low_rank]] price there since [[October 2024|since|low_rank]].
The [[rebound|sign|day]] [[took back|sign|day]] [[three-quarters|value|retraced]] of [[Thursday|weekday|previous]]'s [[14.0%|size|previous]] [[fall|sign|previous]].

## Key takeaways

- [[Bitcoin|asset|price]] is [[17.6%|size|rebound]] [[above|level|price|low]] [[Friday|weekday|low]]'s [[low|metric|low]] but still [[16.2%|size|week]] [[lower|sign|week]] than [[a week ago|window|week]] //and [[44.1%|size|drawdown]] [[below|level|price|record]] [[October|date|record]]'s [[record|metric|record]].
- The [[30-day|tenor|skew]] [[skew|metric|skew]], the extra volatility that [[puts|side|skew]] cost over [[calls|otherside|skew]], is [[21.6%|value|skew]] of at-the-money volatility.
- That is [[past|level|skew|panic]] the [[20%|edge|panic]] line that marks [[panic|label|panic]], //though [[down|sign|skew_change]] from [[26.6%|value|skew_day]] [[a day earlier|window|skew_day]].
- We have no event on record that explains the fall.

## Futures: little leverage behind the bounce

The [[premium of dated futures|metric|basis]] is usually [[5%|edge|weak]] to [[10% a year|edge|heated]], which is the pay for waiting until settlement.
On [[Binance|venue|basis]] the [[three-month|tenor|basis]] [[premium, or basis|metric|basis]], [[slipped|sign|basis_change]] to [[2.7%|value|basis]] from [[3.4%|value|basis_day]] on [[Thursday|weekday|basis_day]] and [[4.7%|value|basis_week]] [[a week earlier|window|basis_week]].
That is the [[lowest|rank|basis_rank]] in [[more than two years|reach|basis_rank]].
It has been [[below|level|basis|weak]] [[5%|edge|weak]] for [[30|n|basis_run]] [[days|unit|basis_run]] in a row.
Over [[24 hours|window|funding]] [[shorts|side|funding]] in perpetual contracts paid [[longs|otherside|funding]] [[10.5%|size|funding]] annualized on [[Binance|venue|funding]], the [[most|rank|funding_rank]] since [[May 2, 2025|since|funding_rank]].
[[Bybit|venue|bybit]]'s rate was [[-3.4%|value|bybit]].

## Options: cheaper protection is still protection

At [[21:30 UTC|time|skew]] the [[30-day|tenor|skew]] [[25-delta skew|metric|skew]] on [[Deribit|venue|skew]] stood at [[21.6%|value|skew]] of at-the-money volatility, or [[11.0 points|value|points]].
Readings [[above|level|skew|fear_line]] [[6%|edge|fear_line]] mean that traders lean toward protection.
The [[26.6%|value|skew_day]] of [[Thursday|weekday|skew_day]] evening is the [[highest|rank|skew_rank]] in a record that begins on [[Dec. 30|first|skew_rank]].
[[One-week|tenor|iv]] [[implied volatility|metric|iv]] [[fell|sign|iv_change]] to [[59%|value|iv]] from [[102%|value|iv_day]] [[a day earlier|window|iv_day]].
[[Deribit|venue|dvol]]'s [[volatility index|metric|dvol]] closed at [[58.9|value|dvol]] after [[82.6|value|dvol_day]] on [[Thursday|weekday|dvol_day]].
[[Calls|side|calls]] made up [[49%|value|calls]] of [[24-hour|tenor|calls]] option [[volume|metric|calls]], [[up|sign|calls_change]] from [[41%|value|calls_day]] on [[Thursday|weekday|calls_day]].

## The wider market

[[Ether|asset|ether]] [[gained|sign|ether_day]] [[12.9%|size|ether_day]] to [[$2,063|value|ether]].
The [[11|total|breadth]] other [[large coins|asset|breadth]] that we track [[all|n|breadth]] [[rose|sign|breadth]], led by [[XRP|asset|xrp]] with [[21.0%|size|xrp]].
[[The Nasdaq-100|asset|ndx]] [[added|sign|ndx_day]] [[2.1%|size|ndx_day]], //and the [[VIX|asset|vix]] [[fell|sign|vix_change]] to [[17.8|value|vix]] from [[21.8|value|vix_day]].
[[Alternative.me|venue|mood]]'s [[Crypto Fear & Greed Index|metric|mood]] read [[9|value|mood]] on [[Friday|weekday|mood]], [[extreme fear|label|mood_band]], its [[lowest|rank|mood_rank]] since [[June 2022|since|mood_rank]].

## What to watch

- **[[$70,000|edge|round]]**: the price is [[above|level|price|round]] that line.
- **[[5%|edge|weak]]** in the [[basis|metric|basis]]: while it is [[below|level|basis|weak]] that line, futures lag.

| | Now | Day earlier | Week earlier |
|---|---:|---:|---:|
| [[Bitcoin|asset|price]], [[Binance|venue|price]] | [[$70,580|value|price]] | [[$62,910|value|price_day]] | [[$84,260|value|price_week]] |
| [[Three-month|tenor|basis]] [[basis|metric|basis]], [[Binance|venue|basis]], annualized | [[2.7%|value|basis]] | [[3.4%|value|basis_day]] | [[4.7%|value|basis_week]] |
| [[Funding|metric|funding]], [[Binance|venue|funding]], [[24 hours|window|funding]] annualized | [[-10.5%|value|funding]] | [[1.6%|value|funding_day]] | – |
| [[Fear & Greed Index|metric|mood]], [[Alternative.me|venue|mood]] | [[9|value|mood]] | [[12|value|mood_day]] | – |

No figures for [[liquidations|gap|gap:liquidations.total]] were delivered in time.

Written by rules from market data as of [[00:00 UTC|time|now]] on [[Feb. 7|date|now]].
Not investment advice.
""",
    )


def february_10():
    """The markets edition of 10 February 2026: a line lost, puts dearer, shorts paying."""
    end, monday = "2026-02-10T23:59:59.999000Z", "2026-02-09T23:59:59.999000Z"
    evening, before = "2026-02-10T21:42:00Z", "2026-02-09T21:35:00Z"
    price, basis = "BTC/spot.price@binance", "BTC/futures.basis/90d@binance"
    skew, fund = "BTC/options.skew_25d/7d@deribit", "BTC/perp.funding_rate/1d@binance"
    total, coins, dollars = "CRYPTO/liquidations.total/1d@coinglass", "BTC/futures.open_interest@all venues", ""
    dollars = "BTC/futures.open_interest_usd@all venues"
    fear = "CRYPTO/sentiment.fear_greed@alternative.me"
    told = {"publisher": "CoinDesk", "computed": False}
    facts = {
        "price": level(price, 68841.2, "USD", end),
        "price_day": past(price, "1d", 70102.6, "USD", monday),
        "day": change("BTC/spot.return/1d", 68841.2 / 70102.6 - 1, "ratio", end, of=price, than=f"{price}~past:1d",
                      window="1d"),
        "low": level("BTC/spot.low/1d@binance", 67800.0, "USD", "2026-02-10T15:59:59.999000Z", window="1d"),
        "ether": level("ETH/spot.price@binance", 2023.4, "USD", end),
        "ether_past": past("ETH/spot.price@binance", "1d", 2105.1, "USD", monday),
        "ether_day": change("ETH/spot.return/1d", 2023.4 / 2105.1 - 1, "ratio", end, of="ETH/spot.price@binance",
                            than="ETH/spot.price@binance~past:1d", window="1d"),
        "sol_day": change("SOL/spot.return/1d@binance", -0.0441, "ratio", end, window="1d"),
        "line": {"id": f"{price}~level", "kind": "threshold", "value": 71000, "unit": "USD", "as_of": end, "sign": -1},
        "last": past(price, "x", 73020.1, "USD", "2026-02-04T23:59:59.999000Z") | {"id": f"{price}~last_above"},
        "perps": {"id": "basket:PERPS/market.breadth/1d@binance", "kind": "count", "value": None, "unit": "count",
                  "n": 4, "total": 79, "as_of": "2026-02-10T20:00:00Z", "window": "1d"},
        "median": change("basket:PERPS/market.median_return/1d@binance", -0.0272, "ratio", "2026-02-10T20:00:00Z",
                         window="1d"),
        "pippin": change("PIPPIN/spot.return/1d@binance", 0.4012, "ratio", "2026-02-10T20:00:00Z", window="1d"),
        "pippin_rank": {"id": "PIPPIN/spot.return/1d@binance~rank", "kind": "rank", "rank": "highest", "value": 0.4012,
                        "unit": "ratio", "total": 79, "as_of": "2026-02-10T20:00:00Z"},
        "mood": level(fear, 9, "index", "2026-02-10T00:00:00Z"),
        "mood_day": past(fear, "1d", 14, "index", "2026-02-09T00:00:00Z"),
        "mood_change": change(f"{fear}~change:1d", -5, "index_points", "2026-02-10T00:00:00Z", of=fear,
                              than=f"{fear}~past:1d", window="1d"),
        "mood_band": band(fear, "extreme fear", "2026-02-10T00:00:00Z"),
        "bond": level("macro:JP10Y/macro.yield@mof", 0.02243, "ratio", "2026-02-10T06:00:00Z"),
        "bond_day": past("macro:JP10Y/macro.yield@mof", "1d", 0.02291, "ratio", "2026-02-09T06:00:00Z"),
        "funding": level(fund, -0.08204, "ratio", end),
        "funding_day": past(fund, "1d", -0.02021, "ratio", monday),
        "bybit": level("BTC/perp.funding_rate/1d@bybit", -0.01497, "ratio", end),
        "basis": level(basis, 0.03104, "ratio", end),
        "basis_day": past(basis, "1d", 0.03559, "ratio", monday),
        "basis_change": change(f"{basis}~change:1d", 0.03104 - 0.03559, "ratio_points", end, of=basis,
                               than=f"{basis}~past:1d", window="1d"),
        "run": {"id": f"{basis}~streak:weak", "kind": "streak", "n": 34, "unit": "days", "sign": -1, "value": None,
                "as_of": end, "coverage": {"from": "2021-02-03", "days": 34, "expected": 34, "start_known": True}},
        "weak": threshold("futures-basis-90d", "weak", 0.05),
        "skew": level(skew, 0.20412, "ratio", evening),
        "skew_day": past(skew, "1d", 0.15526, "ratio", before),
        "skew_change": change(f"{skew}~change:1d", 0.20412 - 0.15526, "ratio_points", evening, of=skew,
                              than=f"{skew}~past:1d", window="1d"),
        "shape": band("BTC/options.term_slope@deribit", "mixed", evening, previous="backwardation"),
        "iv_week": level("BTC/options.iv_atm/7d@deribit", 0.5493, "ratio", evening),
        "iv_far": level("BTC/options.iv_atm/90d@deribit", 0.4912, "ratio", evening),
        "calls": level("BTC/options.call_share_volume/1d@deribit", 0.5211, "ratio", evening),
        "total": level(total, 290e6, "USD", "2026-02-10T10:00:00Z", window="1d", **told),
        "longs": level("CRYPTO/liquidations.long/1d@coinglass", 153.7e6, "USD", "2026-02-10T10:00:00Z", **told),
        "share": {"id": "CRYPTO/liquidations.long/1d@coinglass~share", "kind": "share", "value": 0.53, "unit": "ratio",
                  "as_of": "2026-02-10T10:00:00Z", "of": "CRYPTO/liquidations.long/1d@coinglass", "than": total},
        "part_btc": level("BTC/liquidations.total/1d@coinglass", 113e6, "USD", "2026-02-10T10:00:00Z", **told),
        "part_eth": level("ETH/liquidations.total/1d@coinglass", 106e6, "USD", "2026-02-10T10:00:00Z", **told),
        "parts": level(f"{total}~parts", 219e6, "USD", "2026-02-10T10:00:00Z",
                       inputs=["BTC/liquidations.total/1d@coinglass", "ETH/liquidations.total/1d@coinglass"]),
        "rest": level(f"{total}~unallocated", 71e6, "USD", "2026-02-10T10:00:00Z"),
        "coins": level(coins, 527850, "coin", end),
        "coins_change": change(f"{coins}~change:7d", -0.0812, "ratio", end, window="7d", of=coins),
        "dollars": level(dollars, 44.8e9, "USD", end),
        "week_streak": {"id": "BTC/spot.return/7d~streak", "kind": "streak", "n": 4, "sign": -1, "unit": "weeks",
                        "value": None, "as_of": "2026-02-08T23:59:59.999000Z",
                        "coverage": {"from": "2017-08-17", "days": 28, "expected": 28, "start_known": True}},
        "now": level("run/as_of", None, "none", "2026-02-11T00:00:00Z"),
    }  # fmt: skip
    author = Author(
        "2026-02-10-markets", "2026-02-11T00:00:00Z", facts,
        {"edition": "markets", "asset": "BTC", "stance": "extreme fear", "horizon": "days to weeks",
         "sources": ["binance", "bybit", "deribit"]},
        notes=[{"id": "n1", "day": "2026-02-10", "topic": "exchange", "text": "BlockFills has paused withdrawals. The "
                "lender named no date for 3,000 clients.", "source": "desk"}],
    )  # fmt: skip
    return author.build(
        "[[Bitcoin|asset|price]] ends [[below|level|price|line]] [[$71,000|edge|line]] as [[shorts|side|funding]] keep paying",
        [
            "Only [[four|n|perps]] of [[79|total|perps]] [[perpetual contracts|asset|perps]] on [[Binance|venue|perps]] [[rose|sign|perps]] over [[24 hours|window|perps]].",
            "[[Funding|metric|funding]] is [[-8.2%|value|funding]] a year on [[Binance|venue|funding]] and [[-1.5%|value|bybit]] on [[Bybit|venue|bybit]].",
        ],
        """
**What to know**

- [[Bitcoin|asset|price]] [[fell|sign|day]] [[1.8%|size|day]] to [[$68,841|value|price]] //and [[ether|asset|ether]] [[3.9%|size|ether_day]] to [[$2,023|value|ether]].
- [[Puts|side|skew]] cost extra: the [[one-week|tenor|skew]] [[skew|metric|skew]] [[rose|sign|skew_change]] to [[20.4%|value|skew]] from [[15.5%|value|skew_day]] on [[Monday|weekday|skew_day]] evening.

[[Bitcoin|asset|price]] [[gave back|sign|day]] [[1.8%|size|day]] on [[Tuesday|weekday|price]], ending at [[$68,841|value|price]] on [[Binance|venue|price]].
[[Feb. 4|date|last]] was its last close [[above|level|last|line]] [[$71,000|edge|line]].
It has closed [[lower|sign|week_streak]] for a [[fourth|n|week_streak]] straight [[week|unit|week_streak]].
[[Ether|asset|ether]] [[lost|sign|ether_day]] [[3.9%|size|ether_day]] and [[solana|asset|sol_day]] [[4.4%|size|sol_day]].
Of [[79|total|perps]] [[perpetual contracts|asset|perps]] on [[Binance|venue|perps]], [[four|n|perps]] [[rose|sign|perps]] over [[24 hours|window|perps]], //and the median was [[down|sign|median]] [[2.7%|size|median]].
The [[strongest|rank|pippin_rank]] of the [[79|total|pippin_rank]] was the memecoin [[PIPPIN|asset|pippin]], [[up|sign|pippin]] [[40%|size|pippin]].

[[Alternative.me|venue|mood]]'s [[Crypto Fear & Greed Index|metric|mood]] [[dropped|sign|mood_change]] to [[9|value|mood]], [[extreme fear|label|mood_band]], after [[14|value|mood_day]] on [[Monday|weekday|mood_day]].
[[Japan's 10-year|asset|bond]] [[yield|metric|bond]] is [[2.24%|value|bond]], against [[2.29%|value|bond_day]] on [[Monday|weekday|bond_day]].

## Derivatives positioning

**Futures.** Over [[24 hours|window|funding]] [[shorts|side|funding]] paid [[longs|otherside|funding]] [[8.2%|size|funding]] annualized on [[Binance|venue|funding]], against [[2.0%|size|funding_day]] on [[Monday|weekday|funding_day]].
The [[three-month|tenor|basis]] [[basis|metric|basis]] [[slipped|sign|basis_change]] to [[3.1%|value|basis]] from [[3.6%|value|basis_day]] [[a day earlier|window|basis_day]].
It was [[below|level|basis|weak]] [[5%|edge|weak]] for a [[34th|n|run]] [[day|unit|run]].
[[Open interest|metric|coins]] across [[all venues|venue|coins]] [[fell|sign|coins_change]] [[8.1%|size|coins_change]] in [[seven days|window|coins_change]] to [[527,850 BTC|value|coins]].
In dollars the same [[open interest|metric|dollars]] was [[$44.8 billion|value|dollars]].

**Options.** At [[21:42 UTC|time|skew]] the [[one-week|tenor|skew]] [[25-delta skew|metric|skew]] on [[Deribit|venue|skew]] was [[20.4%|value|skew]] of at-the-money volatility.
The [[term structure|metric|shape]] has left [[backwardation|before|shape]] for a [[mixed|label|shape]] shape: [[implied volatility|metric|iv_week]] is [[55%|value|iv_week]] at [[one week|tenor|iv_week]] and [[49%|value|iv_far]] at [[90 days|tenor|iv_far]].
[[Calls|side|calls]] had [[52%|value|calls]] of [[24-hour|tenor|calls]] option [[volume|metric|calls]].

**Liquidations.** [[CoinDesk|source|total]], citing [[Coinglass|venue|total]], reported [[$290 million|value|total]] of [[liquidations|metric|total]] in [[24 hours|window|total]], //[[53%|value|share]] of it [[longs|side|share]].
[[Bitcoin|asset|part_btc]] accounted for [[$113 million|value|part_btc]] and [[ether|asset|part_eth]] for [[$106 million|value|part_eth]].
Those parts add up to [[$219 million|value|parts]], so [[$71 million|value|rest]] of the total is left over.

BlockFills has paused withdrawals. The lender named no date for 3,000 clients.

## What to watch

- **[[$67,800|value|low]]**, the [[low|metric|low]] of [[Tuesday|weekday|low]].

Written by rules from market data as of [[00:00 UTC|time|now]] on [[Feb. 11|date|now]].
Not investment advice.
""",
    )
