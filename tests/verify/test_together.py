"""What no single claim shows: numbers bound to the wrong name, words between claims, sums, front matter."""

import copy

import pytest

from tests.verify.builder import Author, change, level, past, rank

END = "2026-02-10T23:59:59.999000Z"
DAY_BEFORE = "2026-02-09T23:59:59.999000Z"


def two_coins(body):
    """An article about bitcoin and ether with the sentences of ``body``."""
    facts = {}
    for short, asset, now, then in (("btc", "BTC", 110.0, 100.0), ("eth", "ETH", 8.0, 10.0)):
        price = f"{asset}/spot.price@binance"
        facts[short] = level(price, now, "USD", END)
        facts[f"{short}_past"] = past(price, "1d", then, "USD", DAY_BEFORE)
        facts[f"{short}_day"] = change(
            f"{asset}/spot.return/1d", now / then - 1, "ratio", END, of=price, than=f"{price}~past:1d", window="1d"
        )
        basis = f"{asset}/futures.basis/90d@binance"
        facts[f"{short}_basis"] = level(basis, now / 1000, "ratio", END)
    facts["bybit"] = level("BTC/perp.funding_rate/1d@bybit", -0.02, "ratio", END)
    facts["binance"] = level("BTC/perp.funding_rate/1d@binance", -0.08, "ratio", END)
    facts["high"] = rank("BTC/spot.price@binance", "highest", 110.0, "USD", END, "2025-01-20", "2017-08-17")
    facts["thin"] = rank(
        "ETH/spot.price@binance", "lowest", 8.0, "USD", END, "2026-01-20", "2026-01-01", days=30, expected=40
    )
    author = Author("2026-02-10-btc-brief", "2026-02-11T00:00:00Z", facts, {"edition": "brief", "asset": "BTC"})
    return author.build("[[Bitcoin|asset|btc]] brief", ["It is about [[bitcoin|asset|btc]]."], body)


GOOD = {
    "names before numbers": "[[Bitcoin|asset|btc]] [[rose|sign|btc_day]] [[10.0%|size|btc_day]] and "
    "[[ether|asset|eth]] [[fell|sign|eth_day]] [[20.0%|size|eth_day]].",
    "the article's asset": "It [[rose|sign|btc_day]] [[10.0%|size|btc_day]] to [[$110|value|btc]].",
    "the asset of the sentence before": "[[Ether|asset|eth]] [[fell|sign|eth_day]].\nIt is at [[$8|value|eth]].",
    "a name behind its number": "A [[20.0%|size|eth_day]] [[fall|sign|eth_day]] of [[ether|asset|eth]] weighed on it.",
    "venues behind numbers": "[[Funding|metric|binance]] is [[-8.0%|value|binance]] on [[Binance|venue|binance]] and "
    "[[-2.0%|value|bybit]] on [[Bybit|venue|bybit]].",
    "a superlative with its date": "It is the [[highest|rank|high]] close since [[Jan. 20, 2025|since|high]].",
    "from and to": "[[Bitcoin|asset|btc]] [[rose|sign|btc_day]] to [[$110|value|btc]] from [[$100|value|btc_past]].",
}  # fmt: skip
BAD = {
    "numbers of two coins exchanged": "[[Bitcoin|asset|btc]] moved [[20.0%|size|eth_day]] and [[ether|asset|eth]] "
    "[[10.0%|size|btc_day]].",
    "another coin's price": "[[Bitcoin|asset|btc]] is at [[$8|value|eth]].",
    "the asset last named was another": "[[Ether|asset|eth]] [[fell|sign|eth_day]].\nIt is at [[$110|value|btc]].",
    "another coin's basis": "[[Bitcoin|asset|btc]]'s [[basis|metric|btc_basis]] is [[0.8%|value|eth_basis]].",
    "venues exchanged": "[[Funding|metric|binance]] is [[-8.0%|value|binance]] on [[Bybit|venue|bybit]] and "
    "[[-2.0%|value|bybit]] on [[Binance|venue|binance]].",
    "a metric that is not the number's": "The [[basis|metric|btc_basis]] was [[-8.0%|value|binance]].",
    "a superlative without a date": "It is the [[highest|rank|high]] close.",
    "a thin record told as a whole one": "[[Ether|asset|eth]] had its [[lowest|rank|thin]] close since "
    "[[Jan. 20|since|thin]].",
    "the whole record, where an earlier day was as extreme": "It is the [[highest|rank|high]] close in a record that "
    "begins on [[Aug. 17, 2017|first|high]].",
    "from and to exchanged": "[[Bitcoin|asset|btc]] [[rose|sign|btc_day]] from [[$110|value|btc]] to "
    "[[$100|value|btc_past]].",
    "before for since": "It is the [[highest|rank|high]] close before [[Jan. 20, 2025|since|high]].",
    "annualized without a rate": "[[Bitcoin|asset|btc]] [[rose|sign|btc_day]] [[10.0%|size|btc_day]] annualized.",
    "the payer receives": "On [[Binance|venue|binance]] [[shorts|side|binance]] received "
    "[[8.0%|size|binance]] annualized.",
    "a sign told twice": "[[Ether|asset|eth]] was [[down|sign|eth_day]] by [[-20.0%|value|eth_day]].",
}  # fmt: skip


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_numbers_bound_to_their_own_names_pass(judge, body):
    """Where a reader looks for the name of a number he finds the fact's."""
    assert judge(*two_coins(body)).problems == ()


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_claims_that_are_true_by_themselves_may_be_false_together(judge, body):
    """Each claim of these sentences is licensed, and still the sentence says what is not so."""
    problems = judge(*two_coins(body)).problems
    assert problems
    assert {problem.kind for problem in problems} <= {"context", "other"}


