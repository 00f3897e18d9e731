"""A desk is made, found and read; what is wrong with it is one line."""

import pytest

from generator.config import find_desk, load_settings
from generator.errors import InputError


def test_a_new_desk_is_in_order(desk, wirecopy):
    """What ``init`` makes is what the other commands ask for."""
    ran = wirecopy("doctor", "--desk", desk, "--json")
    assert ran.code == 0
    assert ran.json["title"] == "desk"
    assert ran.json["rules"] == []
    assert ran.json["sources"] == []
    assert "spot.price" in ran.json["missing"]


def test_a_desk_is_never_made_over_another(desk, wirecopy):
    """``init`` on a desk changes nothing."""
    before = (desk / "wirecopy.toml").read_bytes()
    ran = wirecopy("init", desk)
    assert ran.code == 1
    assert "is there already" in ran.err
    assert (desk / "wirecopy.toml").read_bytes() == before


def test_the_desk_is_the_nearest_one_above(desk):
    """A command works from within a desk's folders."""
    assert find_desk(None, start=desk / "notes") == desk.resolve()


def test_the_environment_names_a_desk(desk, monkeypatch, tmp_path):
    """``WIRECOPY_DESK`` goes before the folder that one stands in, ``--desk`` before both."""
    monkeypatch.setenv("WIRECOPY_DESK", str(desk))
    assert find_desk(None, start=tmp_path) == desk
    with pytest.raises(InputError, match="wirecopy init"):
        find_desk(tmp_path)


def test_outside_of_any_desk_the_way_to_one_is_named(tmp_path):
    """The line says what was looked for and what to do."""
    with pytest.raises(InputError, match=r"no wirecopy\.toml here or above; run `wirecopy init DIR`"):
        find_desk(None, start=tmp_path)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("titel = 'x'", "unknown key 'titel'", id="a key that nobody reads"),
        pytest.param("editions = ['hourly']", "unknown edition 'hourly'", id="an edition that nobody writes"),
        pytest.param("assets = 'BTC'", "assets must be a list of texts", id="a text for a list"),
        pytest.param("assets = []", "assets must be a list of texts", id="nothing to write about"),
        pytest.param("title = 5", "title must be a text", id="a number for a text"),
        pytest.param("[title", "mend the TOML", id="no TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(desk, wirecopy, line, says):
    """The third line of the file is the wrong one, and that is what is said."""
    (desk / "wirecopy.toml").write_text(f"# a desk\n\n{line}\n", encoding="utf-8")
    ran = wirecopy("doctor", "--desk", desk)
    assert ran.code == 1
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
    assert ":3: " in ran.err or "line 3" in ran.err


def test_settings_have_defaults_that_make_sense(desk):
    """A desk may say nothing at all."""
    (desk / "wirecopy.toml").write_text("", encoding="utf-8")
    settings = load_settings(desk)
    assert settings.title == "desk"
    assert settings.editions == ("derivatives", "markets", "brief")


def test_the_doctor_says_what_a_desk_holds_and_lacks(filled, wirecopy):
    """A store whose newest reading is of February is old by now, and the doctor says so."""
    ran = wirecopy("doctor", "--desk", filled, "--json")
    assert ran.code == 0
    binance = [each for each in ran.json["sources"] if each["source"] == "binance"]
    assert {each["table"] for each in binance} == {"candle", "future_quote", "funding_settlement"}
    assert all(each["last"].startswith("2026-02-10T") for each in binance)
    assert {"spot.price", "perp.funding_rate", "sentiment.fear_greed"} <= set(ran.json["missing"])
    assert "days old" in wirecopy("doctor", "--desk", filled).out
