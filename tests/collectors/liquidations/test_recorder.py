"""The recorder against a venue that drops, repeats, delays and babbles: what it says it heard, it heard."""

import asyncio
import contextlib
import json
import random
from datetime import timedelta
from itertools import pairwise

import pytest

from generator.collectors.liquidations import binance, bybit, okx
from generator.collectors.liquidations.pace import Pace
from generator.collectors.liquidations.recorder import record
from generator.collectors.liquidations.window import covered, hear
from generator.model.names import load_names
from tests.loopback import ws

NAMES = load_names()
PACE = Pace(flush=0.1, beat=0.05, silent=0.3, answer=1, listing=60, first_wait=0.01, longest_wait=0.05)
SECOND = timedelta(seconds=1)
ONE = ("BTCUSDT", "Buy", "0.5", "60000")


class Recording:
    """A recorder at work, and what it has kept and told."""

    def __init__(self, stream, venue, pace=PACE, keep=None):
        self.spans = []
        self.told = []
        self.stop = asyncio.Event()
        self.task = asyncio.create_task(
            record(
                [stream.at(venue.addresses)], clock=ws.now, chance=random.Random(1).random,
                keep=keep or self.spans.append, stop=self.stop, pace=pace, tell=self.told.append,
            )
        )  # fmt: skip

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.stop.set()
        await asyncio.wait_for(self.task, 60)

    def lines(self):
        return [json.loads(line) for span in self.spans for line in span.body.splitlines()[1:]]

    def texts(self):
        return [line.get("text") for line in self.lines()]

    def inside(self, at):
        return any(span.began_at <= at < span.ended_at for span in self.spans)


async def until(there, seconds=20.0):
    """Wait for something; a busy machine takes its time, and a test that waits too long fails where it asserts."""
    left = seconds
    while not there() and left > 0:
        await asyncio.sleep(0.02)
        left -= 0.02


def until_of(recording):
    """A full day's end that has all of the recording in it."""
    return recording.spans[-1].ended_at + timedelta(minutes=1)


def heard(recording, stream=bybit.STREAM):
    return hear(recording.spans, stream=stream, names=NAMES, until=until_of(recording))


@contextlib.asynccontextmanager
async def recorded(venue, stream=bybit.STREAM, pace=PACE):
    async with venue:
        recording = Recording(stream, venue, pace)
        async with recording:
            await venue.heard()
            yield recording


def test_what_is_sent_is_heard_and_added_up():
    """Three messages, one of them three times: two longs of $30,000 and a short of $4,000, each once."""

    async def scene():
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            await venue.say(ws.bybit(ONE))
            await venue.say(ws.bybit(("ETHUSDT", "Sell", "2", "2000")), times=3)
            await asyncio.sleep(0.02)
            await venue.say(ws.bybit(ONE), wait=0.05)
            await asyncio.sleep(0.2)
        return venue, recording

    venue, recording = asyncio.run(scene())
    assert recording.texts() == [sent.text for sent in venue.sent]
    day = heard(recording)
    assert sorted((each.asset, each.side, each.usd) for each in day.liquidations) == [
        ("BTC", "long", 30_000), ("BTC", "long", 30_000), ("ETH", "short", 4_000)
    ]  # fmt: skip
    assert venue.held[0].asked[0] == json.dumps(
        {"op": "subscribe", "args": [f"allLiquidation.{coin}USDT" for coin in ("BTC", "ETH", "SOL")]}
    )


def test_spans_follow_one_another_without_a_gap():
    """As long as the line holds, one span begins where the one before it ended."""

    async def scene():
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            await until(lambda: len(recording.spans) >= 4)
        return recording

    spans = asyncio.run(scene()).spans
    assert len(spans) >= 4
    assert all(before.ended_at == after.began_at for before, after in pairwise(spans))


@pytest.mark.parametrize("goodbye", [True, False], ids=["with a goodbye", "broken off"])
def test_the_time_without_a_line_is_not_covered(goodbye):
    """Between a drop and the next subscription nothing is covered, and nothing that was said is heard."""

    async def scene():
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            await venue.say(ws.bybit(ONE))
            await asyncio.sleep(0.1)
            venue.turns_away = 4
            await venue.hang_up(goodbye=goodbye)
            await venue.heard(times=2)
            await venue.say(ws.bybit(ONE))
            await asyncio.sleep(0.2)
        return venue, recording

    venue, recording = asyncio.run(scene())
    first, second = venue.held
    gone = second.subscribed_at - first.ended_at
    assert covered([(s.began_at, s.ended_at) for s in recording.spans], first.ended_at, second.subscribed_at) < gone / 2
    assert len(heard(recording).liquidations) == 2
    assert recording.told[0] == "bybit-liquidations: is heard"
    assert any("tried again soon" in line for line in recording.told)


