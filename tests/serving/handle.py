"""The test's end of the server: start, script, what was asked, stop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from tests.serving.steps import Step

ROOT = Path(__file__).resolve().parents[2]


class OpenAIServer:
    """A server in a process of its own; `url` is what a client takes as its base URL."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.openai_server", "--port", "0"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self._root = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        self.url = f"{self._root}/v1"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def script(self, *steps: Step) -> None:
        """Answer with these steps from now on, and forget what was asked before."""
        self._admin("/__script", list(steps))

    def requests(self) -> list[dict[str, Any]]:
        """What was asked since the script was set: path, headers, body, invalid, at."""
        found: list[dict[str, Any]] = self._admin("/__requests")
        return found

    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of what was asked; every one is what the published types say."""
        asked = self.requests()
        assert [request["invalid"] for request in asked] == [None] * len(asked)
        return [request["body"] for request in asked]

    def counts(self) -> dict[str, int]:
        """`running` and `most` requests at once, `broken_off` by the client."""
        found: dict[str, int] = self._admin("/__counts")
        return found

    def wait_for(self, name: str, count: int, seconds: float = 5) -> None:
        """Wait until a count is reached."""
        deadline = time.monotonic() + seconds
        while self.counts()[name] != count:
            assert time.monotonic() < deadline, f"{name} is {self.counts()[name]}, not {count}"
            time.sleep(0.01)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _admin(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self._root + path, data=data), timeout=10) as response:
            return json.load(response)
