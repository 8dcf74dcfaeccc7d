"""Bytes to canonical text: encodings, binary data, and what must hold for any input."""

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.documents.decode import clean, decode
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = (
    "The café’s owner said “prices rose by 4 %”, and the naïve façade of the résumé cost"
    " £14 — or €17 — a piece.\nNobody objected.\n"
)
NAMES = "Zürich and São Paulo signed the agreement in Málaga on Tuesday, the ministers said.\n"
FRENCH = "L'été dernier, la préfecture a annoncé que le pont rouvrirait à Noël ; très étonné.\n"
GERMAN = "Die Brücke über die Elbe wurde nach elf Monaten geöffnet, größer als geplant.\n"
SWEDISH = "Bron öppnades på tisdagen efter elva månaders arbete, säger ägaren.\n"
DANISH = "Broen åbnede tirsdag; prisen blev højere end ventet på øen Fanø. Færgen sejler.\n"
PORTUGUESE = "A ponte reabriu na terça-feira após onze meses. Não houve objeções.\n"
FINNISH = "Silta avattiin tiistaina korjausten jälkeen. Älä pysähdy tänään.\n"
POLISH = "Most został otwarty po miesiącach remontu. Źródła świeżej wody są ważne w Łodzi.\n"
CZECH = "Most byl otevřen v úterý po jedenácti měsících oprav, řekl starosta Plzeň.\n"
TURKISH = "Köprü salı günü trafiğe açıldı. Başkan şöyle dedi: çalışmalar için çok teşekkürler.\n"
RUSSIAN = "Мост через реку открыли во вторник после одиннадцати месяцев ремонта.\n"
GREEK = "Η γέφυρα άνοιξε την Τρίτη μετά από έντεκα μήνες εργασιών, δήλωσε ο δήμαρχος.\n"
HEBREW = "הגשר נפתח ביום שלישי לאחר אחד עשר חודשי תיקונים. העלות הסתכמה במיליון שקלים.\n"
JAPANESE = "港の橋は十一か月の修理を終えて火曜日に再開した。市長は「よい日だ」と述べた。\n"
CHINESE = "港口大桥经过十一个月的维修，于星期二重新开放。市长说：这是美好的一天。\n"
TAIWAN = "港口大橋經過十一個月的維修，於星期二重新開放。市長說：「這是美好的一天。」\n"
KOREAN = "항구 다리가 열한 달의 수리를 마치고 화요일에 다시 열렸다. 통행량은 적었다.\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("ascii", "Plain words.\n"),
        ("utf-8", ENGLISH),
        ("utf-8", JAPANESE),
        ("utf-8-sig", ENGLISH),
        ("utf-16", ENGLISH),
        ("utf-16", JAPANESE),
        ("utf-32", ENGLISH),
        ("utf-16-le", ENGLISH),
        ("utf-16-be", ENGLISH),
        ("utf-16-le", RUSSIAN),
        ("utf-16-be", JAPANESE),
        ("utf-32-le", CHINESE),
        ("cp1252", ENGLISH),
        ("cp1252", NAMES),
        ("latin-1", FRENCH),
        ("latin-1", GERMAN),
        ("latin-1", SWEDISH),
        ("latin-1", DANISH),
        ("latin-1", PORTUGUESE),
        ("latin-1", FINNISH),
        ("iso8859-15", "Das Œuvre kostete 14 € und gefiel.\n"),
        ("cp1250", POLISH),
        ("iso8859-2", POLISH),
        ("cp1250", CZECH),
        ("cp1254", TURKISH),
        ("mac-roman", FRENCH),
        ("cp850", FRENCH),
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("iso8859-5", RUSSIAN),
        ("cp1253", GREEK),
        ("iso8859-7", GREEK),
        ("cp1255", HEBREW),
        ("shift_jis", JAPANESE),
        ("euc_jp", JAPANESE),
        ("iso2022_jp", JAPANESE),
        ("gb18030", CHINESE),
        ("big5", TAIWAN),
        ("euc_kr", KOREAN),
    ],
)
def test_a_paragraph_survives_its_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1251", RUSSIAN), ("cp932", JAPANESE), ("cp1252", FRENCH)]
)
def test_a_long_text_is_told_by_its_telling_lines(encoding: str, text: str) -> None:
    long = "An ASCII line, as logs have them.\n" * 5000 + text * 3
    assert decode(long.encode(encoding)) == long


