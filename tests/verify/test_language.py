"""Slips of prose with numbers: each probe of the editorial notes is caught, and good sentences are not."""

from pathlib import Path

import pytest

from generator.resources import find, read_yaml
from generator.verify.language import language_faults
from generator.verify.scan import scan
from generator.verify.style import style_faults
from generator.verify.tokens import tokenize

GOLDEN = sorted((Path(__file__).resolve().parents[1] / "golden" / "articles").glob("*/*.md"))
PROBES = {
    "1 verb for many": ("The skew have risen to 20%.", "verb is for many"),
    "2 word twice": ("It fell to its its lowest level since Feb. 6.", "twice"),
    "3 article before 8": ("A 8% gain followed.", "article"),
    "4 article before a silent h": ("It is a hour old.", "article"),
    "5 space before a comma": ("Bitcoin rose 5% , traders said.", "space"),
    "6 at at": ("Open interest was flat at at 527,850 BTC.", "twice"),
    "7 percent points": ("The basis fell by 3 percent points.", "percentage points"),
    "8 small letter": ("bitcoin rallies above $70,000.", "small letter"),
    "9 zero gain": ("Bitcoin gained 0% on Friday.", "nothing moved"),
    "10 then for than": ("Ether fell less then bitcoin.", "'than' is meant"),
    "11 to to": ("It went from $70,000 to to $72,000.", "twice"),
    "12 verb for one": ("Traders was cautious.", "verb is for one"),
    "13 less for fewer": ("There are less contracts open.", "fewer"),
    "14 dollars twice": ("Liquidations totaled $1.8 billion dollars.", "dollars"),
    "15 straight weeks": ("It fell for a third straight weeks.", "one week"),
    "16 None for a number": ("None USD was liquidated.", "missing"),
    "17 nan": ("Bitcoin fell nan% on Friday.", "missing"),
    "18 sign twice": ("Bitcoin fell -3.2% on Friday.", "told twice"),
    "19 fall to a high": ("Volatility fell to a three-month high.", "to a high"),
    "20 template left over": ("{{ price }} was the close.", "left over"),
    "negative zero": ("The change was -0.0% on the day.", "zero"),
    "thousand million, short": ("Liquidations came to $1000M.", "thousand of its scale"),
    "thousand million": ("Liquidations came to $1,000 million.", "thousand of its scale"),
    "1 contracts": ("It holds 1 contracts.", "one is not many"),
    "float": ("The basis is 0.10000000000000009%.", "decimals"),
    "up from more": ("The basis is up from 5% to 4%.", "and yet from"),
    "rose to less": ("Bitcoin rose to $70,000 from $71,000.", "and yet from"),
    "fell to more": ("Sentiment fell to 14 from 9.", "and yet from"),
    "since without a date": ("It is the lowest since.", "no date"),
    "since before a comma": ("It is the lowest since, traders said.", "no date"),
    "run of mixed signs": ("It rose for a third straight day of losses.", "other"),
    "hyphen in a run": ("It rose for a third-straight day.", "hyphen"),
    "34th days": ("It was below 5% for a 34th days.", "one day"),
    "three straight week": ("It fell for three straight week.", "several"),
    "BTC BTC": ("Open interest was 527,850 BTC BTC.", "twice"),
    "$$": ("Bitcoin is at $$70,000.", "left over"),
    "%%": ("The skew is 20%%.", "left over"),
    "exponent": ("The rate was 1e-05.", "computer"),
    "NaT": ("The record is from NaT.", "missing"),
    "inf": ("The ratio was inf.", "missing"),
    "opening brackets": ("[[price]] was the close.", "left over"),
    "closing braces": ("Bitcoin }} was at $70,000.", "left over"),
    "null": ("The skew was null on Friday.", "missing"),
    "None in a sentence": ("Bitcoin closed at None on Friday.", "missing"),
    "tomorrow": ("Options expire tomorrow.", "name the day"),
    "percentage point for several": ("The basis fell 1.8 percentage point.", "several"),
    "percentage points for one": ("The basis fell 1 percentage points.", "one is not many"),
    "K in running text": ("Bitcoin is at $71.5K on Binance.", "headlines"),
    "new record": ("It set a new record on Friday.", "record"),
    "no full stop": ("Bitcoin closed at $70,000", "full stop"),
    "bracket": ("Bitcoin (BTC closed at $70,000.", "bracket"),
    "comma without a space": ("Bitcoin fell,traders said.", "comma"),
    "two commas": ("Bitcoin fell,, traders said.", "mark"),
    "space in a price": ("Bitcoin is at $ 70,000.", "dollar sign"),
    "a day for several": ("It has been below 5% for 20 day in a row.", "there are several"),
    "verb for many behind a window": ("Over 24 hours longs was paid 6.3% annualized.", "verb is for one"),
    "verb for one behind a comma": ("In futures, the three-month premium are 10.7% a year.", "verb is for many"),
    "article before letters": ("A ETF and an USDT pair opened.", "article"),
}  # fmt: skip

