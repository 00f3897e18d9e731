"""What surrounds a collecting run: one at a time, keys that leave no trace, an editor's decision, a log."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.collectors.registry import SOURCES
from generator.store.sqlite import Store
from tests.loopback.server import Answer, Loopback
from tests.loopback.world import KEY, PLAYS, World

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
#: Enough for a price, and quick.
FEW = ("binance-spot", "coinbase", "alternative.me")
ROOT = Path(__file__).resolve().parents[2]


def asking(desk, server, sources=FEW, more=""):
    """Let a desk ask these sources on loopback and no others."""
    file = desk / "wirecopy.toml"
    tables = [
        f'[sources."{name}"]\nbase_url = "{server.url(name)}"\nask = {"true" if name in sources else "false"}'
        for name in (source.id for source in SOURCES)
    ]
    own = file.read_text(encoding="utf-8").partition("[sources")[0]
    file.write_text("\n".join([own, more, *tables, ""]), encoding="utf-8")


@pytest.fixture
def world():
    """The market of 10 February 2026, 10:00 UTC."""
    return World(NOW)


def test_a_run_is_one_line_one_value_and_a_log(desk, wirecopy, world):
    """People read the line, programs the value, and the log has each article."""
    with Loopback(world.respond) as server:
        asking(desk, server)
        ran = wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW)
        again = wirecopy("run", "--live", "--json", "--desk", desk, clock=lambda: NOW)
    assert ran.code == again.code == 0
    assert ran.out.startswith("3 of 3 sources answered")
    assert again.json["new"] == 0
    assert [article["edition"] for article in again.json["articles"]] == ["derivatives", "markets", "brief"]
    log = [json.loads(line) for line in (desk / "data" / "log" / "2026-02.jsonl").read_text().splitlines()]
    assert [each["event"] for each in log] == ["collected", "written", "written", "written"] * 2


def test_the_second_run_learns_who_holds_the_desk(desk, wirecopy):
    """And when the holder dies, however it dies, the desk is free."""
    code = (
        "import sys, time\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from generator.commands.lock import only_run\n"
        "with only_run(Path(sys.argv[1]), at=datetime(2026, 2, 10, 7, 10, tzinfo=UTC)):\n"
        "    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, desk / "data" / "run.lock"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        second = wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert second.code == 1
    assert f"another run is at work (process {holder.pid} since 2026-02-10 07:10:00 UTC)" in second.err
    assert "another run" not in wirecopy("collect", "--source", "nobody", "--desk", desk, clock=lambda: NOW).err


def test_a_key_leaves_no_trace(desk, wirecopy, world, monkeypatch):
    """It is sent, and stands in no file of the desk, no line that is printed and no address that is kept."""
    monkeypatch.setenv("FRED_API_KEY", KEY)
    monkeypatch.setenv("COINALYZE_API_KEY", KEY)
    with Loopback(world.respond) as server:
        asking(desk, server, (*FEW, "fred", "coinalyze"))
        ran = wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW)
        shown = wirecopy("doctor", "--desk", desk, clock=lambda: NOW)
    assert ran.code == 0
    assert "5 of 5 sources answered" in ran.out
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        replies = [reply for run in store.runs() for reply in store.replies(run.id)]
    assert any(reply.source == "fred" for reply in replies)
    assert KEY not in repr(replies) + ran.out + ran.err + shown.out
    for file in desk.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_a_wrong_key_is_said_without_it(desk, wirecopy, world, monkeypatch):
    """The source's refusal is told, the key is not."""
    monkeypatch.setenv("FRED_API_KEY", "ffffffffffffffffffffffffffffffff")
    with Loopback(world.respond) as server:
        asking(desk, server, (*FEW, "fred"))
        ran = wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW)
    assert ran.code == 0
    assert "fred: observations" in ran.err
    assert "ffffffff" not in ran.err + ran.out


def test_a_missing_key_is_named_in_the_evidence(desk, wirecopy, world, monkeypatch):
    """An editor who looks why there are no stocks learns what to do."""
    monkeypatch.delenv("FRED_API_KEY", raising=False)
    with Loopback(world.respond) as server:
        asking(desk, server, (*FEW, "fred"))
        assert wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW).code == 0
    evidence = json.loads((desk / "output/articles/2026-02-10-markets.evidence.json").read_text(encoding="utf-8"))
    assert {"metric": "macro.level", "why": "fred: not asked: needs FRED_API_KEY", "asset": "macro:NDX"} in evidence[
        "gaps"
    ]


def spoiled(world, factor):
    """Answer as the world does, but for Coinbase's prices, which are so many times as high."""

    def respond(request):
        answer = world.respond(request)
        if request.source != "coinbase" or answer.status != 200:
            return answer
        rows = [[at, *(price * factor for price in prices), volume] for at, *prices, volume in json.loads(answer.body)]
        return Answer(200, json.dumps(rows).encode(), answer.headers)

    return respond


