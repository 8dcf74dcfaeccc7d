"""Small words that turn a sentence round: negations, bounds, directions and hedges.

A quote that loses one of them may be true to the letter and false in meaning. The
lists serve whoever asks "was something cut off?" and "do these two sentences agree?".
They are English first, with the commonest negations of a few other languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "DIRECTIONS",
    "NUMBER_WORDS",
    "Direction",
    "Marker",
    "MarkerKind",
    "find_directions",
    "find_markers",
    "holds_attribution",
    "holds_number",
    "markers_over",
    "opposed",
]

MarkerKind = Literal["negation", "bound", "hedge"]

#: Cardinals, fractions and scales in words; "one", "a" and "second" are seldom figures.
NUMBER_WORDS = frozenset(
    """zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions trillion trillions dozen
    dozens half halves third thirds quarter quarters fifth fifths tenth tenths twice double doubled
    triple tripled couple""".split()
)
_NUMBER = re.compile(r"\d|[^\W\d_]+")
_APOSTROPHE = "['’ʼ‘`´]"

# The auxiliary belongs to what a reader is shown ("did not"); the core is what negates.
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|am|be|been|has|have|had|will|would|can|could|should|shall"
    r"|may|might|must|need|dare|ought)"
)
_NEGATION = (
    rf"(?:\b{_AUXILIARY}\s+)?\b(?P<core>not(?!\s+(?:only|merely)\b)|never|no\s+longer)\b"
    rf"|\b[a-z]{{2,7}}n{_APOSTROPHE}t\b|\bcannot\b"
    r"|\bno(?:\s+one|body|where|thing|ne)?\b(?!\.\s?\d)|\bnor\b|\bneither\b|\bwithout\b|\bhardly\b"
    r"|\bscarcely\b|\bbarely\b|\brarely\b|\bseldom\b|\bunable\s+to\b|\bfar\s+from\b"
    r"|\b(?:fail|refus|declin|ceas)(?:e|es|s|ed|ing)?\s+to\b|\b(?:ha[sd]|have|is|are)\s+yet\s+to\b|\blest\b|\bden(?:y|ies|ied|ying)\b"
    r"|\black(?:s|ed|ing)?\b|\binstead\s+of\b|\brather\s+than\b|\bexcept(?:ing)?\b|\bexcluding\b"
    r"|\bnon(?=[-‐‑–])|\bnicht\b|\bkein(?:e[mnrs]?)?\b|\bniemals\b|\bjamais\b|\baucune?\b|\bsans\b"
    rf"|\bpas\b|\bn{_APOSTROPHE}(?=\w)|\bnunca\b|\bjamás\b|\bning[uú]na?\b|\bnão\b|\bне\b|\bнет\b"
    r"|\b(?:non|nie|inte|niet|geen|ikke|ingen|eivät|není|değil|không|chưa|tidak|bukan|δεν|μην|όχι)\b"
    # A mark that ends a Hindi word is no \w; Thai has no spaces.
    r"|(?<!\w)(?:नहीं|لا|لم|لن|ليس|לא|אין)(?!\w)|ไม่"
    r"|[不没沒未无無勿]|ない|なかった|ません|ずに|않|아니|없"
)
# Either unmistakable, or only so before a figure: "over 20 looms", not "over the bridge".
_FIGURE_AHEAD = (
    r"(?=\s*(?:(?:a|an|the|of|us|nok|eur|usd)\s+)?(?:[$€£¥₩₹+-]?\s?\d|(?:half|third|quarter|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|million|billion|trillion|dozen)))"
)
_BOUND = (
    r"\bat\s+(?:least|most|(?:the\s+)?(?:very\s+)?(?:least|most|minimum|maximum))\b|\bup\s+to\b"
    r"|\b(?:no|not)\s+(?:more|less|fewer|later|earlier|higher|lower|larger|smaller)\s+than\b"
    r"|\b(?:more|less|fewer|greater|higher|lower|larger|smaller|better|worse)\s+than\b"
    r"|\bas\s+(?:many|much|few|little|low|high)\s+as\b|\b(?:or|and)\s+(?:more|less|fewer|above|over)\b"
    r"|\bin\s+excess\s+of\b|\bupwards?\s+of\b|\bsouth\s+of\b|\bnorth\s+of\b|\bclose\s+to\b"
    r"|\b(?:maximum|minimum)(?:\s+of)?\b|(?<!\bnot\s)\b(?:only|merely)\b|\ball\s+but\b|\bexceed(?:s|ed|ing)?\b"
    r"|\bshort\s+of\b|(?:\bjust\s+)?\bshy\s+of\b|\b(?:every|any)(?:one|body|thing)\s+but\b|[<>≤≥≦≧]"
    rf"|\b(?:over|under|above|below|beyond|within|between|just|minus|negative){_FIGURE_AHEAD}"
    r"|至少|最多|超过|超過|不足|以上|以下|以内"
)
_HEDGE = (
    r"\b(?:wrongly|falsely|formerly|used\s+to|anything\s+but|accused|cleared|acquitted|pretend(?:s|ed)?"
    r"|plan(?:s|ned)?\s+to|scheduled|supposed(?:ly)?|meant\s+to|forgot)\b|"
    r"\b(?:might|could|would|perhaps|maybe|possib(?:ly|le)|probab(?:ly|le)|likely|unlikely"
    r"|potential(?:ly)?|apparent(?:ly)?|seemingly|seem(?:s|ed)?|appear(?:s|ed)?\s+to|presum(?:ably|ed)"
    r"|alleg(?:edly|ed|es?|ing|ations?)|reportedly|purported(?:ly)?|suppos(?:ed|edly)|ostensibly"
    r"|rumou?red|claim(?:s|ed|ing)?|suggest(?:s|ed|ing)?|suspect(?:s|ed)?|believ(?:es?|ed)"
    r"|according\s+to|(?:is|are|was|were)\s+said\s+to|so-called|unconfirmed|expect(?:s|ed)?"
    r"|(?:plan(?:s|ned)?|intend(?:s|ed)?|hope[sd]?|want(?:s|ed)?|aim(?:s|ed)?|tr(?:y|ies|ied)|sought"
    r"|seeks?|attempt(?:s|ed)?|threaten(?:s|ed)?|promis(?:es?|ed)|vow(?:s|ed)?|pledg(?:es?|ed)"
    r"|offer(?:s|ed)?|agree[sd]?|propos(?:es?|ed)|about|too\s+(?:\w+\s+){1,3}?)\s*\bto"
    r"|if|unless|provided\s+that|assuming|whether|nearly|almost|roughly|approximately|circa"
    r"|virtually|practically|estimated|in\s+theory|in\s+part|partly|partially)\b"
    # What says that the rest is not so.
    r"|\b(?:false|untrue|myths?|hoax(?:es)?|a\s+lie|lies\s+that|fictions?|unfounded|baseless|debunked"
    r"|mistaken(?:ly)?|erroneous(?:ly)?|disput(?:es?|ed)|doubt(?:s|ed|ful)?"
    r"|wrong\s+(?:that|to\s+(?:say|claim|think|assume|suggest))"
    r"|(?:little|scant|insufficient)\s+(?:\w+\s+)?evidence)\b"
    r"|\b(?:reject|dismiss|refut|rebut)\w{1,4}\s+(?:\w+\s+){0,2}?"
    r"(?:reports?|ideas?|notions?|rumou?rs?|allegations?|accusations?)\b"
    r"|\b(?:stop(?:s|ped)?|ceas(?:es?|ed)|quits?|avoid(?:s|ed)?|refrain(?:s|ed)?|abandon(?:s|ed)?)"
    r"(?=\s+(?:from\s+)?\w+ing\b)|\b(?:prevent|ban|bar|dissuad)\w{0,4}(?=\s+(?:\w+\s+){0,3}?from\b)"
    r"|\b(?:c|ca)\.(?=\s?[$€£¥]?\d)"
    rf"|\b(?:about|around|some){_FIGURE_AHEAD}|(?<!~)~(?=\s?[$€£¥₩]?\d)|[≈±∼]|可能|也许|也許|大约|大約|据说|據說|如果|かもしれ|らしい"
)
# The month is written with a capital; a modal is not, unless it opens a question.
_MAY = re.compile(r"\bmay\b")
# Romanian, Hungarian, Finnish, Swedish; names and initials in English are written with a capital.
_SHORT_NEGATION = re.compile(
    r"\b(?:nu|nem|ei|ej)\b|(?:(?<=[.!?]\s)|(?<=\n)|\A)(?:Nu|Nem|Ei|Ej)\b(?=\s+[^\W\dA-Z_])"
)
# Shown as nothing, or a line's end inside a word.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]|(?<=[a-z])[-‐]\n[ \t]*(?=[a-z])")
_NEARBY = 60  # characters: the longest marker with the figure that it bounds
_MARKERS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("bound", re.compile(_BOUND, re.IGNORECASE)),
    ("negation", re.compile(_NEGATION, re.IGNORECASE)),
    ("hedge", re.compile(_HEDGE, re.IGNORECASE)),
    ("hedge", _MAY),
    ("negation", _SHORT_NEGATION),
)
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|saying|told|tells|wrote|writes|argu(?:es?|ed|ing)|asked|asks|according|quoted"
    r"|announced|announces|reported|reports|warn(?:s|ed)|insist(?:s|ed)|think(?:s|ing)?|thought"
    r"|say|tell|write)\b",
    re.IGNORECASE,
)

_UP = """rise rises rose risen rising increase increases increased increasing grow grows grew grown
    growing growth gain gains gained gaining climb climbs climbed climbing jump jumps jumped jumping
    soar soars soared surge surges surged up upward upwards expand expands expanded raise raises
    raised raising strengthen strengthened"""
_DOWN = """fall falls fell fallen falling decrease decreases decreased decreasing decline declines
    declined declining drop drops dropped dropping shrink shrinks shrank shrunk shrinking sink sinks
    sank sunk plunge plunges plunged down downward downwards contract contracted slump slumped
    reduce reduces reduced reducing cut cuts cutting lowered weaken weakened lose loses lost losing
    loss"""
_MORE = """more greater larger bigger higher above over exceeding most maximum longer faster
    stronger"""
_LESS = "less fewer smaller lower below under least minimum shorter slower weaker"
_BEFORE = "before earlier until prior previously"
_AFTER = "after later since following subsequently"


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a word points on its axis: `sign` is +1 or -1."""

    axis: Literal["change", "amount", "time"]
    sign: int


