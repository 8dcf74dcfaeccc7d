"""How sure a claim is of what it says: done, or planned, allowed, alleged, possible.

A quote says that a firm "would close" a plant, and the claim that it "has closed" it; a quote
that somebody "shall pay", and the claim that he "may". A verb of the claim is looked at with
the same verb of the quotes, and with what governs each.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import read
from ragkit.quotes.claims.scopes import denials
from ragkit.text.thesaurus import are_alike, is_base, is_verb, regular
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.quotes.claims.reading import Word
    from ragkit.types import Check

__all__ = ["check_certainty"]

_MIGHT = frozenset({"may", "might"})
_MAY = frozenset("could can".split())
_WILL = frozenset("will would shall won't should".split())
_OWED = frozenset("must shall required obliged".split())
_DONE = frozenset("has have had was were been having did".split())
_IS = frozenset({"is", "are", "be"})
# What is behind one of these is not done yet, or not shown to be.
_PENDING = (
    r"\b(?:plan(?:s|ned|ning)?|propos(?:e|es|ed|al|als|ing)|intend(?:s|ed)?|intention|hope[sd]?"
    r"|want(?:s|ed)?|seeks?|sought|aim(?:s|ed)?|offer(?:s|ed)?|threaten(?:s|ed)?|consider(?:s|ed|ing)?"
    r"|suspicion|suspect(?:s|ed)?|accus(?:e[sd]?|ing|ation)|alleg(?:e[sd]?|ation|ations|ing)"
    r"|charged|attempt(?:s|ed)?|tr(?:y|ies|ied)|expect(?:s|ed)?|scheduled?|due|likely|ready|set"
    r"|vow(?:s|ed)?|pledge[sd]?|promise[sd]?|urge[sd]?|recommend(?:s|ed)?|demand(?:s|ed)?|bid|hint(?:s|ed)?)"
)
_GOVERNED = re.compile(
    rf"{_PENDING}\s+(?:that\b[^,;]*|(?:\w+\s+)?to(?:\s+\w+ly)?(?:\s+(?:have|be|have\s+been))?"
    r"|(?:of|with|on)(?:\s+having)?)\s*\Z"
    r"|\b(?:allegedly|reportedly|supposedly|purportedly|possibly|probably|perhaps|maybe|whether|if"
    r"|unless)\b[^,;]*\Z",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"{_PENDING}\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:according\s+to|said|says|alleg\w+|claim(?:s|ed)|report(?:edly|ed)|accus\w+|suspect\w*)\b",
    re.IGNORECASE,
)
_PROVEN = re.compile(
    r"\b(?:prov(?:en|ed|es)|proof|undisputed(?:ly)?|undeniabl[ey]|certainly|definitely"
    r"|undoubtedly|without\s+(?:a\s+)?doubt|beyond\s+(?:any\s+)?doubt|confirmed|established\s+that)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:possibl\w+|potential\w*|allow\w*|permit\w*|entitled?|free\s+to|optional|option|likely|risk\w*"
    r"|cannot|can|could|\w{4,}able|authori[sz]ed|right\s+to)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:prov\w+|proof|confirm\w*|certain\w*|definite\w*|undisputed|undeniabl\w|doubt|found|finds?"
    r"|show(?:s|ed|n)?|demonstrat\w+|establish\w*|verif\w+|concluded?)\b",
    re.IGNORECASE,
)
_BY_MODAL = ((_MIGHT, "may"), (_MAY, "open"), (_OWED, "owed"), (_WILL, "will"))
_AUXILIARIES = _MIGHT | _MAY | _OWED | _WILL | _DONE | _IS
_MODALS = _MIGHT | _MAY | _WILL | _OWED | {"to"}
_STAYING = frozenset("remain remains remained stay stays stayed keep keeps kept".split())
_NOUN_AHEAD = frozenset("a an the its their his her our your my this these those of in at".split())
_HAS_TO = re.compile(r"\b(?:ha[sd]|have)\s+to(?:\s+be)?\s+\Z", re.IGNORECASE)
_NEAR = 3  # words between an auxiliary and its verb
_CLAUSE = re.compile(
    r"[;:]\s|[.!?][\"”’')]*(?:\s|\Z)|,\s+(?:and|but|while|whereas|which)\b|\bbecause\b"
)


def check_certainty(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for the first verb of which the claim is surer, or less sure, than its quotes."""
    theirs = [one for e in evidence for one in _moods(e.words)]
    denied = {word.span for denial in denials(claim) for word in denial.scope}
    attributed = bool(_ATTRIBUTED.search(claim))
    for verb, mood in _moods(claim):
        if mood not in _BORNE or verb.span in denied or (attributed and mood == "done"):
            continue
        there = {
            other for one, other in theirs if one.root == verb.root or _is_deed(verb, one, mood)
        }
        if mood == "may" and any(_POSSIBLE.search(e.words) for e in evidence):
            continue
        if there and not there & _BORNE[mood]:
            said = verb.span.of(claim)
            detail = f"the quotes are not as sure of {said!r}"
            if mood != "done":
                detail = f"the claim says {said!r} in another mood than the quotes"
            yield check_of("extent", claim, verb.span, holds=False, detail=detail)
            break
    added = _PROVEN.search(claim)
    if added and not any(_SHOWN.search(e.words) for e in evidence):
        detail = f"no quote says {added[0]!r}"
        yield check_of("extent", claim, Span(*added.span()), holds=False, detail=detail)


