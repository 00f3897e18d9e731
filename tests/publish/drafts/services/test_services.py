"""What each service is handed, and the traps that it has."""

import base64
import hmac
import json
from datetime import UTC, datetime

import pytest

from generator.errors import TargetError
from generator.publish.drafts.ghost import token
from tests.publish.drafts.issue import Ledger
from tests.publish.drafts.services.campaigns import Brevo, Kit, Listmonk, Mailchimp
from tests.publish.drafts.services.desk import FAULTS, SERVICES, Desk, mailing
from tests.publish.drafts.services.mailboxes import Gmail, Graph
from tests.publish.drafts.services.posts import Beehiiv, Buttondown, Ghost

EACH = pytest.mark.parametrize("kind", SERVICES, ids=lambda kind: kind.name)
TAGS = "{{ contact.EMAIL }} {% send %} {# note #} *|FNAME|* {{{x}}}"


@pytest.mark.parametrize(
    "kind", [each for each in SERVICES if each not in (Gmail, Graph, Ghost)], ids=lambda kind: kind.name
)
def test_nothing_in_an_article_is_a_merge_tag(kind, server):
    """A headline with a service's own braces is shown as it is, not filled in; the way out is."""
    with Desk(server, kind(), Ledger()) as desk:
        way_out = desk.target().unsubscribe or ""
        page = f'<html><body><p>{TAGS}</p><a href="{way_out}">Unsubscribe</a></body></html>'
        desk.run(html=page, subject=f"Funding {TAGS}", preheader=TAGS, text=f"{TAGS} {way_out}", markdown=TAGS)
        [held] = desk.service.items.values()
        told = json.dumps(held)
        if way_out:
            assert told.count(way_out) >= 1
            told = told.replace(way_out, "")
        assert not any(mark in told for mark in ("{{", "{%", "{#", "*|"))


@pytest.mark.parametrize(
    ("kind", "way_out"),
    [
        (Gmail, ""),
        (Graph, ""),
        (Buttondown, None),
        (Mailchimp, "*|UNSUB|*"),
        (Brevo, "{{ unsubscribe }}"),
        (Kit, "{{ unsubscribe_url }}"),
        (Beehiiv, None),
        (Ghost, None),
        (Listmonk, "{{ UnsubscribeURL }}"),
    ],
    ids=lambda given: getattr(given, "name", None),
)
def test_each_target_says_how_readers_leave_and_where_pictures_are(kind, way_out, server):
    """As the services document it; a mailbox carries its pictures, a service fetches them."""
    with Desk(server, kind(), Ledger()) as desk:
        target = desk.target()
        assert target.name == kind.name
        assert target.unsubscribe == way_out
        assert target.pictures == ("inside" if kind in (Gmail, Graph) else "hosted")


def test_ghost_keeps_tables_and_pictures_as_cards(server):
    """Prose is Ghost's to lay out; a table and a figure stay as they are."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        [(_, html)] = desk.service.drafts()
        assert html.count("<!--kg-card-begin: html-->") == html.count("<!--kg-card-end: html-->") == 2
        assert '<img src="https://desk.example.org/funding.png" alt="Funding since November: lowest -0.01%">' in html
        assert "<p>Funding fell to -0.01% (one).</p>" in html


def test_ghost_is_never_asked_for_a_slug_twice(server):
    """A post of the same slug would get ``-2``: without a ledger, the draft is found and no second one made."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        desk.ledger = Ledger()
        assert desk.run("two").what == "kept"
        assert desk.run("two", force=True).what == "updated"
        assert [each["slug"] for each in desk.service.items.values()] == ["2026-02-10"]


