"""The form of rule files as a JSON Schema, by which editors complete and underline.

The models say what a file may look like; what is true of it - that bands tile, that states are reached - only
``wirecopy rules check`` can tell.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from generator.model.catalogue import Catalogue
from generator.rules.book import LEANS, STRENGTHS
from generator.rules.stance_read import SPANS

_ASSET: Final = r"^([A-Z0-9.:_-]+|\*)$"

Percent = Annotated[str, Field(pattern=r"^\s*[-+]?[0-9.]+%$", examples=["6%"])]
Number = float | Percent
Days = Annotated[str, Field(pattern=r"^[1-9][0-9]*d$", examples=["7d"])]
Text = Annotated[str, Field(min_length=1)]
Words = Text | list[Text]
Lean = Annotated[str, Field(json_schema_extra={"enum": [*LEANS]})]
Strength = Annotated[str, Field(json_schema_extra={"enum": [*STRENGTHS]})]
Span = Annotated[str, Field(json_schema_extra={"enum": [*SPANS]})]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Metric(RootModel[str]):
    """A metric of the catalogue."""


class Percentile(_Form):
    """A percentile of the readings of so many days before today's."""

    percentile: float = Field(gt=0, lt=100)
    of: Days


class Sigma(_Form):
    """A multiple of the standard deviation of the readings of so many days before today's."""

    sigma: float
    of: Days


class ByAsset(RootModel[dict[Annotated[str, Field(pattern=_ASSET)], Number | Percentile | Sigma]]):
    """A number for each asset, `*` for all others."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})


Edge = Number | Percentile | Sigma | ByAsset


class Band(_Form):
    """A stretch of the line and its label."""

    state: Text = Field(description="The label.")
    from_: Edge | None = Field(default=None, alias="from", description="The lower end, which belongs to the band.")
    above: Edge | None = Field(default=None, description="The lower end, which belongs to the band below.")
    to: Edge | None = Field(default=None, description="The upper end, which belongs to the band.")
    below: Edge | None = Field(default=None, description="The upper end, which belongs to the band above.")
    lean: Lean | None = Field(default=None, description="Which way the state points for the price.")
    strength: Strength | None = Field(default=None, description="How hard it points; exactly one band has none.")


class Valid(_Form):
    """The days on which a rule judges."""

    from_: date | None = Field(default=None, alias="from", description="The first day.")
    until: date | None = Field(default=None, description="The first day on which it does not judge any more.")


class _Reasons(_Form):
    why: Text = Field(description="Why the cuts are where they are.")
    source: Text = Field(description="Who published them.")
    published: date = Field(description="When.")


class Bands(_Reasons):
    """A rule: a reading gets the label of the band that it lies in."""

    id: Text = Field(description="Its name; a dated rule is STEM@YEAR-MONTH.")
    metric: Metric = Field(description="What is judged.")
    tenor: str | list[str] | None = Field(default=None, description='Which tenors of it, "" for readings without one.')
    change: Days | None = Field(default=None, description="Judge the change over this window in place of the reading.")
    assets: Words | None = Field(default=None, description="Whose readings; all if left out.")
    venues: Words | None = Field(default=None, description="From where; all if left out.")
    unit: Text = Field(description="The metric's unit.")
    hysteresis: Number | ByAsset = Field(
        description="How far back past its cut a reading must come before a state is left."
    )
    bands: list[Band] = Field(min_length=2, description="Low to high.")
    stale_hours: float | ByAsset | None = Field(default=None, description="An age from which a reading is unknown.")
    family: Text | None = Field(default=None, description="The stance's family that it votes in.")
    weight: float | ByAsset | None = Field(default=None, description="Against the family's other votes; 1 if left out.")
    after: int | ByAsset | None = Field(default=None, description="So many readings in a row enter a state.")
    valid: Valid | None = Field(default=None, description="When it judges; always if left out.")
    author: Text | None = Field(default=None, description="Who put it into the book.")
    say: Text | None = Field(default=None, description="What may be concluded, in a plain sentence without numbers.")
    not_: Text | None = Field(default=None, alias="not", description="What must not be concluded.")


class Is(_Form):
    """A rule's label is one of these."""

    rule: Text = Field(description="The stem of a rule's id, or a condition's id.")
    tenor: Text | None = Field(default=None, description="Which of the rule's readings.")
    is_: Words = Field(alias="is", description="The labels.")
    held: Days | None = Field(default=None, description="For so many readings without a gap.")


class Became(_Form):
    """A rule's label came to be one of these."""

    rule: Text = Field(description="The stem of a rule's id, or a condition's id.")
    tenor: Text | None = Field(default=None, description="Which of the rule's readings.")
    became: Words = Field(description="The labels.")
    within: Days | None = Field(default=None, description="Within so many days; 1d if left out.")


