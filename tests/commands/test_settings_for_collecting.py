"""Whom a desk asks is set in ``wirecopy.toml``; keys are held by the environment or the keyring."""

import pytest

from generator.config import load_secrets, load_settings
from generator.errors import InputError


def settings(desk, text):
    """Return a desk's settings with some lines added."""
    file = desk / "wirecopy.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    return load_settings(desk)


def test_a_desk_that_sets_nothing_waits_a_minute_and_asks_everybody(desk):
    """The defaults are those that README tells."""
    collecting = load_settings(desk).collecting
    assert (collecting.budget_seconds, collecting.timeout_seconds) == (60.0, 10.0)
    assert (collecting.base_urls, collecting.left_out, collecting.feeds) == ({}, frozenset(), ())


def test_what_is_set_is_read(desk):
    """Names with a point stand in quotes, as TOML wants them."""
    collecting = settings(
        desk,
        '[collect]\nbudget_seconds = 30\nfeeds = ["https://news.example/rss"]\n'
        '[sources.okx]\nbase_url = "https://mirror.example/"\n[sources."alternative.me"]\nask = false',
    ).collecting
    assert collecting.budget_seconds == 30.0
    assert collecting.feeds == ("https://news.example/rss",)
    assert collecting.base_urls == {"okx": "https://mirror.example"}
    assert collecting.left_out == {"alternative.me"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("[collect]\nbudget_seconds = 0", 2, "number of seconds", id="no time at all"),
        pytest.param("[collect]\nbudget_seconds = true", 2, "number of seconds", id="a truth for a number"),
        pytest.param("[collect]\nbudget = 3", 2, "unknown key 'budget'", id="a key that nobody reads"),
        pytest.param("collect = 3", 1, r"must be a table; write \[collect\]", id="no table"),
        pytest.param('[sources.okx]\nbase_url = "http://mirror.example"', 2, "https address", id="in the clear"),
        pytest.param('[sources.okx]\nbase_url = "https://me:word@mirror.example"', 2, "without a password", id="login"),
        pytest.param('[sources.okx]\nask = "no"', 2, "true or false", id="a text for a truth"),
        pytest.param('[collect]\nfeeds = ["ftp://news.example"]', 2, "is no feed", id="no web address"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(desk, text, line, says):
    """Also within a table, and not the line of a key of the same name elsewhere."""
    before = (desk / "wirecopy.toml").read_text(encoding="utf-8").count("\n") + 1
    with pytest.raises(InputError, match=rf"wirecopy\.toml:{before + line}: .*{says}"):
        settings(desk, text)


def test_an_unknown_source_is_named_before_anybody_is_asked(desk, wirecopy):
    """The line lists the sources that there are."""
    settings(desk, "[sources.binnance]\nask = false")
    ran = wirecopy("collect", "--desk", desk)
    assert ran.code == 1
    assert "unknown source 'binnance'; use one of binance-spot" in ran.err


def test_keys_come_from_the_environment_before_the_keyring(monkeypatch):
    """An empty variable is no key."""
    keyring = pytest.importorskip("keyring")
    held = {("wirecopy", "FRED_API_KEY"): "from the keyring", ("wirecopy", "COINALYZE_API_KEY"): "also from there"}

    class Ring(keyring.backend.KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return held.get((service, username))

        def set_password(self, service, username, password):
            held[service, username] = password

    monkeypatch.setattr("keyring.core._keyring_backend", Ring())
    monkeypatch.setenv("FRED_API_KEY", "from the environment")
    monkeypatch.setenv("COINALYZE_API_KEY", "")
    monkeypatch.delenv("COINGLASS_API_KEY", raising=False)
    found = load_secrets(["FRED_API_KEY", "COINALYZE_API_KEY", "COINGLASS_API_KEY"])
    assert found == {"FRED_API_KEY": "from the environment", "COINALYZE_API_KEY": "also from there"}