def test_a_save_in_ghost_between_our_look_and_our_write_is_not_lost(server):
    """Ghost says 409 to a stale moment; we look again, see other words, and leave them."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        acted = desk.service.update

        def saved_first(request, key):
            desk.service.edit()
            return acted(request, key)

        desk.service.update = saved_first
        with pytest.raises(TargetError, match="somebody saved the draft just now"):
            desk.run("two")
        [(_, html)] = desk.service.drafts()
        assert "mine" in html
        assert "two" not in html


def test_a_save_in_ghost_that_changed_no_word_is_written_over_at_the_second_look(server):
    """A tag or a picture was set meanwhile: 409, another look, the same words, so the update goes on."""
    with Desk(server, Ghost(), Ledger()) as desk:
        desk.run("one")
        [held] = desk.service.items.values()
        acted, times = desk.service.update, []

        def touched_first(request, key):
            if not times:
                times.append(1)
                held["updated_at"] = "2026-02-10T09:09:09.000Z"
            return acted(request, key)

        desk.service.update = touched_first
        assert desk.run("two").what == "updated"


def test_a_token_for_ghost_is_what_its_documentation_says():
    """Worked by hand: header, claims and signature of a key at one moment, good for five minutes."""
    made = token("abc:" + "00ff" * 16, datetime(2026, 2, 10, 8, tzinfo=UTC))
    header, claims, signature = (base64.urlsafe_b64decode(part + "==") for part in made.split("."))
    assert json.loads(header) == {"alg": "HS256", "typ": "JWT", "kid": "abc"}
    assert json.loads(claims) == {"iat": 1770710400, "exp": 1770710700, "aud": "/admin/"}
    assert signature == hmac.digest(b"\x00\xff" * 16, made.rpartition(".")[0].encode(), "sha256")


def test_a_campaign_of_mailchimp_without_content_is_filled(server):
    """A run that broke off between the two steps leaves settings only: the next one fills them in."""
    with Desk(server, Mailchimp(), Ledger()) as desk:
        desk.bad, desk.fault = 2, "401"
        with pytest.raises(TargetError, match="MAILCHIMP_API_KEY"):
            desk.run("one")
        assert desk.service.drafts() == [("Funding turns negative", "")]
        assert desk.run("one").what == "updated"
        [(_, html)] = desk.service.drafts()
        assert "Funding fell: one." in html


def test_mailchimp_is_asked_at_the_key_s_own_data_centre(server):
    """The last part of the key names the host."""
    from generator.publish.drafts.registry import target

    with Desk(server, Mailchimp(), Ledger()) as desk:
        options = {"audience": "a1b2c3"}
        made = target(
            "mailchimp", options, desk.service.secrets, output=desk.output, clock=datetime.now, pause=desk.paused.append
        )
        assert made._client.base_url == "https://us21.api.mailchimp.com"


def test_services_with_a_page_of_their_own_get_the_inside_of_ours(server):
    """Their template has head and body already; with a template of the desk's own, listmonk gets the whole page."""
    for kind in (Kit, Beehiiv, Listmonk):
        with Desk(server, kind(), Ledger()) as desk:
            desk.run("one")
            [(_, body)] = desk.service.drafts()
            assert "<body" not in body
            assert "<style" not in body
            assert "<table>" in body
    with Desk(server, Listmonk(), Ledger()) as desk:
        desk.target(template="7").create(mailing("one"))
        [held] = desk.service.items.values()
        assert held["body"] == mailing("one").html
        assert held["template_id"] == 7


def test_microsoft_is_asked_for_a_token_that_cannot_send(server):
    """The scope names reading and writing mail, and no sending."""
    with Desk(server, Graph(), Ledger()) as desk:
        desk.run("one")
        [asked] = [each for each in desk.requests if each.path.endswith("/token")]
        assert b"Mail.ReadWrite" in asked.body
        assert b"Mail.Send" not in asked.body


@pytest.mark.parametrize("kind", [Gmail, Graph], ids=lambda kind: kind.name)
def test_a_sign_in_that_is_over_is_told_by_the_name_of_its_token(kind, server):
    """The line names what to set again; neither token nor secret is in it."""
    with Desk(server, kind(), Ledger()) as desk:
        name = f"{kind.name.upper()}_REFRESH_TOKEN"
        target = desk.target(secrets={**kind.secrets, name: "an-old-token-0123456789"})
        with pytest.raises(TargetError) as raised:
            target.find(mailing("one"), "")
        assert str(raised.value).endswith(f"sign in anew and set {name} again")
        assert "an-old-token" not in str(raised.value)


@pytest.mark.parametrize("kind", [Gmail, Graph], ids=lambda kind: kind.name)
def test_an_access_token_is_asked_for_once_a_run(kind, server):
    """It is kept in memory, for as long as the run."""
    with Desk(server, kind(), Ledger()) as desk:
        desk.run("one")
        assert sum(each.path.endswith("/token") for each in desk.requests) == 1
        assert kind.given not in repr(desk.ledger.entries)
        assert kind.given not in repr(desk.target()._client)


@EACH
def test_no_line_repeats_a_key_that_the_service_repeats(kind, server, monkeypatch):
    """A service's own words are quoted, unless a key or token is among them."""
    tokens = [kind.given] if kind in (Gmail, Graph) else []
    keys = [key for key in (*kind.secrets.values(), *tokens) if key != "desk"]  # a user's name may be any word
    for words, shown in [("the list is gone", True), *((f"no such key: {key.upper()}", False) for key in keys)]:
        with Desk(server, kind(), Ledger()) as desk:
            monkeypatch.setitem(
                desk_faults := dict(FAULTS), "echo", lambda _service, _request, words=words: (_error(words), None)
            )
            monkeypatch.setattr("tests.publish.drafts.services.desk.FAULTS", desk_faults)
            desk.bad, desk.fault = (1 if kind in (Gmail, Graph) else 0), "echo"
            with pytest.raises(TargetError) as raised:
                desk.run("one")
            assert (words in str(raised.value)) is shown
            assert "(HTTP 403" in str(raised.value)


def _error(words):
    from tests.loopback.server import Answer

    return Answer(403, json.dumps({"message": words}).encode())
