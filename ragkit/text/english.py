"""Whether a text is English, as its commonest words tell."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_english"]

_WORD = re.compile(r"[^\W\d_]+")
# Words that are common in English and none in the other languages here, and theirs.
_ENGLISH = frozenset(
    """the of and to that was for is are were with by at from has have had not this which been
    their its would will be it they than after before when where who""".split()
)
_OTHERS = frozenset(
    """der die das und ist nicht ein eine einen einem einer den dem des im von zu mit für auf sich
    auch wird wurde wurden hat haben sind bei nach aus über le la les est une dans pour que qui sur
    pas plus avec sont été aux du de el los las en y un una por con no se su fue del al como más
    para il lo gli che di per non sono della nel alla het een van op niet voor zijn werd och att
    det som inte är av på med den til og ikke på er som jest się nie na i w z do não da dos das um
    uma foi em com mais""".split()
)
_BOTH = frozenset("die den an in no on do du at as me i a so was war hat will".split())
_ASCII = 0.8  # of the letters of an English text


@lru_cache(maxsize=1024)
def is_english(text: str) -> bool:
    """Whether a text is English; one that nothing tells of is taken for it.

    Args:
        text: a sentence or more; of a few words there may be nothing to tell.
    """
    letters = [char for char in text if char.isalpha()]
    if sum(char.isascii() for char in letters) < _ASCII * len(letters):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    ours = sum(word in _ENGLISH for word in words)
    theirs = sum(word in _OTHERS and word not in _BOTH for word in words)
    return ours >= theirs
