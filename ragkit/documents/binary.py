"""Tell binary data from text, and name what it looks like."""

from __future__ import annotations

from ragkit.documents.zipped import refuse_ole
from ragkit.errors import UnreadableSourceError

__all__ = ["looks_binary", "refuse_binary", "refuse_known_format"]

# Formats that are read, each under its own suffix.
_OTHERWISE: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document, not text; name it .pdf"),
    (b"PK\x03\x04", "a ZIP archive, as .docx and .epub are; name it after what it holds"),
    (b"PK\x05\x06", "a ZIP archive that holds nothing; remove it"),
)
# First bytes that no text has. Two-byte marks (BM, MZ) are left to the share of
# control characters: a text may well start with two letters.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf1", "a Rich Text (RTF) document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b\x08", "gzip-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "an ELF program"),
    (b"\xcf\xfa\xed\xfe", "a Mach-O program"),
    (b"\xca\xfe\xba\xbe", "a Java class or a Mach-O program"),
    (b"\x00asm", "a WebAssembly module"),
    (b"\x93NUMPY", "a NumPy array"),
)
# Marks of printable characters: they count only where control characters follow.
_WEAK_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BZh", "bzip2-compressed data"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"PAR1", "a Parquet file"),
    (b"MZ", "a Windows program"),
    (b"BM", "a BMP image"),
)
_TAR_MARK = slice(257, 262)

# Control characters that text never needs: C0 and DEL without tab, line feed,
# vertical tab, form feed, carriage return, backspace (man pages) and escape
# (coloured logs, ISO-2022).
_CONTROLS = bytes({*range(32), 127} - {8, 9, 10, 11, 12, 13, 27})
_MANY = 8  # so few control characters may be accidents in a text of any length
_SHARE = 0.05
_SHARE_OF_SHORT = 0.3  # Perl's -B test calls data binary above 30 percent


def refuse_known_format(data: bytes) -> None:
    """Refuse data that starts as a known binary format does.

    Raises:
        UnreadableSourceError: naming the format.
    """
    refuse_ole(data, "DOCX")
    for mark, advice in _OTHERWISE:
        if data.startswith(mark):
            raise UnreadableSourceError(f"looks like {advice}")
    for mark, name in _MAGIC:
        if data.startswith(mark):
            raise _refusal(f"looks like {name}")
    if data[_TAR_MARK] == b"ustar":
        raise _refusal("looks like a tar archive")


def looks_binary(data: bytes, *, nul_is_binary: bool) -> bool:
    """Whether control characters are too many for a text.

    Args:
        data: bytes in an encoding that extends ASCII.
        nul_is_binary: whether one NUL byte is enough to tell.
    """
    controls = len(data) - len(data.translate(None, _CONTROLS))
    share = controls / max(1, len(data))
    return (
        share > _SHARE_OF_SHORT
        or (controls >= _MANY and share > _SHARE)
        or (nul_is_binary and b"\x00" in data)
    )


def refuse_binary(data: bytes, *, nul_is_binary: bool) -> None:
    """Refuse what `looks_binary`.

    Raises:
        UnreadableSourceError: naming the format where the first bytes tell it.
    """
    if looks_binary(data, nul_is_binary=nul_is_binary):
        for mark, name in _WEAK_MAGIC:
            if data.startswith(mark):
                raise _refusal(f"looks like {name}")
        raise _refusal("looks like binary data")


def _refusal(what: str) -> UnreadableSourceError:
    return UnreadableSourceError(f"{what}, not text; convert it to text, Markdown or HTML first")
