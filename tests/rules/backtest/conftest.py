"""A small rulebook of all that the language has, and histories for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from generator.rules.backtest.past import Past
from generator.rules.book import Band, Cut, Moving, Rule, Rulebook, Scale, StanceRule
from generator.rules.condition import Against, All, Became, Case, Condition, Is, Not, Some

LAST = date(2026, 2, 6)
AS_OF = datetime(2026, 2, 7, tzinfo=UTC)
#: On this day, ten before the last, the tide's rule gives way to another.
TURN = LAST - timedelta(days=10)
NEAR, FAR = "BTC/tide/30d@binance", "BTC/tide/30d@bybit"
LONG, CATCH, MOOD, PRICE = (
    "BTC/tide/90d@binance",
    "BTC/catch@binance",
    "CRYPTO/mood@coinglass",
    "BTC/spot.price@binance",
)
SERIES = (NEAR, FAR, LONG, CATCH, MOOD)
NAN = float("nan")
BANDS = (Band("low", 1, 2), Band("usual"), Band("high", -1, 1), Band("top", -1, 2))


def scale(low: float, high: float, top: float, *, hysteresis: float = 0.5, after: int = 1) -> Scale:
    """Return four bands; ``usual`` owns both of its edges."""
    cuts = (Cut(low, False, -1, "low"), Cut(high, True, 1, "high"), Cut(top, True, 1, "top"))
    return Scale(BANDS, cuts, middle=1, hysteresis=hysteresis, after=after)


def rule(name: str, metric: str, own: Scale, **more: object) -> Rule:
    """Return a rule that judges a metric's readings."""
    given = {
        "tenors": ("",), "assets": (), "venues": (), "change": "", "unit": "ratio", "stale": None, "why": "",
        "source": "", "published": LAST, "family": "", "weight": 1.0, "path": Path(f"{name}.yaml"), **more,
    }  # fmt: skip
    return Rule(id=name, metric=metric, scale=own, **given)


def condition(name: str, *cases: Case, assets: tuple[str, ...] = ()) -> Condition:
    """Return a condition that is ``none`` where no case is true."""
    return Condition(
        id=name, assets=assets, cases=cases, otherwise="none", why="", source="", published=LAST, author="", say="",
        never="", path=Path(f"{name}.yaml"),
    )  # fmt: skip


def book() -> Rulebook:
    """Return rules of two times, of a moving cut, of what must last, of changes; conditions; a stance."""
    own_past = (Cut(NAN, False, -1, "low", Moving("sigma", -1, 5)), Cut(NAN, True, 1, "high", Moving("sigma", 1, 5)))
    moves = Scale((Band("low", 1, 1), Band("usual"), Band("high", -1, 1)), own_past, middle=1, hysteresis=0.1)
    rules = (
        rule("tide@2020", "tide", scale(-2, 1, 3), tenors=("30d", "90d"), family="water", weight=2.0, ends=TURN),
        rule("tide@2026", "tide", scale(-1, 2, 4, hysteresis=0), tenors=("30d", "90d"), family="water", begins=TURN),
        rule("catch", "catch", moves, family="fish"),
        rule("catch-change", "catch", scale(-1, 1, 2, after=2), change="1d"),
        rule("mood", "mood", scale(-1, 1, 2), family="people"),
    )  # fmt: skip
    storm = condition(
        "storm",
        Case("storm", All((Is("tide", ("high", "top"), held=2, tenor="30d"), Not(Is("mood", ("low",))))), -1, 2),
        Case("calm", Some((Became("mood", ("usual",), within=3), Is("catch", ("low",)))), 1, 1),
    )
    after_storm = condition(
        "after-storm",
        Case("clearing", All((Became("storm", ("none", "calm"), within=2), Is("tide", ("usual", "low"))))),
        Case("steep", Against(("tide", "30d"), ("tide", "90d"), 1, 0.5)),
        assets=("BTC",),
    )
    stance = StanceRule(
        families={"water": 2.0, "fish": 1.0, "people": 1.0}, needs=2, strained=2, horizon_rules={}, slope_rule="",
        scale=Scale(
            (Band("fear", -1, 1), Band("neutral"), Band("greed", 1, 1), Band("extreme greed", 1, 2)),
            (Cut(-0.5, False, -1, "fear"), Cut(0.5, True, 1, "greed"), Cut(1.2, True, 1, "extreme greed")),
            middle=1, hysteresis=0.3,
        ),
        why="", source="", published=LAST, path=Path("stance.yaml"),
    )  # fmt: skip
    return Rulebook({each.id: each for each in rules}, stance, {each.id: each for each in (storm, after_storm)})


@pytest.fixture
def past() -> Callable[..., Past]:
    """Return a function that puts histories, oldest first, on the days up to the last."""

    def make(price: list[float] | None = None, **readings: list[float]) -> Past:
        rows = {name: np.array(row, dtype=np.float64) for name, row in readings.items()}
        length = max([len(row) for row in rows.values()] + ([len(price)] if price else []))
        paid = np.array(price if price is not None else [100.0] * length, dtype=np.float64)
        return Past(asset="BTC", last=LAST, readings=rows, price=paid)

    return make
