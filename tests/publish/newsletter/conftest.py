"""The articles of a day of the sample, as the newsletter's tests send them."""

import shutil

import pytest

from generator.publish.site.library import pieces
from tests.conftest import quietly


@pytest.fixture(scope="session")
def day(tmp_path_factory, sample_store):
    """Edition → the head of the sample's article of 10 February."""
    desk = tmp_path_factory.mktemp("mailed") / "desk"
    quietly("init", desk)
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    quietly("write", "--date", "2026-02-10", "--desk", desk)
    return {piece.edition: piece for piece in pieces(desk / "output" / "articles")}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Where pictures that were drawn are kept from one test to the next."""
    return tmp_path_factory.mktemp("drawn")
