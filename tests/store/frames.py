"""All frames that a market can be asked for, to set two markets side by side."""

import pandas as pd

COINS = ("BTC", "ETH")


def asked(market, since=None):
    """Yield what was asked and the frame, of every call of the port and with every way to narrow it."""
    yield "observations", market.observations(since=since)
    yield "prices", market.observations(metrics=["spot.price", "futures.basis", "BTC"], since=since)
    for interval in ("1d", "1h"):
        yield interval, market.candles(interval, since=since)
        yield f"{interval} of some", market.candles(interval, assets=["ETH", "BTC"], since=since)
    for dated in (True, False):
        yield f"futures {dated}", market.future_quotes(dated=dated, since=since)
    yield "settlements", market.funding(since=since)
    for coin in COINS:
        yield f"options {coin}", market.option_quotes(coin, since=since)
        yield f"futures {coin}", market.future_quotes(asset=coin, dated=True, since=since)
        yield f"settlements {coin}", market.funding(asset=coin, since=since)


def assert_alike(one, other, since=None):
    """The frames of two markets have the same rows in the same order, columns and types; so has what is missing."""
    for (what, frame), (_, its) in zip(asked(one, since), asked(other, since), strict=True):
        if not _same(frame, its):  # asked first, since telling what differs takes long to prepare
            pd.testing.assert_frame_equal(frame, its, obj=what)
            raise AssertionError(f"{what}: {frame.dtypes} {its.dtypes}")
    assert one.absent() == other.absent()
    assert one.as_of == other.as_of


def _same(frame, its):
    if list(frame) != list(its) or not frame.equals(its) or list(frame.dtypes) != list(its.dtypes):
        return False
    kinds = [frame[name].dtype for name in frame], [its[name].dtype for name in its]
    return all(
        list(one.categories) == list(other.categories)
        for one, other in zip(*kinds, strict=True)
        if isinstance(one, pd.CategoricalDtype)
    )
