"""Those who list the whole market: CoinGecko, CoinPaprika, CoinMarketCap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.loopback.play.asked import Asked, Refused, Unplayed, iso
from tests.loopback.play.past import DAY, HOUR, Coin, Past, rounded

#: CoinGecko's ids and names of the largest; the others go by their ticker.
_GECKO: Final = {
    "BTC": ("bitcoin", "Bitcoin"),
    "ETH": ("ethereum", "Ethereum"),
    "USDT": ("tether", "Tether"),
    "XRP": ("ripple", "XRP"),
    "BNB": ("binancecoin", "BNB"),
    "SOL": ("solana", "Solana"),
    "USDC": ("usd-coin", "USDC"),
    "DOGE": ("dogecoin", "Dogecoin"),
    "ADA": ("cardano", "Cardano"),
    "TRX": ("tron", "TRON"),
    "LINK": ("chainlink", "Chainlink"),
    "LTC": ("litecoin", "Litecoin"),
    "BCH": ("bitcoin-cash", "Bitcoin Cash"),
    "XLM": ("stellar", "Stellar"),
    "ETC": ("ethereum-classic", "Ethereum Classic"),
    "WLD": ("worldcoin-wld", "Worldcoin"),
    "HYPE": ("hyperliquid", "Hyperliquid"),
    "ZEC": ("zcash", "Zcash"),
}
_SUPPLY: Final = {"BTC": 19_985_000.0, "ETH": 120_690_000.0}
#: CoinMarketCap's own number of a coin.
_CMC: Final = {"BTC": 1, "ETH": 1027, "USDT": 825, "XRP": 52, "BNB": 1839, "SOL": 5426, "USDC": 3408, "DOGE": 74}


def _value(coin: Coin) -> float:
    """Return a coin's market value: the recorded one is not kept, so it falls with the rank."""
    return coin.price * _SUPPLY[coin.symbol] if coin.symbol in _SUPPLY else 1.4e11 / coin.rank**0.8


def _record(past: Past, coin: Coin) -> tuple[float, int]:
    high, at = past.record(coin.symbol)
    return (rounded(high * 0.999), at + 15 * HOUR) if high else (coin.price * 2.5, past.now - 400 * DAY)


def play_coingecko(past: Past, asked: Asked) -> object:
    """Return a reply of api.coingecko.com."""
    path = asked.path.removeprefix("/api/v3")
    if path == "/coins/markets":
        return list(_markets(past, asked))
    if path == "/coins/categories":
        return list(_categories(past))
    if path == "/global":
        return {"data": _global(past)}
    raise Unplayed


def _markets(past: Past, asked: Asked) -> Iterator[dict[str, object]]:
    if asked.text("vs_currency") != "usd":
        raise Refused(422, {"error": "invalid vs_currency"})
    size, page = min(asked.whole("per_page", 100), 250), asked.whole("page", 1)
    wanted = asked.query.get("ids")
    coins = [coin for coin in past.ranking if wanted is None or _gecko(coin.symbol)[0] in wanted.split(",")]
    for coin in coins[(page - 1) * size : page * size]:
        id_, name = _gecko(coin.symbol)
        value, (record, at) = _value(coin), _record(past, coin)
        high, low = max(coin.price, coin.before) * 1.004, min(coin.price, coin.before) * 0.996
        yield {
            "id": id_,
            "symbol": coin.symbol.lower(),
            "name": name,
            "image": f"https://coin-images.coingecko.com/{id_}.png",
            "current_price": coin.price,
            "market_cap": round(value),
            "market_cap_rank": coin.rank,
            "fully_diluted_valuation": round(value),
            "total_volume": round(value * 0.03),
            "high_24h": rounded(high),
            "low_24h": rounded(low),
            "price_change_24h": coin.price - coin.before,
            "price_change_percentage_24h": round((coin.price / coin.before - 1) * 100, 5),
            "market_cap_change_24h": round(value * (1 - coin.before / coin.price), 2),
            "market_cap_change_percentage_24h": round((coin.price / coin.before - 1) * 100, 5),
            "circulating_supply": value / coin.price,
            "total_supply": value / coin.price,
            "max_supply": None,
            "ath": record,
            "ath_change_percentage": round((coin.price / record - 1) * 100, 5),
            "ath_date": iso(at),
            "atl": coin.price / 1000,
            "atl_change_percentage": 99900.0,
            "atl_date": "2013-07-06T00:00:00.000Z",
            "roi": None,
            "last_updated": iso(past.now - 40_000 - coin.rank * 7),
        }


