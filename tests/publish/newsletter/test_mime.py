"""The message: what programs read in it, whatever people wrote."""

import email
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.policy import default

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.model.mailing import Inlay, Mailing
from generator.publish.newsletter.lines import line, mailbox
from generator.publish.newsletter.mime import message
from tests.publish.newsletter.articles import made

MAILING = Mailing(
    id="2026-02-10", subject="Bitcoin", preheader="Down", html="<p>Hi</p>", text="Hi\n", markdown="Hi\n", pictures=(),
    date=datetime(2026, 2, 11, tzinfo=UTC), sender="The Desk <desk@desk.example>", reply_to="a@desk.example",
    message_id="2026-02-10@desk.example", list_id="basis.desk.example", unsubscribe="https://desk.example/leave?a=1&b=2",
    canonical_url="", slug="2026-02-10", sha256="0" * 64,
)  # fmt: skip
INLAY = Inlay(name="2026-02-10-price.png", png=b"\x89PNG\r\n\x1a\n--\r\n", alt="Price", width=1, height=1, url="")
HEADERS = ["Subject", "From", "Reply-To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"]
MIME = ["MIME-Version", "Content-Type"]


def read(content):
    """Parse a message and all its parts; nothing in it may be wrong."""
    parsed = email.message_from_bytes(content, policy=default)
    for part in parsed.walk():
        assert part.defects == []
        assert not any(getattr(value, "defects", ()) for _, value in part.items())
    return parsed


def test_the_parts_are_text_and_html_with_its_pictures(day, drawn):
    """Text first, then HTML beside the pictures that it names."""
    issue = made(day["derivatives"], cache=drawn)
    parsed = read(message(issue))
    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", *["image/png"] * 6,
    ]  # fmt: skip
    text, related = parsed.iter_parts()
    assert related["Content-Type"].params["type"] == "text/html"
    html, *pictures = related.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == issue.text
    assert html.get_content().replace("\r\n", "\n").rstrip("\n") == issue.html.rstrip("\n")
    assert [part["Content-ID"] for part in pictures] == [f"<{inlay.name}>" for inlay in issue.pictures]
    assert [part.get_content() for part in pictures] == [inlay.png for inlay in issue.pictures]
    assert {part.get_content_disposition() for part in pictures} == {"inline"}
    named = set(re.findall(r'src="cid:([^"]+)"', html.get_content()))
    assert named == {inlay.name for inlay in issue.pictures}


def test_the_headers_are_those_of_a_newsletter():
    """With one click to leave, and nothing that says when or by what it was made."""
    parsed = read(message(MAILING))
    assert parsed.keys() == HEADERS + MIME
    assert parsed["From"].addresses[0].display_name == "The Desk"
    assert parsed["Reply-To"].addresses[0].addr_spec == "a@desk.example"
    assert parsed["Date"].datetime == MAILING.date
    assert parsed["Message-ID"] == "<2026-02-10@desk.example>"
    assert parsed["List-Id"] == "<basis.desk.example>"
    assert parsed["List-Unsubscribe"] == "<https://desk.example/leave?a=1&b=2>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_unsent_message_opens_as_a_draft():
    """By the header that mail programs know; any other issue has none."""
    assert read(message(MAILING, unsent=True))["X-Unsent"] == "1"
    assert "X-Unsent" not in read(message(MAILING))


@pytest.mark.parametrize(
    ("unsubscribe", "headers"),
    [
        pytest.param("mailto:leave@desk.example", ["List-Unsubscribe"], id="nobody clicks once on an address of mail"),
        pytest.param("{{ unsubscribe_url }}", [], id="a token is not for headers"),
        pytest.param("", [], id="the target adds its own"),
    ],
)
def test_one_click_needs_an_https_address(unsubscribe, headers):
    """RFC 8058 wants one."""
    told = read(message(replace(MAILING, unsubscribe=unsubscribe)))
    assert [name for name, _ in told.items() if name.startswith("List-Unsub")] == headers


def test_the_same_issue_is_the_same_bytes(day, drawn):
    """Boundaries and dates are the issue's; lines end as mail ends them, and hold what mail allows."""
    issue = made(day["derivatives"], cache=drawn)
    content = message(issue)
    assert content == message(issue)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()


