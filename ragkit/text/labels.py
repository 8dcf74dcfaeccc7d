"""Numbers that only name something: page 12, Article 5, Halden-2, 555-0123."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.text.lexing import BLANK, LINE, SPACE, Lexeme
from ragkit.text.numerals import STARTERS, read_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["after_label", "after_run"]

# Labels in any case, and those that count as one only with a capital.
_ALWAYS = frozenset(
    """page pages pp p article articles chapter chapters section sections figure figures fig figs
    version versions appendix annex footnote paragraph paragraphs clause clauses verse volume
    volumes vol nos resolution flight tel phone fax ext episode equation eq isbn issn doi slide
    question""".split()
)
_CAPITALISED = frozenset(
    """Table Tables Part Parts Act Acts Line Case Rule Rules Order Bill Title Unit Type Model Mark
    Class Grade Level Phase Stage Item Items Step Steps Route Highway Box Gate Platform Channel
    Series Issue Season Windows Python Apollo Boeing Airbus Area Zone District Division Building
    Suite Room Lot Exhibit Schedule Section Number Protocol Directive Regulation Note Notes Group
    Track Lane Pier Dock Berth Line""".split()
)
_JOINTS = frozenset({"-", "–", "/", ".", ":", "‑"})
_FEET = frozenset({"'", "’", "′"})  # five feet eleven
_SERIES = frozenset({"and", "or", "to", ",", "-", "–", "&"})
# A prefix that leaves the number behind its hyphen a number.
_PREFIXES = frozenset("mid pre post sub non over under early late some about".split())


def after_label(lexemes: Sequence[Lexeme], index: int) -> int:
    """The index after the label that the number at `index` is or is part of; 0 if it is none."""
    if lexemes[index].kind != "number":
        return 0
    if _numbers_line(lexemes, index) or _bracketed(lexemes, index):
        return index + 2
    if _is_glued(lexemes, index) or _is_chain(lexemes, index):
        return after_run(lexemes, index)
    name = _name_before(lexemes, index)
    if not name:
        return 0
    end = after_run(lexemes, index)
    several = name.endswith("s") or name == "pp"
    while several and lexemes[end].lower in _SERIES and lexemes[end + 1].kind == "number":
        end = after_run(lexemes, end + 1)
    return end


def after_run(lexemes: Sequence[Lexeme], index: int) -> int:
    """The index after everything that is glued to the number at `index`."""
    at = index + 1
    while not lexemes[at].gap and lexemes[at].kind != "end":
        if lexemes[at].kind in {"number", "word", "power"}:
            at += 1
        elif (
            lexemes[at].text in _JOINTS | _FEET
            and not lexemes[at + 1].gap
            and lexemes[at + 1].kind in {"number", "word"}
        ):
            at += 2
        else:
            break
    return at


def _numbers_line(lexemes: Sequence[Lexeme], index: int) -> bool:
    """The 1 of "1. Whether" and of "# 2.1 Scope" at the start of a line."""
    lexeme, mark, after = lexemes[index : index + 3]
    at = index
    while at > 0 and lexemes[at - 1].text == "#" and at > index - 6:
        at -= 1
    opens = lexemes[at].gap >= LINE
    before = lexemes[at - 1] if at else lexemes[-1]
    wrapped = lexemes[at].gap == LINE and before.kind in {"word", "number"}
    if not opens or wrapped or len(lexeme.text) > 5:
        return False
    if at < index and "." in lexeme.text:
        return True
    return mark.text in {".", ")"} and not mark.gap and after.gap == SPACE and len(lexeme.text) < 3


def _bracketed(lexemes: Sequence[Lexeme], index: int) -> bool:
    """A note's number: [12]."""
    close = lexemes[index + 1]
    return index > 0 and lexemes[index - 1].text == "[" and close.text == "]" and not close.gap


def _is_glued(lexemes: Sequence[Lexeme], index: int) -> bool:
    """A380, Halden-2, the 44 of 5/44."""
    lexeme = lexemes[index]
    if lexeme.gap or not index:
        return False
    before = lexemes[index - 1]
    if before.kind in {"word", "number"}:
        return before.text != "FY"
    further = lexemes[index - 2]
    if index > 1 and before.text == "(" and not before.gap:  # Section 5(2)
        return further.kind in {"word", "number"}
    if index < 2 or before.gap or before.text not in _JOINTS:
        return before.text == "#"
    if further.kind == "word" and before.text != ":":
        prefix = further.lower in _PREFIXES or further.lower in STARTERS
        return not (prefix or before.text == "–")
    return further.kind == "number"


def _is_chain(lexemes: Sequence[Lexeme], index: int) -> bool:
    """Three numbers or more on hyphens, and two that stand the wrong way round."""
    joint, second, third, fourth = lexemes[index + 1 : index + 5]
    if joint.gap or second.gap or joint.text not in _JOINTS | _FEET or second.kind != "number":
        return False
    longer = third.text in _JOINTS and not third.gap and not fourth.gap
    if joint.text in _FEET:
        return not third.gap
    if joint.text == "/":
        numeral = read_numeral(lexemes, index)
        return not (numeral and numeral.share)  # 3/4 of it
    if joint.text == "." or (longer and fourth.kind == "number"):
        return True
    return joint.text != ":" and _is_no_range(lexemes[index].text, second.text, joint.text)


def _is_no_range(first: str, second: str, joint: str) -> bool:
    """Whether two numbers on a hyphen are a score, a model or a telephone number."""
    if not (first.isdecimal() and second.isdecimal()):
        return False
    if len(first) > 9 or len(second) > 9:
        return True
    phone = joint == "-" and len(first) == 3 and len(second) == 4
    return int(first) >= int(second) or (phone and int(second) % 10 > 0)


def _name_before(lexemes: Sequence[Lexeme], index: int) -> str:
    """The word that makes a label of the number at `index`, else ""."""
    if not index or lexemes[index].gap >= BLANK:
        return ""
    at = index - 1
    if lexemes[at].text in {"#", "№", "§"}:
        return lexemes[at].text
    if lexemes[at].text == "." and at and not lexemes[at].gap:
        at -= 1
        if lexemes[at].text in {"No", "Nos", "NO"}:
            return lexemes[at].lower
    word = lexemes[at]
    after = lexemes[index + 1]
    # Part 3 of it, and not "Series 30 percent larger".
    counts = after.text == "%" or after.lower in {"percent", "per"}
    named = word.lower in _ALWAYS or word.text in _CAPITALISED or word.text == "No"
    return word.lower if named and not counts else ""
