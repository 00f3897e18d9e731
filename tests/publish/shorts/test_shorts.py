"""Short forms say what the article says, within the limits of the tools that they are for, and nothing else."""

import io
import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from generator.cli import run_cli
from generator.errors import HeldError
from generator.publish.shorts import push, slack, telegram, x
from generator.publish.shorts.forms import NAMES, forms
from generator.publish.shorts.told import Section, Told, fresh
from generator.publish.site.library import pieces
from generator.shorts import Shortener, newest, write_shorts
from tests.publish.exports.attacks import ATTACKS, alive

DAYS = ("2026-01-03", "2026-02-05", "2026-02-06", "2026-02-10")
URL = "https://basis.example.org/articles/a/"
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
TOLD = Told(
    headline="Bitcoin edges down",
    dek="Options price in panic.",
    sections=(Section(sentences=("It fell.", "It rose.")), Section(sentences=("One.", "Two."), listed=True)),
    closing="Not investment advice.",
    url=URL,
)


def command(*arguments):
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run_cli([str(each) for each in arguments], clock=lambda: datetime(2026, 2, 11, 1, tzinfo=UTC))
    return code, said.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory, sample_store):
    """A desk with the articles of a crash, a rally, a dull day and an ordinary one."""
    desk = tmp_path_factory.mktemp("short") / "desk"
    command("init", desk)
    shutil.copyfile(sample_store, desk / "data" / "wirecopy.sqlite")
    for day in DAYS:
        assert command("write", "--date", day, "--desk", desk)[0] == 0
    path = desk / "wirecopy.toml"
    text = re.sub(r"^base_url = .*$", 'base_url = "https://basis.example.org"', path.read_text(), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return desk


@pytest.fixture(scope="module")
def shortener(written):
    return Shortener.at(written, "https://basis.example.org")


@pytest.fixture(scope="module")
def shortened(written, shortener):
    """Piece and its forms, for each article."""
    return [(piece, shortener.shorten(piece)) for piece in pieces(written / "output" / "articles")]


def visible(name, form):
    """Return what a reader sees of a form, without links and the numbers of posts."""
    if name.startswith("x."):
        said = json.loads(form)["posts"] if name == "x.json" else [{"text": each} for each in form.split("\n---\n")]
        return re.sub(r"https?://\S+|^\d+/\d+$", "", "\n".join(each["text"] for each in said), flags=re.MULTILINE)
    if name == "slack.json":
        return re.sub(r"<http.*?\|", "", "\n".join(each["text"]["text"] for each in json.loads(form)["blocks"]))
    return re.sub(r"<a [^>]*>", "", form)


def test_every_form_keeps_within_its_limit(shortened):
    """On each of four days and in each edition; twelve articles make sixty files."""
    assert len(shortened) == 12
    for _, made in shortened:
        assert set(made) == set(NAMES)
        for post in json.loads(made["x.json"])["posts"]:
            assert x.weight(post["text"]) == post["weight"] <= 280
        assert telegram.length(made["telegram.html"]) <= 4096
        blocks = json.loads(made["slack.json"])["blocks"]
        assert len(blocks[0]["text"]["text"]) <= 150
        assert all(len(block["text"]["text"]) <= 3000 for block in blocks[1:])
        assert made["push.txt"].count("\n") == 1
        assert len(made["push.txt"]) <= 179


def test_every_number_is_printed_in_the_article(shortened):
    """Read from the Markdown without the verifier's help."""
    for piece, made in shortened:
        there = set(NUMBER.findall(piece.path.read_text(encoding="utf-8")))
        for name, form in made.items():
            assert set(NUMBER.findall(visible(name, form))) <= there, (piece.slug, name)


def test_no_changed_number_is_let_through(shortened, shortener):
    """Each number of each form, one at a time, with its last digit changed."""
    tried = 0
    for piece, made in shortened:
        markdown = piece.path.read_text(encoding="utf-8")
        evidence = json.loads(piece.path.with_name(f"{piece.slug}.evidence.json").read_text(encoding="utf-8"))
        for name in NAMES if piece.edition == "derivatives" else ("telegram.html", "push.txt"):
            form = made[name]
            assert shortener.faults(name, form, markdown, evidence) == []
            for wrong in changed(form):
                tried += 1
                assert shortener.faults(name, wrong, markdown, evidence), (piece.slug, name, wrong)
    assert tried > 400


def changed(form):
    """Yield a form once per number that a reader sees, with that number's last digit changed."""
    idle = r"https?://[^\s\"|<]+|^\d+/\d+$|\\n\\n\d+/\d+(?=\")|\"(?:weight|most)\": \d+|\"block_id\": \"[^\"]*\""
    hidden = [found.span() for found in re.finditer(idle, form, re.MULTILINE)]
    for found in NUMBER.finditer(form):
        at = found.end() - 1
        if not form[at].isdecimal() or any(start <= at < end for start, end in hidden):
            continue
        yield f"{form[:at]}{(int(form[at]) + 1) % 10}{form[at + 1 :]}"


def test_a_new_sentence_is_refused(shortened, shortener):
    """Somebody who adds a claim to a file does not get it past the check."""
    piece, made = shortened[0]
    markdown = piece.path.read_text(encoding="utf-8")
    evidence = json.loads(piece.path.with_name(f"{piece.slug}.evidence.json").read_text(encoding="utf-8"))
    added = made["telegram.html"].replace("\n\nNot investment", "\n\nBitcoin will double by Friday.\n\nNot investment")
    assert added != made["telegram.html"]
    assert shortener.faults("telegram.html", added, markdown, evidence)


def test_the_same_article_gives_the_same_bytes(shortened, shortener):
    """Every file of it."""
    assert all(shortener.shorten(piece) == made for piece, made in shortened)


def test_a_thread_begins_with_the_headline_and_ends_with_the_link(shortened):
    """Its posts count themselves, and none has a tag or an emoji."""
    for piece, made in shortened:
        thread = [post["text"] for post in json.loads(made["x.json"])["posts"]]
        assert thread[0].startswith(piece.title)
        assert f"https://basis.example.org/articles/{piece.slug}/" in thread[-1]
        assert [post.rpartition("\n")[2] for post in thread] == [
            f"{n}/{len(thread)}" for n in range(1, len(thread) + 1)
        ]
        assert not re.search(r"#\w|[\U0001f000-\U0001faff]", "".join(thread))


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        pytest.param("a" * 280, 280, id="letters once"),
        pytest.param("上" * 140, 280, id="Chinese twice"),
        pytest.param("🚀", 2, id="an emoji twice"),
        pytest.param("“up” 5%", 7, id="curved quotes once"),
        pytest.param(f"see {URL}", 27, id="an address as 23"),
        pytest.param("1.8% to $68,841", 15, id="no number is an address"),
    ],
)
def test_weight(text, weight):
    """Worked by hand from X's rules."""
    assert x.weight(text) == weight


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, *attrs))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_headline_stays_text(attack):
    """Telegram gets no tag but ours, Slack no mention and no link but ours, and both are read back as they were."""
    hostile = " ".join(attack.split())
    told = replace(TOLD, headline=hostile, dek="")
    made = telegram.message(told)
    tags = Tags()
    tags.feed(made)
    assert tags.found <= {("b",), ("i",), ("a", ("href", URL))}
    assert alive(made) == []
    assert telegram.read(made).headline == hostile
    block = slack.message(replace(told, headline=f"<!channel> {hostile}"))
    texts = [each["text"]["text"] for each in json.loads(block)["blocks"]]
    assert re.findall(r"<[^>]*>", "".join(texts)) == [f"<{URL}|The article, with the source of each figure>"]
    assert slack.read(block).headline == f"<!channel> {hostile}"
    assert push.line(told).count("\n") == 1


