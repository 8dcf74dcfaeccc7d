"""Replies come from the disk the second time, and only whole and right ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import ChatUnavailableError
from ragkit.llm import CachedChat, Message, Schema
from tests.llm.asked import MESSAGES, SCHEMA
from tests.llm.doubles import Parrot
from tests.serving.steps import broken_stream, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.llm.conftest import MakeChat
    from tests.serving.handle import OpenAIServer

ROOT = Path(__file__).resolve().parents[2]


def entries(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


@pytest.mark.parametrize("schema", [None, SCHEMA])
def test_the_second_time_nothing_is_asked(tmp_path: Path, schema: Schema | None) -> None:
    model = Parrot()
    first = CachedChat(model, tmp_path).complete(MESSAGES, schema=schema)
    second = CachedChat(model, tmp_path).complete(MESSAGES, schema=schema)
    assert model.asked == 1
    assert not first.from_cache
    assert second == replace(first, from_cache=True)
    (entry,) = entries(tmp_path)
    assert entry.parent.name == entry.name[:2]
    assert entry.stat().st_size < 1000


def test_streams_and_whole_replies_share_what_is_kept(tmp_path: Path) -> None:
    model = Parrot()
    cached = CachedChat(model, tmp_path)
    with cached.stream(MESSAGES) as stream:
        assert len(list(stream)) == 5
    assert not stream.reply.from_cache
    with cached.stream(MESSAGES) as again:
        assert list(again) == [MESSAGES[-1].content]
    assert again.reply == replace(stream.reply, from_cache=True)
    assert cached.complete(MESSAGES) == again.reply
    assert model.asked == 1


def test_a_stream_that_is_left_is_not_kept(tmp_path: Path) -> None:
    with CachedChat(Parrot(), tmp_path).stream(MESSAGES) as stream:
        next(stream)
    assert entries(tmp_path) == []


def test_a_stream_that_breaks_is_not_kept(
    server: OpenAIServer, chat: MakeChat, tmp_path: Path
) -> None:
    server.script(broken_stream(2), reply("whole"))
    cached = CachedChat(chat(), tmp_path)
    with pytest.raises(ChatUnavailableError):
        list(cached.stream(MESSAGES))
    assert entries(tmp_path) == []
    assert cached.complete(MESSAGES).text == "whole"
    assert cached.complete(MESSAGES).from_cache
    assert len(server.requests()) == 2


def test_a_reply_that_is_cut_off_is_not_kept(tmp_path: Path) -> None:
    model = Parrot(finish="length")
    for asked in (1, 2):
        assert CachedChat(model, tmp_path).complete(MESSAGES).finish == "length"
        assert model.asked == asked
    assert entries(tmp_path) == []


OTHER: list[tuple[str, Callable[[CachedChat], Any], Parrot]] = [
    ("model", lambda c: c.complete(MESSAGES), Parrot("other")),
    ("address", lambda c: c.complete(MESSAGES), Parrot(base_url="http://other")),
    ("parameters", lambda c: c.complete(MESSAGES), Parrot(parameters={"seed": 1})),
    ("messages", lambda c: c.complete(MESSAGES[1:]), Parrot()),
    ("roles", lambda c: c.complete([replace(m, role="user") for m in MESSAGES]), Parrot()),
    ("schema", lambda c: c.complete(MESSAGES, schema=SCHEMA), Parrot()),
]


@pytest.mark.parametrize(("ask", "model"), [row[1:] for row in OTHER], ids=[r[0] for r in OTHER])
def test_what_is_asked_otherwise_is_asked_anew(
    tmp_path: Path, ask: Callable[[CachedChat], Any], model: Parrot
) -> None:
    CachedChat(Parrot(), tmp_path).complete(MESSAGES)
    ask(CachedChat(model, tmp_path))
    assert model.asked == 1
    assert len(entries(tmp_path)) == 2


def test_the_order_in_a_schema_counts(tmp_path: Path) -> None:
    cached = CachedChat(Parrot(), tmp_path)
    for names in (("a", "b"), ("b", "a")):
        fields = {name: {"type": "string"} for name in names}
        cached.complete(MESSAGES, schema=Schema(name="s", schema={"properties": fields}))
    assert len(entries(tmp_path)) == 2


def changed(path: Path, **fields: Any) -> None:
    record = json.loads(path.read_text())
    record["reply"].update(fields)
    path.write_text(json.dumps(record))


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "empty": lambda p: p.write_text(""),
    "cut": lambda p: p.write_text(p.read_text()[:-20]),
    "no text": lambda p: p.write_bytes(b"\xff\xfe\x00"),
    "no object": lambda p: p.write_text("[]"),
    "deep": lambda p: p.write_text("[" * 100_000),
    "other layout": lambda p: p.write_text(p.read_text().replace('"layout": 1', '"layout": 2')),
    "other key": lambda p: p.write_text(p.read_text().replace(p.stem, "0" * 64)),
    "no reply": lambda p: p.write_text(json.dumps({"layout": 1, "key": p.stem})),
    "text": lambda p: changed(p, text=7),
    "mode": lambda p: changed(p, mode="novel"),
    "finish": lambda p: changed(p, finish="length"),
    "more": lambda p: changed(p, novel=1),
    "tokens": lambda p: changed(p, usage={"input_tokens": "1", "output_tokens": 1}),
    "negative": lambda p: changed(p, usage={"input_tokens": -1, "output_tokens": 1}),
    "cost": lambda p: changed(p, usage={"input_tokens": 1, "output_tokens": 1, "cost": "1"}),
    "usage": lambda p: changed(p, usage=[1]),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_entry_is_none_and_is_replaced(tmp_path: Path, damage: str) -> None:
    model = Parrot()
    cached = CachedChat(model, tmp_path)
    right = cached.complete(MESSAGES)
    (entry,) = entries(tmp_path)
    DAMAGE[damage](entry)
    assert cached.complete(MESSAGES) == right
    assert model.asked == 2
    assert cached.complete(MESSAGES).from_cache


@pytest.mark.parametrize("where", ["file", "folder for an entry"])
def test_a_folder_that_cannot_be_written_costs_no_reply(tmp_path: Path, where: str) -> None:
    cached = CachedChat(Parrot(), tmp_path / "replies")
    if where == "file":
        (tmp_path / "replies").write_text("in the way")
    else:
        cached.complete(MESSAGES)
        (entry,) = entries(tmp_path)
        entry.unlink()
        entry.mkdir()
    for _ in range(2):
        found = cached.complete(MESSAGES)
        assert (found.text, found.from_cache) == (MESSAGES[-1].content, False)


@pytest.mark.parametrize("text", ["", "é 🦆 \u2028 \x00", "\ud800"])
def test_any_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    asked = [Message(role="user", content=text)]
    cached = CachedChat(Parrot(), tmp_path)
    assert cached.complete(asked).text == cached.complete(asked).text == text
    assert cached.complete(asked).from_cache


WRITER = """
import sys
from pathlib import Path
from ragkit.llm import CachedChat, Message
from tests.llm.doubles import Parrot

model = Parrot()
cached = CachedChat(model, Path(sys.argv[1]))
for count in range(int(sys.argv[2])):
    said = f"message {count} " + "x" * 20_000
    assert cached.complete([Message(role="user", content=said)]).text == said
print(model.asked)
"""


def writer(folder: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once(tmp_path: Path) -> None:
    both = [writer(tmp_path, 40) for _ in range(2)]
    asked = [int(running.communicate(timeout=60)[0]) for running in both]
    assert [running.returncode for running in both] == [0, 0]
    assert 40 <= sum(asked) <= 80
    assert len(entries(tmp_path)) == 40
    assert not list(tmp_path.rglob("*.new"))


def test_a_kill_leaves_whole_entries(tmp_path: Path) -> None:
    running = writer(tmp_path, 100_000)
    deadline = time.monotonic() + 30
    while len(entries(tmp_path)) < 20:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    model = Parrot()
    for count in range(20):
        said = f"message {count} " + "x" * 20_000
        asked = [Message(role="user", content=said)]
        assert CachedChat(model, tmp_path).complete(asked).from_cache
    assert model.asked == 0
    for entry in entries(tmp_path):
        assert json.loads(entry.read_text())["key"] == entry.stem
