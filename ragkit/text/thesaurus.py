"""Which words may stand for one another, and which say the opposite: WordNet, distilled.

`tools/build_thesaurus.py` makes the table that travels in the package. It is read when a
word is first asked for. A word stands for another if they share a sense, if one is a kind
of the other ("cannery" and "factory"), if one is made from the other ("loss" and "lose"),
or if one brings the other about ("kill" and "die").
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ragkit.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["are_alike", "are_opposed", "is_base", "is_verb", "lemmas", "may_be_noun", "regular"]

_DATA = "_data/thesaurus.xz"
# Endings of forms, and what stands in their place in the word itself.
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("ier", "y"), ("er", ""), ("er", "e"), ("iest", "y"), ("est", ""),
    ("est", "e"),
)  # fmt: skip
# What everyday retelling takes for one another, and WordNet has in no one sense.
_MORE = """
absent miss
annually year
yearly year
monthly month
weekly week
daily day
hourly hour
entitle right
entitlement right
uncover discover
uncover find
remains bones
loss-making unprofitable
appoint name
arrive deliver
assure guarantee
award win
boss manager
ceo executive
chiefly mainly
clinic hospital
close shut
consent approval
contract agreement
crash accident
damages compensation
die death
dwelling home
employee staff
employee worker
end expire
end finish
expect forecast
fee charge
firm company
fix solve
flat apartment
fund finance
grant give
happen occur
house home
illness disease
injure hurt
inhabitant people
inhabitant resident
job work
job worker
judge rule
killed death
killing death
labour work
law legislation
leave resign
lose loss
lost loss
make produce
manufacture factory
methodology method
mistake error
obtain get
oversee supervise
patient people
percentage share
physician doctor
pick choose
price cost
prohibit ban
publish release
pupil student
rent lease
replace succeed
replace take_over
succeed take_over
dismiss lay_off
sack lay_off
job lay_off
redundant lay_off
lose lay_off
cancel call_off
close shut_down
postpone put_off
delay put_off
reject turn_down
refuse turn_down
increase go_up
rise go_up
fall go_down
establish set_up
found set_up
investigate look_into
distribute hand_out
raise bring_up
remove take_out
replacement successor
reply answer
resident people
salary pay
school pupil
sick ill
staff worker
staff workforce
start launch
state say
story floor
strike walkout
study research
study trial
succeed become
supervise oversee
survey poll
teenager youth
test trial
trade commerce
undo reverse
vehicle car
vote ballot
wage pay
workforce worker
"""
_SHORTEST = 2
_BRITISH = (("our", "or"), ("ise", "ize"), ("yse", "yze"), ("tre", "ter"), ("ence", "ense"))


class _Thesaurus:
    """The table in memory.

    Attributes:
        senses: for a word the numbers of its senses.
        edges: for a sense those that are next to it.
        opposed: for a word those that say the opposite.
        derived: for a word those that are made from it, and what it is made from.
        irregular: for a form its word.
        verbs: words that are mostly verbs.
        kinds: the parts of speech of a word, of "nvar".
    """

    def __init__(self, text: str) -> None:
        senses, opposed, derived, irregular, verbs = text.rstrip().split("\n\n")
        self.senses: dict[str, list[int]] = defaultdict(list)
        self.edges: dict[int, set[int]] = defaultdict(set)
        self.kinds: dict[str, str] = defaultdict(str)
        for number, line in enumerate(senses.split("\n")):
            kind, *fields = line.split(" ")
            for field in fields:
                if field[0].isdigit():
                    self.edges[number].add(int(field))
                    self.edges[int(field)].add(number)
                else:
                    self.senses[field].append(number)
                    if kind not in self.kinds[field]:
                        self.kinds[field] += kind
        self.opposed = _pairs(opposed)
        self.derived = _pairs(f"{derived}\n{_MORE.strip()}")
        self.verbs = frozenset(verbs.split("\n"))
        self.irregular = dict(line.split(" ") for line in irregular.split("\n"))


def _pairs(section: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in section.split("\n"):
        one, other = line.split(" ")
        found[one].add(other)
        found[other].add(one)
    return found


@lru_cache(maxsize=1)
def _thesaurus() -> _Thesaurus:
    try:
        packed = files("ragkit").joinpath(_DATA).read_bytes()
        return _Thesaurus(lzma.decompress(packed).decode())
    except (OSError, lzma.LZMAError) as error:
        raise ModelError(
            f"the installation lacks {_DATA!r} ({error}); install ragkit again"
        ) from error


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """The words that a form may be of: "lost" is of "lose", and a word itself.

    Args:
        word: in lower case; two words joined by "_" for a verb such as "lay_off".
    """
    first, _, rest = word.partition("_")
    return frozenset(f"{form}_{rest}" if rest else form for form in _forms(first))


def _forms(word: str) -> Iterator[str]:
    known = _thesaurus()
    irregular = known.irregular.get(word)
    if irregular:
        yield irregular
    stems = {word}
    if not irregular:
        stems.update(_stems(word))
    for stem in stems | {_american(stem) for stem in stems}:
        if stem in known.senses:
            yield stem


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        yield stem + instead
        if not instead and len(stem) > _SHORTEST and stem[-1] == stem[-2]:
            yield stem[:-1]


def _american(word: str) -> str:
    """The American spelling, by the ending alone."""
    for british, american in _BRITISH:
        if word.endswith(british):
            return word.removesuffix(british) + american
    return word


def regular(form: str) -> str:
    """The word that an irregular form is of: "steal" for "stole"; any other as it is."""
    return _thesaurus().irregular.get(form, form)


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Whether a form is as a rule one of a verb: a past, or a word that is mostly a verb."""
    known = _thesaurus()
    past = word.endswith("ed") or (word in known.irregular and not word.endswith("s"))
    ending = word.endswith(("s", "ing")) or is_base(word)
    return any(
        "v" in known.kinds.get(lemma, "") and (past or (ending and lemma in known.verbs))
        for lemma in lemmas(word)
    )


def is_base(word: str) -> bool:
    """Whether a word is a verb as it stands: "lay", which is "lie" of the past as well."""
    return "v" in _thesaurus().kinds.get(word, "")


def may_be_noun(word: str) -> bool:
    """Whether a form may be one of a noun."""
    known = _thesaurus()
    return any("n" in known.kinds.get(lemma, "") for lemma in lemmas(word))


@lru_cache(maxsize=20_000)
def are_alike(one: str, other: str) -> bool:
    """Whether a word may stand for another; both in lower case."""
    if one == other:
        return True
    ours, theirs = lemmas(one), lemmas(other)
    if ours & theirs:
        return True
    known = _thesaurus()
    if any(theirs & known.derived.get(lemma, set()) for lemma in ours):
        return True
    ours = ours.union(*(known.derived.get(lemma, set()) for lemma in ours))
    mine = {n for lemma in ours for n in known.senses.get(lemma, ())}
    yours = {n for lemma in theirs for n in known.senses.get(lemma, ())}
    return not mine.isdisjoint(yours) or any(yours & known.edges.get(n, set()) for n in mine)


@lru_cache(maxsize=20_000)
def are_opposed(one: str, other: str) -> bool:
    """Whether a word says the opposite of another; both in lower case."""
    known = _thesaurus()
    ours, theirs = lemmas(one), lemmas(other)
    if ours & theirs:
        return False
    return any(theirs & known.opposed.get(lemma, set()) for lemma in ours)