CLEAN = [
    "Bitcoin rose 12.2% on Friday to $70,580, its largest one-day gain since Feb. 28, 2022.",
    "The skew and the basis have risen.",
    "The number of contracts was 79.",
    "An 8% gain followed an 11-day slide and an $18 billion outflow.",
    "A one-week skew of 20.4% is a useful sign.",
    "The 30-day skew slipped to its lowest in more than two years.",
    "Volatility fell from a three-month high.",
    "It fell to $60,000, and the day's high was $71,000.",
    "The basis slipped to 3.1% from 3.6%, and the skew rose to 20.4% from 15.5%.",
    "Funding fell to -10.5% from 1.6%.",
    "The rate rose from -10.5% to -3.4%.",
    "It has closed lower for a fourth straight week.",
    "Alternative.me's index read 9 on Friday.",
    "The U.S. dollar rose 0.3%.",
    "None of the 11 coins rose.",
    "Liquidations came to $290 million, 53% of it longs.",
    "The 1.8 percentage points are less than a point and a half.",
    "A 1.8 percentage point rise followed.",
    "Bitcoin had had a quiet week.",
    "It was up 1.8% from $70,000 to $71,260.",
    "Calls took 52% of volume (against 44% on Monday).",
    "That is a record that begins on Dec. 30.",
    "What to watch:",
    "An ETF, a USDT pair, an S&P 500 future and an XRP option.",
    "The number of open contracts was 79, and a 20-day run ended.",
    "Traders who bet on bitcoin have paid.",
    "It was 20 days in a row, six days ago, a 30-day low on Feb. 6.",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "message"), PROBES.values(), ids=PROBES)
def test_a_slip_is_caught(sentence, message):
    """A sentence with one seeded error is refused, and the message names the error."""
    assert any(message in fault for fault in language_faults(tokenize(sentence), "paragraph"))


@pytest.mark.parametrize("sentence", CLEAN)
def test_a_good_sentence_is_left_alone(sentence):
    """A sentence that an editor would print raises nothing."""
    assert list(language_faults(tokenize(sentence), "paragraph")) == []


def test_headlines_and_tables_abbreviate():
    """A headline may say $71.5K and ends in no full stop; a row begins as it likes."""
    assert list(language_faults(tokenize("Bitcoin near $71.5K as puts grow costlier"), "title")) == []
    assert list(language_faults(tokenize("open interest | $71.5K | 3.1%"), "row")) == []
    assert list(language_faults(tokenize("Bitcoin at $70,000."), "title"))


def test_a_sentence_goes_on_after_a_label():
    """Behind a label and a colon a small letter is right."""
    cut = tokenize("a close above $71,000 would be the first since Feb. 4.")
    assert list(language_faults(cut, "item", begins=False)) == []
    assert list(language_faults(cut, "item"))


@pytest.mark.parametrize(
    "text", ["The median move over 24 hours was -2.0%.", "Its change over the following seven days was 2%."]
)
def test_a_length_of_time_is_no_subject(text):
    """What a verb speaks of stands before "over 24 hours"."""
    assert list(language_faults(tokenize(text), "paragraph")) == []


@pytest.mark.parametrize(("sentence", "message"), PROBES.values(), ids=PROBES)
def test_a_slip_is_caught_where_it_stands_in_an_article(derivatives, judge, sentence, message):
    """Put into an article as a sentence of it, each probe is red and named as a slip of language."""
    markdown, evidence = derivatives
    place = "That is the lowest in more than two years.\n"
    problems = judge(markdown.replace(place, f"{place}{sentence}\n", 1), evidence).problems
    slips = [problem for problem in problems if problem.kind == "other" and problem.level == "red"]
    if message == "full stop":
        # Without its stop it is one sentence with the next.
        assert problems
    else:
        assert any(message in problem.what for problem in slips)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name[:10]}-{path.stem[11:]}")
def test_the_kept_articles_have_no_slip(path):
    """What is written daily raises nothing, in language and in style."""
    fixed = set(read_yaml(find("data/reference", "fixed.yaml", None)).values())
    found, before = [], None
    for piece in scan(path.read_text(encoding="utf-8")).pieces:
        goes_on = before is not None and before.block == piece.block and before.text.endswith(":")
        before, cut = piece, tokenize(piece.text)
        if piece.text not in fixed:
            found += [*language_faults(cut, piece.place, begins=not goes_on)]
            found += [*style_faults(cut, piece.place, begins=not goes_on)]
    assert found == []
