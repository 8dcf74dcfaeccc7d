"""Bytes to canonical text, the text that every offset refers to."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from ragkit.documents.binary import looks_binary, refuse_binary, refuse_known_format
from ragkit.documents.latin import guess_latin
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["clean", "decode"]

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e　-〿＀-｠]")
_LEAST_PLAIN = 0.02  # one blank or full stop in fifty characters, in any script
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_NO_CHARACTER = frozenset({"Cn", "Co", "Cs"})
_LEAST_READABLE = 0.98

_SAMPLE = 32_768  # bytes; detection takes tens of milliseconds on so many
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_2"))
_DAMAGED = 8  # in damaged UTF-8, at least so many good sequences stand against a bad byte
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# EBCDIC and code pages that no file of today carries win over the right one too often.
_NEVER = [
    *("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"),
    *("iso8859_3", "iso8859_4", "iso8859_10", "iso8859_14", "iso8859_16"),
    *("mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_turkish"),
    *("cp775", "cp1006", "cp1125", "cp1258", "hp_roman8"),
    # Text in these has zero bytes, so it was seen before; two letters of another
    # encoding make one Chinese character of UTF-16.
    *("utf_7", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"),
]
_JAPANESE = ["cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"]
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")

_BREAK = re.compile(r"\r\n?")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Decode a file to canonical text.

    A byte-order mark decides; else valid UTF-8 is UTF-8; else `declared`, where
    the bytes agree; else the encoding is guessed.

    Args:
        data: the whole file.
        declared: the encoding that the file names (HTML's `<meta charset>`).

    Returns:
        Text as `clean` leaves it.

    Raises:
        UnreadableSourceError: the data is binary, or in no known encoding.
    """
    refuse_known_format(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    utf8 = _decoded(data, "utf-8")
    if utf8 is not None and not looks_binary(data, nul_is_binary=False):
        return clean(_escaped(data) or utf8)
    if b"\x00" in data and (text := _wide_without_mark(data)) is not None:
        return clean(text)
    refuse_binary(data, nul_is_binary=utf8 is None)
    if declared and (text := _decoded(data, declared)) is not None:
        return clean(text)
    return clean(data.decode(_guess(data), errors="replace"))


def clean(text: str) -> str:
    r"""Make a string canonical: idempotent, and no line is added or lost.

    Byte-order marks at the start are dropped, CRLF and CR become LF, NUL and lone
    surrogates become U+FFFD; nothing else changes.
    """
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = _BREAK.sub("\n", text)
    return _NOT_TEXT.sub("\ufffd", text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _with_mark(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if encoding == "utf-8":
        refuse_binary(data, nul_is_binary=False)
    elif not _readable(text):
        raise UnreadableSourceError(
            f"starts as {encoding[:6].upper()} does and is no such text; save it as UTF-8"
        )
    return clean(text)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 or UTF-32 that lacks its mark: the reading with the most plain characters."""
    best: tuple[int, str] | None = None
    for encoding, width in _WIDE:
        text = _decoded(data[: len(data) - len(data) % width], encoding)
        if not text or not _readable(text):
            continue
        plain = len(_PLAIN.findall(text))
        if plain >= _LEAST_PLAIN * len(text) and (best is None or plain > best[0]):
            best = (plain, text)
    return best[1] if best else None


def _readable(text: str) -> bool:
    """Whether nearly every character is assigned and none of the unusual controls."""
    odd = len(_UNREADABLE.findall(text))
    odd += sum(unicodedata.category(char) in _NO_CHARACTER for char in text[:_SAMPLE])
    return odd <= (1 - _LEAST_READABLE) * len(text)


def _escaped(data: bytes) -> str | None:
    """ISO-2022, which is ASCII to the eye: escape sequences switch the alphabet."""
    if b"\x1b$" not in data:
        return None
    for escape, encoding in _ISO_2022:
        if escape in data and (text := _decoded(data, encoding)) is not None:
            return text
    return None


def _guess(data: bytes) -> str:
    """Name the encoding of text that is no valid UTF-8.

    Raises:
        UnreadableSourceError: nothing fits.
    """
    if _is_damaged_utf8(data):
        return "utf-8"
    sample = _sample(data)
    # Where one endless line had to be cut, the cut may have split a character.
    for candidate in (sample, sample[:-1]):
        if encoding := guess_latin(candidate) or _charset_normalizer(candidate):
            return encoding
    raise UnreadableSourceError(
        "is neither UTF-8 nor text in an encoding that can be told from its bytes; save it as UTF-8"
    )


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few bad bytes, as a cut or a careless join leaves it."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= _DAMAGED * bad


def _sample(data: bytes) -> bytes:
    """Whole lines that have bytes beyond ASCII, as many as detection can take.

    A line feed is never part of a longer character in the encodings that are left
    by now, so no character is cut.
    """
    if len(data) <= _SAMPLE:
        return data
    return b"\n".join(_telling_lines(data))


def _telling_lines(data: bytes) -> Iterator[bytes]:
    taken = start = 0
    while taken < _SAMPLE and (found := _BEYOND_ASCII.search(data, start)):
        begin = max(data.rfind(b"\n", start, found.start()) + 1, start)
        end = data.find(b"\n", found.start(), begin + _SAMPLE)
        end = min(begin + _SAMPLE, len(data)) if end < 0 else end
        yield data[begin:end]
        taken += end - begin
        start = end + 1


def _charset_normalizer(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    for excluded in (_NEVER, _NEVER + _JAPANESE):
        for match in from_bytes(sample, cp_exclusion=excluded):
            text = str(match)
            # Other alphabets misread as Shift-JIS come out as half-width kana.
            if _readable(text) and len(_HALF_WIDTH.findall(text)) <= 0.2 * len(text):
                return str(match.encoding)
    return None
