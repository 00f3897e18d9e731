"""The articles of a day of the sample, as the newsletter's tests send them."""

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime

import pytest

from generator.cli import run_cli
from generator.publish.site.library import pieces


def _wirecopy(*arguments):
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run_cli([str(each) for each in arguments], clock=lambda: datetime.now(UTC))
    assert code == 0, said.getvalue()


@pytest.fixture(scope="session")
def day(tmp_path_factory, sample_store):
    """Edition → the head of the sample's article of 10 February."""
    desk = tmp_path_factory.mktemp("mailed") / "desk"
    _wirecopy("init", desk)
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    _wirecopy("write", "--date", "2026-02-10", "--desk", desk)
    return {piece.edition: piece for piece in pieces(desk / "output" / "articles")}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Where pictures that were drawn are kept from one test to the next."""
    return tmp_path_factory.mktemp("drawn")
