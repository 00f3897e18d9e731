"""FRED (Federal Reserve Bank of St. Louis): US indices, volatility, the dollar, Treasury yields.

What: daily closes of SP500, NASDAQ100, VIXCLS and DTWEXBGS, yields DGS10 and DTB3.
API: https://fred.stlouisfed.org/docs/api/fred/series_observations.html ; a free key.
Terms: https://fred.stlouisfed.org/legal/ : public use with the source named; SP500 is copyright
S&P Dow Jones, NASDAQ100 Nasdaq, VIXCLS Cboe.
Quirks: values are texts, a closed market is "."; yields are in percent. DTB3 is no yield but the bill's
discount from its face over a year of 360 days: it is turned into the yield on what the bill costs. Days, hours
and availability are those of the kept history (``kept.fred``), so that both are one series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from generator.collectors.kept.closes import Close
from generator.collectors.kept.fred import COLUMNS, VENUE
from generator.collectors.refusal import not_refused
from generator.collectors.source import Ask, Key, Limit, Scope, Source
from generator.collectors.wire import PointOrNumberText, Wire, read
from generator.errors import PayloadError
from generator.model.names import Names
from generator.model.observation import Observation, Provenance
from generator.model.reply import Reply

#: As Nasdaq's close and the ten-year yield: 16:00 in New York.
_NEW_YORK: Final = COLUMNS["us10y_yield_pct"].at
SERIES: Final[Mapping[str, Close]] = {
    "SP500": Close("macro:SPX", "macro.level", "index", _NEW_YORK),
    "NASDAQ100": COLUMNS["nasdaq100_index"],
    "VIXCLS": COLUMNS["vix_index"],
    "DTWEXBGS": COLUMNS["broad_dollar_index_fred"],
    "DGS10": COLUMNS["us10y_yield_pct"],
    "DTB3": Close("macro:US3M", "macro.yield", "ratio", _NEW_YORK, factor=0.01),
}
_BILL: Final = "DTB3"
_BILL_DAYS: Final = 91
_RECENT: Final = timedelta(days=40)


class _Row(Wire):
    date: str
    value: PointOrNumberText


class _Observations(Wire):
    observations: tuple[_Row, ...]


_FORM: Final = TypeAdapter(_Observations)


def _ask(series: str, first: date, last: date) -> Ask:
    return Ask(
        kind="observations",
        subject=series,
        path="/fred/series/observations",
        query=(
            ("series_id", series),
            ("file_type", "json"),
            ("observation_start", first.isoformat()),
            ("observation_end", last.isoformat()),
        ),
        feeds=(SERIES[series].metric,),
    )


def _asks(scope: Scope) -> Iterator[Ask]:
    yield from _history(scope, scope.now - _RECENT)


def _history(scope: Scope, since: datetime) -> Iterator[Ask]:
    for series in SERIES:
        yield _ask(series, since.astimezone(UTC).date(), scope.now.astimezone(UTC).date())


def bill_yield(discount: float) -> float:
    """Return what a three-month bill pays on its price over a year of 365 days. [percent from percent]

    Source:
        US Treasury, 31 CFR part 356, appendix B: the investment rate of bills of not more than half a year.

    Example:
        >>> round(bill_yield(3.60), 4)
        3.6835
    """
    return 365 * discount / (360 - _BILL_DAYS * discount / 100)


def parse_observations(reply: Reply, *, origin: Provenance, names: Names) -> Iterator[Observation]:
    """Yield closes of US markets, none for a day on which the market was closed.

    Raises:
        PayloadError: It is no list of observations, or a day or a value is none.
    """
    del names  # a series has one asset
    not_refused(reply, "error_message")
    close = SERIES.get(reply.subject)
    if close is None:
        raise PayloadError(f"{reply.name}: no series that is read here; use one of {', '.join(SERIES)}")
    rows = read(_FORM, reply).observations
    if not rows:
        raise PayloadError(f"{reply.name}: observations: is empty; ask again later")
    told: dict[datetime, float] = {}
    for place, row in enumerate(rows):
        day = _day(row.date, f"{reply.name}: observations.{place}.date")
        if row.value is not None and told.setdefault(day, row.value) != row.value:
            raise PayloadError(f"{reply.name}: observations.{place}.value: a second value for one day; ask again later")
    for day, value in told.items():
        paid = bill_yield(value) if reply.subject == _BILL else value
        yield close.observation(paid, day, venue=VENUE, origin=origin)


def _day(text: str, where: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PayloadError(f"{where}: should be a day like 2026-02-10, not {text[:40]!r}") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


SOURCE: Final = Source(
    id="fred",
    publisher=VENUE,
    base_url="https://api.stlouisfed.org",
    limit=Limit(120, 60.0),
    asks=_asks,
    history=_history,
    parsers={"observations": parse_observations},
    key=Key(name="FRED_API_KEY", place="query", field="api_key"),
)
