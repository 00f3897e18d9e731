"""``wirecopy serve`` as a user runs it."""

import http.client
import os
import re
import signal
import subprocess
import sys

import pytest

from generator.cli import run_cli


def test_it_says_where_it_is_and_ends_when_it_is_told(shelf):
    """A line with the address, pages at that address, nothing said of requests, exit 0 at Ctrl-C."""
    command = [sys.executable, "-m", "generator.cli", "serve", "--desk", str(shelf), "--port", "0", "--by", "Ada"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=os.getcwd()) as ran:  # noqa: PTH109 - as the shell has it
        assert ran.stdout is not None
        told = ran.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/  as Ada", told)
        assert found is not None, told
        line = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        line.request("GET", "/")
        assert line.getresponse().status == 200
        line.close()
        ran.send_signal(signal.SIGINT)
        out, err = ran.communicate(timeout=60)
    assert (ran.returncode, out, err) == (0, "stopped\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--host", "0.0.0.0"], 1, "--allow-remote"),
        (["--by", "verifier"], 1, "nobody's name"),
        (["--port", "70000"], 2, "70000"),
    ],
)
def test_what_it_does_not_do_is_said_in_a_line(shelf, capsys, arguments, code, says):
    """Nothing listens then."""
    assert run_cli(["serve", "--desk", str(shelf), *arguments]) == code
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1


def test_a_desk_without_data_says_what_to_do(tmp_path, capsys):
    """There is nothing to show."""
    assert run_cli(["init", str(tmp_path / "desk")]) == 0
    assert run_cli(["serve", "--desk", str(tmp_path / "desk"), "--port", "0"]) == 1
    assert "wirecopy run" in capsys.readouterr().err
