"""What comes of every fault of every source, of triples of faults, and of spoiled payloads.

``python -m benchmarks.faults`` runs the command against the loopback world with each source broken in each
way, and with random triples of faults; it prints a table and fails if a run was not sound.

    --source ID      only this one (may be repeated)
    --kind NAME      only this kind of fault (may be repeated)
    --no-singles     no table, only triples
    --triples N      so many combinations of three faults, 500 if not given
    --jobs N         so many processes, as many as there are processors if not given
    --payloads N     in place of runs: so many mutated payloads through all parsers
    --wall           in place of runs: how long a run takes beside its slowest source
"""

import argparse
import math
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from generator.errors import PayloadError
from tests.loopback import desk as desks
from tests.loopback import direct, matrix
from tests.loopback.mutations import mutated, shortened
from tests.loopback.server import Answer, Fault, Loopback
from tests.loopback.world import World

NOW = matrix.NOW
#: How slow the slow source is, and how much longer than it a run may take.
SLOW_SECONDS = 8.0
WALL_LIMIT = 1.3

_bench = None


def _begin(folder):
    """Give this process a desk and a server of its own."""
    global _bench  # noqa: PLW0603 - one a process, made when it starts
    os.environ.update(matrix.KEYS)
    _bench = matrix.Bench(Path(tempfile.mkdtemp(dir=folder)), NOW)
    _bench.__enter__()


def _run(cell):
    """Run one cell; two of the same seed are the same."""
    began = time.monotonic()
    try:
        outcome = _bench.run(cell, seed="faults")
    except Exception as error:  # noqa: BLE001 - a cell that cannot be judged is a failure of that cell
        outcome = matrix.Outcome(cell, -1, wrong=[f"cannot be judged: {type(error).__name__}: {error}"])
    return outcome, time.monotonic() - began


def run_cells(cells, jobs):
    """Yield what became of each cell, as they end."""
    with tempfile.TemporaryDirectory() as folder:
        if jobs == 1:
            _begin(folder)
            try:
                yield from map(_run, cells)
            finally:
                _bench.__exit__(None, None, None)
            return
        # Spawned: a server's thread and a forked process do not go together.
        context = multiprocessing.get_context("spawn")
        with context.Pool(jobs, _begin, (folder,)) as pool:
            yield from pool.imap_unordered(_run, cells)


def table(outcomes):
    """Return the matrix as Markdown: a row a fault, a column a source."""
    found = {(outcome.cell[0].source, outcome.cell[0].kind): outcome for outcome in outcomes}
    sources = [source for source in matrix.IDS if any(key[0] == source for key in found)]
    lines = [f"| fault | {' | '.join(sources)} |", "|---" * (len(sources) + 1) + "|"]
    for kind in matrix.KINDS:
        row = [_short(found.get((source, kind))) for source in sources]
        if any(row):
            lines.append(f"| {kind} | {' | '.join(row)} |")
    return "\n".join(lines)


def _short(outcome):
    if outcome is None:
        return ""
    if outcome.wrong:
        return f"**WRONG {outcome.code}**"
    end = {0: "ok", 1: "refused", 3: "held"}[outcome.code]
    gaps = f" {outcome.gaps} gaps" if outcome.gaps else ""
    untold = f" {len(outcome.untold)} untold" if outcome.untold else ""
    return f"{end}{gaps}{f' {outcome.aside} aside' if outcome.aside else ''}{untold}"


def report(outcomes, triples):
    """Print the matrix and what was wrong; return whether all was sound."""
    print(table(outcomes))
    print()
    for name, some in (("single faults", outcomes), ("triples", triples)):
        if some:
            ends = Counter(outcome.code for outcome in some)
            told = ", ".join(f"{ends[code]} with exit {code}" for code in sorted(ends))
            print(
                f"{len(some)} {name}: {told}; {sum(bool(outcome.wrong) for outcome in some)} not sound, "
                f"{sum(bool(outcome.untold) for outcome in some)} with a false reading that no text tells"
            )
    wrong = [outcome for outcome in (*outcomes, *triples) if outcome.wrong]
    for outcome in wrong:
        print(f"\n{' + '.join(map(str, outcome.cell))}: {outcome}")
        for each in outcome.wrong[:8]:
            print(f"    {each}")
    for outcome in (*outcomes, *triples):
        if outcome.untold:
            print(f"\nuntold: {' + '.join(map(str, outcome.cell))}: {len(outcome.untold)}, such as {outcome.untold[0]}")
    return not wrong


@dataclass
class Spoiled:
    """What came of mutated payloads."""

    outcomes: Counter
    wrong: dict


