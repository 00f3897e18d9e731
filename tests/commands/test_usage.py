"""Exit codes: what a script may rely on."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["write", "--date", "2026-2-10"], "is not a day", id="no day"),
        pytest.param(["write", "--as-of", "2026-02-10T10:00"], "has no time zone", id="a naive time"),
        pytest.param(
            ["write", "--date", "2026-02-10", "--as-of", "2026-02-10T10:00Z"], "exclude each other", id="both"
        ),
        pytest.param(["write", "--date", "9999-12-30"], "has not begun yet", id="tomorrow's paper"),
        pytest.param(["write", "--as-of", "9999-12-30T00:00Z"], "has not come yet", id="a time to come"),
        pytest.param(["write", "--edition", "hourly"], "hourly", id="an unknown edition"),
        pytest.param(["run"], "say --live to collect", id="neither live nor sample"),
        pytest.param(["run", "--live", "--sample"], "or --sample for the history", id="both at once"),
        pytest.param(
            ["run", "--live", "--date", "2026-02-10"], "use `wirecopy write --date`", id="live on another day"
        ),
        pytest.param(["collect", "--history", "a year"], "write it like 400d", id="a reach that is no number of days"),
        pytest.param(
            ["collect", "--replay", "2026-02-10", "--history", "9d"], "no other option", id="replay and history"
        ),
        pytest.param(["import"], "FILE", id="nothing to import"),
        pytest.param(["publsh"], "publsh", id="an unknown command"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(wirecopy, arguments, says):
    """The line ends with where help is."""
    ran = wirecopy(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert "--help`" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_desk_without_data_says_how_to_get_some(desk, wirecopy):
    """Nothing is made up and no empty store is left behind."""
    ran = wirecopy("write", "--desk", desk, "--date", "2026-02-10")
    assert ran.code == 1
    assert "run `wirecopy import" in ran.err
    assert not (desk / "data" / "wirecopy.sqlite").exists()


def test_failures_are_json_too(desk, wirecopy):
    """A program reads why from standard output."""
    ran = wirecopy("write", "--desk", desk, "--date", "2026-02-10", "--json")
    assert ran.json["exit"] == ran.code == 1
    assert "no data yet" in ran.json["error"]


def test_a_bug_keeps_its_traceback_in_a_file(wirecopy, monkeypatch, tmp_path):
    """A user sees one line; the file has what a developer needs."""

    def broken():
        raise ZeroDivisionError("a planted one")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = wirecopy("write", clock=broken)
    (kept,) = tmp_path.glob("wirecopy-bug-*.txt")
    assert ran.code == 70
    assert str(kept) in ran.err
    assert "Traceback" not in ran.err
    assert "a planted one" in kept.read_text(encoding="utf-8")


def test_an_interruption_is_exit_130(wirecopy):
    """What Ctrl-C raises is no bug."""

    def interrupted():
        raise KeyboardInterrupt

    assert wirecopy("write", clock=interrupted).code == 130
