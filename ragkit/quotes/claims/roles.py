"""Who does what to whom: the nouns on either side of a verb, and who says it.

"Corvane was acquired by Halderkamp" and "Halderkamp acquired Corvane" say the same; if both
are told with "acquired" alone, they do not. A verb that stands in claim and quote is looked
at with what stands before and behind it, a passive turned round first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import BE, Word, alike, is_told, read
from ragkit.quotes.claims.scopes import elided
from ragkit.quotes.figures.figure import DAYS, MONTHS
from ragkit.text.light import is_light
from ragkit.text.number_words import SMALL
from ragkit.text.opposites import clash, is_turned
from ragkit.text.thesaurus import is_verb, regular
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_roles"]

_BORDER = re.compile(
    r"[;:–—()“”]|,(?!\d)|[.!?](?=[\s\"”’')]|$)|\b(?:and|but|while|whereas|although|though|because|that"
    r"|which|who|whose|since|unless|until|before|after|when|whenever|if|where|wherever|so|than)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"”’')]*(?=\s|\Z)|;")
_PREPOSITIONS = frozenset(
    """in on at for from to with into onto over under between during since until before after
    against through across near as per within without about""".split()
)
_ARTICLES = frozenset("the a an its their his her our your my this that these those".split())
_PRONOUNS = frozenset("it him her them me us you itself himself herself themselves".split())
_BEING = BE | frozenset("remain remains remained stay stays stayed kept left".split())
_CALENDAR = frozenset((*MONTHS, *DAYS, "today", "yesterday", "year", "month", "week", "day"))
_RELATIVE = re.compile(r"(?:that|which|whom?|whose)\b", re.IGNORECASE)
_AND = re.compile(r"(?:,\s+)?(?:and|or)\b", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\s*(?:and\s+|but\s+)?(?:rather\s+than|not|instead\s+of|unlike)\b", re.IGNORECASE
)
_ADVERBS = 3  # words between "was" and its participle
_SAYS = (
    r"(?:said|says|told|wrote|announced|reported|claimed|argue[sd]|insist(?:s|ed)|stated|alleg(?:es|ed)"
    r"|concluded?|warn(?:s|ed)|believe[sd]|added|testified|acknowledged)"
)
_SAID = re.compile(rf"\b{_SAYS}\b", re.IGNORECASE)
_NOUNS = r"[^,;:.()]{2,80}?"
_ATTRIBUTIONS = (
    re.compile(rf"\W*according\s+to\s+(?P<who>{_NOUNS})(?:,|\s*\Z)(?P<what>.*)", re.IGNORECASE),
    re.compile(r"(?P<what>.+?),?\s+according\s+to\s+(?P<who>.+)", re.IGNORECASE),
    re.compile(rf"(?P<what>.{{12,}}),\s+(?P<who>{_NOUNS})\s+{_SAYS}\W*\Z", re.IGNORECASE),
    re.compile(
        rf"^(?:\W|and\b|but\b|while\b|whereas\b)*(?P<who>{_NOUNS})\s+{_SAYS}\s+(?:that\s+)?(?P<what>.+)",
        re.IGNORECASE,
    ),
)
_SPEAKERS = re.compile(r"[;.]\s|,\s+(?:while|whereas|but|and)\s+")


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb with what stands on either side.

    Attributes:
        doers: the nouns of who does it.
        others: all else of its sentence.
        thing: the noun to which it is done.
        close: all that its clause says behind it.
        alone: the nouns before a verb of which it is not told to whom it is done: "sales rose".
    """

    verb: Word
    doers: tuple[Word, ...]
    others: tuple[Word, ...]
    thing: tuple[Word, ...]
    close: tuple[Word, ...]
    alone: tuple[Word, ...] = ()


