"""Shorter forms of a sentence that say nothing else: words are left out, none are added.

A news sentence often says two things, or says where and how its speaker spoke before it says
what. What is left out here is what a sentence is as true without: one side of "while A, B" where
neither denies nor limits the other, an opener that tells of the occasion, a link to what came
before, brackets. Who says it stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["shortened"]

_LONGEST = 2_000  # characters; what is longer makes no summary
_FEWEST = 6  # words of a sentence that still says something
_QUOTES = '“”"„«»'
_SAID = (
    r"(?:said|says|told|noted|notes|added|adds|warned|warns|estimated|estimates|reported|reports"
    r"|wrote|writes|argued|argues|stated|states|announced|believes|believed|found|finds)"
)
# A link to the sentence before it.
_LINK = re.compile(
    r"(?:But|And|So|Yet|However,|Meanwhile,|Moreover,|Furthermore,|In addition,|Still,|Also,"
    r"|Nevertheless,|By contrast,|In turn,|Then again,|Indeed,)\s+(?=\w)"
)
# "Speaking at a press conference on Monday, X said …": the occasion.
_OCCASION = re.compile(
    r"(?:Speaking|Talking|Addressing|Appearing|Asked|Writing)\b[^,.;:]{3,80},\s+"
    rf"(?=[^,]{{2,60}}\b{_SAID}\b)"
)
# "…, according to X, who noted that B": B, according to X.
_ALSO_SAID = re.compile(
    rf"^.{{10,}}?,\s+(?P<by>according to [^,]{{2,60}}),\s+who\s+(?:also\s+)?{_SAID}\s+"
    r"(?:that\s+)?(?P<rest>.{20,})$",
    re.DOTALL,
)
# "While A, B": each is said by itself; so are "A, while B" and "A; B".
_WHILE = re.compile(
    rf"^[{_QUOTES}]?(?:While|Whereas|Although|Though)\s+(?P<one>[^,]{{15,}}),\s+(?P<other>.{{15,}})$",
    re.DOTALL,
)
_WHILE_BEHIND = re.compile(
    r"^(?P<one>.{20,}?)(?:,\s+(?:while|whereas)\s+|;\s+)(?P<other>.{20,})$", re.DOTALL
)
# What is said in one half and bears on the other: a denial, a limit, a doubt, a pronoun.
_BEARS = re.compile(
    r"\b(?:not|no|nor|never|none|nothing|nobody|neither|cannot|without|only|except|unless|if|but"
    r"|however|although|though|until|instead|otherwise|rather|den(?:y|ies|ied)|reject\w*|refus\w+"
    r"|disput\w+|doubt\w*|oppos\w+|contradict\w*|withdr[ae]w\w*|wrong\w*|false\w*|jok\w+"
    r"|supposed\w*|alleged\w*|so|it|this|that|these|those|they|them|he|she|others?)\b|n[’']t\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(rf"\b{_SAID}\b|\baccording to\b|[{_QUOTES}]", re.IGNORECASE)
# "A, he said, and B": A alone is as true; of B he is not known to have said it.
_AND_MORE = re.compile(
    rf"^(?P<one>.{{20,}}?,\s+[^,;{_QUOTES}]{{2,40}}\s+{_SAID}),\s+and\s+.{{20,}}$",
    re.DOTALL,
)
# What ends a sentence by naming who said it.
_SPEAKER = re.compile(
    rf"(?:,[{_QUOTES}]?|[{_QUOTES}],)\s+(?P<who>[^,{_QUOTES}]{{2,60}}\s+{_SAID}"
    r"(?:\s+(?:reporters|[A-Z]\w+|on [A-Z]\w+day)){0,2}"
    rf"|(?:said|says)\s+[^,{_QUOTES}]{{2,80}}|according to [^,{_QUOTES}]{{2,80}})\.?$"
)
_BRACKETS = re.compile(r"\s+\([^()]{1,80}\)")


def shortened(sentence: str) -> list[str]:
    """Shorter forms of a sentence on one line, longest first; none where it has no such form."""
    if len(sentence) > _LONGEST:
        return []
    found: dict[str, None] = {}
    waiting = [" ".join(sentence.split())]
    seen = set(waiting)
    while waiting:
        one = waiting.pop()
        for form in _forms(one):
            made = _as_sentence(form)
            if made in seen or len(made.split()) < _FEWEST:
                continue
            if _SPOKEN.search(one) and not _SPOKEN.search(made):
                continue  # whose words they are
            seen.add(made)
            found[made] = None
            waiting.append(made)
    return sorted(found, key=lambda form: -len(form.split()))


def _forms(sentence: str) -> Iterator[str]:
    """What one step leaves of a sentence."""
    for opener in (_LINK, _OCCASION):
        if match := opener.match(sentence):
            yield sentence[match.end() :]
    if _BRACKETS.search(sentence):
        yield _BRACKETS.sub("", sentence)
    if match := _AND_MORE.match(sentence):
        yield match["one"]
    body, speaker = _parted(sentence)
    if match := _ALSO_SAID.match(body):
        yield f"{match['by']}, {match['rest']}"
    match = _WHILE.match(body) or _WHILE_BEHIND.match(body)
    if match and not _BEARS.search(match["one"]) and not _BEARS.search(match["other"]):
        yield _said(match["one"], speaker)
        yield _said(match["other"], speaker)


def _parted(sentence: str) -> tuple[str, str]:
    """A sentence and who said it, where that ends it."""
    match = _SPEAKER.search(sentence)
    if match is None:
        return sentence, ""
    return sentence[: match.start()], match["who"]


def _said(part: str, speaker: str) -> str:
    part = part.rstrip(" ,.;" + _QUOTES)
    return f"{part}, {speaker}." if speaker else f"{part}."


def _as_sentence(form: str) -> str:
    """A form with a capital at its start and pairs of quotation marks or none."""
    form = form.strip()
    if form.count("“") != form.count("”"):
        form = form.replace("“", "").replace("”", "")
    if form.count('"') % 2:
        form = form.replace('"', "")
    at = next((n for n, char in enumerate(form) if char.isalpha()), 0)
    form = form[:at] + form[at].upper() + form[at + 1 :] if form else form
    return form if form.endswith((".", "!", "?", "”", '"')) else f"{form}."
