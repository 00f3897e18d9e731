"""Which articles make an issue."""

from datetime import UTC, date, datetime, timedelta

from generator.publish.newsletter.choice import chosen
from generator.publish.site.piece import Correction
from tests.publish.site.pieces import piece

DAY = date(2026, 2, 10)
MIDNIGHT = datetime(2026, 2, 11, tzinfo=UTC)


def slugs(pieces, **asked):
    asked = {"editions": ["derivatives", "markets"], "assets": ["BTC", "ETH"], "day": DAY} | asked
    return [each.slug for each in chosen(pieces, **asked)]


def test_the_desk_decides_the_order():
    """By edition, then by asset; what is on no one asset goes first."""
    pieces = [
        piece("eth", edition="derivatives", asset="ETH"),
        piece("markets", edition="markets", asset=""),
        piece("btc", edition="derivatives", asset="BTC"),
        piece("sol", edition="derivatives", asset="SOL"),
        piece("brief", edition="brief"),
    ]
    assert slugs(pieces) == ["btc", "eth", "markets"]
    assert slugs(pieces, editions=["markets", "derivatives"], assets=["ETH"]) == ["markets", "eth"]


def test_a_day_is_the_day_that_the_articles_speak_of():
    """An article of midnight speaks of the day before, one of the morning of its own."""
    pieces = [
        piece("evening", date=MIDNIGHT),
        piece("morning", date=MIDNIGHT - timedelta(hours=14)),
        piece("next", date=MIDNIGHT + timedelta(hours=10)),
    ]
    assert slugs(pieces) == ["evening", "morning"]
    assert slugs(pieces, day=date(2026, 2, 11)) == ["next"]
    assert slugs(pieces, day=date(2026, 2, 12)) == []


def test_what_was_put_right_since_the_last_issue_is_told():
    """A correction made after the article before this one was written; older ones have been told."""
    put = [Correction(at=MIDNIGHT - timedelta(hours=hours), what=f"{hours}") for hours in (50, 3)]
    pieces = [
        piece("today"),
        piece("yesterday", date=MIDNIGHT - timedelta(days=1)),
        piece("before", date=MIDNIGHT - timedelta(days=2), corrections=tuple(put)),
        piece("other", edition="brief", date=MIDNIGHT - timedelta(days=2), corrections=tuple(put)),
    ]
    found = chosen(pieces, editions=["markets"], assets=["BTC"], day=DAY)
    assert [each.slug for each in found] == ["today", "before"]
    assert [each.what for each in found[1].corrections] == ["3"]
