"""The words around a number that bound it, hedge it, or say that something changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.text.counted import COMPARATIVES
from ragkit.text.lexing import BLANK
from ragkit.text.scaling import hyphenated
from ragkit.text.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.text.lexing import Lexeme
    from ragkit.text.quantity import Bound, Change

__all__ = ["Hedge", "change_beside", "hedge_after", "hedge_before"]

_BEFORE: dict[Bound, str] = {
    "at least": """at least; no fewer than; no less than; not less than; not fewer than;
        a minimum of; minimum; as few as; as little as; ≥; not under; not below""",
    "at most": """at most; no more than; not more than; up to; as many as; as much as; as high as;
        a maximum of; maximum; not exceeding; not over; not above; ≤; no greater than;
        no higher than; no larger than; capped at; a ceiling of""",
    "more than": """more than; over; above; exceeding; exceeds; exceeded; in excess of;
        greater than; higher than; larger than; longer than; upwards of; north of; beyond; >""",
    "less than": """less than; fewer than; under; below; lower than; smaller than; shorter than;
        <""",
    "almost": """almost; nearly; just under; just below; just short of; just shy of; not quite;
        slightly under; slightly less than; slightly fewer than; a little under;
        a little less than; approaching""",
    "just over": """just over; just above; slightly over; slightly more than; slightly above;
        a little over; a little more than""",
}
_ABOUT = """about; around; roughly; some; approximately; approx; approx .; circa; ca; ca .; c .; ~;
    ≈; estimated; an estimated; close to; something like; on the order of; in the region of"""


def _phrases(text: str) -> list[tuple[str, ...]]:
    return [tuple(phrase.split()) for phrase in text.split(";")]


_HEDGES: dict[tuple[str, ...], Bound] = {
    phrase: bound for bound, text in _BEFORE.items() for phrase in _phrases(text)
} | dict.fromkeys(_phrases(_ABOUT), "")
_LAST_WORDS = frozenset(phrase[-1] for phrase in _HEDGES)
_LONGEST = max(map(len, _HEDGES))
_MOST_HEDGES = 3
# "30 percent more than 2,000" compares; it does not bound.
_COMPARING = frozenset({"more than", "less than"})
_OR_MORE = frozenset("more above higher over upwards greater longer".split())
_OR_LESS = frozenset("less fewer below under lower shorter".split())
_RISE = frozenset(
    """up rise rises rose risen rising increase increases increased increasing grow grows grew
    grown growing climb climbs climbed jump jumps jumped gain gains gained surge surged soar
    soared advance advanced growth""".split()
)
_FALL = frozenset(
    """down fall falls fell fallen falling decrease decreases decreased decline declines declined
    drop drops dropped shrink shrank shrunk cut cuts reduce reduced reduces reduction lose lost
    slump slumped plunge plunged slip slipped dip dipped""".split()
)

_MADE = frozenset("make makes made making".split())  # "made up 12 percent of it" is a share


@dataclass(frozen=True, slots=True)
class Hedge:
    """A bound and whether the value is approximate; `start` indexes its first lexeme."""

    bound: Bound
    approximate: bool
    start: int


def hedge_before(lexemes: Sequence[Lexeme], index: int) -> Hedge:
    """Read "at least some" before the number at `index`."""
    bound: Bound = ""
    approximate = False
    for _ in range(_MOST_HEDGES):
        phrase = _hedge_ending(lexemes, index)
        if not phrase:
            break
        found = _HEDGES[phrase]
        start = index - len(phrase)
        if found in _COMPARING and _is_number(lexemes, start - 1):
            break
        if phrase == ("up", "to") and lexemes[start - 1].lower.startswith("add"):
            break
        if found:
            bound = bound or found
        else:
            approximate = True
        index = start
    return Hedge(bound, approximate, index)


def _hedge_ending(lexemes: Sequence[Lexeme], index: int) -> tuple[str, ...] | None:
    """The longest phrase that ends right before `index`."""
    if lexemes[index - 1].lower not in _LAST_WORDS:
        return None
    for length in range(min(_LONGEST, index), 0, -1):
        window = lexemes[index - length : index]
        phrase = tuple(lexeme.lower for lexeme in window)
        if phrase in _HEDGES and all(
            lexeme.gap < BLANK for lexeme in lexemes[index - length + 1 : index + 1]
        ):
            return phrase
    return None


def _is_number(lexemes: Sequence[Lexeme], index: int) -> bool:
    if index < 0:
        return False
    lexeme = lexemes[index]
    if lexeme.kind in {"number", "fraction"} or lexeme.lower in {"times", "points", "cent"}:
        return True
    unit = find_unit((lexeme.text,), glued=False)
    return bool(unit) and index > 0 and lexemes[index - 1].kind in {"number", "fraction"}


def hedge_after(lexemes: Sequence[Lexeme], index: int) -> Hedge | None:
    """Read "or more", "+", "-odd" and the like behind a number; `start` is then its end."""
    lexeme, after = lexemes[index], lexemes[index + 1]
    if lexeme.text == "+" and not lexeme.gap:
        return Hedge("at least", False, index + 1)
    if hyphenated(lexemes, index) and after.lower in {"plus", "odd"}:
        plus = after.lower == "plus"
        return Hedge("at least" if plus else "", not plus, index + 2)
    # 24 killed or more
    behind = lexeme.kind == "word" and lexeme.lower != "or" and after.lower == "or"
    return _or_more(lexemes, index + behind) or _least_or_most(lexemes, index)


def _or_more(lexemes: Sequence[Lexeme], index: int) -> Hedge | None:
    word = lexemes[index + 1].lower
    # "5 or more" bounds; "5 or more than 6" does not.
    if lexemes[index].lower != "or" or lexemes[index + 2].lower == "than":
        return None
    if word in {"so", "thereabouts"}:
        return Hedge("", True, index + 2)
    if word in _OR_MORE | _OR_LESS:
        return Hedge("at least" if word in _OR_MORE else "at most", False, index + 2)
    return None


def _least_or_most(lexemes: Sequence[Lexeme], index: int) -> Hedge | None:
    """Read "20 at least", only where nothing after it could be what is bounded."""
    words = (lexemes[index].lower, lexemes[index + 1].lower)
    closed = lexemes[index + 2].kind in {"mark", "end"}
    if words[0] == "at" and closed:
        if words[1] == "least":
            return Hedge("at least", False, index + 2)
        if words[1] == "most":
            return Hedge("at most", False, index + 2)
    return None


def change_beside(lexemes: Sequence[Lexeme], start: int, end: int, *, share: bool) -> Change:
    """Whether the words beside a number say that something rose or fell by it.

    Args:
        lexemes: from `lex`.
        start: index of the number's first lexeme, its hedge included.
        end: index after its unit.
        share: whether it is a percentage or in points: "rose 30 percent" is a
            change by as much, where "rose 30 metres" may be.
    """
    after = lexemes[end].lower
    if after in COMPARATIVES and (share or lexemes[end + 1].lower == "than"):
        return "up" if COMPARATIVES[after] == "up" else "down"
    if share and after in _RISE | _FALL and after not in {"up", "down", "lost", "cut"}:
        return "up" if after in _RISE else "down"
    by = start > 0 and lexemes[start - 1].lower == "by"
    return _verb_before(lexemes, start, by=by) if by or share else ""


def _verb_before(lexemes: Sequence[Lexeme], start: int, *, by: bool) -> Change:
    at = max(0, start - 1 - by)
    if lexemes[at].lower == "up" and at and lexemes[at - 1].lower in _MADE:
        return ""
    words = {lexeme.lower for lexeme in lexemes[at:start]}
    if words & _RISE:
        return "up"
    return "down" if words & _FALL else ""