# What a claim may say where the quotes say one of these; "told" is said with no mark of either.
_BORNE: dict[str, frozenset[str]] = {
    "done": frozenset({"done", "told"}),
    "may": frozenset({"may", "open", "named"}),
    "open": frozenset({"may", "open", "named", "told", "will"}),
    "will": frozenset({"may", "will", "owed", "open", "named", "told"}),
    "owed": frozenset({"owed", "will", "named", "told"}),
}


def _is_deed(verb: Word, other: Word, mood: str) -> bool:
    """Whether a verb of the claim tells as done what a noun of the quotes names: "merged"."""
    return (
        mood == "done"
        and other.root != verb.root
        and are_alike(verb.text, other.text)
        and (other.text[:4] == verb.text[:4])
    )


@lru_cache(maxsize=2048)
def _moods(text: str) -> tuple[tuple[Word, str], ...]:
    """The verbs of a text that something says how sure they are of."""
    words = read(text)
    starts = [0, *(m.end() for m in _CLAUSE.finditer(text))]
    found = []
    for n, word in enumerate(words):
        if not word.tells or word.is_number:
            continue
        start = max(at for at in starts if at <= word.span.start)
        mood = _mood(text, words, n, start)
        if mood:
            found.append((word, mood))
    return tuple(found)


def _mood(text: str, words: tuple[Word, ...], n: int, start: int) -> str:
    """How sure a text is of a word; "" where nothing tells."""
    word = words[n]
    before = [w.text for w in words[max(0, n - _NEAR) : n] if w.span.start >= start]
    last = before[-1] if before else ""
    governed = bool(_GOVERNED.search(text, start, word.span.start))
    if not is_verb(word.text) and last not in _MODALS:
        end = next((m.start() for m in _CLAUSE.finditer(text, word.span.end)), len(text))
        return "named" if governed or _NAMED.search(text, start, end) else ""
    if (last in _NOUN_AHEAD and not governed) or last in _STAYING:
        return ""
    behind = words[n + 1].text if n + 1 < len(words) else ""
    if behind == "by" and not _AUXILIARIES.intersection(before):
        return ""  # "delays caused by the weather"
    modal = next((mood for words, mood in _BY_MODAL if not words.isdisjoint(before)), "")
    if modal not in {"may", "open"} and _HAS_TO.search(text, start, word.span.start):
        modal = "owed"
    plain = "done" if _is_past(word, before) else "told"
    return modal or ("open" if governed else plain)


def _is_past(word: Word, before: Sequence[str]) -> bool:
    """Whether a form tells of the past; of "lay" and "cut" only an auxiliary tells."""
    if any(w in _DONE for w in before):
        return True
    if any(w in _IS for w in before):
        return False  # "they are asked": as a rule
    return word.text.endswith("ed") or (regular(word.text) != word.text and not is_base(word.text))
