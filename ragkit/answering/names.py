"""Whether a capitalised word that begins a statement is a name, or any word.

The sentences that a model was shown tell best: a name stands there with a capital in mid
sentence, and another word in lower case. For a word that does not stand there, the ranks of
the tokenizer tell what it mostly is: "factories" is a token of its own that is met more
often than "Factories", and of "Beijing" the opposite holds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ragkit.tokens import encoding

__all__ = ["is_name"]

# Words that no token is made for are names as a rule, if they do not end like these.
_WORDLIKE = re.compile(r"(?:s|ing|ed|ions?|ments?|ness|ity|ly|able|ful)\Z")


def is_name(word: str, shown: str) -> bool:
    """Whether a word is a name.

    Args:
        word: with a capital, as it begins a statement.
        shown: the sentences that the statement was made from.
    """
    if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", shown):
        return False
    if re.search(rf"(?<=[\w,;] ){re.escape(word)}(?!\w)", shown):
        return True
    return _mostly_capital(word)


@lru_cache(maxsize=4096)
def _mostly_capital(word: str) -> bool:
    lower, capital = (encoding().encode_ordinary(f" {form}") for form in (word.lower(), word))
    if len(lower) == 1 and (len(capital) > 1 or lower[0] < capital[0]):
        return False
    return len(capital) == 1 or not _WORDLIKE.search(word)
