"""What looks into things: ``verify``, ``explain``, ``rules``, ``doctor``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from generator.commands.console import Console
from generator.commands.options import FILE, FOLDER, a_day, a_time, common, instant


@click.command()
@click.argument("texts", metavar="TEXT.md…", type=FILE, nargs=-1, required=True)
@click.option(
    "--against",
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="For texts without evidence: observations (.csv, .jsonl) or facts (.yaml) to hold them against.",
)
@click.option("--grammar", is_flag=True, help="Have an offline checker read them, too; needs wirecopy[grammar].")
@common
def verify(
    console: Console, texts: tuple[Path, ...], *, against: tuple[Path, ...], grammar: bool, desk: Path | None
) -> None:
    """Check finished texts, also ones that a person has edited, against their evidence."""
    from generator.commands.verify import verify_texts  # noqa: PLC0415

    verify_texts(console, desk, texts, against=against, grammar=grammar)


@click.command()
@click.argument("article", metavar="ARTICLE.md", type=FILE)
@click.argument("words", required=False)
@common
def explain(console: Console, article: Path, words: str | None, *, desk: Path | None) -> None:
    """Say where WORDS of an article come from, or why something was not said."""
    from generator.commands.explain import explain_article  # noqa: PLC0415

    explain_article(console, desk, article, words)


@click.group()
def rules() -> None:
    """Look after the rules."""


@rules.command("check")
@click.option("--history", is_flag=True, help="Warn of labels that told nothing in what the store holds.")
@common
def rules_check(console: Console, *, history: bool, desk: Path | None) -> None:
    """Report every error of every rule and phrase, a line each."""
    from generator.commands.rules import check_rules  # noqa: PLC0415

    check_rules(console, desk, history=history)


@rules.command("schema")
@common
def rules_schema(console: Console, *, desk: Path | None) -> None:
    """Print the JSON Schema of rule files, for editors that complete them."""
    from generator.commands.rules import print_schema  # noqa: PLC0415

    print_schema(console, desk)


@rules.command("test")
@common
def rules_test(console: Console, *, desk: Path | None) -> None:
    """Run the cases that lie beside the rules."""
    from generator.commands.rules import test_rules  # noqa: PLC0415

    test_rules(console, desk)


@rules.command("show")
@click.argument("rule", metavar="[ID]", required=False)
@click.option("--date", "day", metavar="DAY", callback=a_day, help="The day to judge, until its end in UTC.")
@click.option("--as-of", metavar="TIME", callback=a_time, help="The instant before which everything must be known.")
@click.option("--asset", metavar="TICKER", help="Whose readings; the desk's first asset if not given.")
@common
def rules_show(
    console: Console,
    rule: str | None,
    *,
    day: date | None,
    as_of: datetime | None,
    asset: str | None,
    desk: Path | None,
) -> None:
    """Show a rule with its reasons, what it says of a day, and what would change that."""
    until = instant(console, day, as_of)
    from generator.commands.show_rules import show_rules  # noqa: PLC0415

    show_rules(console, desk, rule, as_of=until, asset=asset)


@rules.command("backtest")
@click.option("--from", "first", metavar="DAY", callback=a_day, help="The first day that counts; all if not given.")
@click.option("--to", "last", metavar="DAY", callback=a_day, help="The last day; the store's last if not given.")
@click.option("--asset", metavar="TICKER", help="Whose labels; the desk's first asset if not given.")
@click.option("--against", metavar="FOLDER", type=FOLDER, help="Another desk, or its rules, to list what differs.")
@click.option("--markdown", "to", metavar="FILE", type=FILE, help="Write all of it to FILE.")
@common
def rules_backtest(
    console: Console,
    *,
    first: date | None,
    last: date | None,
    asset: str | None,
    against: Path | None,
    to: Path | None,
    desk: Path | None,
) -> None:
    """Try the rules on history: how often each label held, and what the price did after it."""
    if first is not None and last is not None and first > last:
        raise click.UsageError("--from is after --to; swap them")
    from generator.commands.backtest import run_backtest  # noqa: PLC0415

    run_backtest(console, desk, first=first, last=last, asset=asset, against=against, to=to)


@click.command()
@click.option("--ask", is_flag=True, help="Ask each source one question now.")
@common
def doctor(console: Console, *, ask: bool, desk: Path | None) -> None:
    """Show configuration, how each source did, how fresh all is, what was set aside and what is missing."""
    from generator.commands.doctor import examine  # noqa: PLC0415

    examine(console, desk, ask=ask)


COMMANDS: Final = (verify, explain, rules, doctor)
