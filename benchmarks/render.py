"""What words cost: ``python -m benchmarks.render [ROUNDS]``: one text by Jinja2, by generated Python and by RosaeNLG.

Each makes the same sentences of the same readings; the template is ``peers/readings.pug`` and its equal below. RosaeNLG
comes from npm, by ``make bench`` or ``make peers``; where it is not installed its line is left out, as the note says.
What an article of ours costs beside a bare render is measured by ``benchmarks.backfill``.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median

from jinja2 import Environment

from benchmarks.children import ROOT
from benchmarks.report import Told, finish

ROUNDS = 9
CONTEXTS, READINGS = 40, 20
PEERS = ROOT / ".tools" / "peers"
HERE = Path(__file__).parent / "peers"
TEMPLATE = (
    "{% for r in readings %}{% if not loop.first %} {% endif %}The {{ r.name }}"
    "{% if r.change > 0.05 %} rose{% elif r.change < -0.05 %} fell{% else %} was little changed{% endif %}"
    " to {{ '%.1f'|format(r.value) }}% from {{ '%.1f'|format(r.past) }}% a week earlier"
    "{% if r.days > 30 %}, the most in {{ r.days }} days{% endif %}.{% endfor %}"
)
NAMES = ("three-month basis", "one-week skew", "volatility index", "funding rate", "share of calls")


def contexts():
    """Return readings for as many texts."""
    random = Random(0)
    return [[_reading(random) for _ in range(READINGS)] for _ in range(CONTEXTS)]


def _reading(random):
    value, past = round(random.uniform(0, 90), 1), round(random.uniform(0, 90), 1)
    return {
        "name": random.choice(NAMES), "change": round(value - past, 1), "value": value, "past": past,
        "days": random.randint(1, 90),
    }  # fmt: skip


def plainly(readings):
    """Return the text as generated Python would make it: the floor."""
    said = []
    for r in readings:
        way = " rose" if r["change"] > 0.05 else " fell" if r["change"] < -0.05 else " was little changed"
        most = f", the most in {r['days']} days" if r["days"] > 30 else ""
        said.append(f"The {r['name']}{way} to {r['value']:.1f}% from {r['past']:.1f}% a week earlier{most}.")
    return " ".join(said)


def spent(work, told, rounds):
    """Return what one text costs, the median of the rounds [us]."""
    costs = []
    for _ in range(rounds):
        began = time.process_time()
        for readings in told:
            work(readings)
        costs.append((time.process_time() - began) / len(told) * 1e6)
    return median(costs)


def rosaenlg(told, rounds):
    """Return what one text costs RosaeNLG [us] and its texts, None where it is not installed."""
    if shutil.which("node") is None or not (PEERS / "node_modules" / "rosaenlg").is_dir():
        return None
    ran = subprocess.run(
        ["node", str(HERE / "rosaenlg.js"), str(HERE / "readings.pug"), str(rounds)],
        input=json.dumps(told), capture_output=True, text=True, check=True,
        env={"NODE_PATH": str(PEERS / "node_modules"), "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )  # fmt: skip
    found = json.loads(ran.stdout)
    return median(found["microseconds"]), found["texts"]


def alike(text):
    """Return a text without what RosaeNLG's filter makes of its figures: a space before %, no point and zero."""
    return re.sub(r"\.0(?=\D)|\s", "", text)


def measure(rounds):
    """Return the lines of the report and a note."""
    told = contexts()
    template = Environment(autoescape=False).from_string(TEMPLATE)
    texts = [template.render(readings=readings) for readings in told]
    assert texts == [plainly(readings) for readings in told]
    jinja = spent(lambda readings: template.render(readings=readings), told, rounds)
    python = spent(plainly, told, rounds)
    lines = [Told("bare Jinja2, twenty sentences", "generated Python", jinja / python)]
    note = f"Jinja2 {jinja:.0f} us a text, generated Python {python:.0f} us."
    peer = rosaenlg(told, rounds)
    if peer is None:
        return lines, f"{note} RosaeNLG is not installed: `make peers`."
    assert list(map(alike, peer[1])) == list(map(alike, texts))
    lines.append(Told("RosaeNLG, the same text", "bare Jinja2", peer[0] / jinja))
    return (
        lines,
        f"{note} RosaeNLG {peer[0]:.0f} us; its filter sets a space before % and drops a zero: 16 % for 16.0%.",
    )


def main():
    finish(*measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))


if __name__ == "__main__":
    main()
