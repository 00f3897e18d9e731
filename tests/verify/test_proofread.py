"""Spelling and grammar of finished texts, by an offline checker with a desk's dictionary."""

import builtins
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.verify.proofread import NOT_OURS, Proofreader

GOLDEN = sorted((Path(__file__).resolve().parents[1] / "golden" / "articles").glob("*/*.md"))
FRONT = '---\ntitle: "Bitcoin holds"\n---\n\n'


@pytest.fixture(scope="module")
def reader(names):
    """A checker with the shipped dictionary."""
    pytest.importorskip("harper")
    return Proofreader(names)


@pytest.mark.parametrize(
    "slip",
    ["volatiltiy", "premuim", "tarders", "settlment", "levarage"],
)
def test_a_misspelled_word_is_found(reader, slip):
    """It waits for a person, with its line, as a slip that no fact decides."""
    (problem,) = reader.problems(f"{FRONT}The {slip} is what it is.\n")
    assert (problem.sentence, problem.kind, problem.level) == ("line 5", "other", "yellow")
    assert slip in problem.what


@pytest.mark.parametrize(
    "sentence",
    [
        "Deribit's skew eased, while solana, XRP and PIPPIN were little changed on Bybit.",
        "The curve left backwardation for contango, and longs paid 4.1% annualized on Binance.",
        "Alternative.me's Fear & Greed Index rose to 29 from 28 a day earlier.",
        "On Feb. 7 $430 million of options expired, and on March 27 $8.3 billion will.",
        "The 25-delta skew fell as the Nasdaq-100 and the S&P 500 rose.",
    ],
)
def test_the_trade_s_own_words_are_known(reader, sentence):
    """Terms, names of coins and venues, tickers and dates are no slips."""
    assert list(reader.findings(sentence)) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name[:10]}-{path.stem[11:]}")
def test_the_kept_articles_have_no_findings(reader, path):
    """What is written daily is clean by a judge from outside."""
    assert [problem.what for problem in reader.problems(path.read_text(encoding="utf-8"))] == []


def test_a_desk_has_words_of_its_own(names, tmp_path):
    """Its dictionary goes beside the shipped one; a remark is no word."""
    pytest.importorskip("harper")
    own = tmp_path / "reference"
    own.mkdir()
    (own / "dictionary.txt").write_text("frobnication # what our fund does\n", encoding="utf-8")
    sentence = "A frobnication of the perpetuals followed."
    assert list(Proofreader(names, tmp_path).findings(sentence)) == []
    assert any("frobnication" in what for what in Proofreader(names).findings(sentence))


def test_every_rule_that_is_off_is_one_of_the_checker_s(reader):
    """A rule that the checker has no more is taken off the list, and each has its reason."""
    assert set(NOT_OURS) <= set(reader._linter.get_lint_config())
    assert all(NOT_OURS.values())


def test_a_missing_checker_is_named_with_its_remedy(names, monkeypatch):
    """One line says what to install."""
    load = builtins.__import__

    def without(name, *arguments, **more):
        if name == "harper":
            raise ImportError(name)
        return load(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"pip install 'wirecopy\[grammar\]'"):
        Proofreader(names)