def run_payloads(count, seed=0):
    """Put mutated payloads through the parsers of those who asked for them."""
    world, chance = World(NOW), Random(seed)
    asked = []
    for source, ask in direct.questions(matrix.ASKED, world):
        asked.append((source, ask, shortened(direct.answer(world, source, ask).body)))
    done = Spoiled(Counter(), {})
    for turn in range(count):
        source, ask, body = asked[turn % len(asked)]
        spoiled = mutated(body, chance)
        try:
            found = direct.read(source, direct.reply(source, ask, spoiled, NOW), world.past.names)
        except PayloadError:
            done.outcomes["refused"] += 1
        except Exception as error:  # noqa: BLE001 - just this is looked for
            done.outcomes["crashed"] += 1
            done.wrong.setdefault((source.id, ask.kind, repr(error)[:120]), spoiled[:200])
        else:
            done.outcomes["read"] += 1
            if any(not sound(record) for record in found):
                done.outcomes["unsound"] += 1
                done.wrong.setdefault((source.id, ask.kind, "a number that is none"), spoiled[:200])
    return done


def sound(value):
    """Return whether everything in a record that is a number is a finite one."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not is_dataclass(value) or all(sound(getattr(value, field.name)) for field in fields(value))


def payloads(count):
    """Print what came of mutated payloads; return whether all was sound."""
    began = time.monotonic()
    done = run_payloads(count)
    told = ", ".join(f"{number:,} {what}" for what, number in done.outcomes.most_common())
    print(f"{count:,} mutated payloads: {told} ({time.monotonic() - began:.0f} seconds)")
    for (source, kind, what), body in done.wrong.items():
        print(f"    {source} {kind}: {what}\n        {body!r}")
    return not done.wrong


def late(seconds):
    """Return a fault that answers well, but late."""

    def play(connection, _request, answer):
        connection._server._loop.call_later(seconds, connection.answer, Answer(200, answer.body))  # noqa: SLF001

    return Fault(f"{seconds:g} seconds late", play)


def wall():
    """Print how long a run takes in which one source is slow; return whether it is within the limit."""
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        world = direct.warm(World(datetime.now(UTC)), matrix.ASKED)
        for slow in (None, "deribit", "coingecko"):
            with Loopback(world.respond) as server:
                if slow is not None:
                    server.fault = lambda request, slow=slow: late(SLOW_SECONDS) if request.source == slow else None
                addresses = desks.addresses(server, matrix.IDS)
                desk = desks.make(Path(folder) / str(slow), addresses, budget=60, timeout=30)
                began = time.monotonic()
                ended = desks.as_process("run", "--live", "--json", "--desk", str(desk))
                took = time.monotonic() - began
            sound &= ended.code == 0
            if slow is None:
                print(f"all healthy: {took:.1f} seconds, exit {ended.code}")
                continue
            sound &= took <= WALL_LIMIT * SLOW_SECONDS
            print(f"{slow} takes {SLOW_SECONDS:g} seconds: {took:.1f} seconds, {took / SLOW_SECONDS:.2f} times")
    return sound


def main():
    """Run what was asked for, and fail if anything was not sound."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__.partition("\n")[0])
    given.add_argument("--source", action="append", choices=matrix.IDS)
    given.add_argument("--kind", action="append", choices=matrix.KINDS)
    given.add_argument("--no-singles", action="store_true")
    given.add_argument("--triples", type=int, default=500)
    given.add_argument("--jobs", type=int, default=os.cpu_count())
    given.add_argument("--payloads", type=int)
    given.add_argument("--wall", action="store_true")
    asked = given.parse_args()
    if asked.payloads is not None:
        sys.exit(0 if payloads(asked.payloads) else 1)
    if asked.wall:
        sys.exit(0 if wall() else 1)
    wanted = [
        cell
        for cell in matrix.cells()
        if cell[0].source in (asked.source or matrix.IDS) and cell[0].kind in (asked.kind or matrix.KINDS)
    ]
    singles, triples = [], []
    began = time.monotonic()
    for outcome, _ in run_cells(
        [*(() if asked.no_singles else wanted), *matrix.triples(asked.triples, kinds=asked.kind or matrix.KINDS)],
        asked.jobs,
    ):
        (singles if len(outcome.cell) == 1 else triples).append(outcome)
        done = len(singles) + len(triples)
        if sys.stderr.isatty() or done % 50 == 0:
            print(f"\r{done} runs, {time.monotonic() - began:.0f} seconds", end="", file=sys.stderr)
    print(file=sys.stderr)
    sys.exit(0 if report(singles, triples) else 1)


if __name__ == "__main__":
    main()
