"""What the verifier's tests share: the names, and one call that judges a hand-written article."""

import pytest

from generator.model.names import load_names
from generator.verify.verify import verify
from tests.verify.handwritten import FIXED, february_6, february_10

ARTICLES = {"derivatives": february_6, "markets": february_10}


@pytest.fixture(scope="session")
def names():
    """The shipped names."""
    return load_names()


@pytest.fixture
def judge(names):
    """Judge Markdown by evidence, with the hand-written articles' fixed sentences."""

    def judged(markdown, evidence):
        return verify(markdown, evidence, names=names, fixed=FIXED)

    return judged


@pytest.fixture(params=ARTICLES, ids=ARTICLES)
def article(request):
    """Each hand-written article in turn, as (markdown, evidence)."""
    return ARTICLES[request.param]()


@pytest.fixture
def derivatives():
    """The article of 6 February, as (markdown, evidence)."""
    return february_6()


@pytest.fixture
def markets():
    """The article of 10 February, as (markdown, evidence)."""
    return february_10()
