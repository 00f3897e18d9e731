"""Filled: a phrase without Jinja reads as Jinja would have it."""

import pytest

from generator.render.filled import filled, parts_of
from generator.render.phrases import load_phrases
from generator.templating import environment, fill, load


class Echo(str):
    """A value that says which aspect it was asked for, and with what."""

    __slots__ = ()

    def __getattr__(self, name):
        return Echo(f"<{self}.{name}>")

    def __call__(self, of):
        return f"<{self} of {of}>"


PHRASES = load_phrases()
EVERY = [phrase for phrases in PHRASES.moves.values() for phrase in phrases]


def by_jinja(say, values):
    return fill(load(environment(None, {"it": say}), "it"), values)


def test_every_shipped_phrase_needs_no_template():
    """One that did would cost a hundred times as much."""
    assert [phrase.name for phrase in EVERY if PHRASES.parts(phrase) is None] == []


def test_shipped_phrases_read_as_jinja_has_them():
    """What is quicker must not be other words; each seventeenth phrase is tried, which is some of every file."""
    for phrase in EVERY[::17]:
        values = {name: Echo(name) for name in {*phrase.uses, "bank", "clause"}}
        assert filled(PHRASES.parts(phrase), values) == by_jinja(phrase.say, values)


@pytest.mark.parametrize(
    "say",
    [
        "{% if price %}up{% endif %}",
        "up {# not yet #}",
        "{{ price | upper }}",
        "{{ price.over(record, 1) }}",
        "{{ price.label() }}",
        "{{ price.metric('a\\'b') }}",
        "{{- price }}",
        "{{ price.value.real }}",
        "{{ 'text' }}",
        "one\r\ntwo",
    ],
)
def test_what_is_more_than_aspects_is_left_to_jinja(say):
    """An editor may write any template."""
    assert parts_of(say) is None


@pytest.mark.parametrize(
    "say",
    [
        "{{price}}",
        "{{  price.value  }}.",
        "{ price } 3}} {",
        "{{ a.over( b ) }}",
        '{{ a.label("x y") }}',
        "",
        " up\n up ",
    ],
)
def test_spaces_and_lone_braces_read_as_jinja_has_them(say):
    """However an expression is set, it says the same."""
    values = {name: Echo(name) for name in ("price", "a", "b")}
    assert filled(parts_of(say), values) == by_jinja(say, values)


@pytest.mark.parametrize("say", ["{{ other.value }}", "{{ price.over(other) }}", "{{ price.nothing }}"])
def test_what_is_not_there_is_left_to_jinja(say):
    """Its error names the phrase."""
    assert filled(parts_of(say), {"price": "word"}) is None
