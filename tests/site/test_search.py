"""Search in a browser: by keyboard, by address, and without a script."""

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture(scope="module")
def hostile(built, tmp_path_factory):
    """Serve the search page with an index in which somebody's titles are markup."""
    host = tmp_path_factory.mktemp("search")
    for folder in ("search", "static"):
        shutil.copytree(built.folder / folder, host / "news" / folder)
    index = json.loads((built.folder / "search.json").read_text(encoding="utf-8"))
    bad = ["bad", "<img src=x onerror=alert(1)> <b>élan</b>", "<script>alert(1)</script>", "2026-02-10", []]
    index["articles"].insert(0, bad)
    (host / "news" / "search.json").write_text(json.dumps(index), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(host))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/news/search/"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_words_find_the_articles_that_have_them(node, chromium, hostile, built):
    """All of them, in any order; accents and capitals do not matter, and markup stays words."""
    questions = ["panic", "OPTIONS panic", "nothing has these words", "Elan"]
    answer = node("search.mjs", chromium=chromium, page=hostile, questions=questions)
    assert answer["problems"] == []
    found, two, none, bad = answer["typed"]
    index = json.loads((built.folder / "search.json").read_text(encoding="utf-8"))
    heads = {f"/news/articles/{each[0]}/": " ".join(each[1:3]).lower() for each in index["articles"]}
    with_word = {path for path, words in heads.items() if "panic" in words}
    assert set(found["links"]) == with_word
    assert found["said"] == f"{len(with_word)} results."
    assert not found["listed"]
    assert set(two["links"]) == {path for path in with_word if "options" in heads[path]}
    assert (none["said"], none["links"]) == ("Nothing found.", [])
    assert bad["titles"] == ["<img src=x onerror=alert(1)> <b>élan</b>"]
    assert bad["inside"] == 0
    assert [each["asked"] for each in answer["typed"]] == questions


def test_a_search_has_an_address_and_a_list_without_a_script(node, chromium, served):
    """What was found can be handed on; where no script runs, the newest stand there."""
    answer = node("search.mjs", chromium=chromium, page=f"{served}search/", questions=["bitcoin"])
    assert answer["linked"] == answer["typed"]
    assert answer["linked"][0]["links"]
    assert answer["plain"] > 3
