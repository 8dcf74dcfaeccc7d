"""Embeddings of any server that speaks OpenAI's API: OpenAI, Ollama, vLLM, llama.cpp.

What a server sends is checked (`replies.py`) and nothing is guessed; where it is, the key,
failures and prices are those of `ragkit.llm`.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ragkit.embedding.embedder import Part
from ragkit.embedding.replies import vectors_in
from ragkit.errors import ChatSetupError, ChatTooLongError
from ragkit.llm.chat import add_usage
from ragkit.llm.client import Client
from ragkit.llm.endpoint import Endpoint
from ragkit.llm.failures import Failure, Failures, Service, transport_errors
from ragkit.llm.reading import Unusable, json_body, usage_in
from ragkit.tokens import count_tokens, encoding
from ragkit.types import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["DEFAULT_MODEL", "OpenAIEmbedder"]

DEFAULT_MODEL = "text-embedding-3-small"
_DIMENSIONS = "?dimensions="
_SERVICE = Service(
    api="embeddings API",
    sent="the texts",
    shorter="use a model with a longer context",
    otherwise="leave the document out",
)
#: Texts of a request, all of whose vectors a kill may lose. OpenAI takes 2,048.
_MOST_TEXTS = 256
#: o200k_base tokens of a request. OpenAI takes 300,000 of cl100k_base, which cuts some
#: scripts into three times as many.
_MOST_TOKENS = 100_000
#: o200k_base tokens of a text. OpenAI takes 8,192 of cl100k_base; English has 1 to 3 percent
#: more of these, and what is still too long is halved.
_LONGEST = 7_500
_SHORTEST = 32


class OpenAIEmbedder:
    """An embedding model behind OpenAI's API; safe to share between threads.

    Key and address are those of the environment (`OPENAI_API_KEY`, `OPENAI_BASE_URL`) where
    none are given. Retries are the client's own, as in `OpenAIChat`. A text that is longer
    than the model's window is cut at its end.

    Args:
        model: what is asked for.
        dimensions: the length of the vectors, where the model lets that be chosen; None for
            its own.
        base_url: of a compatible server, up to and without `/embeddings`.
        api_key: never shown, logged or stored.
        organization: who is billed, at OpenAI.
        project: as `organization`.
        headers: sent with each request; their values are kept as the key is.
        timeout: seconds without a sign of the server, for a try.
        max_retries: tries after the first.

    Raises:
        ChatSetupError: if key, address, header or model cannot be right.
    """

    def __init__(  # noqa: PLR0913  # they are the client's own
        self,
        model: str = DEFAULT_MODEL,
        *,
        dimensions: int | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 120.0,
        max_retries: int = 5,
    ) -> None:
        self.model = model
        self.name = f"openai:{model}{f'{_DIMENSIONS}{dimensions}' if dimensions else ''}"
        if not model.strip() or not model.isprintable():
            raise ChatSetupError(f"{model!r} is no name of an embedding model")
        if timeout <= 0 or max_retries < 0 or (dimensions is not None and dimensions < 1):
            raise ChatSetupError(
                f"dimensions={dimensions!r}, timeout={timeout!r}, max_retries={max_retries!r}"
                " is out of range; a vector has a number at least, and a request some time"
            )
        try:
            self._endpoint = Endpoint.found(base_url, api_key, headers)
        except ChatSetupError as error:
            raise ChatSetupError(f"the embedder {self.name!r} cannot be used: {error}") from None
        self._dimensions = dimensions
        self._client = Client(
            self._endpoint,
            timeout=timeout,
            max_retries=max_retries,
            organization=organization,
            project=project,
        )
        self._failures = Failures(self._endpoint, model, timeout, self._usage_in, _SERVICE)
        self._lock = Lock()
        self._coded = True
        self._usage: Usage | None = Usage(input_tokens=0, output_tokens=0, cost=0.0)

    @classmethod
    def named(cls, name: str) -> Self:
        """The embedder of `MODEL` or `MODEL?dimensions=N`, all else from the environment."""
        model, asked, number = name.partition(_DIMENSIONS)
        if not asked:
            return cls(name)
        if not number.isdecimal() or not 0 < int(number) < 100_000:
            raise ChatSetupError(f"{number!r} is no number of dimensions, in 'openai:{name}'")
        return cls(model, dimensions=int(number))

    def __repr__(self) -> str:
        return f"OpenAIEmbedder({self.name!r}, base_url={self._endpoint.url!r})"

    @property
    def fingerprint(self) -> str:
        """Model, length of the vectors and server: another server's may differ in all else."""
        return f"openai:{self.model}/{self._dimensions or 'full'}/{self._endpoint.url}"

    @property
    def sent_to(self) -> str:
        """Where texts go."""
        return f"{self.model} at {self._endpoint.url}"

    @property
    def usage(self) -> Usage | None:
        """What all requests so far took; a server that does not say leaves the cost unknown."""
        with self._lock:
            return self._usage

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._client.close()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), rows of length 1; (0, 0) for no texts.

        Raises:
            ChatError: if the server cannot be asked, or sends no vectors.
        """
        parts = [part.vectors for part in self.requests(texts)]
        return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    def requests(self, texts: Sequence[str]) -> Iterator[Part]:
        """The parts of `texts`, in order, each as soon as its request has come back.

        Raises:
            ChatError: as `embed`; what came before has been handed on.
        """
        # A lone surrogate is no text, and an empty one is refused.
        inputs = [text.encode("utf-8", "replace").decode() or " " for text in texts]
        counts = count_tokens(inputs)
        for first, last in _batches(counts):
            cut = [
                text if count <= _LONGEST else _cut(text, _LONGEST)
                for text, count in zip(inputs[first:last], counts[first:last], strict=True)
            ]
            yield from self._parts(texts[first:last], cut)

    def _parts(self, texts: Sequence[str], inputs: list[str]) -> Iterator[Part]:
        """One part, or several where the server takes less at once."""
        outcome = self._asked(texts, inputs)
        # Not raised where it was caught: the client's error holds the key.
        if isinstance(outcome, Part):
            yield outcome
        elif not isinstance(outcome.error, ChatTooLongError):
            raise outcome.error
        elif middle := len(inputs) // 2:
            yield from self._parts(texts[:middle], inputs[:middle])
            yield from self._parts(texts[middle:], inputs[middle:])
        elif (count := count_tokens(inputs)[0]) > _SHORTEST:
            yield from self._parts(texts, [_cut(inputs[0], count // 2)])
        else:
            raise outcome.error

    def _asked(self, texts: Sequence[str], inputs: list[str]) -> Part | Failure:
        coded = self._coded
        outcome = self._tried(texts, inputs, coded=coded)
        if coded and isinstance(outcome, Failure) and "encoding_format" in outcome.refusal:
            self._coded = False
            outcome = self._tried(texts, inputs, coded=False)
        spent = outcome.usage if isinstance(outcome, Part) else outcome.error.usage
        if isinstance(outcome, Part) or spent:
            with self._lock:
                self._usage = add_usage(self._usage, spent)
        return outcome

    def _tried(self, texts: Sequence[str], inputs: list[str], *, coded: bool) -> Part | Failure:
        # The client asks for base64 by itself where no format is named.
        said: dict[str, Any] = {"encoding_format": "base64" if coded else "float"}
        if self._dimensions:
            said["dimensions"] = self._dimensions
        client = self._client.opened()
        try:
            raw = client.embeddings.with_raw_response.create(model=self.model, input=inputs, **said)
        except transport_errors() as error:
            return self._failures.of(error)
        usage = None
        try:
            found = json_body(raw.text, raw.headers.get("content-type", ""))
            usage = self._usage_in(found)
            vectors = vectors_in(found, len(inputs))
            if self._dimensions and vectors.shape[1] != self._dimensions:
                said_so = f"sent vectors of {vectors.shape[1]} numbers, not {self._dimensions}"
                raise Unusable(said_so)
        except Unusable as unusable:
            unusable.usage = unusable.usage or usage
            return self._failures.of_reply(unusable)
        return Part(texts=texts, vectors=vectors, usage=usage)

    def _usage_in(self, found: object) -> Usage | None:
        named = found.get("usage") if isinstance(found, dict) else None
        if isinstance(found, dict) and isinstance(named, dict):
            # Vectors are no tokens, and servers name none.
            found = {**found, "usage": {**named, "completion_tokens": 0}}
        return usage_in(found, self.model, self._endpoint.url)


def _batches(counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Half-open runs of texts that go together."""
    first = tokens = 0
    for n, count in enumerate(counts):
        size = min(count, _LONGEST)
        if n > first and (n - first == _MOST_TEXTS or tokens + size > _MOST_TOKENS):
            yield first, n
            first, tokens = n, 0
        tokens += size
    if len(counts) > first:
        yield first, len(counts)


def _cut(text: str, most: int) -> str:
    """As many whole characters as `most` tokens hold."""
    tokens = encoding().encode_ordinary(text)[:most]
    return encoding().decode_bytes(tokens).decode("utf-8", "ignore") or " "
