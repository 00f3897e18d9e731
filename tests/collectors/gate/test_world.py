"""The gate on what the real parsers read from the played sources."""

from datetime import UTC, date, datetime, timedelta

from generator.collectors.reading import Reading
from generator.collectors.registry import SOURCES
from scripts.calibrate_gate import Remembered
from tests.collectors.gate.healthy import sifted
from tests.loopback import direct
from tests.loopback.world import World

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)


def readings(now, questions):
    """What the sources tell at an instant, read by their own parsers."""
    world = World(now, last=date(2026, 2, 10))
    reading = Reading({source.id: source for source in SOURCES}, world.past.names)
    for source, ask in questions(world):
        answer = direct.answer(world, source, ask)
        reading.add(direct.reply(source, ask, answer.body, now + timedelta(seconds=3)))
    assert not reading.troubles
    return reading.records


def of_the_day(world):
    return direct.questions(SOURCES, world)


def of_the_past(world):
    for source in SOURCES:
        for ask in source.history(direct.scope(world), NOW - timedelta(days=15)) if source.history else ():
            yield source, ask


def test_a_day_and_the_day_after():
    """All sources, healthy on two days: nothing is set aside, and no two of them differ too much."""
    past = Remembered()
    for now in (NOW - timedelta(days=1), NOW):
        records = readings(now, of_the_day)
        result = sifted(records, before=past, at=now)
        assert not result.aside
        assert len(result.passed) > 8_000
        assert not [pair for pair in result.compared if pair.beyond]
        past.take([record for record in result.passed if past.same(record) is None])


def test_pages_of_history():
    """A fortnight of every source that keeps a past."""
    result = sifted(readings(NOW, of_the_past), at=NOW, current=False)
    assert not result.aside
    assert len(result.passed) > 2_000
