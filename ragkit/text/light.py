"""Words that a paraphrase brings along without saying anything new.

General verbs ("get", "take", "become"), nouns that stand in for others ("problem", "case",
"way"), what is said of saying, and adverbs of manner of speaking. Whoever retells a sentence
reaches for these; a new word that is none of them brings something in.
"""

from __future__ import annotations

from ragkit.text.thesaurus import lemmas

__all__ = ["is_light"]

_VERBS = """
accord account act affect aim allege allow announce appear apply argue arrange arrive ask assert
base become begin belong bring call carry cause certify characterize choose cite claim come comment
compare comprise concern conclude conduct confirm consist constitute contain continue cover deal
decide declare define depend describe designate determine detail disclose discuss do document due
earmark emerge enable end ensure estimate exist experience explain express face feature feel find
fix follow form get give go handle happen have help hold identify imply include indicate inform
intend involve keep know last lead learn leave let lie list look make manage mark mean measure meet
mention move name need note obtain occur offer originate owe own perform place plan play point
possess prepare present prevent proceed produce provide publish put quote raise range reach read
realize reason receive record refer reflect relate remain remark remind render report represent
require reside respond result return reveal run say see seem serve set show sit solve speak specify
stand start state stay stem suffer suggest take talk tell tend think total trace treat try turn
undergo undertake use utilize want work write
"""
_NOUNS = """
absence account action activity amount area aspect basis bit case cause circumstance condition
consequence content course date detail development effect effort end event example extent fact
figure finding form group idea individual information instance issue item job kind length level life
lot majority manner matter means measure member moment need number occasion one outcome part party
people
percentage period person piece place point portion position practice presence problem procedure
process proportion purpose question range rate reason record regard rest result role sake scale
section set share side situation size sort source stage state statement step subject sum task term
body company firm group organisation organization agency institution official spokesman
spokeswoman text thing time total type use user value version view way whole word year day week
month money
dollar euro pound percent
"""
_OTHERS = """
able about actual actually ago again alike almost already altogether apart apparently
approximately around available away back basically certain certainly clear clearly close
combined common comparable compared completely concerned considerable corresponding current
currently different directly due early earlier easily effectively entire entirely equal equally
essentially eventually exact existing explicitly far final finally following former formerly
forth fully further general generally given great half hence here high however important
indeed individual initial initially instead involved just large largely last late lately later
latter likely little long longer main mainly mere merely more moreover namely near nearly necessary
new newly next nonetheless nowadays obviously of old once one only originally other otherwise out
over overall own particular particularly past possible present presently previous previously prior
probably quite rather really recent recently regarding related relevant respective respectively
roughly same separate separately several shortly similar similarly simply single so soon specific
specifically still subsequent subsequently such sufficient therefore thereby thereafter though thus
together too under up upon usual usually various very well yet
"""
# What turns a sentence round is never light, whatever else it may be used for.
_WEIGHTY = frozenset(
    "exactly only alone always fully completely entirely high large little".split()
)
_LIGHT = frozenset(f"{_VERBS} {_NOUNS} {_OTHERS}".split()) - _WEIGHTY


def is_light(word: str) -> bool:
    """Whether a word brings nothing in; in lower case, in any of its forms."""
    return word in _LIGHT or (word not in _WEIGHTY and not _LIGHT.isdisjoint(lemmas(word)))
