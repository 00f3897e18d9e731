"""What the futures' premium leaves over what Treasury bills pay."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

_AS_OF = "2026-02-11T00:00:00Z"
_CARRY = "BTC/futures.carry/90d@binance"
_BILL = "macro:US3M/macro.yield@fred"


def _bill(make, day, rate):
    return make.seen(_BILL, f"{day}T21:00", rate, "ratio", "fred")


def _basis(make, day, rate):
    """Return one contract that pays so much a year on that day, expiring 90 days later at 08:00."""
    expiry = (make.at(day) + timedelta(days=90)).date().isoformat()
    days = 89 + 8 / 24 + 1e-3 / 86_400
    return make.dated(day, expiry, 100_000 * (1 + rate * days / 365), index=100_000.0)


def test_the_carry_is_the_basis_less_the_bill(facts, make):
    """3.09% less 3.68% leaves -0.59%, and both are its inputs."""
    found = facts([_basis(make, "2026-02-10", 0.0309), _bill(make, "2026-02-10", 0.0368)], _AS_OF)
    assert found[_CARRY].value == pytest.approx(-0.0059)
    assert found[_CARRY].inputs == ("BTC/futures.basis/90d@binance", _BILL)
    assert {source.name for source in found[_CARRY].sources} == {"binance", "fred"}
    assert all(each in found for each in found[_CARRY].inputs)


def test_no_bill_no_carry(facts, make):
    """Nothing stands for a yield that was not delivered, nor for one of last week."""
    basis = _basis(make, "2026-02-10", 0.0309)
    assert _CARRY not in facts([basis], _AS_OF)
    assert _CARRY not in facts([basis, _bill(make, "2026-02-05", 0.0368)], _AS_OF)
    assert _CARRY in facts([basis, _bill(make, "2026-02-07", 0.0368)], _AS_OF)


def test_an_old_basis_has_no_carry(facts, make):
    """Where no basis is told, there is none to compare."""
    assert _CARRY not in facts([_basis(make, "2026-02-08", 0.03), _bill(make, "2026-02-10", 0.0368)], _AS_OF)


def test_each_day_is_set_against_the_bill_of_its_day(facts, make):
    """A change over a week is that of the basis less that of the bill; it sees no later yield."""
    records = [
        _basis(make, "2026-02-03", 0.05), _bill(make, "2026-02-03", 0.037), _bill(make, "2026-02-04", 0.09),
        _basis(make, "2026-02-10", 0.03), _bill(make, "2026-02-10", 0.036),
    ]  # fmt: skip
    found = facts(records, _AS_OF)
    assert found[f"{_CARRY}~past:7d"].value == pytest.approx(0.013)
    assert found[f"{_CARRY}~change:7d"].value == pytest.approx(-0.019)
    assert found[f"{_CARRY}~change:7d"].unit == "ratio_points"


def test_no_rank_where_yields_are_read_for_weeks_only(facts, make):
    """Forty falling days are the lowest of the record, which is not the record of the market."""
    records = []
    for place in range(40):
        day = (make.at("2026-01-02") + timedelta(days=place)).date().isoformat()
        records += [_basis(make, day, 0.06 - place / 1000), _bill(make, day, 0.036)]
    found = facts(records, _AS_OF)
    assert found["BTC/futures.basis/90d@binance~rank"].rank == "lowest"
    assert f"{_CARRY}~rank" not in found


@settings(deadline=None, max_examples=25)
@given(st.floats(-0.2, 0.5), st.floats(-0.01, 0.2))
def test_carry_and_bill_make_the_basis(facts, make, basis, bill):
    """Whatever both are; a future that pays what bills pay leaves nothing."""
    records = [_basis(make, "2026-02-10", basis), _bill(make, "2026-02-10", bill)]
    found = facts(records, _AS_OF)
    assert found[_CARRY].value + bill == pytest.approx(found["BTC/futures.basis/90d@binance"].value, abs=1e-12)
    assert found[_CARRY].value == pytest.approx(basis - bill, abs=1e-9)


def test_the_carry_of_the_sample(facts, sample, make):
    """3.09% on Feb. 10; a bill at a discount of 3.60% pays 3.68% on its price, so the future pays 0.60 points less."""
    records = [_bill(make, "2026-02-10", 0.036835)]
    known = make.known(records)
    known.frames = {kind: frame if len(frame) else sample.frames[kind] for kind, frame in known.frames.items()}
    found = facts(known, _AS_OF)
    assert found[_CARRY].value == pytest.approx(0.03085 - 0.036835, abs=1e-5)
    assert found["BTC/futures.carry/90d@deribit"].value < 0
