"""``wirecopy verify``: several texts, numbers that an editor put in, texts without evidence, and grammar."""

import json
import shutil

import pytest

from tests.verify.handwritten import february_6

PLACE = "That is the lowest in more than two years.\n"
OBSERVED = (
    "time,asset,metric,tenor,venue,value,unit,source\n"
    "2024-05-03T12:00:00Z,BTC,spot.price,,,62000,USD,Desk A\n"
    "2024-05-03T12:00:00Z,BTC,futures.basis,90d,,8,percent,Desk A\n"
)


@pytest.fixture
def sound(tmp_path):
    """An article with its evidence, in a folder that is no desk."""
    markdown, evidence = february_6()
    text = tmp_path / "2026-02-06-btc-derivatives.md"
    text.write_text(markdown, encoding="utf-8")
    beside = tmp_path / "2026-02-06-btc-derivatives.evidence.json"
    beside.write_text(json.dumps(evidence), encoding="utf-8")
    return text


@pytest.fixture
def desk(tmp_path):
    """A desk whose fixed sentences are those of the article."""
    from tests.verify.handwritten import FIXED

    folder = tmp_path / "desk"
    (folder / "reference").mkdir(parents=True)
    (folder / "wirecopy.toml").write_text("", encoding="utf-8")
    lines = "".join(f"{name}: {json.dumps(text)}\n" for name, text in FIXED.items())
    (folder / "reference" / "fixed.yaml").write_text(lines, encoding="utf-8")
    return folder


def test_several_texts_are_judged_at_once(sound, desk, wirecopy):
    """Each has its line; one that is refused does not spare the others."""
    other = sound.with_name("other.md")
    shutil.copy(sound, other)
    shutil.copy(sound.with_name(f"{sound.stem}.evidence.json"), other.with_name("other.evidence.json"))
    other.write_text(other.read_text().replace("12.2%", "12.3%"), encoding="utf-8")
    ran = wirecopy("verify", sound, other, "--desk", desk)
    assert ran.code == 3
    assert f"{sound}: passed: " in ran.out
    assert f"{other}: refused, " in ran.err.splitlines()[-1]


def test_added_numbers_are_told_with_their_facts(sound, desk, wirecopy):
    """Text and JSON say of each number that was put in whether it is found, contradicted or unknown, and where."""
    added = "Bitcoin futures carried a basis of 2.7%, desks said. Desks quoted a bitcoin basis of 8.8%."
    sound.write_text(sound.read_text().replace(PLACE, f"{PLACE}{added}\n"), encoding="utf-8")
    said = wirecopy("verify", sound, "--desk", desk).err
    assert "'2.7%' is found: BTC/futures.basis/90d@binance" in said
    assert "'8.8%' is contradicted: " in said
    assert "2 numbers looked up: 1 found, 1 contradicted, 0 unknown" in said
    told = wirecopy("verify", sound, "--desk", desk, "--json").json
    assert not told["passed"]
    assert [(each["printed"], each["state"]) for each in told["numbers"]] == [
        ("2.7%", "found"), ("8.8%", "contradicted"),
    ]  # fmt: skip
    assert told["numbers"][0]["fact"] == "BTC/futures.basis/90d@binance"
    assert {each["kind"] for each in told["problems"]} <= {
        "number", "name", "word", "context", "not-checkable", "other",
    }  # fmt: skip


def test_what_waits_for_a_person_is_not_called_refused(sound, desk, wirecopy):
    """Exit 3 all the same: it is not passed."""
    sound.write_text(sound.read_text().replace(PLACE, f"{PLACE}Whales are buying.\n"), encoding="utf-8")
    ran = wirecopy("verify", sound, "--desk", desk)
    assert ran.code == 3
    assert ran.err.splitlines()[-1].endswith("a person must sign for 1 of it (not-checkable 1)")


def test_a_text_without_evidence_is_held_against_observations(tmp_path, wirecopy):
    """Numbers are found, contradicted or unknown; what all observations bear out passes."""
    seen, text = tmp_path / "seen.csv", tmp_path / "text.txt"
    seen.write_text(OBSERVED, encoding="utf-8")
    text.write_text("Bitcoin trades at $62,000.\nIts three-month basis is 8%.\n", encoding="utf-8")
    ran = wirecopy("verify", text, "--against", seen)
    assert (ran.code, ran.out.strip()) == (0, f"{text}: passed: 2 of 2 numbers found in 2 sentences")
    text.write_text("Bitcoin trades at $62,000.\nIts three-month basis is 3%.\n", encoding="utf-8")
    ran = wirecopy("verify", text, "--against", seen)
    assert ran.code == 3
    assert ran.err.startswith("line 2: red: number: '3%' is contradicted: BTC/futures.basis/90d is 0.08")


def test_a_text_is_held_against_a_list_of_facts(tmp_path, wirecopy):
    """A fact that the text contradicts is named."""
    listed, text = tmp_path / "facts.yaml", tmp_path / "text.md"
    listed.write_text("- {id: gain, fact: up 10%, any: ['10%'], never: ['7% gain']}\n", encoding="utf-8")
    text.write_text("It was a 7% gain.\n", encoding="utf-8")
    ran = wirecopy("verify", text, "--against", listed)
    assert ran.code == 3
    assert "up 10%: the text contradicts it (gain)" in ran.err


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("facts.yaml", "id: gain\n", "is no list of facts"),
        ("facts.yaml", "- {id: gain}\n", "is no fact; give id, fact and any"),
        ("facts.yaml", "- {id: gain, fact: up, any: ['(']}\n", "mend the pattern"),
        ("seen.csv", "time,asset\n", "is missing"),
        ("seen.txt", "", "is neither .csv nor .jsonl"),
    ],
)
def test_a_file_to_hold_against_must_be_of_a_known_form(tmp_path, wirecopy, name, body, why):
    """One line says what is wrong with it."""
    (tmp_path / name).write_text(body, encoding="utf-8")
    text = tmp_path / "text.md"
    text.write_text("Bitcoin fell.\n", encoding="utf-8")
    ran = wirecopy("verify", text, "--against", tmp_path / name)
    assert ran.code == 1
    assert why in ran.err


def test_grammar_is_checked_on_request(sound, desk, wirecopy):
    """A misspelled word is named beside what the verifier says, and waits for a person."""
    pytest.importorskip("harper")
    sound.write_text(sound.read_text().replace("the extra volatility", "the extra volatilty"), encoding="utf-8")
    assert "volatilty" in wirecopy("verify", sound, "--grammar", "--desk", desk).err
