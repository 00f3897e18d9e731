"""How a finished file is cut into sentences, as a reader sees them."""

import pytest

from generator.verify.scan import plain, scan, sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It fell on Feb. 6. It rose.", ["It fell on Feb. 6.", "It rose."]),
        ("It fell in Dec. It rose.", ["It fell in Dec.", "It rose."]),
        ("The U.S. dollar rose. The U.S. The end.", ["The U.S. dollar rose.", "The U.S.", "The end."]),
        ("Open interest was 527,850 BTC. The rest is ether.", ["Open interest was 527,850 BTC.", "The rest is ether."]),
        ("It touched $69,000. It rose 1.8%. $70,000 is next.",
         ["It touched $69,000.", "It rose 1.8%.", "$70,000 is next."]),
        ("It opened at 9 a.m. UTC. It closed at 4 p.m. Then it rose.",
         ["It opened at 9 a.m. UTC.", "It closed at 4 p.m.", "Then it rose."]),
        ("Alternative.me's index read 9. bitcoin fell.", ["Alternative.me's index read 9.", "bitcoin fell."]),
        ('It asked "why?" Nobody knew. (It fell.) Then it rose.',
         ['It asked "why?"', "Nobody knew.", "(It fell.)", "Then it rose."]),
        ("Bitcoin vs. ether. Calm.", ["Bitcoin vs. ether.", "Calm."]),
        ("A tail without a point", ["A tail without a point"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text, cut):
    """Points of months, of U.S. and a.m., of numbers and of names end nothing."""
    assert sentences(text) == cut


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**Bitcoin** rose *12.2%*", "Bitcoin rose 12.2%"),
        ("the [skew](https://x.io/a_25_b) of `20%`", "the skew of 20%"),
        ("a [note][1] and ![a chart](c.svg)", "a note and a chart"),
        ("rose 1&#51;% &amp; fell", "rose 13% & fell"),
        ("from \\$5 to \\*6\\*", "from $5 to *6*"),
        ("−3.4% – it’s “calm”", '-3.4% – it\'s "calm"'),  # noqa: RUF001 - the signs that are made plain
        ("a <span title='x'>rise</span> of _one_ day", "a rise of one day"),
        ("| Bitcoin,  Binance | $1 |  | – |", "Bitcoin, Binance | $1 | | –"),  # noqa: RUF001 - a cell without a value
    ],
)
def test_markup_is_not_read(markdown, shown):
    """What is not shown is not read, and what is shown is read as it is shown."""
    assert plain(markdown) == shown


def test_blocks_are_told_apart():
    """Front matter, headings, labels, paragraphs over lines, items, quotes and rows each have their place."""
    page = scan(
        "---\ntitle: A title\ndescription: 'One. Two.'\n---\n\n## Head\n\n**Label.** One line\ngoes on. Next.\n\n"
        "- An item\n  goes on.\n- **Second** item.\n\n> A quote.\n\n"
        "| a | b |\n|---|--:|\n| c | 1 |\n\n---\n\n1. First.\n"
    )
    assert [(piece.place, piece.text) for piece in page.pieces] == [
        ("title", "A title"), ("description", "One."), ("description", "Two."), ("heading", "Head"),
        ("paragraph", "Label."), ("paragraph", "One line goes on."), ("paragraph", "Next."),
        ("item", "An item goes on."), ("item", "Second item."), ("paragraph", "A quote."),
        ("row", "a | b"), ("row", "c | 1"), ("item", "First."),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["No fence.", "---\ntitle: [\n---\nBody.\n", "---\n- a\n---\nBody.\n", ""])
def test_bad_front_matter_is_told_and_not_raised(text):
    """A file that an editor broke is scanned all the same, and says why its head cannot be read."""
    page = scan(text)
    assert page.front is None
    assert page.why
