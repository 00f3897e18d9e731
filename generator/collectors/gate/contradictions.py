"""What a source says of an instant of which it said something else before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator.collectors.gate.bench import Bench
from generator.collectors.gate.wording import number
from generator.model.observation import Observation
from generator.model.quotes import Candle, FundingSettlement, FutureQuote, Record
from generator.model.reply import SetAside

#: Sources print five digits at least, and a sixth may be rounded otherwise.
_ROUNDING: Final = 1e-5
#: Rates are printed with eight decimals.
_RATE_ROUNDING: Final = 1e-8
_YIELD: Final = "macro.yield"
#: Of fewer readings one may be by chance what another was.
_SOME: Final = 5


def restated(bench: Bench) -> Iterator[SetAside]:
    """Yield closed bars, settled rates and readings of an instant that are not what they were.

    Where most of what is stored already is restated, the rest of the list is no better.
    """
    for rows in bench.series.values():
        known: list[tuple[Record, Record]] = []
        changed: dict[int, str] = {}
        for place, record in enumerate(rows):
            stored = _stored(record, bench)
            if stored is not None:
                known.append((stored, record))
                why = _change(stored, record, bench)
                if why is not None:
                    changed[place] = why
        if _moved(known):
            yield SetAside(tuple(rows), "its readings are stored already, each of another day")
            continue
        if not changed:
            continue
        newest = changed[max(changed)]
        more = f" (and {len(changed) - 1} more of its list)" if len(changed) > 1 else ""
        fallen = rows if len(changed) > 1 and 2 * len(changed) > len(known) else [rows[place] for place in changed]
        yield SetAside(tuple(fallen), newest + more)


def _moved(known: Sequence[tuple[Record, Record]]) -> bool:
    """Return whether most of what a list restates is to the last digit what is stored of another instant."""
    pairs = [
        (was.value, now.value) for was, now in known if isinstance(was, Observation) and isinstance(now, Observation)
    ]
    stored = {was for was, _ in pairs}
    moved = sum(now != was and now in stored for was, now in pairs)
    return len(pairs) >= _SOME and 2 * moved > len(pairs) and len(stored) > len(pairs) / 2


def _stored(record: Record, bench: Bench) -> Record | None:
    """Return what is stored of the same instant; marks of one second may differ, and are not looked up."""
    if isinstance(record, FutureQuote) and record.basis == "mark":
        return None
    return bench.memory.same(record)


def _change(stored: Record, record: Record, bench: Bench) -> str | None:
    match stored, record:
        case Candle(), Candle():
            return _bar_change(stored, record)
        case FundingSettlement(), FundingSettlement():
            if stored.interval_hours != record.interval_hours:
                return f"settled for {stored.interval_hours} hours, now for {record.interval_hours}: it was settled"
            if abs(stored.rate - record.rate) > max(_RATE_ROUNDING, abs(stored.rate) * _ROUNDING):
                was, now = number(stored.rate), number(record.rate)
                return f"the settled rate was {was} and is now {now}: a settled rate does not change"
        case FutureQuote(), FutureQuote():
            if _apart(stored.price_usd, record.price_usd) > _ROUNDING:
                was, now = number(stored.price_usd), number(record.price_usd)
                return f"the day's close was {was} and is now {now}: a close does not change"
        case Observation(), Observation():
            metric = bench.catalogue.get(record.series.metric)
            allowed = max(_ROUNDING, 0.0 if metric is None else metric.revised)
            # A yield is near nothing at times, and is revised by points.
            points = metric is not None and metric.id == _YIELD
            apart = abs(record.value - stored.value) if points else _apart(stored.value, record.value)
            if apart > allowed:
                return f"was {number(stored.value)} and is now {number(record.value)} for the same instant"
    return None


def _bar_change(stored: Candle, record: Candle) -> str | None:
    bar = "day" if record.interval == "1d" else "hour"
    for part, was, now in (
        ("close", stored.close_usd, record.close_usd),
        ("open", stored.open_usd, record.open_usd),
        ("high", stored.high_usd, record.high_usd),
        ("low", stored.low_usd, record.low_usd),
    ):
        if _apart(was, now) > _ROUNDING:
            return f"the {bar}'s {part} was {number(was)} and is now {number(now)}: a closed bar does not change"
    return None


def _apart(was: float, now: float) -> float:
    size = max(abs(was), abs(now))
    return abs(now - was) / size if size > 0 else 0.0