def check_roles(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for the first verb, and the first speaker, of which the sides do not agree."""
    theirs = [deed for e in evidence for deed in _deeds(e.words)]
    held = frozenset(word.root for e in evidence for word in read(e.words) if word.tells)
    # "Whereas all staff have": such a clause takes its verb from another.
    borrowed = frozenset(root for e in evidence for root in elided(e.words))
    for own in _deeds(claim):
        if borrowed & _roots(own.doers):
            continue
        turned = [deed for deed in theirs if _are_converse(own.verb, deed.verb)]
        if any(_roots(own.doers) & _roots(deed.doers) for deed in turned):
            detail = f"the quotes do not say that it {own.verb.span.of(claim)!r}"
            yield check_of("direction", claim, own.verb.span, holds=False, detail=detail)
            break
        rivals = [deed for deed in theirs if deed.verb.root == own.verb.root]
        if not rivals:
            continue
        most = max(_shared(own, deed) for deed in rivals)
        near = [deed for deed in rivals if _shared(own, deed) == most]
        reasons = [_why_not(own, deed, held) for deed in near]
        if all(reasons):
            detail = f"the quotes do not say {reasons[0]!r} {own.verb.span.of(claim)!r}"
            yield check_of("wording", claim, own.verb.span, holds=False, detail=detail)
            break
    yield from _speakers(claim, evidence)


@lru_cache(maxsize=2048)
def _deeds(text: str) -> tuple[_Deed, ...]:
    """The verbs of a text, with their sides."""
    words = read(text)
    ends = [m.start() for m in _BORDER.finditer(text)]
    borders = sorted([*ends, *(m.end() for m in _SAID.finditer(text))])
    stops = [m.start() for m in _SENTENCE.finditer(text)]
    found = []
    for n, word in enumerate(words):
        if not _may_be_verb(words, n):
            continue
        start = _subject_start(text, words[:n], borders)
        end = min((b for b in stops if b >= word.span.end), default=len(text))
        near = min((b for b in ends if b >= word.span.end), default=len(text))
        if text[start : start + 1] == ")":  # "the Financial Board (FCB) fined"
            start = max((b for b in borders if b < text.rfind("(", 0, start)), default=0)
        before = [w for w in words[:n] if w.span.start >= start]
        if text[start : start + 1] == ",":
            before = _with_aside(text, words[:n], before, ends)
        behind = [w for w in words[n + 1 :] if w.span.end <= end]
        deed = _deed(word, before, behind, near)
        if _RELATIVE.match(text, start):  # "the ship that it bought" stands before its verb
            deed = replace(deed, alone=())
        found.append(deed)
    return tuple(found)


def _subject_start(text: str, before: Sequence[Word], borders: Sequence[int]) -> int:
    """Where the subject of a verb begins that stands behind some words.

    "The mayor and the treasurer voted": what is joined without a verb of its own is one
    subject. "The mill that burnt was sold": a relative clause with its own verb is within one.
    """
    passed = [b for b in borders if before and b <= before[-1].span.end]
    while passed:
        start = passed[-1]
        earlier = passed[-2] if len(passed) > 1 else 0
        own = [w for w in before if w.span.start >= start]
        joined = [w for w in before if earlier <= w.span.start < start]
        relative = _RELATIVE.match(text, start) and any(map(_is_finite, own))
        listed = _AND.match(text, start) and joined and not any(map(_is_finite, joined))
        if not relative and not listed:
            return start
        passed.pop()
    return 0


def _with_aside(
    text: str, words: Sequence[Word], before: list[Word], ends: Sequence[int]
) -> list[Word]:
    """A subject that an aside parts from its verb: "The firm, a bank, paid".

    Of "moisture, rather than heat, explained" the aside is no part of it.
    """
    commas = (
        [end for end in ends if end <= words[-1].span.end and text[end] == ","] if words else []
    )
    if len(commas) < 2:
        return before
    start = max((end for end in ends if end < commas[-2]), default=0)
    main = [w for w in words if start <= w.span.start < commas[-2]]
    aside = [w for w in words if commas[-2] <= w.span.start < commas[-1]]
    rest = [w for w in words if w.span.start >= commas[-1]]
    if not any(w.tells for w in main) or any(_is_finite(w) for w in (*main, *aside)):
        return before
    if _INSTEAD.match(text, commas[-2] + 1):
        return [*main, *rest]
    return [*main, *aside, *rest]


def _is_finite(word: Word) -> bool:
    return word.text in BE or (is_verb(word.text) and not word.capital)


def _may_be_verb(words: tuple[Word, ...], n: int) -> bool:
    """Whether a word is a verb with its doer before it, as "to sell" and "selling" are not."""
    if words[n].text.endswith("ing") or (n and words[n - 1].text == "to"):
        return False
    return is_told(words, n)


def _deed(verb: Word, before: list[Word], behind: list[Word], near: int) -> _Deed:
    by = next((i for i, w in enumerate(behind) if w.text == "by" and w.span.end <= near), None)
    close = [w for w in behind if w.span.start < near]
    if not close and not verb.text.endswith("ed"):  # "their weekly reports, but"
        return _Deed(verb, (), (), (), ())
    passive = by == 0 or any(w.text in _BEING for w in before[-_ADVERBS:])
    told, rest, by_verb = (tuple(w for w in part if w.tells) for part in (before, behind, close))
    if not passive:
        thing = _object(close)
        # "The woman arrested on Monday", "the sales rose": nobody is said to do it.
        past = verb.text.endswith("ed") or regular(verb.text) != verb.text
        done_to = bool(thing) or (close[:1] and close[0].is_number) or not past
        doers = _subject(before) if done_to else ()
        others = rest if doers else (*told, *rest)
        return _Deed(verb, doers, others, thing, by_verb, () if done_to else _subject(before))
    agent = _agent(close[by + 1 :]) if by is not None else ()
    rest = tuple(w for w in rest if w not in agent)
    return _Deed(verb, agent, (*told, *rest), _subject(before), told)


def _agent(behind: Sequence[Word]) -> tuple[Word, ...]:
    """Who stands behind "by"; no doer is a day or a number."""
    found: list[Word] = []
    if behind and (behind[0].is_number or behind[0].text in SMALL):
        return ()  # "by nine votes"
    for word in behind:
        if found and word.text in _PREPOSITIONS:
            break
        if word.tells:
            found.append(word)
    return tuple(w for w in found if not w.is_number and w.root not in _CALENDAR)


def _subject(before: Sequence[Word]) -> tuple[Word, ...]:
    """The nouns before a verb that no preposition leads to: those of who does it."""
    found: list[Word] = []
    led = dated = False
    for n, word in enumerate(before):
        is_time = word.is_number or word.root in _CALENDAR
        if word.text in _PREPOSITIONS:
            led, dated = True, False
        elif word.text in _ARTICLES and n and before[n - 1].text not in _PREPOSITIONS:
            led = False
        elif is_time:
            dated = True
        elif word.tells and (not led or dated):  # "in May Rome paid"
            led = False
            found.append(word)
    return tuple(found)


def _object(close: Sequence[Word]) -> tuple[Word, ...]:
    """The noun behind a verb, where no preposition parts them."""
    found: list[Word] = []
    for word in close:
        if word.text in _PREPOSITIONS or word.text in _PRONOUNS:
            break
        if word.is_number:
            continue
        if word.tells:
            found.append(word)
        elif found:
            break
    return tuple(found)


def _are_converse(one: Word, other: Word) -> bool:
    """Whether two verbs tell of one deed from its two sides: "lend" and "borrow"."""
    return is_turned(one.text, other.text) and bool(clash(one.text, [other.text]))


def _shared(own: _Deed, other: _Deed) -> int:
    ours, theirs = (_roots((*deed.doers, *deed.thing, *deed.close)) for deed in (own, other))
    return len(ours & theirs)


def _roots(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.root for word in words)


def _why_not(own: _Deed, other: _Deed, held: frozenset[str]) -> str:
    """What is not so where a quote tells of the same deed; "" for nothing."""
    doers, others = _roots(own.doers), _roots(own.others)
    theirs, rest = _roots(other.doers), _roots(other.others)
    if (doers & rest - theirs) and (others & theirs - rest):
        return _words(own.doers)
    if own.doers and other.doers and others & rest and _replaced(own.doers, other.doers, held):
        return _words(own.doers)
    if own.alone and other.alone and _replaced(own.alone, other.alone, held):
        return _words(own.alone)
    things = (*other.thing, *other.close)
    if doers & theirs and own.thing and other.thing and _replaced(own.thing, things, held):
        return _words(own.thing)
    return ""


def _replaced(ours: Sequence[Word], theirs: Sequence[Word], held: frozenset[str]) -> bool:
    """Whether nouns have nothing in common, and the claim's belong elsewhere in the quotes."""
    mine = [word for word in ours if not is_light(word.text)]
    if not mine or all(is_light(word.text) for word in theirs):
        return False
    if not _roots(mine) <= held:
        return False
    return not any(alike(one, other) for one in mine for other in theirs)


def _words(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _speakers(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Who is said to say what another says."""
    theirs = [one for e in evidence for one in _sayings(e.words)]
    for who, what in _sayings(claim):
        near = max((len(what & said) for _, said in theirs), default=0)
        speakers = [speaker for speaker, said in theirs if near and len(what & said) == near]
        if who and speakers and all(speaker and who.isdisjoint(speaker) for speaker in speakers):
            detail = f"the quotes have another say it than {' '.join(sorted(who))!r}"
            yield check_of("wording", claim, Span(0, len(claim)), holds=False, detail=detail)
            return


@lru_cache(maxsize=2048)
def _sayings(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each saying of a text the roots of who says it and of what is said."""
    found = []
    for part in _SPEAKERS.split(text):
        for pattern in _ATTRIBUTIONS:
            if match := pattern.match(part):
                who, what = (
                    frozenset(w.root for w in read(match[name]) if w.tells)
                    for name in ("who", "what")
                )
                found.append((who, what))
                break
    return tuple(found)
