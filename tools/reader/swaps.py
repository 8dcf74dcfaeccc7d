"""Questions with one thing changed, so that the passage no longer answers them.

This is how SQuAD 2.0's annotators fooled readers: another name, another number, the opposite
word, or a "not" where there was none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from tools.reader.data import Example

__all__ = ["names_in", "opposite_asked", "other_name", "other_number", "swapped", "turned"]

_NAME = re.compile(r"[A-Z][\w’'&-]*(?:\s+(?:of\s+|the\s+|de\s+|van\s+)*[A-Z][\w’'&-]*)*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
# Capitals that name nothing.
_PLAIN = frozenset(
    "The A An It He She They We I In On At But And If This That These Those However Its His Her Their"
    " Our As For With When While After Before There What Who Whom Whose Which Where Why How Does Did Do"
    " Is Are Was Were Can Could Has Have Had Will Would Should Some Many Most By From To Of Or So Also"
    " Although Since During Under Because One Two Three Other Another Such Both Each All Not No Yes You"
    " My Your".split()
)
_PAIRS = """
most least/more less/more fewer/highest lowest/higher lower/high low/largest smallest/larger smaller
large small/biggest smallest/bigger smaller/big small/greatest least/greater lesser/longest shortest
longer shorter/long short/oldest newest/older younger/old new/first last/earliest latest/earlier later
early late/before after/above below/over under/inside outside/within outside/upper lower/north south
northern southern/east west/eastern western/left right/top bottom/front back/near far/nearest farthest
best worst/better worse/good bad/positive negative/strong weak/stronger weaker/strongest weakest
fast slow/faster slower/fastest slowest/hot cold/hotter colder/warm cool/wet dry/heavy light/rich poor
richest poorest/easy difficult/easier harder/simple complex/common rare/commonly rarely/often seldom
always never/usually rarely/frequently rarely/increase decrease/increased decreased/increasing decreasing
increases decreases/rise fall/rose fell/gain lose/gained lost/win lose/won lost/winner loser/start end
started ended/begin end/began ended/beginning end/open close/opened closed/accept reject
accepted rejected/allow forbid/allowed forbidden/support oppose/supported opposed/supporters opponents
include exclude/included excluded/including excluding/enter leave/entered left/arrive depart
arrived departed/build destroy/built destroyed/create destroy/created destroyed/add remove/added removed
buy sell/bought sold/import export/imported exported/friend enemy/friends enemies/ally enemy
allies enemies/male female/men women/man woman/husband wife/father mother/son daughter/king queen
boys girls/boy girl/husbands wives/brother sister/major minor/majority minority/maximum minimum
public private/rural urban/urban rural/legal illegal/formal informal/direct indirect/internal external
modern ancient/natural artificial/active passive/advantage disadvantage/advantages disadvantages
benefit drawback/benefits drawbacks/success failure/successful unsuccessful/love hate/loves hates/loved hated/recommend discourage/possible impossible/able unable
required optional/similar different/same different/join leave/joined left
born killed/appointed dismissed/hired fired/attack defend/attacked defended/victory defeat/expand shrink
expanded shrank/strengthen weaken/unite divide/united divided/peace war/rural urban/day night/summer winter
morning evening/happy unhappy/cheap expensive/expensive cheap/cheaper pricier/hard soft/full empty
raise lower/raised lowered/giving taking/gave took/give take/borrow lend/before after/during after
help hinder/helped hindered/prevent cause/prevented caused/cause prevent/caused prevented/causes prevents
""".replace("\n", "/")


def _opposites() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in filter(None, _PAIRS.split("/")):
        words = entry.split()
        for one, other in zip(words[::2], words[1::2], strict=True):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


_OPPOSITES = _opposites()
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|did|does|do|has|had|can|could|will|would|should|must|may)\b", re.IGNORECASE
)
_SHORT = {"can": "can't", "will": "won't", "may": "may not"}
_NEGATED = re.compile(r"\b(?:not|never|n't|no longer)\b|n['’]t\b", re.IGNORECASE)


def names_in(text: str) -> list[str]:
    """Runs of capitalised words that don't merely begin a sentence."""
    found = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        while words and words[0] in _PLAIN:
            words = words[1:]
        if words and len(words[0]) > 1:
            found.append(" ".join(words).rstrip("'’").removesuffix("'s").removesuffix("’s"))
    return found


