"""Two articles in the manner of the exemplars, with the facts that they rest on."""

import re
from pathlib import Path

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


def marked(slug):
    """Return title, description and body of an article in marked sentences, from the file beside this one."""
    text = Path(__file__).with_name(f"{slug}.marked.md").read_text(encoding="utf-8")
    _, title, description, body = re.split(r"^# (?:title|description|body)\n", text, flags=re.MULTILINE)
    return title.strip(), description.strip().split("\n"), body


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
        "basis_run": {"id": f"{basis}~streak:weak", "kind": "streak", "n": 30, "unit": "days", "sign": -1,
                      "value": None, "as_of": end, "than": "rule:futures-basis-90d~threshold:weak",
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
    return author.build(*marked("2026-02-06-btc-derivatives"))


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
    return author.build(*marked("2026-02-10-markets"))
