from dataclasses import replace

from tests.collectors.gate.healthy import of, sifted, whys


def bar():
    return next(r for r in of("kraken", asset="BTC") if getattr(r, "interval", "") == "1h")


def test_the_same_bar_twice_is_one_bar():
    """Two pages that overlap bring a bar twice; it passes once, without a word."""
    again = replace(bar(), origin=replace(bar().origin, raw_sha256="another page"))
    result = sifted([bar(), again], current=False)
    assert len(result.passed) == 1
    assert not result.aside


def test_the_one_that_says_more_passes():
    """Of two that agree, the one with a volume is kept, in whichever order they come."""
    silent = replace(bar(), volume_coin=None)
    for pair in ([bar(), silent], [silent, bar()]):
        assert sifted(pair, current=False).passed == (bar(),)


def test_two_bars_of_one_hour_that_differ():
    """Nobody can say which is right: both are set aside."""
    other = replace(bar(), close_usd=bar().low_usd)
    result = sifted([bar(), other, bar()], current=False)
    assert not result.passed
    assert whys(result) == ["2 different readings of one instant in one run"]
    assert set(result.aside[0].records) == {bar(), other}


def test_an_editor_may_let_both_in():
    """A released pair passes."""
    pair = [bar(), replace(bar(), close_usd=bar().low_usd)]
    first = sifted(pair, current=False)
    assert set(sifted(pair, released={first.aside[0].id}, current=False).passed) == set(pair)