def _problems(judge, markets, **facts):
    markdown, evidence = markets
    changed = copy.deepcopy(evidence)
    for fact_id, fields in facts.items():
        changed["facts"].setdefault(fact_id, {}).update(fields)
    return [problem.what for problem in judge(markdown, changed).problems]


def test_a_change_agrees_with_its_ends(judge, derivatives):
    """A change that its ends do not give is noticed, though its printed rounding is the same."""
    day = "BTC/spot.return/1d"
    value = derivatives[1]["facts"][day]["value"]
    assert _problems(judge, derivatives, **{day: {"value": value + 0.00001}})
    assert _problems(judge, derivatives, **{day: {"value": value + 1e-9}}) == []


def test_a_share_agrees_with_its_part_and_its_whole(judge, markets):
    """53% of $290 million is $153.7 million, not $140 million."""
    part = "CRYPTO/liquidations.long/1d@coinglass"
    assert any("share" in what for what in _problems(judge, markets, **{part: {"value": 140e6}}))


def test_parts_do_not_exceed_their_whole(judge, markets):
    """Longs and shorts together, and the coins together, are at most all liquidations."""
    short = {"kind": "level", "value": 190e6, "unit": "USD", "as_of": "2026-02-10T10:00:00Z"}
    assert any(
        "sides" in what for what in _problems(judge, markets, **{"CRYPTO/liquidations.short/1d@coinglass": short})
    )


def test_sides_of_another_day_are_set_against_nothing(judge, markets):
    """A source that gives a sum alone today has told the sides of yesterday's."""
    older = {"kind": "level", "value": 190e6, "unit": "USD", "as_of": "2026-02-09T10:00:00Z"}
    assert not any(
        "sides" in what for what in _problems(judge, markets, **{"CRYPTO/liquidations.short/1d@coinglass": older})
    )


def test_a_remainder_is_not_passed_over(judge, markets):
    """Parts that miss their whole by more than rounding are told with what is left over."""
    markdown, evidence = markets
    silent = markdown.replace("Those parts add up to $219 million, so $71 million of the total is left over.\n", "")
    assert silent != markdown
    assert any("left" in p.what or "over" in p.what for p in judge(silent, evidence).problems)


def test_a_count_is_of_its_total(judge):
    """Four of 79 can be; 80 of 79 cannot."""
    for counted, problems in ((4, 0), (80, 1)):
        fact = {"id": "basket:PERPS/market.breadth/1d", "kind": "count", "n": counted, "total": 79, "as_of": END}
        author = Author("2026-02-10-btc-brief", "2026-02-11T00:00:00Z", {"risen": fact}, {"edition": "brief"})
        words = {4: "four", 80: "80"}[counted]
        body = f"Of [[79|total|risen]] contracts, [[{words}|n|risen]] [[rose|sign|risen]]."
        title = f"[[{counted}|n|risen]] of [[79|total|risen]] [[rose|sign|risen]]"
        assert len(judge(*author.build(title, ["On [[79|total|risen]] contracts."], body)).problems) == problems