def other_name(example: Example, pool: Sequence[str], rng: random.Random) -> str | None:
    """The question about another name, half the time one that stands in the passage too."""
    question = example.question
    asked = [name for name in names_in(question) if question.find(name) > 0]
    if not asked:
        return None
    name = rng.choice(asked)
    answers = " ".join(answer.text for answer in example.answers).lower()
    shape = len(name.split()) > 1

    def fits(other: str) -> bool:
        low = other.lower()
        return (
            (len(other.split()) > 1) == shape
            and low not in question.lower()
            and name.lower() not in low
            and low not in answers
        )

    near = [other for other in names_in(example.passage)[1:] if fits(other)]
    far = [other for other in pool if fits(other)]
    for source in (near, far) if rng.random() < 0.5 else (far, near):
        if source:
            return question.replace(name, rng.choice(source))
    return None


def other_number(example: Example, _pool: Sequence[str], rng: random.Random) -> str | None:
    """The question about another number or year: one of the passage, or one near it."""
    numbers = list(_NUMBER.finditer(example.question))
    if not numbers:
        return None
    match = rng.choice(numbers)
    answers = " ".join(answer.text for answer in example.answers)
    others = [
        number
        for number in _NUMBER.findall(example.passage)
        if len(number) == len(match[0]) and number != match[0] and number not in answers
    ]
    number = rng.choice(others) if others and rng.random() < 0.5 else _near(match[0], rng)
    if number == match[0] or number in example.question:
        return None
    return example.question[: match.start()] + number + example.question[match.end() :]


def _near(number: str, rng: random.Random) -> str:
    digits = [position for position, character in enumerate(number) if character.isdigit()]
    # The first digit of a year stays.
    position = rng.choice(digits[1:] or digits)
    changed = rng.choice([digit for digit in "123456789" if digit != number[position]])
    return number[:position] + changed + number[position + 1 :]


def opposite_asked(example: Example, _pool: Sequence[str], rng: random.Random) -> str | None:
    """The question with one word turned into its opposite."""
    question = example.question
    words = [match for match in _WORD.finditer(question) if match[0] in _OPPOSITES]
    if not words:
        return None
    match = rng.choice(words)
    other = rng.choice(_OPPOSITES[match[0]])
    if re.search(rf"\b{other}\b", question):
        return None
    return question[: match.start()] + other + question[match.end() :]


def turned(example: Example, _pool: Sequence[str], rng: random.Random) -> str | None:
    """The question with a "not" put in or taken out."""
    question = example.question
    denied = _NEGATED.search(question)
    if denied:
        plain = re.sub(r"n['’]t\b", "", question, count=1)
        plain = re.sub(r"\b(?:not|never|no longer)\s+", "", plain, count=1)
        return plain if plain != question else None
    auxiliary = _AUXILIARY.search(question)
    if not auxiliary:
        return None
    verb = auxiliary[0].lower()
    before, after = question[: auxiliary.end()], question[auxiliary.end() :]
    short = _SHORT.get(verb, f"{auxiliary[0]}n't")
    # "Where did not Ilse live" would give itself away.
    if verb in {"did", "do", "does"} or rng.random() < 0.5:
        return f"{question[: auxiliary.start()]}{short}{after}"
    return f"{before} {rng.choice(['not', 'not', 'never'])}{after}"


_WAYS: dict[str, Callable[[Example, Sequence[str], random.Random], str | None]] = {
    "name": other_name,
    "number": other_number,
    "opposite": opposite_asked,
    "negation": turned,
}
#: Nearly every question can be denied, which soon gives itself away: the share of questions that
#: are denied before anything else is tried, and of those that allow nothing else.
_DENIED_FIRST = 0.08
_DENIED_LAST = 0.4


def swapped(example: Example, pool: Sequence[str], rng: random.Random) -> Example | None:
    """The example with its question changed in one of the ways that it allows, unanswerable.

    Args:
        example: answerable.
        pool: names of the same document, one of which may take the place of a name.
        rng: draws the way and the word.
    """
    ways = ["name", "number", "opposite"]
    rng.shuffle(ways)
    if rng.random() < _DENIED_FIRST:
        ways.insert(0, "negation")
    elif rng.random() < _DENIED_LAST:
        ways.append("negation")
    for way in ways:
        question = _WAYS[way](example, pool, rng)
        if question and question != example.question:
            return replace(
                example,
                id=f"{example.id}:{way}",
                question=question,
                answers=(),
                kind=f"swapped {way}",
            )
    return None
