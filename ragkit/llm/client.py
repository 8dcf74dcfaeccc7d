"""The official client of one endpoint, made when the first request needs it."""

from __future__ import annotations

import weakref
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai import OpenAI

    from ragkit.llm.endpoint import Endpoint

__all__ = ["Client"]

#: Connecting takes a moment or does not happen; the timeout is for the reply.
_CONNECT_SECONDS = 10.0


class Client:
    """Connections to one endpoint; safe to share between threads.

    Args:
        endpoint: where it is and with which key.
        timeout: seconds without a sign of the server, for a try.
        max_retries: tries after the first, which the client makes itself.
        organization: who is billed, at OpenAI.
        project: as `organization`.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeout: float,
        max_retries: int,
        organization: str | None = None,
        project: str | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        self._max_retries = max_retries
        self._organization = organization
        self._project = project
        self._client: OpenAI | None = None
        self._lock = Lock()

    def opened(self) -> OpenAI:
        """The client; it takes half a second to load."""
        with self._lock:
            if self._client is None:
                import openai

                timeout = openai.Timeout(
                    self._timeout, connect=min(self._timeout, _CONNECT_SECONDS)
                )
                self._client = openai.OpenAI(
                    api_key=self._endpoint.key,
                    base_url=self._endpoint.url,
                    default_headers=self._endpoint.headers,
                    timeout=timeout,
                    max_retries=self._max_retries,
                    http_client=openai.DefaultHttpxClient(follow_redirects=False),
                    organization=self._organization,
                    project=self._project,
                )
                weakref.finalize(self, self._client.close)
            return self._client

    def close(self) -> None:
        """Close the connections that are kept open; a later request opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None
