"""Whatever a service does to us, and whenever: nothing is sent, and there is one draft in the end."""

import pytest

from generator.errors import TargetError
from generator.store.sqlite import Store
from tests.publish.drafts.issue import Ledger
from tests.publish.drafts.services.desk import FAULTS, SERVICES, Desk

EACH = pytest.mark.parametrize("kind", SERVICES, ids=lambda kind: kind.name)
EVERY_FAULT = pytest.mark.parametrize("fault", FAULTS)
#: What a question may meet too; the other refusals are to it what 401 is, and a broken answer is as good as none.
ALSO_AT_READING = {"401", "429", "500", "time-out after the write", "no JSON"}
#: One of each kind that an update may meet otherwise than a first draft.
AT_UPDATES = pytest.mark.parametrize(
    "fault", ["401", "409", "429", "500 after the write", "time-out after the write", "other JSON"]
)


def bodies(service):
    """Return what the drafts say."""
    return [body for _, body in service.drafts()]


def until_done(desk, what, *, force=False):
    """Run again and again as a desk would, and return how it ended."""
    for _ in range(4):
        try:
            return desk.run(what, force=force)
        except TargetError as error:
            told = str(error)
            assert told.startswith(f"{desk.service.name}: ")
            assert "; " in told
            assert "\n" not in told
            assert not any(secret in told for secret in desk.service.secrets.values())
    raise AssertionError("it never came to an end")


@EACH
def test_a_first_run_drafts_and_a_second_changes_nothing(kind, server, tmp_path):
    """The same issue twice is one draft, created and then unchanged; another text updates it."""
    with Store.open(tmp_path / "store.sqlite") as ledger, Desk(server, kind(), ledger) as desk:
        told = [desk.run("one").what, desk.run("one").what, desk.run("two").what, desk.run("two").what]
        assert told == ["created", "unchanged", "updated", "unchanged"]
        [body] = bodies(desk.service)
        assert "two" in body
        assert "one" not in body


def asked(kind, server, *before):
    """Return the methods that a run asks by where nothing goes wrong, after runs ``before`` it."""
    with Desk(server, kind(), Ledger()) as desk:
        for what in before:
            desk.run(what)
        so_far = len(desk.requests)
        desk.run("last")
        return [each.method for each in desk.requests[so_far:]]


def places(methods, fault):
    """Return which requests go wrong: all of them, or those that write where reading it would teach nothing new."""
    return [at for at, method in enumerate(methods) if method != "GET" or fault in ALSO_AT_READING]


@EACH
@EVERY_FAULT
def test_a_service_that_fails_once_at_any_request_ends_with_one_draft(kind, fault, server):
    """Each request of a first run goes wrong in turn, and the runs after it heal what it left."""
    for bad in places(asked(kind, server), fault):
        with Desk(server, kind(), Ledger()) as desk:
            desk.bad, desk.fault = bad, fault
            until_done(desk, "one")
            assert desk.asked > bad
            [body] = bodies(desk.service)
            assert "one" in body


@EACH
@AT_UPDATES
def test_an_update_that_fails_once_at_any_request_ends_with_one_draft(kind, fault, server):
    """Each request of an update goes wrong in turn: one draft, never none, and the new text at the latest by force."""
    for bad in places(asked(kind, server, "one"), fault):
        with Desk(server, kind(), Ledger()) as desk:
            desk.run("one")
            desk.bad, desk.fault = desk.asked + bad, fault
            ended = until_done(desk, "two")
            assert desk.asked > desk.bad
            if ended.what == "kept":
                # Who rewrites HTML cannot tell our text from an editor's where the ledger does not know.
                assert not kind.faithful
                until_done(desk, "two", force=True)
            [body] = bodies(desk.service)
            assert "two" in body


@EACH
def test_the_faults_reach_reading_and_writing(kind, server):
    """A run looks, writes, and reads back, so there is something of each to go wrong."""
    for before in ((), ("one",)):
        methods = asked(kind, server, *before)
        assert methods.count("GET") >= 2
        assert len(places(methods, "409")) >= 1
        assert len(places(methods, "401")) == len(methods) >= 3
