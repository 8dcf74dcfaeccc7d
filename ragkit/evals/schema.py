"""The shape of a suite file: what is read, what editors complete, what is refused.

These models read YAML, JSON lines and CSV alike; the records of `records.py` come out of
`suite.py`. Descriptions and examples are written for the person who fills in a suite.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ragkit.evals.metrics import CRITERION, JUDGED, METRICS, is_judged
from ragkit.summarizing.summarizer import (
    FEWEST_WORDS,
    MOST_SENTENCES,
    MOST_WORDS,
    WORDS,
    Style,
)
from ragkit.text.quantities import find_quantities

__all__ = [
    "SUMMARY_KEYS",
    "TAGS",
    "AnyOfInput",
    "CaseInput",
    "FactInput",
    "ForbiddenInput",
    "JudgeInput",
    "SuiteInput",
    "suite_schema",
]

# YAML makes numbers and booleans of `text: 30` and `tags: [true]`; they are read as they
# are written, so an editor is not to complain of them.
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Scalar = Annotated[Words, WithJsonSchema({**_SCALAR, "minLength": 1})]
# An id and a tag are printed within lines and matched by `--filter`.
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x1f\x7f]+$"),
    WithJsonSchema({**_SCALAR, "minLength": 1}),
]
#: What tells the two kinds of fact apart in pydantic's locations; no key of a suite.
TAGS = frozenset({"(fact)", "(any_of)"})

_ONE_WORDING: dict[str, Any] = {"oneOf": [{"required": ["text"]}, {"required": ["quantity"]}]}
_PLANTS: dict[str, Any] = {
    "text": "30 percent",
    "source": "2024-04-17-arms-plants.md",
    "quote": "run at 30 percent of capacity",
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Stated(_Model):
    """What an answer says: a text or a quantity."""

    text: Scalar | None = Field(
        None,
        description="A short phrase, a name or a quantity, as an answer would give it.",
        examples=["30 percent", "Ilse Brandt"],
    )
    quantity: Scalar | None = Field(
        None,
        description="Instead of `text`, where it has to read as exactly one quantity.",
        examples=["30 percent", "6,700 containers", "15 April 2024"],
    )

    @model_validator(mode="after")
    def _one_wording(self) -> Self:
        if (self.text is None) == (self.quantity is None):
            raise PydanticCustomError("wording", "gives either 'text' or 'quantity', one of them")
        if self.quantity is not None and (count := len(find_quantities(self.quantity))) != 1:
            raise PydanticCustomError(
                "quantity",
                "has the quantity {quantity}, which reads as {count} quantities, not one",
                {"quantity": repr(self.quantity), "count": count},
            )
        return self

    @property
    def wording(self) -> str:
        """The text, or the quantity."""
        return self.text or self.quantity or ""


class FactInput(_Stated):
    """Something that an answer has to say, and the words of a source that prove it."""

    model_config = ConfigDict(json_schema_extra={**_ONE_WORDING, "examples": [_PLANTS]})

    source: Scalar = Field(
        description="The document that proves it: its name, or an ending of it that is unique.",
        examples=["2024-04-17-arms-plants.md"],
    )
    quote: Scalar = Field(
        description="The words of the source that prove it. They state the fact themselves.",
        examples=["run at 30 percent of capacity"],
    )
    line: int | None = Field(
        None,
        ge=1,
        description="The line of the source that the quote stands on, where it stands on several.",
        examples=[9],
    )


class AnyOfInput(_Model):
    """Facts of which one suffices: other wordings, or the same in other places."""

    any_of: list[FactInput] = Field(min_length=1, description="The facts; one of them suffices.")


class ForbiddenInput(_Stated):
    """Something that an answer must not say, such as the near-miss figure."""

    model_config = ConfigDict(
        json_schema_extra={**_ONE_WORDING, "examples": [{"text": "30 percent larger"}]}
    )

    source: Scalar | None = Field(
        None, description="The document that says it; with `quote`, it is located as well."
    )
    quote: Scalar | None = Field(None, description="The words that say it.")
    line: int | None = Field(
        None, ge=1, description="The line of the source that the quote stands on."
    )

    @model_validator(mode="after")
    def _whole_place(self) -> Self:
        if self.quote is not None and self.source is None:
            raise PydanticCustomError("place", "has a 'quote' and no 'source' that holds it")
        if self.line is not None and self.quote is None:
            raise PydanticCustomError("place", "has a 'line' and no 'quote' that stands there")
        return self


def _kind_of_fact(value: object) -> str:
    return "(any_of)" if isinstance(value, dict) and "any_of" in value else "(fact)"


FactItem = Annotated[
    Annotated[FactInput, Tag("(fact)")] | Annotated[AnyOfInput, Tag("(any_of)")],
    Discriminator(_kind_of_fact),
]


class CaseInput(_Model):
    """A question and what is known of its answer; or a summary, and what it has to tell."""

    id: Label = Field(description="Unique in the suite.", examples=["capacity-most-plants"])
    # Whether it has to be there depends on the task, which the suite names.
    question: Words = Field(
        "",
        description="What is asked; every case has one, but for those of a summary.",
        examples=["At what capacity are most North Korean arms plants running?"],
    )
    facts: list[FactItem] = Field(
        default_factory=list,
        description="What the answer has to say, each with its proof.",
        examples=[[_PLANTS]],
    )
    forbid: list[ForbiddenInput] = Field(
        default_factory=list, description="What the answer must not say."
    )
    answerable: bool = Field(
        True, description="false if the documents do not hold the answer; there are no facts then."
    )
    tags: list[Label] = Field(
        default_factory=list,
        description="What to group by and to filter.",
        examples=[["figure", "near-miss"]],
    )
    source: Scalar | None = Field(
        None,
        description="Of a summary: the document, by its name or an ending of it that is unique.",
        examples=["2024-04-17-arms-plants.md"],
    )
    sources: list[Scalar] | None = Field(
        None,
        min_length=1,
        description="Of a summary of several documents, instead of `source`.",
        examples=[["2024-04-16-containers.md", "2024-06-24-containers-revised.md"]],
    )
    words: int | None = Field(
        None,
        ge=FEWEST_WORDS,
        le=MOST_WORDS,
        description=f"Of a summary: the most words; {WORDS} where nothing is given.",
        examples=[90],
    )
    sentences: int | None = Field(
        None,
        ge=1,
        le=MOST_SENTENCES,
        description="Of a summary: the most sentences, instead of `words`.",
        examples=[3],
    )
    style: Style | None = Field(
        None, description="Of a summary: `brief`, `bullets` or `figures`; `brief` if none is given."
    )
    focus: Words | None = Field(
        None,
        description="Of a summary: a question or topic that it is to be about.",
        examples=["the new depot"],
    )


#: The keys of a case that ask for a summary.
SUMMARY_KEYS = ("source", "sources", "words", "sentences", "style", "focus")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_AT_K = "|".join(name.removesuffix("@k") for name in METRICS if name.endswith("@k"))
_GATE_NAMES: dict[str, Any] = {
    "anyOf": [
        {"enum": [m.name for m in METRICS.values() if m.gated and not m.name.startswith(JUDGED)]},
        {"pattern": rf"^({_AT_K})@[1-9][0-9]*$"},
        {"pattern": rf"^{JUDGED}{CRITERION.pattern}$"},
    ]
}


class JudgeInput(_Model):
    """Has a language model judge answers; it costs tokens and may err."""

    criteria: dict[str, Words] = Field(
        min_length=1,
        description="What is asked of an answer, as a question that yes answers, by a short name;"
        " `concise` becomes the metric `judge:concise`.",
        examples=[{"concise": "Is the answer to the point?"}],
        json_schema_extra={"propertyNames": {"pattern": f"^{CRITERION.pattern}$"}},
    )
    model: Label | None = Field(
        None,
        description="The model that judges, where `--judge-model` names no other.",
        examples=["gpt-6-luna"],
    )

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name in self.criteria:
            if not is_judged(f"{JUDGED}{name}"):
                raise PydanticCustomError(
                    "criterion",
                    "has the criterion {name}; a name is up to 32 of a-z, 0-9, _ and -",
                    {"name": repr(name[:40])},
                )
        return self


def _has(key: str) -> dict[str, Any]:
    return {"required": [key]}


_OF_A_SUMMARY: dict[str, Any] = {
    "oneOf": [_has("source"), _has("sources")],
    "not": {"anyOf": [_has("question"), {"required": ["words", "sentences"]}]},
}
_OF_A_QUESTION: dict[str, Any] = {
    **_has("question"),
    "not": {"anyOf": [_has(key) for key in SUMMARY_KEYS]},
}
# What editors are told of the keys that a task wants; `tasks.py` refuses the others.
_BY_TASK: dict[str, Any] = {
    "if": {"properties": {"task": {"const": "summarize"}}, **_has("task")},
    "then": {"properties": {"cases": {"items": _OF_A_SUMMARY}}},
    "else": {"properties": {"cases": {"items": _OF_A_QUESTION}}},
}


class SuiteInput(_Model):
    """Questions over documents with what is known of their answers, for `ragkit eval`."""

    model_config = ConfigDict(json_schema_extra=_BY_TASK)

    name: Label | None = Field(None, description="The name of the suite; else its file's.")
    corpus: Annotated[list[Words], BeforeValidator(_as_list)] = Field(
        default_factory=list,
        description="The documents: files or folders, relative to the suite's file.",
        examples=["../seeds", ["../seeds", "extra/note.md"]],
        json_schema_extra={
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        },
    )
    task: Literal["ask", "search", "summarize"] = Field(
        "ask",
        description="`ask` scores answers and what was retrieved; `search` passages alone;"
        " `summarize` summaries of documents.",
    )
    top_k: int = Field(5, ge=1, le=200, description="How many passages retrieval is scored on.")
    gates: dict[str, Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]] = Field(
        default_factory=dict,
        description="Metrics, and the least value of each for the run to pass.",
        examples=[{"fact_recall": 0.9, "recall@5": 0.95}],
        json_schema_extra={"propertyNames": _GATE_NAMES},
    )
    judge: JudgeInput | None = Field(
        None, description="What a language model is to judge of answers; only where it is given."
    )
    cases: list[CaseInput] = Field(min_length=1, description="The questions, or the summaries.")


def suite_schema() -> dict[str, Any]:
    """The JSON schema of a suite file in YAML, for editors; `evals/suite.schema.json` is it."""
    schema = SuiteInput.model_json_schema()
    # What is absent is no empty question.
    del schema["$defs"]["CaseInput"]["properties"]["question"]["default"]
    # Pydantic lists the items of a list beside the alternatives given for it.
    for key in ("type", "items"):
        schema["properties"]["corpus"].pop(key, None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "ragkit eval suite",
    }


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(suite_schema(), indent=2, ensure_ascii=False) + "\n")