def test_a_bad_hour_at_any_venue_is_told_as_it_was():
    """Drops, goodbyes, repeats, delays, garbage and refusals at random: what lies in a span was heard, all of it.

    Each message that the venue sent within a covered time is in the recording, nothing else is, each
    liquidation of it counts once, and the covered time is the venue's own to the second.
    """

    async def scene(seed):
        chance = random.Random(seed)
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            for _ in range(30):
                act = chance.choice(["say", "say", "say", "say", "twice", "late", "drop", "goodbye", "away", "refuse"])
                coins = f"{chance.uniform(0.001, 2):.3f}"
                text = ws.bybit((chance.choice(["BTCUSDT", "ETHUSDT"]), chance.choice(["Buy", "Sell"]), coins, "2000"))
                if act in ("drop", "goodbye"):
                    await venue.hang_up(goodbye=act == "goodbye")
                elif act == "away":
                    venue.turns_away = 2
                elif act == "refuse":
                    venue.refuses = not venue.refuses
                else:
                    await venue.say(text, times=3 if act == "twice" else 1, wait=0.05 if act == "late" else 0.0)
                await asyncio.sleep(chance.uniform(0, 0.04))
            venue.refuses, venue.turns_away = False, 0
            await asyncio.sleep(0.3)
        return venue, recording

    for seed in range(2):
        venue, recording = asyncio.run(scene(seed))
        assert sum(held.subscribed_at is not None for held in venue.held) >= 2
        kept = recording.texts()
        assert set(kept) <= {sent.text for sent in venue.sent}
        within = [sent.text for sent in venue.sent if recording.inside(sent.at)]
        assert len(within) > 5
        assert sorted(within) == sorted(text for text in kept if text in set(within))
        day = heard(recording)
        assert day.unreadable == ()
        by_hand = {(row["T"], row["s"], row["v"]): row for text in kept for row in json.loads(text)["data"]}
        assert sum(each.usd for each in day.liquidations) == pytest.approx(
            sum(float(row["v"]) * float(row["p"]) for row in by_hand.values())
        )
        up = [(held.subscribed_at, held.ended_at) for held in venue.held if held.subscribed_at is not None]
        begin, end = venue.held[0].subscribed_at, recording.spans[-1].ended_at
        assert abs(covered(up, begin, end) - day.covered) < SECOND


def test_garbage_costs_its_own_span_and_nothing_else():
    """The raw message is kept, its span counts for nothing, and the recorder listens on over the same line."""

    async def scene():
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            await venue.say(ws.bybit(ONE))
            await asyncio.sleep(0.25)
            await venue.say("<html>maintenance</html>")
            await venue.say(b"\xff\x00")
            await asyncio.sleep(0.25)
            await venue.say(ws.bybit(ONE))
            await asyncio.sleep(0.15)
        return venue, recording

    venue, recording = asyncio.run(scene())
    assert len(venue.held) == 1
    assert "<html>maintenance</html>" in recording.texts()
    day = heard(recording)
    assert len(day.liquidations) == 2
    assert 1 <= len(day.unreadable) <= 2
    lost = sum(((s.ended_at - s.began_at) for s in recording.spans), timedelta(0)) - day.covered
    assert timedelta(0) < lost < SECOND


def test_a_venue_that_falls_silent_is_left():
    """A line that answers no heartbeat is given up; what it was up to its last word is covered, and not more."""

    async def scene():
        venue = ws.Venue.bybit()
        async with recorded(venue) as recording:
            await asyncio.sleep(0.1)
            venue.mute = True
            silent_at = ws.now()
            await asyncio.sleep(0.6)
            venue.mute = False
            await venue.heard(times=2)
            await asyncio.sleep(0.15)
        return venue, recording, silent_at

    venue, recording, silent_at = asyncio.run(scene())
    again_at = next(held.subscribed_at for held in venue.held[1:] if held.subscribed_at is not None)
    spans = [(span.began_at, span.ended_at) for span in recording.spans]
    assert covered(spans, silent_at, again_at) < timedelta(seconds=0.1)
    assert any("said nothing" in line for line in recording.told)