def _gecko(symbol: str) -> tuple[str, str]:
    return _GECKO.get(symbol, (symbol.lower(), symbol.title()))


def _categories(past: Past) -> Iterator[dict[str, object]]:
    moves = {name: mark / before - 1 for name, mark, before in past.perpetuals}
    names = past.names.baskets
    meme = [moves[each] for each in names["basket:MEME"] if each in moves]
    ai = [moves[each] for each in names["basket:AI"] if each in moves]
    for id_, name, value, change in (
        ("layer-1", "Layer 1 (L1)", 1_790_000_000_000.0, -0.0061),
        ("artificial-intelligence", "Artificial Intelligence (AI)", 14_100_000_000.0, sum(ai) / len(ai)),
        ("meme-token", "Meme", 31_200_000_000.0, sum(meme) / len(meme)),
    ):
        yield {
            "id": id_,
            "name": name,
            "market_cap": value,
            "market_cap_change_24h": round(change * 100, 10),
            "content": "",
            "top_3_coins_id": ["bitcoin", "ethereum", "binancecoin"],
            "top_3_coins": [],
            "volume_24h": value * 0.08,
            "updated_at": iso(past.now - 300_000),
        }


def _global(past: Past) -> dict[str, object]:
    total = sum(_value(coin) for coin in past.ranking) * 1.04
    before = sum(_value(coin) / coin.price * coin.before for coin in past.ranking) * 1.04
    shares = {coin.symbol.lower(): _value(coin) / total * 100 for coin in past.ranking[:10]}
    return {
        "active_cryptocurrencies": 18_642,
        "upcoming_icos": 0,
        "ongoing_icos": 49,
        "ended_icos": 3376,
        "markets": 1467,
        "total_market_cap": {"btc": total / past.price("BTC"), "usd": total},
        "total_volume": {"usd": total * 0.04},
        "market_cap_percentage": shares,
        "market_cap_change_percentage_24h_usd": (total / before - 1) * 100,
        "volume_change_percentage_24h_usd": 3.1,
        "updated_at": (past.now - 60_000) // 1000,
    }


def _paprika(past: Past, coin: Coin) -> dict[str, object]:
    value, (record, at) = _value(coin), _record(past, coin)
    price = past.price(coin.symbol, venue="coinpaprika") if coin.symbol in ("BTC", "ETH") else coin.price
    name = _gecko(coin.symbol)[1]
    return {
        "id": f"{coin.symbol.lower()}-{name.lower().replace(' ', '-')}",
        "name": name,
        "symbol": coin.symbol,
        "rank": coin.rank,
        "total_supply": round(value / coin.price),
        "max_supply": 0,
        "beta_value": 1.0,
        "first_data_at": "2010-07-17T00:00:00Z",
        "last_updated": iso(past.now - 70_000, 0),
        "quotes": {
            "USD": {
                "price": price,
                "volume_24h": value * 0.03,
                "volume_24h_change_24h": -8.1,
                "market_cap": round(value),
                "market_cap_change_24h": -0.5,
                "percent_change_15m": 0.1,
                "percent_change_30m": 0.1,
                "percent_change_1h": 0.2,
                "percent_change_6h": -0.1,
                "percent_change_12h": -0.6,
                "percent_change_24h": round((price / coin.before - 1) * 100, 2),
                "percent_change_7d": -11.2,
                "percent_change_30d": -24.0,
                "percent_change_1y": -29.0,
                "ath_price": record,
                "ath_date": iso(at, 0),
                "percent_from_price_ath": round((price / record - 1) * 100, 2),
            }
        },
    }


def play_coinpaprika(past: Past, asked: Asked) -> object:
    """Return a reply of api.coinpaprika.com."""
    path = asked.path.removeprefix("/v1")
    rows = [_paprika(past, coin) for coin in past.ranking]
    if path == "/tickers":
        return rows[: asked.whole("limit", 5000)]
    if path.startswith("/tickers/"):
        for row in rows:
            if row["id"] == path.removeprefix("/tickers/"):
                return row
        raise Refused(404, {"error": "id not found"})
    if path == "/global":
        total = sum(_value(coin) for coin in past.ranking) * 1.04
        return {
            "market_cap_usd": round(total),
            "volume_24h_usd": round(total * 0.04),
            "market_cap_change_24h": -0.8,
            "bitcoin_dominance_percentage": round(_value(past.ranking[0]) / total * 100, 2),
            "cryptocurrencies_number": 12_000,
            "market_cap_ath_value": 4_300_000_000_000,
            "market_cap_ath_date": "2025-10-07T00:00:00Z",
            "volume_24h_ath_value": 300_000_000_000,
            "volume_24h_ath_date": "2025-10-10T00:00:00Z",
            "volume_24h_percent_from_ath": -60.0,
            "volume_24h_percent_to_ath": 150.0,
            "volume_24h_change_24h": -1.1,
            "last_updated": past.now // 1000 - 60,
        }
    raise Unplayed


