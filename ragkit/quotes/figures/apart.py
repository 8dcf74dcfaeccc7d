"""What tells two figures apart although they count the same: who, when, which way, and whether.

"Iran sent 6,700 containers" does not bear "Russia sent 6,700 containers", nor does
"plans to send", "denied that it sent", "in May" or "rose by" bear what leaves it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.figures.pairing import is_paired, other_extent, paired_otherwise
from ragkit.text.opposites import clash, find_pointers, is_turned
from ragkit.text.quantities import contradicts
from ragkit.text.terms import STOP_WORDS, terms

if TYPE_CHECKING:
    from ragkit.quotes.figures.figure import Figure
    from ragkit.types import Span

__all__ = ["Difference", "difference", "other_lead", "other_time", "told_apart"]

# Words of one group tell two things apart: the northern mill and the southern.
_GROUPS = [
    frozenset(terms(group))
    for group in (
        "north south east west northern southern eastern western",
        "summer winter spring autumn fall",
        "new old",
        "first second third fourth last",
        "day night morning evening afternoon",
        "monday tuesday wednesday thursday friday saturday sunday",
        "defence prosecution",
        "import export",
        "profit revenue loss cost",
        "for against",
        "plan expect forecast actual",
        "killed injured hurt wounded",
    )
]
# The capital stands for the country that it governs.
_CAPITALS = {
    capital: frozenset(terms(country))
    for capital, country in (
        ("moscow", "russia"), ("kremlin", "russia"), ("kyiv", "ukraine"), ("kiev", "ukraine"),
        ("seoul", "south korea"), ("pyongyang", "north korea"), ("beijing", "china"),
        ("tokyo", "japan"), ("tehran", "iran"), ("washington", "america"), ("london", "britain"),
        ("paris", "france"), ("berlin", "germany"), ("rome", "italy"), ("madrid", "spain"),
        ("delhi", "india"), ("ankara", "turkey"), ("warsaw", "poland"), ("us", "america"),
    )
    for capital in terms(capital)
}  # fmt: skip

_NOT = re.compile(
    r"(?:\b(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
    r"\s+)?(?:\b(?:not|never|cannot|no\s+longer)\b|(?<=[a-z])n['’ʼ]t\b)"
    r"(?!\s+(?:only|just|merely|simply|until|more|less|fewer|exceed|surpass|all)\b)",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unable|yet)\s+to\b"
    r"|\bfar\s+from\b|\b(?:nobody|no\s+one|none|neither|nothing)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed)?|refut(?:es?|ed|ing)"
    r"|disput(?:es?|ed)|rul(?:es?|ed)\s+out)\b"
    r"|\b(?:untrue|false|wrong|no\s+evidence|no\s+proof|no\s+record|no\s+sign|a\s+myth)\b",
    re.IGNORECASE,
)
# With a small letter: "Will" and "May" are names.
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|hop(?:e|es|ed|ing)|want(?:s|ed)?|aim(?:s|ed|ing)?|intend(?:s|ed)?"
    r"|offer(?:s|ed)?|agree(?:s|d)?|threaten(?:s|ed)?|ready|set|about|going|due|vow(?:s|ed)?)\s+to\b"
    r"|\bplans?\s+(?:for|of)\b|\b(?:will|would|could|might|may|should|shall|if|unless)\b"
    r"|\b(?:expect|predict|forecast|promis|pledg|propos|schedul|envisag)(?:e|es|ed|s|ing|al)?\b"
    r"|\b(?:alleged(?:ly)?|supposed(?:ly)?|reportedly|rumou?red|falsely|wrongly)\b"
)
# What a size is said of; of amounts that things reach there are too many other words.
_MEASURED = re.compile(
    r"\W*(?:The|This|That|A|An|Its|Their)\s(?:\w+\s)??(\w+)\s(?:is|was|are|were|measures?|weighs?)\b"
)
_BEHIND = 45  # characters behind a figure that may deny or plan it: "were not shipped"
_CLOSE = 4  # words between a negation and the figure that it surely bears on


@dataclass(frozen=True, slots=True)
class Difference:
    """Why two figures are not of the same thing.

    Attributes:
        detail: one line for a person.
        against: whether the source says the opposite, and not just something else.
        said: the draft's word that the source has the opposite of, "" for none.
    """

    detail: str
    against: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who is compared with what, for the words of a reason: "the source speaks", "quotes speak"."""

    ours: str
    theirs: str
    verb_ending: str

    def say(self, verb: str) -> str:
        """Their side with a verb."""
        return f"{self.theirs} {verb}{self.verb_ending}"