class Reading(_Form):
    """A metric of the same asset."""

    metric: Metric
    tenor: Text | None = Field(default=None)


class Above(Reading):
    """One metric lies above another."""

    above: Reading
    by: Number | None = Field(default=None, description="By more than this.")


class Below(Reading):
    """One metric lies below another."""

    below: Reading
    by: Number | None = Field(default=None, description="By more than this.")


class All(_Form):
    """True where all parts are."""

    all: list[Tree] = Field(min_length=1)


class Some(_Form):
    """True where one part is."""

    any: list[Tree] = Field(min_length=1)


class Not(_Form):
    """True where the part is false."""

    not_: Tree = Field(alias="not")


Tree = Is | Became | Above | Below | All | Some | Not


class State(_Form):
    """A label, and what makes it true."""

    state: Text = Field(description="The label.")
    when: Tree = Field(description="What makes it true.")
    lean: Lean | None = Field(default=None, description="Which way the state points for the price.")
    strength: Strength | None = Field(default=None, description="How hard it points.")


class Condition(_Reasons):
    """A rule whose labels follow from those of others."""

    id: Text = Field(description="Its name.")
    condition: Literal[True] = Field(description="That this is one.")
    assets: Words | None = Field(default=None, description="Whose labels; all if left out.")
    states: list[State] = Field(min_length=1, description="Searched from the top; the first that is true is the state.")
    otherwise: Text = Field(description="The state where none is true.")
    author: Text = Field(description="Who put it into the book.")
    say: Text = Field(description="What may be concluded, in a plain sentence without numbers.")
    not_: Text = Field(alias="not", description="What must not be concluded.")


class Stance(_Reasons):
    """How the families of rules add up."""

    families: dict[str, float] = Field(description="Each family's weight.")
    needs: int = Field(ge=1, description="How many families must be known.")
    strong_needs: int | None = Field(
        default=None, ge=1, description="How many must be known for a label past the mild ones; 1 if left out."
    )
    bands: list[Band] = Field(min_length=2, description="Over scores from -2 to 2.")
    hysteresis: float = Field(description="How far back past its cut a score must come before a label is left.")
    strained: Strength = Field(description="The strength from which a tenor carries strain.")
    horizon: dict[str, Span] = Field(description="The span that a rule's tenor stands for.")
    slope: Text = Field(description="The rule that says whether the front carries the strain.")


class Case(_Form):
    """Readings of a rule, or labels that a condition follows from, and the states that they must get."""

    value: Number | None = Field(default=None, description="A reading.")
    values: float | str | list[Number | Literal["_"]] | None = Field(
        default=None, description="Readings in a row, `_` for a gap: a list, or like 5%+0.5%x4 _ 6%."
    )
    given: dict[str, str | Number | list[str | Number]] | None = Field(
        default=None, description="Of a condition: labels or readings by rule or METRIC/TENOR."
    )
    asset: Text | None = Field(
        default=None, description="Where the rule's numbers differ by asset: whose readings they are."
    )
    state: Text | None = Field(default=None, description="The state.")
    states: str | list[Text] | None = Field(
        default=None, description="A state for each day: a list, or like neutral x3, fear."
    )
    note: Text | None = Field(default=None, description="What the case is for.")


class Cases(_Form):
    """The cases of the rule beside which the file lies."""

    cases: list[Case] = Field(min_length=1)


class _Generated(GenerateJsonSchema):
    """Properties without a default, for a field left out is never null, and without their names over again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's own form
        return False

    def nullable_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own form
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own form
        return self.generate_inner(schema["schema"])


def schema(catalogue: Catalogue) -> dict[str, Any]:
    """Return the schema of all files of a rulebook: rules, conditions, the stance and cases.

    Args:
        catalogue: The metrics that rules may speak of.
    """
    forms: tuple[tuple[str, type[BaseModel]], ...] = (("condition", Condition), ("families", Stance), ("cases", Cases))
    models: tuple[type[BaseModel], ...] = (Condition, Stance, Cases, Bands)
    asked: list[tuple[type[BaseModel], Literal["validation"]]] = [(form, "validation") for form in models]
    _, made = models_json_schema(asked, schema_generator=_Generated)
    made["$defs"]["Metric"] |= {"enum": sorted(catalogue.metrics)}
    chosen: dict[str, Any] = {"$ref": "#/$defs/Bands"}
    for key, form in reversed(forms):
        chosen = {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{form.__name__}"}, "else": chosen}
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": "A file of a rulebook", "type": "object",
            **chosen, "$defs": made["$defs"]}  # fmt: skip