@dataclass(frozen=True, slots=True)
class Marker:
    """One negation, bound or hedge; `core` is the part that does the work ("not" of "did not")."""

    kind: MarkerKind
    span: Span
    core: Span


def _directions() -> Iterator[tuple[str, Direction]]:
    for up, down, axis in (
        (_UP, _DOWN, "change"),
        (_MORE, _LESS, "amount"),
        (_AFTER, _BEFORE, "time"),
    ):
        for words, sign in ((up, 1), (down, -1)):
            for word in words.split():
                yield word, Direction(axis, sign)  # type: ignore[arg-type]


#: Lower-case words and the way they point.
DIRECTIONS: Mapping[str, Direction] = dict(_directions())


def find_markers(text: str, start: int = 0, end: int | None = None) -> list[Marker]:
    """Negations, bounds and hedges in `text[start:end]`, in order, none overlapping.

    Contractions count ("didn't", "can't", "cannot"); where two readings overlap the
    longer wins ("no more than" is a bound, "could not" a negation).

    Args:
        text: any Unicode; spans refer to it.
        start: where to look from.
        end: where to stop; None for the end of the text.
    """
    end = len(text) if end is None else end
    found = [*_matches(text, start, end), *_through_invisible(text, start, end)]
    kept: list[Marker] = []
    for marker in sorted(found, key=lambda marker: (marker.span.start, -len(marker.span))):
        if not kept or kept[-1].span.end <= marker.span.start:
            kept.append(marker)
    return kept