def test_what_was_set_aside_is_listed_and_can_be_let_in(desk, wirecopy, world):
    """A hundredfold price stands in no text; ``doctor`` lists it with its reason, ``release`` lets it in."""
    with Loopback(spoiled(world, 100.0)) as server:
        asking(desk, server, (*FEW, "kraken-spot", "okx"))
        assert wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW).code == 0
    waiting = wirecopy("doctor", "--desk", desk, "--json", clock=lambda: NOW).json["aside"]
    assert waiting
    assert {each["source"] for each in waiting} == {"coinbase"}
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        assert store.market(NOW).candles("1d").query("venue == 'coinbase'").empty
    assert wirecopy("release", "--desk", desk, "nothing").code == 1
    for each in waiting:
        assert wirecopy("release", "--desk", desk, each["id"]).code == 0
    assert wirecopy("doctor", "--desk", desk, "--json", clock=lambda: NOW).json["aside"] == []
    with Store.open(desk / "data" / "wirecopy.sqlite") as store:
        assert not store.market(NOW).candles("1d").query("venue == 'coinbase'").empty


def test_without_a_sound_price_nothing_is_written(desk, wirecopy, world):
    """Yesterday's price is in the store; today's article does not tell it."""
    with Loopback(world.respond) as server:
        asking(desk, server)
        assert wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW).code == 0
    later = NOW + timedelta(hours=20)
    with Loopback(World(later).respond) as server:
        asking(desk, server, ("alternative.me",))
        ran = wirecopy("run", "--live", "--desk", desk, clock=lambda: later)
    assert ran.code == 3
    assert "nothing was written: no sound price of BTC came from any source" in ran.err
    assert not list((desk / "output" / "articles").glob("2026-02-11*"))


def test_headlines_are_laid_before_the_editors(desk, wirecopy, world):
    """They stand on a page of their own with link and time, and in no article."""
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>Exchange halts withdrawals</title>'
        b"<link>https://news.example/halt</link><pubDate>Tue, 10 Feb 2026 08:30:00 GMT</pubDate></item></channel></rss>"
    )

    def respond(request):
        return Answer(200, feed, {"content-type": "text/xml"}) if request.source == "news" else world.respond(request)

    with Loopback(respond) as server:
        asking(desk, server, more=f'[collect]\nfeeds = ["{server.url("news")}/rss"]')
        ran = wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW)
    assert ran.code == 0
    page = (desk / "output" / "headlines" / "2026-02-10.md").read_text(encoding="utf-8")
    assert "[Exchange halts withdrawals](<https://news.example/halt>) (2026-02-10 08:30 UTC" in page
    for article in (desk / "output" / "articles").glob("*.md"):
        assert "withdrawals" not in article.read_text(encoding="utf-8")


def test_a_history_that_was_cut_off_goes_on(desk, wirecopy, world):
    """What the first run was told is not asked again; the windows that are not over are."""
    with Loopback(world.respond) as server:
        asking(desk, server, ("binance-spot",))
        first = wirecopy("collect", "--history", "200d", "--json", "--desk", desk, clock=lambda: NOW)
        second = wirecopy(
            "collect", "--history", "200d", "--json", "--desk", desk, clock=lambda: NOW + timedelta(hours=1)
        )
    assert first.code == second.code == 0
    asked, again = first.json["asked"]["binance-spot"], second.json["asked"]["binance-spot"]
    assert 0 < again < asked
    assert second.json["new"] <= 2


def test_doctor_asks_when_it_is_told_to(desk, wirecopy, world):
    """A source that refuses says so at once; nothing of the question is kept."""

    def respond(request):
        return (
            Answer(451, b'{"msg":"restricted location"}', {})
            if request.source == "binance-spot"
            else world.respond(request)
        )

    with Loopback(respond) as server:
        asking(desk, server)
        asked = wirecopy("doctor", "--ask", "--desk", desk, "--json", clock=lambda: NOW).json["asked"]
    reachable = {each["source"]: each["reachable"] for each in asked}
    assert (reachable["binance-spot"], reachable["coinbase"]) == (False, True)
    assert reachable["deribit"] is None
    assert "451" in next(each["state"] for each in asked if each["source"] == "binance-spot")
    assert not (desk / "data" / "wirecopy.sqlite").exists()


def test_two_sources_on_one_price_are_compared_and_it_is_said_which_is_told(desk, wirecopy, world):
    """The preferred venue is told; the other and the difference are recorded."""
    with Loopback(world.respond) as server:
        asking(desk, server)
        assert wirecopy("run", "--live", "--desk", desk, clock=lambda: NOW).code == 0
    shown = wirecopy("doctor", "--desk", desk, clock=lambda: NOW).out
    (pair,) = [
        each for each in wirecopy("doctor", "--desk", desk, "--json", clock=lambda: NOW).json["compared"]
        if each["quantity"] == "BTC/spot.price"
    ]  # fmt: skip
    assert (pair["told"], pair["other"]) == ("binance", "coinbase")
    assert pair["apart"] == pytest.approx(abs(pair["other_value"] / pair["told_value"] - 1))
    assert re.search(r"^compared  BTC/spot\.price: binance 69[\d,.]+ is told, coinbase says 69", shown, re.MULTILINE)


def test_the_world_plays_every_source_that_is_asked():
    """A source that nobody plays is tried by no test."""
    assert {source.id for source in SOURCES} - set(PLAYS) <= {"bybit-liquidations"}
