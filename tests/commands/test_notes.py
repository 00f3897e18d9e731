"""An editor's notes: found by their day, read as they stand, refused with a line."""

from datetime import UTC, datetime

import pytest

from generator.errors import InputError
from generator.notes import read_notes

NOTE = (
    "---\ntopic: exchanges\nasset: BTC\nsource: Example Wire\nurl: https://example.org\n---\n\nAn exchange\nclosed.\n"
)


@pytest.mark.parametrize(
    "as_of",
    [
        pytest.param(datetime(2026, 2, 10, 10, tzinfo=UTC), id="within the day"),
        pytest.param(datetime(2026, 2, 11, tzinfo=UTC), id="at the day's end"),
    ],
)
def test_a_day_has_its_notes(tmp_path, as_of):
    """Those of the day before and after stay out."""
    for name in ("2026-02-09", "2026-02-10", "2026-02-10-second", "2026-02-11"):
        (tmp_path / f"{name}.md").write_text(NOTE, encoding="utf-8")
    notes = read_notes(tmp_path, as_of=as_of)
    assert [note.id for note in notes] == ["2026-02-10", "2026-02-10-second"]
    assert notes[0].text == "An exchange closed."
    assert notes[0].source == "Example Wire"


def test_a_desk_without_notes_has_none(tmp_path):
    """The folder need not be there."""
    assert read_notes(tmp_path / "notes", as_of=datetime(2026, 2, 10, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("An exchange closed.\n", ":1: a note begins with front matter", id="no front matter"),
        pytest.param("---\nasset: BTC\n---\nText.\n", "needs a topic", id="no topic"),
        pytest.param("---\ntopic: a\nauthor: b\n---\nText.\n", ":3: unknown key 'author'", id="an unknown key"),
        pytest.param("---\ntopic: a\ntopic: b\n---\nText.\n", ":3: key 'topic' is given twice", id="a key twice"),
        pytest.param("---\ntopic: 5\n---\nText.\n", ":2: topic must be a text", id="a number for a text"),
        pytest.param("---\ntopic: a\n---\n", "one paragraph", id="no text"),
        pytest.param("---\ntopic: a\n---\nOne.\n\nTwo.\n", ":4: a note is one paragraph", id="two paragraphs"),
    ],
)
def test_a_note_that_is_none_is_refused_with_its_line(tmp_path, text, says):
    """The editor is told where and what to do."""
    (tmp_path / "2026-02-10.md").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"2026-02-10\.md") as refused:
        read_notes(tmp_path, as_of=datetime(2026, 2, 10, 10, tzinfo=UTC))
    assert says in str(refused.value)
