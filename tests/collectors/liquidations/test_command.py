"""``wirecopy record liquidations`` as a process: killed, stopped, without its package, and what a run makes of it."""

import asyncio
import json
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from generator.collectors.liquidations.sums import SOURCE
from generator.collectors.liquidations.window import covered
from generator.commands import record as command
from generator.commands.console import Console
from generator.errors import InputError, PayloadError, WirecopyError
from generator.model.names import load_names
from generator.store.sqlite import Store
from tests.loopback import ws

RECORDER = """
import random, sys, time
from datetime import UTC, datetime
from pathlib import Path
from generator.collectors.liquidations.pace import Pace
from generator.commands.console import Console
from generator.commands.record import record_liquidations

def now():
    return datetime.now(UTC)

record_liquidations(
    Console(tick=time.monotonic, clock=now), Path(sys.argv[1]), clock=now, chance=random.Random(1).random,
    venues=["bybit"], pace=Pace(flush=0.2, beat=0.05, silent=0.5, answer=2, first_wait=0.01),
)
"""
#: Two flushes and a heartbeat of the process above, and as much for a busy machine.
SLACK = timedelta(seconds=1)


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "wirecopy.toml").write_text('title = "Desk"\n')
    return tmp_path


def settle(desk, venue):
    sources = "".join(f'[sources."{name}"]\nbase_url = "{url}"\n' for name, url in venue.addresses.items())
    (desk / "wirecopy.toml").write_text('title = "Desk"\n' + sources)


async def start(desk):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", RECORDER, str(desk), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def saying(venue, seconds):
    chance = random.Random(7)
    for _ in range(int(seconds / 0.02)):
        await venue.say(ws.bybit(("BTCUSDT", chance.choice(["Buy", "Sell"]), f"{chance.uniform(0.1, 1):.3f}", "60000")))
        await asyncio.sleep(0.02)


def stored(desk):
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        return store.segments("bybit", datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def texts(segments):
    return [json.loads(line)["text"] for each in segments for line in each.body.splitlines()[1:]]


def test_a_kill_loses_the_unflushed_seconds_only(desk):
    """Twice killed with -9: each time what is covered was kept, message for message, up to a moment before."""

    async def scene():
        killed = []
        async with ws.Venue.bybit() as venue:
            settle(desk, venue)
            for times in (1, 2):
                process = await start(desk)
                await venue.heard(times)
                await saying(venue, 0.8)
                process.send_signal(signal.SIGKILL)
                killed.append(ws.now())
                await process.communicate()
                await asyncio.sleep(0.05)
        return venue, killed

    venue, killed = asyncio.run(scene())
    segments = stored(desk)
    spans = [(each.began_at, each.ended_at) for each in segments]
    kept = set(texts(segments))
    inside = {sent.text for sent in venue.sent if any(a <= sent.at < b for a, b in spans)}
    assert len(inside) > 30
    assert inside <= kept <= {sent.text for sent in venue.sent}
    for held, end in zip(venue.held, killed, strict=True):
        assert covered(spans, held.subscribed_at, end) > end - held.subscribed_at - SLACK
    assert covered(spans, killed[0], venue.held[1].subscribed_at) == timedelta(0)


def test_a_stop_loses_nothing(desk):
    """SIGTERM ends the recorder with what it heard written down, exit 0, and one line of what it covers."""

    async def scene():
        async with ws.Venue.bybit() as venue:
            settle(desk, venue)
            process = await start(desk)
            await venue.heard()
            await saying(venue, 0.5)
            await asyncio.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            out, err = await process.communicate()
        return venue, process.returncode, out.decode(), err.decode()

    venue, code, out, err = asyncio.run(scene())
    assert code == 0, err
    assert out == f"heard in the last 24 hours: bybit 0.0 h, {len(venue.sent)} messages\n"
    assert err == "bybit-liquidations: is heard\n"
    assert texts(stored(desk)) == [sent.text for sent in venue.sent]


def test_without_its_package_the_command_says_what_to_install(desk, monkeypatch):
    """The package is an extra; who lacks it is told in one line."""
    monkeypatch.delitem(sys.modules, "generator.collectors.liquidations.recorder", raising=False)
    monkeypatch.setitem(sys.modules, "websockets.asyncio.client", None)
    with pytest.raises(WirecopyError, match=r"pip install 'wirecopy\[live\]'"):
        command.record_liquidations(console(), desk, clock=ws.now, chance=lambda: 0.5)


def test_an_unknown_venue_is_refused(desk):
    """It names those that there are."""
    with pytest.raises(InputError, match="use one of bybit, okx, binance"):
        command.record_liquidations(console(), desk, clock=ws.now, chance=lambda: 0.5, venues=["kraken"])


def console():
    return Console(tick=time.monotonic, clock=ws.now)


def test_a_store_that_cannot_be_written_ends_the_recording(desk):
    """Not in silence: what the store says is what the command says."""
    (desk / "data").write_text("in the way")
    with pytest.raises(InputError, match="is not a store of ours"):
        command.record_liquidations(console(), desk, clock=ws.now, chance=lambda: 0.5, venues=["binance"])


def test_a_run_is_handed_the_day_that_was_recorded(desk):
    """24 hours of spans in the store become one reply, and the reply the day's sums."""
    until = datetime(2026, 2, 10, 12, tzinfo=UTC)
    first = '{"stream":"bybit-liquidations","url":"wss://stream.bybit.com/v5/public/linear"}\n'
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        for hour in range(25):
            begin = until - timedelta(hours=24 - hour)
            text = ws.bybit(("BTCUSDT", "Buy", "0.5", "60000"), at=begin)
            body = first + json.dumps({"at": begin.isoformat(), "text": text}) + "\n"
            store.keep_segment("bybit", begin, begin + timedelta(hours=1), body.encode(), 1)
        (reply,) = command.recorded_totals(store, load_names(), at=until + timedelta(minutes=70))
        assert command.recorded_totals(store, load_names(), at=until - timedelta(days=2)) == ()
        (early,) = command.recorded_totals(store, load_names(), at=until - timedelta(hours=1))
    sums = list(SOURCE.parsers[reply.kind](reply, origin=reply.origin(SOURCE.publisher), names=load_names()))
    assert {str(each.series): each.value for each in sums}["BTC/liquidations.long/1d@bybit"] == 24 * 30_000
    assert {each.observed_at for each in sums} == {until + timedelta(hours=1)}
    with pytest.raises(PayloadError, match="a sum is told once a day is covered"):
        list(SOURCE.parsers[early.kind](early, origin=early.origin(SOURCE.publisher), names=load_names()))