@pytest.mark.parametrize(("write", "most"), [(x.posts, 273), (slack.message, 150), (push.line, 178)])
def test_a_headline_is_never_cut(write, most):
    """Half a headline could say something else; one that is too long is refused, and the longest is not."""
    write(replace(TOLD, headline="a" * most))
    with pytest.raises(HeldError, match="shorten it"):
        write(replace(TOLD, headline="a" * (most + 1)))


def test_what_does_not_fit_is_left_out_whole():
    """A post holds the first sentences that fit."""
    long = Section(sentences=("A" * 150 + ".", "B" * 150 + "."))
    assert x.posts(replace(TOLD, sections=(long,)))[1] == "A" * 150 + ".\n\n2/3"


def test_a_long_message_loses_its_last_sections():
    """And keeps its link; Telegram counts an emoji as two."""
    big = Section(sentences=("🚀" * 1900,))
    made = telegram.message(replace(TOLD, sections=(big, big)))
    assert made.count("🚀") == 1900
    assert URL in made
    assert telegram.length(made) <= 4096


def test_a_takeaway_that_tells_no_new_figure_is_left_out():
    """Nobody wants to read the same price three times in a thread."""
    kept = fresh(["Down 1.8% to $68,841.", "Skew is 20.8%.", "Calm rules."], ["Bitcoin edges down 1.8% to $68,841"])
    assert list(kept) == ["Skew is 20.8%.", "Calm rules."]


def test_the_same_forms_again():
    """Pure: no clock and no chance in it."""
    assert forms(TOLD) == forms(TOLD)


def test_the_command_writes_the_newest_day(written):
    """Three folders of five files; a second run leaves the same bytes."""
    code, said = command("publish", "--only", "shorts", "--desk", written)
    assert code == 0, said
    folder = written / "output" / "short"
    assert sorted(each.name for each in folder.iterdir()) == [
        "2026-02-10-btc-brief",
        "2026-02-10-btc-derivatives",
        "2026-02-10-markets",
    ]
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    assert len(before) == 15
    assert command("publish", "--only", "shorts", "--desk", written)[0] == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


def test_what_is_refused_leaves_nothing_to_post(written, shortener, tmp_path):
    """A changed number in an article takes its short forms away, and leaves those of the others."""
    shutil.copytree(written / "output" / "articles", tmp_path / "articles")
    day = newest(pieces(tmp_path / "articles"))
    write_shorts(day, shortener, tmp_path)
    article = tmp_path / "articles" / "2026-02-10-btc-derivatives.md"
    article.write_text(article.read_text(encoding="utf-8").replace("68,841", "98,841"), encoding="utf-8")
    with pytest.raises(HeldError) as refused:
        write_shorts(newest(pieces(tmp_path / "articles")), shortener, tmp_path)
    assert any("98,841" in reason for reason in refused.value.reasons)
    assert not list((tmp_path / "short" / "2026-02-10-btc-derivatives").iterdir())
    assert len(list((tmp_path / "short" / "2026-02-10-markets").iterdir())) == 5