_DRAFT = _Sides("the draft", "the source", "s")
_CLAIM = _Sides("the claim", "the quotes", "")


def difference(asked: Figure, found: Figure) -> Difference | None:
    """What tells a draft's figure from a source's that counts the same; None for nothing."""
    return (
        _other_subject(asked, found) or _other_way(asked, found, _DRAFT) or _unstated(asked, found)
    )


def told_of_another(asked: Figure, found: Figure) -> str | None:
    """Why quotes give an equal figure for another time, doer or way; None where they do not.

    Of what `difference` looks at, what holds for a claim in other words as well.
    """
    apart = _told_elsewhere(asked, found, _CLAIM) or _other_way(asked, found, _CLAIM)
    return apart.detail if apart else None


def _other_subject(asked: Figure, found: Figure) -> Difference | None:
    apart = _told_elsewhere(asked, found, _DRAFT)
    if apart is None and _of_something_else(asked, found):
        return Difference(f"the source says it of something else: {found.text!r}")
    return apart


def _told_elsewhere(asked: Figure, found: Figure, sides: _Sides) -> Difference | None:
    """Another time, another doer, or a figure that goes with something else."""
    if other_time(asked, found):
        return Difference(f"{sides.say('speak')} of another time: {_when(found)!r}")
    if _other_doer(asked, found):
        return Difference(f"{sides.say('say')} it of {found.doer!r}, not of {asked.doer!r}")
    mark = paired_otherwise(asked, found)
    if mark:
        return Difference(f"{sides.say('give')} another figure for {mark!r}")
    return None


def _of_something_else(asked: Figure, found: Figure) -> bool:
    if other_extent(asked, found) or _other_thing(asked, found):
        return True
    if is_paired(asked, found):
        return False
    return _of_another_clause(asked, found) or _clauses_apart(asked, found)


def other_lead(asked: Figure, found: Figure) -> str | None:
    """Why "rose to 30" is not borne by "rose by 30"; None where nothing tells."""
    return _lead(asked, found, _CLAIM)


def _lead(asked: Figure, found: Figure, sides: _Sides) -> str | None:
    if asked.lead and found.lead and asked.lead != found.lead:
        return f"{sides.ours} says {asked.lead!r}, {sides.theirs} {found.lead!r}"
    return None


def _other_way(asked: Figure, found: Figure, sides: _Sides) -> Difference | None:
    if lead := _lead(asked, found, sides):
        return Difference(lead)
    pair = _opposed(asked, found, skip_turned=sides is _CLAIM)
    if not pair:
        return None
    said, against = pair
    detail = f"{sides.ours} says {said!r}, {sides.theirs} {against!r}"
    return Difference(detail, against=True, said=said)


def other_time(one: Figure, other: Figure) -> bool:
    """Whether both say when, and never the same."""
    if not one.times or not other.times:
        return False
    return all(contradicts(a, b) for a in one.times for b in other.times)


def told_apart(one: Figure, other: Figure) -> bool:
    """Whether words of one group stand in both sentences, and never the same."""
    return any(_apart(one.words, other.words, group) for group in _GROUPS)


def _apart(ours: frozenset[str], theirs: frozenset[str], group: frozenset[str]) -> bool:
    return bool(ours & group and theirs & group and not ours & theirs & group)


def _when(figure: Figure) -> str:
    start, span = figure.sentence.start, figure.times[0].span
    return figure.text[span.start - start : span.end - start]


