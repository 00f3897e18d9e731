"""What a sentence is read to assert, before anyone asks whether it is true."""

import pytest

from generator.model.names import load_names
from generator.verify.lexicon import named
from generator.verify.read import read

INDEX = named(load_names(), ["PIPPIN", "A"])


def asserted(text):
    """Return the words that assert something, left to right, each once."""
    sentence = read(text, INDEX)
    found, free = [], 0
    for slot in sentence.slots:
        if slot.at >= free and slot.must:
            found.append(sentence.said(slot))
            free = slot.at + slot.readings[0].length
        elif slot.at >= free:
            idle = [reading.length for reading in slot.readings if reading.kind == "null"]
            free = slot.at + max(idle, default=0)
    return found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Nasdaq-100 and the S&P 500 met.", ["Nasdaq-100", "S&P 500"]),
        ("The 25-delta skew was -0.4 pp.", ["25-delta skew", "-0.4 pp"]),
        ("Flows were 1.8bn and $71.5K.", ["1.8bn", "$71.5K"]),
        ("It split 53-47, or 5% to 10%.", ["53", "47", "5%", "10%"]),
        ("On Feb. 6, 6 February and Nov. 21, 2025.", ["Feb. 6", "6 February", "Nov. 21, 2025"]),
        ("In October 2025, since 2024, on 2026-02-10.", ["October 2025", "2024", "2026-02-10"]),
        ("At 16:00 UTC on Friday.", ["16:00 UTC", "Friday"]),
        ("The 30-day and one-week tenors, 24 hours, seven days.", ["30-day", "one-week", "24 hours", "seven days"]),
        ("It was 3.1% a year and 3.6% a day earlier.", ["3.1% a year", "3.6%", "a day earlier"]),
        ("More than 20% of $15.9 billion.", ["20%", "$15.9 billion"]),
        ("The third straight day.", ["third", "straight day"]),
        ("It took back three-quarters.", ["took back", "three-quarters"]),
        ("XRP, PIPPIN and ZEC.", ["XRP", "PIPPIN", "ZEC"]),
        ("A gain may follow in May.", ["gain", "May"]),
        ("Extreme fear, not fear.", ["Extreme fear", "fear"]),
        ("The Fear & Greed Index.", ["Fear & Greed Index"]),
        ("The parts add up and calls made up the rest.", ["calls"]),
        ("It edged up, little changed, unchanged.", ["edged up", "little changed", "unchanged"]),
        ("Traders lean against the market.", []),
        ("One of them is the first in line.", []),
        ("It held at 527,850 BTC.", ["527,850 BTC"]),
        ("A 10-year Treasury and Japan's 10-year.", ["10-year Treasury", "Japan's 10-year"]),
        ("The put-call ratio and calls' share.", ["put-call ratio", "calls' share"]),
        ("A drop of 50 basis points.", ["drop", "50 basis points"]),
        ("The 34th day in a record that begins today.", ["34th", "day", "today"]),
        ("Zwölf 12,345.67 % too.", ["12,345.67 %"]),
    ],
)
def test_what_asserts_something_is_read(text, places):
    """Figures always, names, directions, dates and states; everyday words and idioms not."""
    assert asserted(text) == places


def test_the_lexicon_is_large_enough():
    """More than 450 forms are known before any name of the day is added."""
    from generator.verify.lexicon import WORDS

    forms = sum(len(entry.forms) for entry in WORDS.values())
    groups = sum(entry.group is not None for entry in WORDS.values())
    assert forms + groups > 450


@pytest.mark.parametrize("word", ["not", "never", "will", "because", "receives", "sharply", "from", "inside", "may"])
def test_words_that_turn_a_sentence_are_noted(word):
    """Negation, certainty, causes, degrees and relations are kept beside what a fact can license."""
    assert [at for at, _ in read(f"It {word} be so.", INDEX).context] == [1]
