"""What a service says of a draft, what it shows late, and what it will not let us write."""

import pytest

from generator.errors import TargetError
from tests.publish.drafts.issue import Ledger
from tests.publish.drafts.services.campaigns import Brevo, Kit
from tests.publish.drafts.services.desk import FAULTS, Desk
from tests.publish.drafts.services.mailboxes import Gmail
from tests.publish.drafts.services.posts import Beehiiv, Ghost


@pytest.mark.parametrize(("kind", "state"), [
    (Brevo, {"status": "queued"}),
    (Brevo, {"status": "draft", "scheduledAt": "2026-02-11T08:00:00Z"}),
    (Brevo, {"status": "suspended"}),
    (Kit, {"send_at": "2026-02-11T08:00:00Z", "status": None}),
    (Kit, {"public": True, "status": "draft"}),
    (Kit, {"status": "scheduled"}),
    (Beehiiv, {"status": "archived"}),
    (Ghost, {"status": "scheduled"}),
    (Ghost, {"status": "a word that is new"}),
])  # fmt: skip
def test_what_is_not_surely_a_draft_is_none(kind, state, server):
    """A time, a place on the web, or any other word than the one for drafts: nothing is written there."""
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        [held] = desk.service.items.values()
        held |= state
        with pytest.raises(TargetError, match="something else than a draft"):
            desk.run("two", force=True)


def test_a_search_that_lags_behind_makes_no_second_draft(server):
    """Gmail answered 500 after it made the draft, and its search does not see it yet: the run ends, the next heals."""
    with Desk(server, Gmail(), Ledger()) as desk:
        listed = desk.service.listed
        desk.service.listed = lambda _request: (200, {"resultSizeEstimate": 0})
        desk.bad, desk.fault = 2, "500 after the write"
        with pytest.raises(TargetError, match="gmail: has trouble of its own"):
            desk.run("one")
        desk.service.listed = listed
        assert desk.run("one").what == "unchanged"
        assert len(desk.service.drafts()) == 1


@pytest.mark.parametrize("fault", ["500 after the write", "time-out after the write", "cut after the write"])
def test_an_update_in_ghost_whose_answer_was_lost_is_seen_at_once(fault, server):
    """The words there are others than before our write, so it came to pass; nothing is written twice."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        desk.bad, desk.fault = desk.asked + 2, fault
        assert desk.run("two").what == "updated"
        assert sum(each.method == "PUT" for each in desk.requests) == 1
        assert desk.run("two").what == "unchanged"


def test_an_update_that_ghost_refuses_for_good_is_not_taken_for_done(server):
    """Two stale moments in a row end the run; the draft is as it was, and the next run updates it."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        acted = desk.service.update
        desk.service.update = lambda request, _key: _refused(FAULTS["409"](desk.service, request))
        with pytest.raises(TargetError, match=r"ghost: says that somebody else is writing there \(HTTP 409"):
            desk.run("two")
        assert sum(each.method == "PUT" for each in desk.requests) == 2
        desk.service.update = acted
        assert desk.run("two").what == "updated"


def _refused(given):
    answer, _ = given
    return answer.status, {"errors": [{"message": "Someone else is editing this post."}]}


def test_a_post_that_beehiiv_is_still_making_is_waited_for(server):
    """It is not there at first, then without its text: the client waits a little longer each time."""
    with Desk(server, Beehiiv(), Ledger()) as desk:
        desk.run("one")
        assert desk.paused == [1.0]
        assert desk.run("one").what == "unchanged"


def test_a_post_that_beehiiv_never_shows_is_told(server):
    """After fifteen seconds the run goes on, and says that none will be made twice."""
    with Desk(server, Beehiiv(), Ledger()) as desk:
        desk.service.read = lambda _request, _key: (404, {"errors": [{"message": "Post not found"}]})
        with pytest.raises(TargetError, match="beehiiv: the post is not there yet; run again in a minute"):
            desk.run("one")
        assert desk.paused == [1.0, 2.0, 4.0, 8.0]
        del desk.service.read
        desk.run("one")
        assert len(desk.service.drafts()) == 1
