"""What a superscript or subscript reads as in plain text.

"10" with a raised "2" is not "102", and a quote of "102" must not be found there. So
what is raised or lowered is written in the characters that Unicode has for it (10², H₂O),
and what has none in brackets: 10^(3/2). Endings of words are no exponents: 4th, Mme.
"""

from __future__ import annotations

import re
from types import MappingProxyType

__all__ = ["fraction", "is_note_mark", "lowered", "raised", "subscript", "superscript"]

_RAISED = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
)
_LOWERED = str.maketrans(
    "0123456789+-−–=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
_RAISED_ALREADY = frozenset("ªº") | {chr(code) for code in _RAISED.values()}
_LOWERED_ALREADY = {chr(code) for code in _LOWERED.values()}
# Spaces about a sign that has a form of its own.
_LOOSE_SIGN = re.compile(r"(?<=\S) ?([+\-−–=]) ?(?=\S)")
_VULGAR = MappingProxyType(
    dict(
        pair.split(":")
        for pair in (
            "1/2:½ 1/3:⅓ 2/3:⅔ 1/4:¼ 3/4:¾ 1/5:⅕ 2/5:⅖ 3/5:⅗ 4/5:⅘ 1/6:⅙ 5/6:⅚ 1/7:⅐ 1/8:⅛ 3/8:⅜"
            " 5/8:⅝ 7/8:⅞ 1/9:⅑ 1/10:⅒"
        ).split()
    )
)

_SIGNS = MappingProxyType({"tm": "™", "sm": "℠"})
_ENGLISH_ENDINGS = frozenset({"st", "nd", "rd", "th"})
# 1er, 2e, XIXe, 3ème, 1ste
_ENDINGS = frozenset("e er re res ers ère eme ème ième nd nde de ste os as".split())
_ORDINAL_SIGNS = MappingProxyType({"o": "º", "a": "ª"})
_AFTER_NUMBER = re.compile(r"(?:\d|\b[IVXLCDM]+)\.?$")
_AFTER_DIGIT = re.compile(r"\d\.?$|\b[Nn]$")
_SHORTENED = frozenset(
    """Mme Mmes Mlle Mlles Mgr Mgrs Mr Mrs Me Mes Dr Dre Drs Pr Prof Jr Sr Sra Srta Sres St Ste Sts
    Cie Vve Bd Bld Bvd Ets Cte Ctesse Vte Capt Col Gen Gov Lieut Maj Messrs Wm Chas Geo Thos Jas
    Jno Esq Hon Rev""".split()
)
_LAST_WORD = re.compile(r"[^\W\d_]*$")

_WORD = re.compile(r"[^\W\d_]{2}")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_NUMBERS = re.compile(r"\d+(?: ?[,;] ?\d+| ?[–-] ?\d+)+")

_ONE_MARK = r"(?:(?:note|nb|fn|ref)\.? ?)?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[*†‡§¶#‖]{1,4})"
_MARKS = rf"{_ONE_MARK}(?: ?[,;–-] ?{_ONE_MARK})*+"
_MARK = re.compile(rf"\(?{_MARKS}\)?", re.IGNORECASE)
_BRACKETED = re.compile(rf"(?:\[ ?{_MARKS} ?\][,; ]*)+", re.IGNORECASE)
_LONGEST_MARK = 60  # characters
# A word of prose and the end of a sentence, clause or quotation: no unit, nothing to raise.
_AFTER_SENTENCE = re.compile(r"[^\W\d_]{4}(?:[.,;:!?…]+[\"”’»]*|[\"”’»]+)$")


def raised(text: str, *, before: str) -> str | None:
    """What the text of a `<sup>` is written as; None where it stands as it is.

    Args:
        text: without outer white space, words parted by one space.
        before: the end of what precedes it, "" at the start of a paragraph.
    """
    if sign := _SIGNS.get(text.casefold()):
        return sign
    if _is_ending(text, before):
        return None
    if text in _ORDINAL_SIGNS and _AFTER_DIGIT.search(before):
        return _ORDINAL_SIGNS[text]  # "no" for the number sign would be a word
    if _NUMBERS.fullmatch(text) and not before[-1:].isdigit():
        return text.translate(_RAISED)  # notes; what has no form parts them
    return None if _is_small_print(text, before) else superscript(text)


def lowered(text: str, *, before: str) -> str | None:
    """What the text of a `<sub>` is written as; as `raised`."""
    return None if _is_small_print(text, before) else subscript(text)


def superscript(text: str) -> str:
    """Raised characters, or `^(…)` for a text that holds others."""
    if _DECIMAL.fullmatch(text):
        return f"^{text}"  # one figure for who reads it and for who quotes it
    return _scripted(text, _RAISED, _RAISED_ALREADY, "^")


def subscript(text: str) -> str:
    """Lowered characters, or `_(…)` for a text that holds others."""
    return _scripted(text, _LOWERED, _LOWERED_ALREADY, "_")


def fraction(over: str, under: str) -> str:
    """Two whole numbers as a fraction that nothing before it can be read into."""
    sign = _VULGAR.get(f"{over}/{under}")
    return sign or f"{over.translate(_RAISED)}⁄{under.translate(_LOWERED)}"


def is_note_mark(text: str, *, before: str, named: bool) -> bool:
    """Whether a `<sup>` refers to a note, so that it is no word of its sentence.

    Args:
        text: its text, as for `raised`.
        before: what precedes it; at the start of a paragraph it numbers the note itself.
        named: whether the page's markup says so, by a link to notes or by a name.
    """
    if not before or len(text) > _LONGEST_MARK:
        return False
    if _BRACKETED.fullmatch(text):
        return True
    return bool(_MARK.fullmatch(text)) and (
        named or (text[0].isdigit() and bool(_AFTER_SENTENCE.search(before)))
    )


def _is_ending(text: str, before: str) -> bool:
    folded = text.casefold()
    if not before.strip() or before[-1].isspace():
        return False
    if folded in _ENGLISH_ENDINGS or (folded in _ENDINGS and _AFTER_NUMBER.search(before)):
        return True
    word = _LAST_WORD.search(before)
    return word is not None and word.group() + text in _SHORTENED


def _is_small_print(text: str, before: str) -> bool:
    """Whether words stand apart from what precedes, so that they are only set small."""
    return bool(_WORD.search(text)) and (not before or before[-1].isspace())


def _scripted(text: str, forms: dict[int, int], already: frozenset[str] | set[str], by: str) -> str:
    if not any(map(str.isalnum, text)) and not any(ord(char) in forms for char in text):
        return text.strip(",; ")  # an asterisk, a degree sign, a prime; what parted notes
    tight = _LOOSE_SIGN.sub(r"\1", text)
    if all(ord(char) in forms for char in tight):
        return tight.translate(forms)
    return text if already.issuperset(text) else f"{by}({text})"
