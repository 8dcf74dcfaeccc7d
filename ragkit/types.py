"""The records that ragkit hands out: small, immutable, ids first.

Every offset is a half-open range of Unicode code points in a document's
canonical text, the text that `ragkit show` prints.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = [
    "AddReport",
    "Answer",
    "Check",
    "Chunk",
    "Conflict",
    "CorpusStatus",
    "Document",
    "Failure",
    "Provenance",
    "Quote",
    "ScoredChunk",
    "Section",
    "Source",
    "Span",
    "Statement",
    "Summary",
    "Usage",
]

#: Where a corpus lives, unless the caller says otherwise.
DEFAULT_FOLDER = ".ragkit"
#: Where a corpus folder keeps what language models replied.
REPLIES = "replies"
#: What sets options for a corpus, in the folder that holds it.
SETTINGS_FILE = "ragkit.toml"
#: Seconds that a language model's server may give no sign, for a try.
DEFAULT_TIMEOUT = 60.0
#: The confidence below which the offline answerer has no answer. Where nothing is read this
#: refuses 10 percent of the answerable questions of articles that it was not fitted on, and 98
#: percent of those whose article is not in the corpus; with the reader, decision 19 has it.
DEFAULT_ABSTAIN_BELOW = 0.2

#: "extent" is all, most or some; "wording" whether the quotes have anything to do with it.
CheckKind = Literal["quantity", "name", "date", "negation", "direction", "extent", "wording"]

# Of scripts that have no spaces between words: Chinese and Japanese; Thai, Lao, Burmese, Khmer.
_CHARACTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def count_words(text: str) -> int:
    """How many words a text has: what white space parts.

    Of scripts without spaces each Chinese or Japanese character counts as one, as word
    processors have it, and five letters of Thai, Lao, Burmese or Khmer, about their mean.
    """
    if text.isascii():
        return len(text.split())
    rest, characters = _CHARACTERS.subn(" ", text)
    rest, letters = _LETTERS.subn(" ", rest)
    if not characters and not letters:
        return len(text.split())
    spaced = sum(any(char.isalnum() for char in word) for word in rest.split())
    return characters + -(-letters // 5) + spaced


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `text[start:end]`.

    Raises:
        ValueError: if the range is negative or runs backwards.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def stripped(self, text: str) -> Span | None:
        """Without the white space at its ends; None if nothing else is there."""
        part = self.of(text)
        words = part.strip()
        if not words:
            return None
        start = self.start + len(part) - len(part.lstrip())
        return Span(start, start + len(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source, read.

    Attributes:
        doc_id: derived from `source`: the same source keeps its id over versions.
        source: the stable name, a path or a URI.
        title: what the document calls itself, else None.
        date: the document's own date where it states one, else None.
        text: the canonical text that all offsets refer to.
        content_hash: the version: a hash of the bytes and of the extractor's version.
        metadata: strings to filter by (`--where key=value`).
        has_lines: whether lines of `text` are lines of the file (text, Markdown),
            so that `source:line` leads an editor there.
        pages: where in `text` each page starts, the first first; empty where the format
            has no pages.
    """

    doc_id: str
    source: str
    title: str | None = None
    date: dt.date | None = None
    text: str
    content_hash: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    has_lines: bool = True
    pages: tuple[int, ...] = ()

    @property
    def text_hash(self) -> str:
        """sha256 of the canonical text, which every quote carries."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def line_at(self, offset: int) -> int | None:
        """The line that holds an offset, from 1; None where the text has no lines of its own."""
        return self.text.count("\n", 0, offset) + 1 if self.has_lines else None

    def page_at(self, offset: int) -> int | None:
        """The page that holds an offset, from 1; None where the text has no pages."""
        return max(bisect_right(self.pages, offset), 1) if self.pages else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as `ragkit list` shows it, without its text."""

    doc_id: str
    source: str
    title: str | None
    date: dt.date | None
    content_hash: str
    metadata: Mapping[str, str]
    has_lines: bool
    characters: int
    chunks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStatus:
    """What a corpus holds, in numbers, and which of its files are not as they were.

    Attributes:
        followed: the folders and patterns that `sync` looks through.
        changed: documents whose files have changed since they were added.
        gone: documents whose files are not there.
        unseen: documents whose files may not be looked at.
    """

    folder: str
    documents: int
    chunks: int
    sentences: int
    characters: int
    embedder: str
    generation: str
    bytes_on_disk: int
    followed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of whole sentences of one document; `text` is exactly its span.

    Attributes:
        token_count: o200k_base tokens of its sentences, added up.
    """

    chunk_id: str
    doc_id: str
    source: str
    span: Span
    text: str
    token_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredChunk:
    """A chunk that was retrieved; higher scores are better, always.

    Attributes:
        score: what the order follows, 0 to 1: how it was found by meaning and by words, and
            what the reader says of it.
        rank: 1 for the best.
        dense: cosine similarity of question and chunk, -1 to 1; None if not computed.
        lexical: BM25 score, 0 or more; None if no word of the question stands in it.
        answerable: the reader's estimated probability that it answers the question, 0 to 1;
            None where it was not read.
    """

    chunk: Chunk
    score: float
    rank: int
    dense: float | None
    lexical: float | None
    answerable: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a source, true by construction: `text` is the source's text at `span`.

    Attributes:
        text_hash: sha256 of the canonical text that `span` refers to.
        line: 1-based line of the file where the quote starts; None where the
            format has no lines of its own (HTML, PDF, DOCX).
        page: 1-based page; None where the format has no pages.
        highlights: spans within `text` (not within the document) that answer.
    """

    text: str
    source: str
    doc_id: str
    text_hash: str
    span: Span
    line: int | None = None
    page: int | None = None
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a claim says, and whether its quotes say it too.

    Attributes:
        claim: the claim's words.
        claim_span: where they stand in the claim.
        evidence: the quotes' words that bear or contradict them, "" for none.
        evidence_span: where these stand, in the text of the document that is quoted.
        detail: one line for a person.
    """

    kind: CheckKind
    claim: str
    claim_span: Span
    holds: bool
    evidence: str = ""
    evidence_span: Span | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer and the quotes that bear it.

    Attributes:
        supported: false if one of `checks` does not hold.
        checks: what was compared with the quotes; none where it is a quote to the letter.
    """

    text: str
    quotes: tuple[Quote, ...]
    supported: bool = True
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Statements that give different values for the same thing.

    Attributes:
        about: what is counted otherwise, in a source's word.
        statements: one for each document, the earliest dated first.
        dates: of their documents, in the same order; None where one states none.
    """

    about: str
    statements: tuple[Statement, ...]
    dates: tuple[dt.date | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens that a model was sent and returned; `cost` in US dollars, None if unknown."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made an answer, and with which settings.

    Attributes:
        answerer: "extractive" (offline) or "generative" (with a language model).
        model: the embedding model of the offline answerer, else the language model as its
            server names it.
        prompt_hash: over the prompts that were used; None where none were.
        usage: what the language model took, the question's embedding apart; None offline, and
            where its server does not say.
        sent: what was sent to a model, and where to; None if nothing left the process.
        from_cache: a reply was kept from an earlier time, when all of it was sent.
    """

    answerer: str
    model: str
    prompt_hash: str | None = None
    settings_hash: str
    usage: Usage | None = None
    sent: str | None = None
    from_cache: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Statements with quotes, or an abstention with its reason.

    Attributes:
        abstained: True when the corpus does not hold the answer; `statements` is empty.
        reason: why it abstained, with the sources that came nearest; None otherwise.
        retrieved: the chunks that the answerer saw, best first.
        confidence: estimated probability that the passages hold the answer, 0 to 1.
        incomplete: why there would have been more; None where the answer is whole.
    """

    question: str
    statements: tuple[Statement, ...]
    abstained: bool
    reason: str | None
    confidence: float
    retrieved: tuple[ScoredChunk, ...]
    provenance: Provenance
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    incomplete: str | None = None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the statements and the conflicts, in order, each once."""
        disagreeing = (s for conflict in self.conflicts for s in conflict.statements)
        said = (*self.statements, *disagreeing)
        return tuple(dict.fromkeys(q for s in said for q in s.quotes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a document, and whether a summary draws on it.

    Attributes:
        title: its heading; without headings, its first words.
        span: where it stands in the document's text.
        share: of the characters of all documents that were summarised, 0 to 1.
        drawn_on: how many statements of the summary have a quote in it.
    """

    source: str
    title: str
    span: Span
    share: float
    drawn_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Statements with quotes that tell most of some documents, and what they leave out.

    Attributes:
        sources: the documents, by source name.
        statements: in the order of the documents and, in each, of its text.
        coverage: every section of the documents, in order.
        conflicts: figures of the summary that another of the documents gives otherwise.
        style: "brief", "bullets" or "figures".
        focus: the question or topic that was asked for; None for none.
        incomplete: why there would have been more; None where the summary is whole.
    """

    sources: tuple[str, ...]
    statements: tuple[Statement, ...]
    coverage: tuple[Section, ...]
    provenance: Provenance
    conflicts: tuple[Conflict, ...] = ()
    style: str = "brief"
    focus: str | None = None
    warnings: tuple[str, ...] = ()
    incomplete: str | None = None

    @property
    def words(self) -> int:
        """How many words the statements have."""
        return sum(count_words(statement.text) for statement in self.statements)

    @property
    def covered(self) -> float:
        """The share of the characters that stand in sections which it draws on, 0 to 1."""
        return sum(section.share for section in self.coverage if section.drawn_on)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the statements and the conflicts, in order, each once."""
        disagreeing = (s for conflict in self.conflicts for s in conflict.statements)
        said = (*self.statements, *disagreeing)
        return tuple(dict.fromkeys(q for s in said for q in s.quotes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be added, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What `Corpus.add` or `Corpus.sync` did, by source name.

    Attributes:
        moved: what it was named before, and is named now.
        removed: forgotten, since their files are deleted.
        missing: their files are not there, and neither is the folder that held them, or
            nothing is in it; they are kept until it is there or `sync(prune=True)`.
        usage: what embedding took; None where nothing left the process, and where the server
            does not say.
        sent_to: where texts were sent to be embedded, such as
            `"text-embedding-3-small at https://api.openai.com/v1"`; None if nothing left the
            process.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    usage: Usage | None = None
    sent_to: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that are in the corpus now because of the call."""
        return self.added + self.updated + self.unchanged + tuple(now for _, now in self.moved)