def test_an_issue_of_1500_words_is_small_enough(day, drawn):
    """Two editions with eight pictures: 90 kB of HTML, 1.5 MB in all."""
    issue = made(day["derivatives"], day["markets"], cache=drawn)
    assert len(issue.text.split()) > 1400
    assert len(issue.pictures) >= 4
    assert len(issue.html.encode()) < 90_000
    assert len(message(issue)) < 1_500_000


def test_no_text_ends_a_part_before_its_time():
    """Not with the very lines that end it."""
    ends = message(replace(MAILING, pictures=(INLAY,))).decode().split("\r\n")
    told = "\n".join(each for each in ends if each.startswith("--"))
    parsed = read(message(replace(MAILING, pictures=(INLAY,), text=f"{told}\n", html=told)))
    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip
    assert parsed.get_body(("plain",)).get_content().replace("\r\n", "\n") == f"{told}\n"


def named(content):
    """Return the sender's name; the newer parser leaves a blank between two encoded words of a name."""
    (field,) = email.message_from_bytes(content).get_all("From")
    name = field.replace("\r\n", "").rpartition(" <")[0].lstrip()
    if name.startswith('"'):
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return str(make_header(decode_header(name)))


#: What people put where a headline or a name is expected.
ENCODED = "=?utf-8?b?QmNjOiBhbGxAZXhhbXBsZS5vcmc=?="
SIGNS = st.sampled_from([
    "\r\n", "\r", "\n", "\r\n ", "\r\n\r\n", "\x00", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\u2029",
    "\u202e", "\u200f", "\u2066", "\u061c", "\ufeff", "\ud800", "\ufffe", "=?utf-8?q?=0D=0ABcc:_x?=", ENCODED, "=?",
    "?=", '"', "\\", "<", ">", "@", ",", ";", ":", "(", ")", "🚀", "👩🏽\u200d💻", "é", "e\u0301", "日本", "שלום",
    "{{ x }}", "*|X|*", " ", "\u00a0", "\r\nBcc: all@example.org", "\r\n\r\n<script>",
    "--=_wirecopy-alternative-0000000000000000--",
])  # fmt: skip
TEXTS = st.builds(lambda signs, words, often: ("".join(signs) + words) * often, st.lists(SIGNS, max_size=6),
                  st.text(max_size=8), st.sampled_from([1, 1, 1, 40]))  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(headline=TEXTS, name=TEXTS, body=TEXTS)
@example(headline="\r\nBcc: all@example.org", name='"; x@example.org, "', body=".\r\n.\r\n")
@example(headline=ENCODED, name=ENCODED, body=ENCODED)
@example(headline="x" * 5000, name="y" * 5000, body="z" * 5000)
@example(headline="🚀" * 400, name="é" * 400, body="é" * 400)
@example(headline="a" * 60 + " b", name="a b " * 40, body="From me")
def test_no_text_changes_the_message_around_it(headline, name, body):
    """500 hostile headlines and as many names: the same headers, no defect, each comes back as it was shown."""
    body = body.encode("utf-8", "ignore").decode()
    hostile = replace(MAILING, subject=headline, sender=f"{name} <desk@desk.example>", text=f"{body}\n")
    content = message(hostile, unsent=True)
    parsed = email.message_from_bytes(content, policy=default)
    assert not any(part.defects for part in parsed.walk())
    assert not parsed["Subject"].defects + parsed["From"].defects
    assert parsed.keys() == [*HEADERS, "X-Unsent", *MIME]
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert parsed["Subject"] == line(headline, 200)
    (sender,) = parsed["From"].addresses
    assert sender.addr_spec == "desk@desk.example"
    assert named(content) == mailbox(hostile.sender).name
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", f"{parsed['Subject']}{sender.display_name}")


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, most=st.integers(2, 120))
def test_a_line_is_one_line_and_stays_it(text, most):
    """Cleaning what is clean changes nothing."""
    told = line(text, most)
    assert len(told) <= most
    assert told.splitlines() in ([], [told])
    assert line(told, most) == told


@pytest.mark.parametrize("value", ["a\r\nb", "é", "a  b", "\x7f", "=?utf-8?q?x?="])
def test_tokens_that_are_none_are_a_mistake_of_ours(value):
    """What must not be encoded is never taken from a text of others."""
    with pytest.raises(ValueError, match="cannot hold"):
        message(replace(MAILING, list_id=value))
