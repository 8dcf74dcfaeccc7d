"""A server that speaks OpenAI's wire format, and misbehaves as it is told.

    python -m tests.serving.openai_server --port 0

prints its port and serves until its standard input ends. What it answers is a script of
steps (`steps.py`), taken in order; the last one repeats. What it was asked is kept. Both go
over `/__script`, `/__requests` and `/__counts`, which `handle.py` wraps.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.serving import answers
from tests.serving.checking import what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_SCRIPT: list[dict[str, Any]] = [{"kind": "reply", "content": "ok"}]
DEFAULT_VECTORS: list[dict[str, Any]] = [{"kind": "vectors"}]


class State:
    """The script, and what was asked; shared by the threads of all connections."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reset(DEFAULT_SCRIPT)

    def reset(self, script: list[dict[str, Any]]) -> None:
        with self.lock:
            chat = [step for step in script if not step.get("embedding")] or DEFAULT_SCRIPT
            embedding = [step for step in script if step.get("embedding")] or DEFAULT_VECTORS
            self.scripts = {False: chat, True: embedding}
            self.at = {False: 0, True: 0}
            self.requests: list[dict[str, Any]] = []
            self.running = self.most = self.broken_off = 0

    def next_step(self, body: dict[str, Any], *, embedding: bool) -> dict[str, Any]:
        """The step for a request; one that is refused does not use it up."""
        with self.lock:
            script, at = self.scripts[embedding], self.at[embedding]
            step = script[min(at, len(script) - 1)]
            refused = answers.refused(step, body)
            if refused is None:
                self.at[embedding] += 1
            return refused or step

    def begin(self) -> None:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)

    def end(self) -> None:
        with self.lock:
            self.running -= 1


STATE = State()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/__requests":
            with STATE.lock:
                self._json(200, STATE.requests)
        elif self.path == "/__counts":
            with STATE.lock:
                counts = {"running": STATE.running, "most": STATE.most}
                self._json(200, {**counts, "broken_off": STATE.broken_off})
        elif self.path.endswith("/models"):
            self._json(200, answers.MODELS)
        else:
            self._json(404, answers.error("there is no such path", code="not_found"))

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.loads(data)
        if self.path == "/__script":
            STATE.reset(body)
            self._json(200, {})
            return
        wrong = what_is_wrong(self.path, body)
        asked = {"path": self.path, "headers": dict(self.headers.items()), "body": body}
        with STATE.lock:
            STATE.requests.append({**asked, "invalid": wrong, "at": time.monotonic()})
        if wrong:
            self._json(400, answers.error(wrong, code="invalid_request"))
        else:
            STATE.begin()
            self._counted = True
            try:
                embedding = self.path.endswith("/embeddings")
                self._answer(STATE.next_step(body, embedding=embedding), body)
            except (BrokenPipeError, ConnectionResetError):
                with STATE.lock:
                    STATE.broken_off += 1
                self.close_connection = True
            finally:
                self._done()

    def _answer(self, step: dict[str, Any], body: dict[str, Any]) -> None:
        time.sleep(step.get("wait", 0))
        if step["kind"] == "hang":
            time.sleep(step["seconds"])
        elif step["kind"] == "reset" and not step.get("pieces"):
            self._reset()
        elif body.get("stream") and not step.get("whole") and "status" not in step:
            self._stream(step, answers.events(step, body))
        else:
            self._whole(*answers.whole(step, body))

    def _whole(self, status: int, headers: dict[str, str], data: bytes, missing: int) -> None:
        """A body in one; `missing` bytes of it are announced and not sent."""
        # Before the last byte: behind it the client is free to ask again.
        self._done()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data) + missing))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = self.close_connection or missing > 0

    def _stream(self, step: dict[str, Any], events: Iterator[bytes]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for event in events:
            # Cut where no one expects it: in a word, an escape, a character.
            middle = len(event) // 2
            halves = [_chunk(event[:middle]), _chunk(event[middle:])]
            if event == answers.DONE:
                # The client reads no further: what follows must be on its way by then.
                self._done()
                self.wfile.write(b"".join([*halves, _chunk(b"")]))
                return
            for half in halves:
                self.wfile.write(half)
            time.sleep(step.get("delay", 0))
        if step["kind"] == "reset":
            self._reset()
            return
        self._done()
        self.wfile.write(_chunk(b""))

    def _reset(self) -> None:
        """End the connection with RST."""
        self._done()
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def _done(self) -> None:
        if getattr(self, "_counted", False):
            self._counted = False
            STATE.end()

    def _json(self, status: int, found: Any) -> None:
        data = json.dumps(found).encode()
        self._whole(status, {"content-type": "application/json"}, data, 0)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


class Server(ThreadingHTTPServer):
    """Threads that do not keep the process."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that the client ended is no error here."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    server = Server(("127.0.0.1", parser.parse_args().port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    # Whoever started this holds the other end; with them it ends.
    sys.stdin.read()


if __name__ == "__main__":
    main()
