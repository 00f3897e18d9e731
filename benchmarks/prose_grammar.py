"""What the desk's proofreader says of sentences, gathered by kind; nothing where its checker is not installed."""

from functools import cache

from generator.errors import InputError
from generator.model.names import load_names
from generator.verify.proofread import Proofreader


@cache
def _proofreader():
    try:
        return Proofreader(load_names())
    except InputError:
        return None


def findings(said):
    """Return one line a kind of finding, the most frequent first; None where no checker is installed.

    Args:
        said: Pairs of a text and the phrase that it came from.
    """
    reader = _proofreader()
    if reader is None:
        return None
    told = {}
    for text, template in sorted(said):
        for found in reader.findings(text):
            told.setdefault(found, []).append((template, text))
    lines = []
    for found, places in sorted(told.items(), key=lambda item: -len(item[1])):
        phrases = ", ".join(sorted({template for template, _ in places})[:4])
        lines.append(f"{len(places)} times {found} ({phrases}) [{places[0][1]}]")
    return lines
