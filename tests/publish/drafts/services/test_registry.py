"""The list of targets: what each needs is asked for by its name, before anything is sent anywhere."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.publish.drafts.registry import OPTIONS, SECRETS, target
from tests.publish.drafts.services.desk import SERVICES

DOCS = Path(__file__).resolve().parents[4] / "docs" / "newsletter.md"
EACH = pytest.mark.parametrize("kind", SERVICES, ids=lambda kind: kind.name)


def made(name, options, secrets, output=Path("unused")):
    """Return a target as a run makes it."""
    return target(
        name, options, secrets, output=output, clock=lambda: datetime(2026, 2, 10, tzinfo=UTC), pause=lambda _: None
    )


@EACH
def test_a_missing_secret_is_named(kind):
    """Each in turn, and the empty one too."""
    options = kind().options("https://service.example")
    for group in OPTIONS[kind.name].secrets:
        for value in (None, ""):
            left = {name: text for name, text in kind.secrets.items() if name not in group}
            left |= {} if value is None else dict.fromkeys(group, value)
            with pytest.raises(InputError, match=f"{kind.name}: needs {' or '.join(group)} in the environment"):
                made(kind.name, options, left)


@EACH
def test_a_missing_setting_is_named(kind):
    """Each that the target cannot do without."""
    options = kind().options("https://service.example")
    for needed in OPTIONS[kind.name].needed:
        left = {name: text for name, text in options.items() if name != needed}
        with pytest.raises(InputError, match=rf"\[newsletter.{kind.name}\] {needed} is missing"):
            made(kind.name, left, kind.secrets)


@EACH
def test_a_setting_that_there_is_not_is_named(kind):
    """A slip of the pen is not passed over."""
    options = {**kind().options("https://service.example"), "base_ulr": "x"}
    with pytest.raises(InputError, match=rf"\[newsletter.{kind.name}\] base_ulr is no setting of this target"):
        made(kind.name, options, kind.secrets)


@EACH
def test_a_target_keeps_its_secrets_to_itself(kind):
    """Nothing that is printed of it holds one."""
    told = repr(vars(made(kind.name, kind().options("https://service.example"), kind.secrets)))
    assert not any(secret in told for secret in kind.secrets.values())


def test_a_target_that_there_is_not():
    """The line says which there are."""
    with pytest.raises(InputError, match="there is no target 'substak'; there are eml, imap, gmail"):
        made("substak", {}, {})


@pytest.mark.parametrize(("name", "options", "secrets", "line"), [
    ("listmonk", {"base_url": "https://l.example", "lists": "one"}, {"LISTMONK_USER": "u", "LISTMONK_TOKEN": "t"},
     r"\[newsletter.listmonk\] lists must be whole numbers"),
    ("kit", {"template": "1, 2"}, {"KIT_API_KEY": "k"}, r"\[newsletter.kit\] template must be one whole number"),
    ("mailchimp", {"audience": "a"}, {"MAILCHIMP_API_KEY": "abc"}, "MAILCHIMP_API_KEY must end in -us1"),
    ("mailchimp", {"audience": "a"}, {"MAILCHIMP_API_KEY": "abc-evil.example/"}, "MAILCHIMP_API_KEY must end"),
    ("ghost", {"base_url": "https://g.example"}, {"GHOST_ADMIN_KEY": "abc"}, "must be an Admin API key"),
    ("ghost", {"base_url": "https://g.example"}, {"GHOST_ADMIN_KEY": "abc:xyz"}, "must be an Admin API key"),
    ("ghost", {"base_url": "http://g.example"}, {"GHOST_ADMIN_KEY": "abc:00"}, "base_url must be https"),
    ("gmail", {"token_url": "http://g.example"},
     {"GMAIL_CLIENT_ID": "a", "GMAIL_CLIENT_SECRET": "b", "GMAIL_REFRESH_TOKEN": "c"}, "token_url must be https"),
    ("brevo", {}, {"BREVO_API_KEY": "key\r\nX-Evil: 1"}, "BREVO_API_KEY holds more than a key"),
    ("imap", {"host": "h", "user": "u", "security": "none"}, {"IMAP_PASSWORD": "p w"}, "security must be one of tls"),
])  # fmt: skip
def test_what_is_wrong_is_named(name, options, secrets, line):
    """Before anything is asked."""
    with pytest.raises(InputError, match=line):
        made(name, options, secrets)


def test_targets_that_need_nothing_are_files(tmp_path):
    """A mail and a page to paste lie in the desk's folder of results."""
    assert [made(name, {}, {}, tmp_path).name for name in ("eml", "substack")] == ["eml", "substack"]


def test_a_mailbox_takes_a_password_or_a_token():
    """One of them is enough."""
    for name in SECRETS["imap"]:
        assert made("imap", {"host": "mail.example", "user": "desk"}, {name: "word"}).name == "imap"


def test_every_target_and_secret_stands_in_the_documentation():
    """Who sets one up finds its name there."""
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in OPTIONS if not re.search(rf"\b{name}\b", text)] == []
    for name, names in SECRETS.items():
        if name != "graph":  # "GRAPH_… likewise"
            assert [each for each in names if each not in text] == []
