"""Observations in and out: bad input is one line with its place, and leaves the store as it was."""

import pytest

HEADER = "time,asset,metric,value,unit,tenor,venue,source,url\n"
GOOD = "2026-02-09T12:00:00Z,BTC,futures.basis,2.9,percent,90d,deribit,desk,https://example.org/a\n"


@pytest.fixture
def observations(desk, wirecopy):
    """Write a file, import it, and export what the store then holds."""

    def take(text, *options, name="day.csv"):
        file = desk / name
        file.write_text(text, encoding="utf-8")
        ran = wirecopy("import", file, "--desk", desk, *options)
        store = desk / "data" / "wirecopy.sqlite"
        if not store.exists():
            return ran, ""
        assert wirecopy("export", desk / "out.csv", "--desk", desk).code == 0
        return ran, (desk / "out.csv").read_text(encoding="utf-8")

    return take


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param("2026-02-09T12:00:00Z,BTC,futures.basis,2.9\n", "3", id="a row cut short"),
        pytest.param(GOOD.replace("futures.basis", "futures.bassis"), "futures.bassis", id="an unknown metric"),
        pytest.param(GOOD.replace("percent", "USD"), "USD", id="a unit that the metric has not"),
        pytest.param(GOOD.replace("percent", "furlongs"), "furlongs", id="an unknown unit"),
        pytest.param(GOOD.replace("00Z", "00"), "no time zone", id="a naive time"),
        pytest.param(GOOD.replace("2.9", "n/a"), "n/a", id="no number"),
        pytest.param(GOOD.replace("2.9", "nan"), "nan", id="not a number"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(observations, row, says):
    """The good row before it is not taken either: a half-imported day is worse than none."""
    ran, stored = observations(HEADER + GOOD + row)
    assert ran.code == 1
    assert "day.csv:3: " in ran.err
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
    assert "futures.basis" not in stored


def test_the_good_rows_are_taken_when_that_is_asked_for(observations):
    """``--skip-bad`` names what it skipped."""
    ran, stored = observations(HEADER + GOOD + GOOD.replace("percent", "furlongs"), "--skip-bad")
    assert ran.code == 0
    assert "day.csv:3: " in ran.err
    assert "1 new" in ran.out
    assert "1 refused" in ran.out
    assert stored.count("futures.basis") == 1


def test_of_two_files_with_one_bad_row_none_is_taken(desk, wirecopy):
    """All files of one call are one import."""
    (desk / "good.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (desk / "bad.csv").write_text(HEADER + GOOD.replace("percent", "furlongs"), encoding="utf-8")
    assert wirecopy("import", desk / "good.csv", desk / "bad.csv", "--desk", desk).code == 1
    assert not (desk / "data" / "wirecopy.sqlite").exists()


def test_importing_twice_changes_nothing(observations):
    """The second import finds everything there."""
    _, first = observations(HEADER + GOOD)
    ran, second = observations(HEADER + GOOD)
    assert "0 new, 0 revised, 1 unchanged" in ran.out
    assert second == first


def test_a_corrected_number_is_kept_beside_the_old_one(observations):
    """A revision does not erase what an earlier article rested on."""
    observations(HEADER + GOOD)
    ran, stored = observations(HEADER + GOOD.replace("2.9", "3.1"))
    assert "0 new, 1 revised, 0 unchanged" in ran.out
    assert stored.count("futures.basis") == 2


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_export_then_import_loses_nothing(desk, wirecopy, tmp_path, suffix):
    """Another desk that takes the export exports the same bytes."""
    (desk / "day.csv").write_text(
        HEADER + GOOD + GOOD.replace("2.9", "3.3").replace("09T12", "08T12"), encoding="utf-8"
    )
    wirecopy("import", desk / "day.csv", "--desk", desk)
    wirecopy("export", desk / f"all.{suffix}", "--desk", desk)
    other = tmp_path / "other"
    wirecopy("init", other)
    assert wirecopy("import", desk / f"all.{suffix}", "--desk", other).code == 0
    assert wirecopy("export", other / f"all.{suffix}", "--desk", other).code == 0
    assert (other / f"all.{suffix}").read_bytes() == (desk / f"all.{suffix}").read_bytes()


@pytest.mark.parametrize(("name", "says"), [("day.xlsx", "neither .csv nor .jsonl"), ("absent.csv", "cannot be read")])
def test_a_file_that_is_none_is_named(desk, wirecopy, name, says):
    """One line, exit 1, no store."""
    if name.startswith("day"):
        (desk / name).write_text("x", encoding="utf-8")
    ran = wirecopy("import", desk / name, "--desk", desk)
    assert ran.code == 1
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