def markers_over(text: str, part: Span) -> list[Marker]:
    """Markers that overlap a part of a text, read with what stands around it.

    A bound is known by the figure behind it, and a marker may straddle an edge.
    """
    around = find_markers(text, max(0, part.start - _NEARBY), part.end + _NEARBY)
    return [marker for marker in around if marker.span.overlaps(part)]


def _matches(text: str, start: int, end: int) -> Iterator[Marker]:
    for kind, pattern in _MARKERS:
        for match in pattern.finditer(text, start, end):
            yield Marker(kind, Span(*match.span()), Span(*_core(match)))


def _through_invisible(text: str, start: int, end: int) -> Iterator[Marker]:
    """Markers that a soft hyphen or a line's end parts: their spans hold what parts them."""
    parting = [match.span() for match in _INVISIBLE.finditer(text, start, end)]
    if not parting:
        return
    edges = [start, *(edge for pair in parting for edge in pair), end]
    pieces = list(zip(edges[::2], edges[1::2], strict=True))
    places = [at for left, right in pieces for at in range(left, right)]
    for marker in _matches("".join(text[left:right] for left, right in pieces), 0, len(places)):
        span, core = (
            Span(places[one.start], places[one.end - 1] + 1) for one in (marker.span, marker.core)
        )
        yield Marker(marker.kind, span, core)


def _core(match: re.Match[str]) -> tuple[int, int]:
    core = match.span("core") if "core" in match.re.groupindex else (-1, -1)
    return match.span() if core[0] < 0 else core


def find_directions(text: str, start: int = 0, end: int | None = None) -> list[tuple[Span, str]]:
    """Words of `DIRECTIONS` in `text[start:end]`: their spans, and the words in lower case."""
    words = _NUMBER.finditer(text, start, len(text) if end is None else end)
    return [
        (Span(*word.span()), word.group().lower())
        for word in words
        if word.group().lower() in DIRECTIONS
    ]


def opposed(left: str, right: str) -> bool:
    """Whether two words point opposite ways on one axis ("rose" and "fell")."""
    one, other = DIRECTIONS.get(left.lower()), DIRECTIONS.get(right.lower())
    return bool(one and other and one.axis == other.axis and one.sign != other.sign)


def holds_number(text: str) -> bool:
    """Whether a digit, a number word or a numeral sign (½, ², 三) stands in the text."""
    return any(
        word.group().lower() in NUMBER_WORDS or any(c.isnumeric() for c in word.group())
        for word in _NUMBER.finditer(text)
    )


def holds_attribution(text: str) -> bool:
    """Whether somebody is said to say something in the text ("told", "according to")."""
    return bool(_ATTRIBUTION.search(text))
