"""A small catalogue, desks with rule files, and days made of histories."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from generator.model.catalogue import Catalogue, Metric, load_catalogue
from generator.model.fact import Fact, Facts, Kind
from generator.model.names import Names, load_names
from generator.model.ports import Measured
from generator.rules.book import Rulebook
from generator.rules.load import load_rules

AS_OF = datetime(2026, 2, 7, tzinfo=UTC)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue that wirecopy ships."""
    return load_catalogue()


@pytest.fixture(scope="session")
def names() -> Names:
    """The names that wirecopy ships."""
    return load_names()


@pytest.fixture(scope="session")
def shipped(catalogue) -> Rulebook:
    """The rulebook that wirecopy ships."""
    return load_rules(catalogue=catalogue)


@pytest.fixture(scope="session")
def three_metrics() -> Catalogue:
    """A catalogue of three metrics, for rules that the shipped one knows nothing of."""

    def metric(name: str, unit: str, *tenors: str) -> Metric:
        return Metric(name, name, unit, "", "", "", tenors, timedelta(hours=36), "percent", 1)

    listed = [metric("tide", "ratio", "30d", "90d"), metric("catch", "coin"), metric("mood", "index")]
    return Catalogue({one.id: one for one in listed})


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Return a function that writes files, given as name and text, into a desk's rules folder."""

    def write(files: dict[str, str]) -> Path:
        (tmp_path / "rules").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "rules" / name).write_text(text)
        return tmp_path

    return write


@pytest.fixture(scope="session")
def measured() -> Callable[..., Measured]:
    """Return a function that makes a day of facts from histories: id → readings, oldest first.

    ``None`` is a day without a reading; the last reading is today's fact.
    """

    def make(histories: dict[str, list[float | None]], *, as_of: datetime = AS_OF, hours_old: float = 2) -> Measured:
        facts, frames = [], {}
        for fact_id, history in histories.items():
            days = pd.DatetimeIndex([as_of - timedelta(days=ago) for ago in reversed(range(len(history)))])
            frames[fact_id] = pd.Series(history, index=days, dtype="float64")
            if history[-1] is not None:
                kind = Kind.CHANGE if "~" in fact_id else Kind.LEVEL
                seen = as_of - timedelta(hours=hours_old)
                facts.append(Fact(id=fact_id, kind=kind, value=history[-1], unit="ratio", as_of=seen, formula=""))
        return Measured(Facts(facts), frames)

    return make