@pytest.mark.parametrize("encoding", ["cp932", "gb18030", "euc_kr"])
def test_an_endless_line_is_not_cut_in_mid_character(encoding: str) -> None:
    text = {"cp932": JAPANESE, "gb18030": CHINESE, "euc_kr": KOREAN}[encoding]
    endless = "x" + text.strip() * 1000
    assert decode(endless.encode(encoding)) == endless


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"one\r\r\ntwo", "one\n\ntwo"),
        (b"a stray\x00zero byte", "a stray�zero byte"),
        (b"\xef\xbb\xbf\xef\xbb\xbftwo marks", "two marks"),
        ("form\x0cfeed and next\x85line stay".encode(), "form\x0cfeed and next\x85line stay"),
        ("e\u0301 is not composed".encode(), "e\u0301 is not composed"),
        ("word\u00adbreak\u200b stays".encode(), "word\u00adbreak\u200b stays"),
        (b"", ""),
        (ENGLISH.encode() + b" cut \xe2\x80", ENGLISH + " cut �"),
        (b"GIF89a was the second version of GIF.", "GIF89a was the second version of GIF."),
        ("BM25 ranks. Größe zählt.".encode("cp1252"), "BM25 ranks. Größe zählt."),
        (b"\x1b[31mred\x1b[0m log line", "\x1b[31mred\x1b[0m log line"),
    ],
)
def test_canonical_text(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("cp932", "橋".encode("cp932"), "橋"),
        ("cp1250", "Săo".encode("cp1250"), "Săo"),
        ("cp1252", "Größe".encode(), "Größe"),
        ("no-such-code", "Größe der Stadt".encode("cp1252"), "Größe der Stadt"),
    ],
)
def test_the_declared_encoding_comes_after_utf8(declared: str, data: bytes, text: str) -> None:
    assert decode(data, declared=declared) == text


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def _sqlite(folder: Path) -> bytes:
    path = folder / "x.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (words)")
    connection.commit()
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.4\n% all of it ASCII\n", "a PDF document"),
        (b"{\\rtf1\\ansi words}", "Rich Text"),
        (_zip(), "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "a PNG image"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff", "a GIF image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "a JPEG image"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "an ELF program"),
        (gzip.compress(b"words " * 99, mtime=0), "gzip-compressed data"),
        (b"a.txt".ljust(257, b"\x00") + b"ustar\x0000" + b"x" * 9000, "a tar archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a file of an old Office program"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "a Windows program"),
        (bytes(100), "binary data"),
        (bytes(range(256)) * 4, "binary data"),
        (random.Random(7).randbytes(2000), "binary data"),
        (b"\xff\xfe" + random.Random(7).randbytes(2000), "starts as UTF-16"),
    ],
)
def test_binary_data_is_refused_by_name(data: bytes, named: str) -> None:
    with pytest.raises(UnreadableSourceError, match=r"save it as|convert it|name it") as caught:
        decode(data)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="an SQLite database"):
        decode(_sqlite(tmp_path))


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda b: b * 20))
def test_any_bytes_give_canonical_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableSourceError:
        return
    assert not set(text) & {"\x00", "\r"}
    text.encode()  # no lone surrogate


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n")))
def test_utf8_text_is_returned_as_it_is(text: str) -> None:
    text = "x" + text  # a leading byte-order mark is no part of a text
    assert decode(text.encode()) == text


@given(st.text(st.characters() | st.sampled_from("\ufeff\r\n\x00\ud800")))
def test_clean_is_idempotent_and_keeps_the_lines(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    cleaned.encode()
