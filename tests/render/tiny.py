"""A tiny desk for tests of wording: a few phrases, a layout of one paragraph, and outlines made by hand."""

from datetime import UTC, datetime, timedelta

from generator.model.catalogue import load_catalogue
from generator.model.fact import Fact, Facts, Kind
from generator.model.finding import Finding
from generator.model.memory import Said
from generator.model.names import load_names
from generator.model.outline import Outline
from generator.model.signal import Stance
from generator.model.style import Style
from generator.render.write import load_voice, write

AS_OF = datetime(2026, 2, 10, 12, tzinfo=UTC)
LAYOUT = "{{ say('lead') | join(' ') }}\n\n{{ say('rest') | join(' ') }}\n\n{{ fixed('disclaimer') }}\n"


def voice(folder, phrases, banks="stood: [was, came to]\n"):
    """Return the voice of a desk whose phrases, besides the shipped ones, are this YAML."""
    for kind, name, text in (
        ("phrases", "tiny.yaml", phrases), ("words", "banks.yaml", banks), ("prose", "tiny.md.j2", LAYOUT),
    ):  # fmt: skip
        (folder / "templates" / kind).mkdir(parents=True, exist_ok=True)
        (folder / "templates" / kind / name).write_text(text, encoding="utf-8")
    return load_voice(folder)


def fact(name, value=0.03, unit="ratio"):
    """Return a fact of bitcoin."""
    return Fact(id=f"BTC/{name}", kind=Kind.LEVEL, value=value, unit=unit, as_of=AS_OF, formula="")


def finding(move, section="rest", traits=(), **cast):
    """Return a finding; its cast is one basis unless another is named."""
    return Finding(move, section, cast or {"basis": fact("futures.basis/90d")}, frozenset(traits), {"size": 0.5})


def outline(lead, rest=(), *, headlines=None, dek=(), recent=(), tone="professional"):
    """Return an outline of two paragraphs."""
    facts = Facts(one for each in (*lead, *rest) for one in each.cast.values())
    return Outline(
        edition="tiny", asset="BTC", as_of=AS_OF, facts=facts,
        stance=Stance(label=None, horizon="", confidence="low", families={}),
        headlines=tuple(headlines or [lead[0]]), sections={"lead": tuple(lead), "rest": tuple(rest), "dek": tuple(dek)},
        recent=tuple(recent), style=Style(tone=tone),
    )  # fmt: skip


def written(of, outlined):
    """Return the outline as a draft."""
    return write(outlined, of, names=load_names(), catalogue=load_catalogue())


def issue(days_ago, *, frame="", headline="", phrases=(), sentences=(), tone="professional"):
    """Return an issue of so many days ago."""
    return Said(
        slug=f"{days_ago} days ago", edition="tiny", asset="BTC", tone=tone, as_of=AS_OF - timedelta(days=days_ago),
        frame=frame, headline=headline, phrases=tuple(phrases), explained=(), sentences=tuple(sentences),
    )  # fmt: skip
