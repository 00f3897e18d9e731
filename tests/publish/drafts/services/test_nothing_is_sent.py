"""No service is ever asked to send: by what is written in the adapters, and by what they ask."""

import ast
import json
import re
from pathlib import Path

import httpx
import pytest

from generator.errors import TargetError
from tests.publish.drafts.issue import Ledger
from tests.publish.drafts.services.desk import SERVICES, Desk
from tests.publish.drafts.services.posts import Beehiiv, Buttondown

ROOT = Path(__file__).resolve().parents[4]
ADAPTERS = sorted((ROOT / "generator/publish/drafts").glob("*.py"))
EACH = pytest.mark.parametrize("kind", SERVICES, ids=lambda kind: kind.name)
#: Addresses and words by which the services send, schedule or publish.
SENDING = re.compile(
    r"/send|send[-_]?(now|mail|draft|test|email)\b|/actions|/schedule|/publish|/status\b|/test\b|/unschedule|/resume"
    r"|about_to_send|in_flight|^scheduled$|^running$|^confirmed$|^published$|^sent$|scheduled_?at|schedule_time"
    r"|sendAtBestTime|email_segment|live-dangerously|newsletter=",
    re.IGNORECASE,
)


def written(source):
    """Yield the texts of a module that are no docstrings."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize("module", ADAPTERS, ids=lambda path: path.stem)
def test_no_adapter_holds_an_address_or_a_word_that_sends(module):
    """What is not written there cannot be asked."""
    texts = list(written(module.read_text(encoding="utf-8")))
    assert [text for text in texts if SENDING.search(text)] == []


@pytest.mark.parametrize(
    "call",
    [
        'put(f"/3.0/campaigns/{key}/actions/send")',
        'post("/v1.0/me/sendMail")',
        'post(f"{_CAMPAIGNS}/{key}/sendNow")',
        'put(path, {"status": "running"})',
        'post(f"{_EMAILS}/{key}/send-draft")',
        'put(path, {"status": "confirmed"})',
        'post(path, {"scheduledAt": when})',
        'put(f"/api/campaigns/{key}/status", body)',
    ],
)
def test_the_search_for_what_sends_finds_it(call):
    """Each way of sending that the services document would be found."""
    assert any(SENDING.search(text) for text in written(f"def act():\n    {call}\n"))


@EACH
def test_every_body_says_that_it_is_a_draft(kind, server):
    """Where a service has a word or a field for it, it stands in each body that writes, also of updates."""
    said = {
        "buttondown": lambda body: body["status"] == "draft",
        "beehiiv": lambda body: body["status"] == "draft" and "scheduled_at" not in body,
        "ghost": lambda body: body["posts"][0]["status"] == "draft",
        "kit": lambda body: body["public"] is False and body["send_at"] is None,
        "brevo": lambda body: "scheduledAt" not in body,
        "listmonk": lambda body: body["send_at"] is None and "status" not in body,
        "mailchimp": lambda body: not {"status", "schedule_time"} & set(body),
        "gmail": lambda body: set(body) == {"message"},
    }
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        desk.run("two")
        wrote = [each for each in desk.requests if each.method != "GET" and not each.path.endswith("/token")]
        assert len(wrote) >= 2
        for each in wrote:
            if kind.name != "graph" and each.body:  # Graph is given a message, and lays it in Drafts
                assert said[kind.name](json.loads(each.body)), each.body


def test_buttondown_would_send_what_has_no_status_and_never_gets_that(server):
    """Its default is ``about_to_send``: the server played here sends it, and ours says ``draft``."""
    service = Buttondown()
    with Desk(server, service, Ledger()) as desk:
        key = service.secrets["BUTTONDOWN_API_KEY"]
        with httpx.Client(headers={"Authorization": f"Token {key}"}) as bare:
            answer = bare.post(f"{desk.url}/v1/emails", json={"subject": "Oops", "body": "x"})
        assert answer.json()["status"] == "about_to_send"
        assert service.sent == [answer.json()["id"]]
        service.sent.clear()
        service.items.clear()
        assert desk.run("one").found.state == "draft"
        assert [each["status"] for each in service.items.values()] == ["draft"]


def test_beehiiv_would_publish_what_has_no_status_and_never_gets_that(server):
    """A post without a word of its state is confirmed, which publishes it."""
    service = Beehiiv()
    with Desk(server, service, Ledger()) as desk:
        key = service.secrets["BEEHIIV_API_KEY"]
        with httpx.Client(headers={"Authorization": f"Bearer {key}"}) as bare:
            bare.post(f"{desk.url}/v2/publications/pub_1/posts", json={"title": "Oops", "body_content": "x"})
        assert len(service.sent) == 1
        service.sent.clear()
        service.items.clear()
        assert desk.run("one").found.state == "draft"


@EACH
def test_what_an_editor_sent_is_refused_and_left_alone(kind, server):
    """A sent issue is no draft: the run says so, and writes nothing; nor does one that lost its ledger."""
    if kind.name == "gmail":
        pytest.skip("Gmail gives a sent draft another id, and its drafts know nothing of it")
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        desk.service.send()
        for ledger in (desk.ledger, Ledger()):
            desk.ledger = ledger
            asked = len(desk.requests)
            with pytest.raises(TargetError, match=f"{kind.name}: holds this issue as something else than a draft"):
                desk.run("two", force=True)
            wrote = [each for each in desk.requests[asked:] if each.method != "GET"]
            assert all(each.path.endswith("/token") for each in wrote)
        assert desk.service.drafts() == []


@EACH
def test_a_service_that_makes_anything_but_a_draft_is_refused(kind, server, monkeypatch):
    """The answer is read back: what it says counts, not what was asked for."""
    service = kind()
    acted = kind.create

    def wrong(self, *given):
        answer = acted(self, *given)
        self.send()
        self.sent.clear()
        return answer

    monkeypatch.setattr(kind, "create", wrong)
    with Desk(server, service, Ledger()) as desk, pytest.raises(TargetError) as raised:
        desk.run("one")
    if kind.name not in {"graph", "mailchimp"}:  # the id changes; the content is not taken any more
        assert "something else than a draft" in str(raised.value)


@EACH
def test_an_editors_change_stays_until_forced(kind, server):
    """A draft that somebody wrote in is kept; ``force`` writes over it, and leaves one draft."""
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        desk.service.edit()
        changed = desk.service.drafts()
        assert desk.run("two").what == "kept"
        assert desk.service.drafts() == changed
        assert desk.run("two", force=True).what == "updated"
        [(_, body)] = desk.service.drafts()
        assert "two" in body
        assert "mine" not in body.lower()


@EACH
def test_a_draft_that_somebody_removed_is_made_anew(kind, server):
    """What is gone is gone: the next run makes the draft again, once."""
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        desk.service.items.clear()
        assert desk.run("one").what == "created"
        assert len(desk.service.drafts()) == 1


@EACH
def test_drafts_of_other_issues_are_not_touched(kind, server):
    """Two days are two drafts, also where lists come in pages; the editor's own campaigns stay."""
    with Desk(server, kind(), Ledger()) as desk:
        for day in range(1, 6):
            name = f"2026-02-{day:02}"
            also = {"id": name, "slug": name, "message_id": f"{name}@desk.example.org"}
            assert desk.run("one", **also).what == "created"
        assert len(desk.service.drafts()) == 5
        # Without a ledger each is found again by its own mark.
        desk.ledger = Ledger()
        also = {"id": "2026-02-01", "slug": "2026-02-01", "message_id": "2026-02-01@desk.example.org"}
        desk.run("two", force=True, **also)
        assert sorted("two" in body for _, body in desk.service.drafts()) == [False] * 4 + [True]