def play_coinmarketcap(past: Past, asked: Asked) -> object:
    """Return a reply of CoinMarketCap's service without a key."""
    name = asked.path.rsplit("/v", 1)[-1].partition("/")[2]
    if name == "cryptocurrency/listings/latest":
        return _cmc(past, [_cmc_row(past, coin) for coin in past.ranking[: asked.whole("limit", 100)]])
    if name == "cryptocurrency/quotes/latest":
        quotes = _cmc_quotes(past, asked)
        return _cmc(past, [_v3(row) for row in quotes.values()] if "/v3/" in asked.path else quotes)
    if name == "global-metrics/quotes/latest":
        total = sum(_value(coin) for coin in past.ranking) * 1.05
        quote = {
            "USD": {"total_market_cap": total, "total_volume_24h": total * 0.04, "last_updated": iso(past.now - 60_000)}
        }
        share = _value(past.ranking[0]) / total * 100
        return _cmc(past, {"btc_dominance": share, "quote": quote, "last_updated": iso(past.now - 60_000)})
    if name == "fear-and-greed/latest":
        return _cmc(past, {"value": 11, "value_classification": "Extreme fear", "update_time": iso(past.now - 240_000)})
    if name == "fear-and-greed/historical":
        rows = [
            {"timestamp": str(at // 1000), "value": min(value + 3, 100), "value_classification": "Fear"}
            for at, value in reversed(past.fear_greed[-asked.whole("limit", 50) :])
        ]
        return _cmc(past, rows)
    raise Unplayed


def _cmc_quotes(past: Past, asked: Asked) -> dict[str, Any]:
    by_symbol = {coin.symbol: coin for coin in past.ranking}
    if asked.query.get("symbol"):
        wanted = asked.query["symbol"].split(",")
        if any(symbol not in by_symbol for symbol in wanted):
            raise Refused(400, {"status": {"error_code": 400, "error_message": 'Invalid value for "symbol"'}})
        return {symbol: [_cmc_row(past, by_symbol[symbol])] for symbol in wanted}
    by_id = {str(number): by_symbol[symbol] for symbol, number in _CMC.items() if symbol in by_symbol}
    wanted = asked.text("id").split(",")
    if any(number not in by_id for number in wanted):
        raise Refused(400, {"status": {"error_code": 400, "error_message": 'Invalid value for "id"'}})
    return {number: _cmc_row(past, by_id[number]) for number in wanted}


def _v3(row: dict[str, Any]) -> dict[str, Any]:
    """Return a coin as version 3 writes it: its quotes are a list."""
    return row | {"quote": [{"id": 2781, "symbol": "USD", **row["quote"]["USD"]}]}


def _cmc(past: Past, data: object) -> object:
    status = {
        "timestamp": iso(past.now),
        "error_code": 0,
        "error_message": None,
        "elapsed": 12,
        "credit_count": 1,
        "notice": None,
    }
    return {"data": data, "status": status}


def _cmc_row(past: Past, coin: Coin) -> dict[str, object]:
    value = _value(coin) * 1.002
    price = past.price(coin.symbol, venue="coinmarketcap") if coin.symbol in ("BTC", "ETH") else coin.price
    return {
        "id": _CMC.get(coin.symbol, 10_000 + coin.rank),
        "name": _gecko(coin.symbol)[1],
        "symbol": coin.symbol,
        "slug": _gecko(coin.symbol)[0],
        "cmc_rank": coin.rank,
        "num_market_pairs": 100,
        "circulating_supply": value / price,
        "total_supply": value / price,
        "max_supply": None,
        "last_updated": iso(past.now - 50_000),
        "quote": {
            "USD": {
                "price": price,
                "volume_24h": value * 0.03,
                "volume_change_24h": -3.2,
                "percent_change_1h": 0.1,
                "percent_change_24h": (price / coin.before - 1) * 100,
                "percent_change_7d": -11.0,
                "percent_change_30d": -24.0,
                "market_cap": value,
                "market_cap_dominance": 57.1,
                "fully_diluted_market_cap": value,
                "last_updated": iso(past.now - 50_000),
            }
        },
    }
