"""A connection that is cut at any step of the protocol leaves one draft in the end, and never none."""

import pytest

from generator.errors import TargetError
from generator.publish.drafts.imap import Imap
from generator.publish.drafts.once import deliver
from generator.publish.drafts.seal import sealed
from tests.dovecot.between import Between
from tests.dovecot.test_drafts import ONE, TWO, run, texts
from tests.publish.drafts.issue import AT, Ledger, message


def _cut_everywhere(dovecot, reader, before, mailing, check):
    """Cut a run after one step, two steps, and so on until one is through; returns how many were cut."""
    steps = 0
    while True:
        reader.empty("Drafts")
        ledger = Ledger()
        if before is not None:
            reader.put(sealed(message(before), before.sha256))
        with Between(dovecot, cut=steps) as relay:
            try:
                run(dovecot.account(port=relay.port), mailing, ledger)
            except TargetError as error:
                said = str(error)
            else:
                # The last words, a farewell, are not missed.
                assert texts(reader) == [mailing.text]
                return steps
        assert "broke off" in said
        check(texts(reader))
        assert run(dovecot.account(), mailing, ledger).what in ("created", "updated", "unchanged")
        assert texts(reader) == [mailing.text], steps
        steps += 1


def test_a_first_draft_that_is_cut_off(dovecot, reader):
    """After the cut there is the whole draft or none; the next run leaves one."""

    def check(there):
        assert there in ([], ["Funding fell."])

    assert _cut_everywhere(dovecot, reader, None, ONE, check) > 30


def test_a_replacement_that_is_cut_off(dovecot, reader):
    """After the cut there is the old draft, the new one, or both; the next run leaves the new one."""
    states = set()

    def check(there):
        states.add(tuple(there))

    assert _cut_everywhere(dovecot, reader, ONE, TWO, check) > 30
    assert states == {(ONE.text,), (ONE.text, TWO.text), (TWO.text,)}


@pytest.mark.parametrize("steps", [0, 1, 8, 25, 40])
def test_a_server_that_falls_silent(dovecot, reader, steps):
    """Each step has its time; then the run ends with a line, and the next one leaves one draft."""
    ledger = Ledger()
    run(dovecot.account(), ONE, ledger)
    with Between(dovecot, hold=steps) as relay:
        target = Imap(dovecot.account(port=relay.port, timeout=0.3), message)
        with pytest.raises(TargetError, match=r"did not answer within 0\.3 seconds when \w+"):
            deliver(TWO, target, ledger, at=AT)
    assert texts(reader)
    run(dovecot.account(), TWO, ledger)
    assert texts(reader) == [TWO.text]
