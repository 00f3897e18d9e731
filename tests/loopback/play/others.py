"""alternative.me, DefiLlama and FRED."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.loopback.play.asked import Asked, Refused, Unplayed, day_of
from tests.loopback.play.past import DAY, Past, millis

_LABELS: Final = ((25, "Extreme Fear"), (46, "Fear"), (54, "Neutral"), (75, "Greed"), (100, "Extreme Greed"))
_FRED: Final = {
    "NASDAQ100": "nasdaq100_index",
    "VIXCLS": "vix_index",
    "DTWEXBGS": "broad_dollar_index_fred",
    "DGS10": "us10y_yield_pct",
}
#: Never recorded: a level that goes with the Nasdaq-100, and a yield below that of ten years.
_BESIDE: Final = {"SP500": ("nasdaq100_index", 0.2763), "DTB3": ("us10y_yield_pct", 0.871)}
#: Dollars in stablecoins on 10 February 2026; they grew by a little every day.
_STABLE: Final = 305_700_000_000.0
_LAST: Final = millis("2026-02-10")


def play_alternative_me(past: Past, asked: Asked) -> object:
    """Return the fear and greed index: values and times are text, times are seconds, the newest comes first."""
    if asked.path.rstrip("/") != "/fng":
        raise Unplayed
    limit = asked.whole("limit", 1)
    newest = list(reversed(past.fear_greed))
    rows: list[dict[str, str]] = [
        {"value": str(value), "value_classification": _label(value), "timestamp": str(at // 1000)}
        for at, value in (newest[:limit] if limit else newest)
    ]
    rows[0]["time_until_update"] = str((past.today + DAY - past.now) // 1000)
    return {"name": "Fear and Greed Index", "data": rows, "metadata": {"error": None}}


def _label(value: int) -> str:
    return next(label for most, label in _LABELS if value <= most)


def play_defillama(past: Past, asked: Asked) -> object:
    """Return dollars in stablecoins."""
    if asked.path == "/stablecoincharts/all":
        return [
            {
                "date": str(at // 1000),
                "totalCirculating": {"peggedUSD": _supply(past, at), "peggedEUR": 5.1e8},
                "totalUnreleased": {"peggedUSD": 0},
                "totalCirculatingUSD": {"peggedUSD": _supply(past, at), "peggedEUR": 6e8},
                "totalMintedUSD": {"peggedUSD": 0},
                "totalBridgedToUSD": {"peggedUSD": 0},
            }
            for at in range(past.today - 800 * DAY, past.today + 1, DAY)
        ]
    if asked.path == "/stablecoins":
        now, before = _supply(past, past.today), _supply(past, past.today - DAY)
        return {
            "peggedAssets": [
                {
                    "id": str(place),
                    "name": name,
                    "symbol": symbol,
                    "gecko_id": name.lower(),
                    "pegType": "peggedUSD",
                    "priceSource": "defillama",
                    "pegMechanism": "fiat-backed",
                    "circulating": {"peggedUSD": now * share},
                    "circulatingPrevDay": {"peggedUSD": before * share},
                    "circulatingPrevWeek": {"peggedUSD": before * share},
                    "circulatingPrevMonth": {"peggedUSD": before * share},
                    "chains": ["Ethereum", "Tron"],
                    "price": 0.9995,
                }
                for place, name, symbol, share in (
                    (1, "Tether", "USDT", 0.605),
                    (2, "USD Coin", "USDC", 0.235),
                    (3, "Others", "USDX", 0.16),
                )
            ]
        }
    raise Unplayed


def _supply(past: Past, at: int) -> float:
    return round(_STABLE * (1 - 0.0004 * (_LAST + past.shift - at) / DAY), 2)


def play_fred(past: Past, asked: Asked) -> object:
    """Return a series' closes; a day without one has a point in its place."""
    if asked.path.removeprefix("/fred") != "/series/observations":
        raise Unplayed
    series = asked.text("series_id")
    if series not in _FRED and series not in _BESIDE:
        raise Refused(400, {"error_code": 400, "error_message": "Bad Request.  The series does not exist."})
    first, last = asked.query.get("observation_start", "1776-07-04"), asked.query.get("observation_end", "9999-12-31")
    today = day_of(past.now).date().isoformat()
    kept = [row for row in past.macro if first <= row["date"] <= last]
    if asked.query.get("sort_order") == "desc":
        kept.reverse()
    limit = asked.whole("limit", 100_000)
    rows = [
        {"realtime_start": today, "realtime_end": today, "date": row["date"], "value": _close(row, series)}
        for row in kept[:limit]
    ]
    return {
        "realtime_start": today,
        "realtime_end": today,
        "observation_start": first,
        "observation_end": last if last != "9999-12-31" else date.max.isoformat(),
        "units": "lin",
        "output_type": 1,
        "file_type": "json",
        "order_by": "observation_date",
        "sort_order": asked.query.get("sort_order", "asc"),
        "count": len(kept),
        "offset": 0,
        "limit": limit,
        "observations": rows,
    }


def _close(row: dict[str, str], series: str) -> str:
    column, share = _BESIDE.get(series, (_FRED.get(series, ""), 1.0))
    return f"{float(row[column]) * share:.2f}" if row[column] and series in _BESIDE else row[column] or "."
