"""The pieces of a stream, until it ends or breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.llm.failures import transport_errors
from ragkit.llm.reading import Unusable, json_body

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import httpx2
    from openai import Stream

    from ragkit.llm.failures import Failure, Failures
    from ragkit.llm.reading import Gathered

__all__ = ["pieces_of"]


def pieces_of(
    stream: Stream[object], gathered: Gathered, failures: Failures
) -> Generator[str, None, Failure | None]:
    """Yield the pieces of a reply, and gather them; return what broke it, or None."""
    # A server that does not know streams answers with a whole body.
    kind = stream.response.headers.get("content-type", "")
    whole = "event-stream" not in kind
    bodies = _whole(stream.response, kind) if whole else iter(stream)
    broke = transport_errors()
    while True:
        try:
            body = next(bodies, None)
        except Unusable as found:
            return failures.of_reply(found)
        except broke as error:
            # Behind the end of the reply comes its usage at most.
            return None if gathered.finish else failures.of(error, gathered.usage)
        if body is None:
            return None
        try:
            piece = gathered.take(body, part="message" if whole else "delta")
        except Unusable as found:
            return failures.of_reply(found)
        if piece:
            yield piece


def _whole(response: httpx2.Response, kind: str) -> Iterator[object]:
    response.read()
    yield json_body(response.text, kind)
