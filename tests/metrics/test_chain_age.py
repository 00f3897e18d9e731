"""How long an evening's option chain speaks for the market."""

from datetime import timedelta

import pytest

from generator.model.catalogue import load_catalogue

#: Closes of a day, which the next day's replaces.
DAILY = ("options.dvol", "options.implied_move")


@pytest.mark.parametrize(("hours", "fresh"), [(2.5, True), (14.5, True), (26.5, False)])
def test_a_chain_of_half_past_nine_speaks_until_the_next_evening(hours, fresh):
    """At midnight after a day without a chain, the skew of the evening before is not "at 21:29 UTC" of that day."""
    catalogue = load_catalogue()
    read = [name for name in catalogue.metrics if name.startswith("options.") and name not in DAILY]
    assert len(read) > 10
    assert all((timedelta(hours=hours) <= catalogue.stale(name)) is fresh for name in read)
