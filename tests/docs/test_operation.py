"""What a desk copies to run every morning: units and a workflow that name commands of ours."""

import configparser
import re
import shlex
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "operation"


def unit(name):
    """Return a systemd unit's sections."""
    parsed = configparser.ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str
    parsed.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return parsed


@pytest.mark.parametrize(
    ("name", "command"),
    [("wirecopy.service", "run --live"), ("wirecopy-liquidations.service", "record liquidations")],
)
def test_a_unit_starts_a_command_that_there_is(name, command, wirecopy):
    """Its path is the desk's environment, and its options are known."""
    program, *words = shlex.split(unit(name)["Service"]["ExecStart"])
    assert program == "/srv/newsroom/.venv/bin/wirecopy"
    assert " ".join(words) == command
    assert wirecopy(*words, "--help").code == 0


def test_the_timer_goes_off_every_morning_in_utc():
    """A desk's seven o'clock must not move with the machine's summer time."""
    timer = unit("wirecopy.timer")
    assert timer["Timer"]["OnCalendar"].endswith("07:10:00 UTC")
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_workflow_runs_commands_that_there_are(wirecopy):
    """Each line that calls wirecopy has options that it knows; keys come from secrets only."""
    text = (FOLDER / "github-workflow.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["write"]["steps"]
    called = [
        found for step in steps for found in re.findall(r"\bwirecopy ((?:collect|run)[^|>\n]*)", step.get("run", ""))
    ]
    assert len(called) == 2
    for line in called:
        assert wirecopy(*shlex.split(line), "--help").code == 0
    assert all(value.startswith("${{ secrets.") for value in yaml.safe_load(text)["jobs"]["write"]["env"].values())
