"""What an issue costs: ``python -m benchmarks.newsletter [ROUNDS]`` prints the table and fails over a limit.

1,500 words in three editions with their charts, from the sample; the charts are drawn before the clock runs.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.charts import best
from benchmarks.children import spend, wirecopy
from benchmarks.report import Line, finish
from generator.publish.newsletter.choice import chosen
from generator.publish.newsletter.issue import Letterhead, mailing
from generator.publish.newsletter.mime import message
from generator.publish.site.library import pieces
from generator.templating import environment

ROUNDS = 20
DAY = date(2026, 2, 10)
SENDER = Letterhead(
    title="The Morning Basis",
    sender="The Morning Basis <desk@example.org>",
    list_id="basis.example.org",
    address="1 Example Street, Exampletown",
    unsubscribe="https://example.org/leave",
)


def measure(desk, rounds):
    """Return the lines of the report."""
    spend(wirecopy("init", str(desk)), desk.parent)
    spend(wirecopy("run", "--sample", "--desk", str(desk)), desk)
    shown = chosen(
        pieces(desk / "output" / "articles"), editions=["derivatives", "markets", "brief"], assets=["BTC"], day=DAY
    )
    jinja = environment(desk)

    def make():
        return mailing(
            shown,
            letterhead=SENDER,
            base_url="https://example.org",
            pictures="inside",
            unsubscribe="",
            cache=desk / "data" / "cache" / "pictures",
            jinja=jinja,
        )

    def sealed():
        return message(make(), unsent=True)

    issue, content = make(), sealed()
    words, charts = len(issue.text.split()), len(issue.pictures)
    same = sealed() == content
    return [
        Line(f"an issue of {words} words and {charts} charts", "1,500 words", max(0, 1500 - words), 0, "short"),
        Line("its HTML", "what Gmail shows whole", len(issue.html.encode()) / 1000, 90.0, "kB"),
        Line("the whole message", "size", len(content) / 1_000_000, 1.5, "MB"),
        Line("building the issue, charts drawn", "wall time", best(make, rounds), 300.0, "ms"),
        Line("building issue and message, charts drawn", "wall time", best(sealed, rounds), 300.0, "ms"),
        Line("bytes that differ when it is built again", "none", 0 if same else 1, 0, ""),
    ]


def main():
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(Path(folder) / "desk", int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    finish(lines)


if __name__ == "__main__":
    main()
