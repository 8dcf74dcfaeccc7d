"""Whether a text, or a question, is English, as its commonest words tell."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["asks_in_english", "is_english"]

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
# What questions are made of beside, which running text may lack.
_ASKS = frozenset(
    """what why how whom whose does did do can could should would may many much long often about
    there any on in as if or you your our we i my me""".split()
)
_ASKS_OTHERWISE = frozenset(
    """wer wen wem wann wo warum wie wieviel wieviele welche welcher welches kostet gibt kann
    quand pourquoi comment quel quelle quels quelles combien où quoi qui quién quien quiénes cuándo
    cuando cuánto cuánta cuántos cuántas cómo dónde donde qué cuál cuáles chi quando perché come
    dove quanto quanti quante quale quali cosa hvem hvornår hvor hvorfor hvad hvordan hvilken hva
    vem när varför hur vad vilken kto kiedy dlaczego jak gdzie ile co która który wanneer waarom
    hoe waar wat hoeveel welke quem onde porque quantos quantas""".split()
)
_ASKING = _ENGLISH | _ASKS | _ASKS_OTHERWISE
_NEITHER = _BOTH | frozenset("was come here per sur".split())
# Letters that no English word has; those of "café" and "naïve" are none.
_FOREIGN = re.compile(r"[äöüßåøæœłąęśćżźñçàèùìòãõőűčšžř]")


@lru_cache(maxsize=1024)
def is_english(text: str) -> bool:
    """Whether a text is English; one that nothing tells of is taken for it.

    Args:
        text: a sentence or more; of a few words there may be nothing to tell.
    """
    if not _is_plain(text):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    ours = sum(word in _ENGLISH for word in words)
    theirs = sum(word in _OTHERS and word not in _BOTH for word in words)
    return ours >= theirs


@lru_cache(maxsize=256)
def asks_in_english(question: str) -> bool:
    """Whether a question is English; one that nothing tells of is taken for it.

    A name tells nothing of the language that is asked in: what begins with a capital is passed
    over, and what stands between two such ("Ludwig van Beethoven").
    """
    if not _is_plain(question):
        return False
    words = _WORD.findall(question)
    named = [word[0].isupper() for word in words]
    # The first one's capital tells nothing, unless a name goes on behind it: "Los Angeles".
    named[:1] = [len(words) > 1 and all(named[:2]) and words[0].lower() not in _ASKING]
    plain = [
        word.lower()
        for n, word in enumerate(words)
        if not named[n]
        and not (n > 1 and any(named[n + 1 : n + 3]) and any(named[max(0, n - 2) : n]))
    ]
    ours = sum(word in _ENGLISH or word in _ASKS for word in plain if word not in _NEITHER)
    theirs = sum(
        word in _OTHERS or word in _ASKS_OTHERWISE or bool(_FOREIGN.search(word))
        for word in plain
        if word not in _NEITHER
    )
    return ours >= theirs


def _is_plain(text: str) -> bool:
    """Whether nearly all letters are of the Latin alphabet, without marks."""
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) >= _ASCII * len(letters)