def _clauses_apart(asked: Figure, found: Figure) -> bool:
    """As `told_apart`, of the clauses: a preposition alone tells nothing here."""
    ours, theirs = _terms(asked.part.of(asked.text)), _terms(found.part.of(found.text))
    return any(
        _apart(ours - STOP_WORDS, theirs - STOP_WORDS, group)
        or (
            _apart(asked.words - STOP_WORDS, found.words - STOP_WORDS, group)
            and not (ours & group and theirs & group)
        )
        for group in _GROUPS
    )


@lru_cache(maxsize=20_000)
def _terms(text: str) -> frozenset[str]:
    """Terms of a clause or a name, countries beside the capitals that stand for them."""
    found = frozenset(terms(text))
    return found.union(*(_CAPITALS[term] for term in found if term in _CAPITALS))


def _other_doer(asked: Figure, found: Figure) -> bool:
    """Whether each clause is about a name that the other's says nothing of."""
    if not asked.doer or not found.doer:
        return False
    ours, theirs = _terms(asked.doer) - STOP_WORDS, _terms(found.doer) - STOP_WORDS
    if not ours or not theirs:
        return False
    return not ours & _terms(found.part.of(found.text)) and not theirs & _terms(asked.text)


def _of_another_clause(asked: Figure, found: Figure) -> bool:
    """Whether the draft speaks of what another clause of the source's sentence counts."""
    held = [asked.clause <= clause for clause in found.others]
    return any(held) and not asked.clause <= found.clause


def _other_thing(asked: Figure, found: Figure) -> bool:
    """Whether both measure a thing, and name another: "the tower is", "the bridge is"."""
    ours, theirs = _MEASURED.match(asked.text), _MEASURED.match(found.text)
    if not ours or not theirs or "measure" not in {asked.quantity.kind, found.quantity.kind}:
        return False
    return _terms(ours[1]).isdisjoint(found.words) and _terms(theirs[1]).isdisjoint(asked.words)


def _opposed(asked: Figure, found: Figure, *, skip_turned: bool) -> tuple[str, str] | None:
    """Words that say the opposite; of those that turn a sentence round none, where asked."""
    theirs = list(_pointers(found.text, found.part))
    for word in _pointers(asked.text, asked.part):
        against = clash(word, theirs)
        if against and not (skip_turned and is_turned(word, against)):
            return word, against
    return None


@lru_cache(maxsize=20_000)
def _pointers(text: str, part: Span) -> tuple[str, ...]:
    return tuple(word for _, word in find_pointers(text, part))


def _unstated(asked: Figure, found: Figure) -> Difference | None:
    """Whether one denies what the other states, or the source only plans it."""
    ours, theirs = _negation(asked), _negation(found)
    if bool(ours) != bool(theirs):
        one, word = (asked, ours) if ours else (found, theirs)
        who = "the draft" if ours else "the source"
        return Difference(f"{who} denies it: {word!r}", against=_is_plain(one))
    denied = _DENIED.search(found.text, 0, found.at)
    if denied and not theirs and not _DENIED.search(asked.text, 0, asked.at):
        return Difference(f"the source denies it: {denied.group()!r}")
    planned = _first(_PLANNED, found)
    if planned and not _first(_PLANNED, asked):
        return Difference(f"the source says it under {planned!r}, the draft flatly")
    return None


def _negation(figure: Figure) -> str:
    return _first(_NOT, figure) or _first(_NOT_DONE, figure)


def _first(pattern: re.Pattern[str], figure: Figure) -> str:
    """A match in the clause, up to shortly behind the figure; "" for none."""
    end = min(figure.part.end, figure.at + len(figure.quantity.span) + _BEHIND)
    match = pattern.search(figure.text, figure.part.start, end)
    return match.group() if match else ""


def _is_plain(figure: Figure) -> bool:
    """Whether a "not" stands close before the figure, so that it surely bears on it."""
    negations = list(_NOT.finditer(figure.text, figure.part.start, figure.at))
    between = figure.text[negations[-1].end() : figure.at] if negations else ""
    return bool(negations) and len(between.split()) <= _CLOSE