def test_an_asset_has_one_price_at_one_instant(judge):
    """A second venue's price of the same instant is not told as if there were two."""
    facts = {
        "one": level("BTC/spot.price@binance", 110.0, "USD", END),
        "two": level("BTC/spot.price@kraken", 111.0, "USD", END),
    }
    author = Author("2026-02-10-btc-brief", "2026-02-11T00:00:00Z", facts, {"edition": "brief", "asset": "BTC"})
    article = author.build(
        "[[Bitcoin|asset|one]] at [[$110|value|one]]", ["It is about [[bitcoin|asset|one]]."],
        "[[Bitcoin|asset|two]] is at [[$111|value|two]].",
    )  # fmt: skip
    assert any("one price" in problem.what for problem in judge(*article).problems)


def test_coins_and_dollars_that_disagree_are_not_one_sentence(judge):
    """Open interest that fell in coin and rose in dollars beyond what the price explains is held."""
    coins, dollars = "BTC/futures.open_interest@all venues", "BTC/futures.open_interest_usd@all venues"
    facts = {
        "coins": change(f"{coins}~change:7d", -0.08, "ratio", END, window="7d"),
        "dollars": change(f"{dollars}~change:7d", 0.09, "ratio", END, window="7d"),
        "gap": {"id": f"{coins}~reconciled", "kind": "share", "value": 0.12, "unit": "ratio", "as_of": END},
    }
    body = (
        "[[Open interest|metric|coins]] [[fell|sign|coins]] [[8%|size|coins]] in coin and [[rose|sign|dollars]] "
        "[[9%|size|dollars]] in dollars over [[seven days|window|coins]]."
    )
    for gap, problems in ((0.12, 1), (0.01, 0)):
        facts["gap"]["value"] = gap
        author = Author("2026-02-10-btc-brief", "2026-02-11T00:00:00Z", facts, {"edition": "brief", "asset": "BTC"})
        article = author.build("[[Open interest|metric|coins]]", ["On [[open interest|metric|coins]]."], body)
        assert len(judge(*article).problems) == problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('slug: "2026-02-06-btc-derivatives"', 'slug: "2026-02-07-btc-derivatives"'),
        ('date: "2026-02-07T00:00:00Z"', "date: 2026-02-08T00:00:00Z"),
        ('asset: "BTC"', 'asset: "ETH"'),
        ('asset: "BTC"', 'asset: "BTC"\nimage: "a.png"'),
        ('stance: "extreme fear"', 'stance: "greed"'),
        ('horizon: "days to weeks"', 'horizon: "months"'),
        ('edition: "derivatives"', 'edition: "brief"'),
        ('inputs_sha256: "ffffffff"', 'inputs_sha256: "0fffffff"'),
        ('generator: "wirecopy 0.1.0"', "generator: a person"),
        ('sources: ["binance", "deribit"]', "sources: [binance]"),
        ("title: ", "headline: "),
        ("description: ", "dek: "),
        ("---\n", ""),
    ],
)
def test_front_matter_stands_as_it_was_written(derivatives, judge, old, new):
    """Nobody writes another stance, date or asset over what the facts gave."""
    markdown, evidence = derivatives
    assert old in markdown
    assert not judge(markdown.replace(old, new, 1), evidence).passed


def test_an_editor_may_sign_and_tag(derivatives, judge):
    """Tags, authors, status and category are the desk's own; quotes make no difference."""
    markdown, evidence = derivatives
    signed = markdown.replace(
        'asset: "BTC"',
        "asset: BTC\nauthors: [A. Person]\ntags: [bitcoin, 24h]\nstatus: approved\ncategory: x",
    )
    assert judge(signed, evidence).passed


UNUSUAL = [
    pytest.param(0.02, 5.0, True, id="five usual days"),
    pytest.param(0.02, 5.1, False, id="a multiple that is not"),
    pytest.param(0.04, 5.0, False, id="another usual day"),
    pytest.param(-0.02, -5.0, False, id="a usual day below zero"),
]


@pytest.mark.parametrize(("usual", "times", "passes"), UNUSUAL)
def test_how_unusual_a_move_is_follows_from_what_is_usual(judge, usual, times, passes):
    """A rise of a tenth is five times a usual day of 2%, whichever of the two is told."""
    text, evidence = two_coins("[[Bitcoin|asset|btc]] [[rose|sign|btc_day]] [[10.0%|size|btc_day]].")
    price = "BTC/spot.price@binance"
    evidence["facts"]["BTC/spot.return/1d"]["usual"] = usual
    unusual = {"kind": "level", "value": times, "unit": "ratio", "as_of": END, "of": price, "window": "1d"}
    evidence["facts"][f"{price}~unusual:1d"] = unusual
    assert judge(text, evidence).passed is passes