def test_a_refused_subscription_covers_nothing():
    """A line without subscriptions is up and hears nothing: that is no coverage; the venue's words are told."""

    async def scene():
        venue = ws.Venue.bybit()
        venue.refuses = True
        async with venue:
            recording = Recording(bybit.STREAM, venue)
            async with recording:
                await until(lambda: len(venue.held) >= 2 and recording.told)
        return venue, recording

    venue, recording = asyncio.run(scene())
    assert len(venue.held) >= 2
    assert recording.spans == []
    assert "handler not found" in recording.told[0]


def test_a_newly_listed_contract_is_subscribed_to():
    """The list of contracts is looked at again; the line is opened anew with what is on it."""

    async def scene():
        venue = ws.Venue.bybit("BTCUSDT", "ETHUSDT")
        pace = Pace(flush=0.1, beat=0.05, silent=0.3, answer=1, listing=0.15, first_wait=0.01, longest_wait=0.05)
        async with recorded(venue, pace=pace):
            await asyncio.sleep(0.2)
            kept = len(venue.held)
            venue.listing["result"]["list"].append(ws.bybit_row("NEWUSDT"))
            await venue.heard(times=2)
        return venue, kept

    venue, kept = asyncio.run(scene())
    assert kept == 1
    assert "allLiquidation.NEWUSDT" in venue.held[1].asked[0]


def test_okx_keeps_the_sizes_beside_the_messages():
    """Ten contracts of 0.01 bitcoin at 60,000 are $6,000, also when OKX's list says something else by then."""

    async def scene():
        venue = ws.Venue.okx()
        async with recorded(venue, okx.STREAM) as recording:
            await venue.say(ws.okx("BTC-USDT-SWAP", "long", "10", "60000"))
            await venue.say(ws.okx("BTC-USD-SWAP", "short", "3", "60000"))
            await asyncio.sleep(0.2)
        return recording

    recording = asyncio.run(scene())
    assert recording.lines()[0]["contracts"] == {"BTC-USDT-SWAP": [0.01, "coin"]}
    day = heard(recording, okx.STREAM)
    assert {each.side: each.usd for each in day.liquidations} == {"long": pytest.approx(6000), "short": 300}


def test_binance_is_covered_by_the_protocols_pings():
    """It has no heartbeat of its own and may say nothing for minutes."""

    async def scene():
        venue = ws.Venue.binance()
        async with recorded(venue, binance.STREAM) as recording:
            await asyncio.sleep(0.5)
            await venue.say(ws.binance("BTCUSDT", "SELL", "0.5", "60000"))
            await asyncio.sleep(0.1)
        return venue, recording

    venue, recording = asyncio.run(scene())
    assert len(venue.held) == 1
    day = heard(recording, binance.STREAM)
    assert [(each.side, each.usd) for each in day.liquidations] == [("long", 30_000)]
    assert day.covered > 0.5 * SECOND


def test_one_venue_down_leaves_the_others_alone():
    """Bybit is not there at all; OKX is heard as if it were."""

    async def scene():
        venue, told, spans, stop = ws.Venue.okx(), [], [], asyncio.Event()
        async with venue:
            nowhere = bybit.STREAM.at({"bybit": "http://127.0.0.1:1"})
            task = asyncio.create_task(
                record(
                    [nowhere, okx.STREAM.at(venue.addresses)], clock=ws.now, chance=lambda: 0.5, keep=spans.append,
                    stop=stop, pace=PACE, tell=told.append,
                )
            )  # fmt: skip
            await venue.heard()
            await until(lambda: spans and told)
            stop.set()
            await task
        return spans, told

    spans, told = asyncio.run(scene())
    assert {span.venue for span in spans} == {"okx"}
    assert any(line.startswith("bybit-liquidations: ") for line in told)


def test_a_span_that_cannot_be_written_down_ends_the_recording():
    """A full disk must not look like a covered hour."""

    async def scene():
        venue = ws.Venue.bybit()

        def full(_):
            raise OSError("no space left on device")

        async with venue:
            await asyncio.wait_for(Recording(bybit.STREAM, venue, keep=full).task, 60)

    with pytest.raises(OSError, match="no space left"):
        asyncio.run(scene())
