"""Searching the catalog by words: BM25, by the rarer terms where a corpus is large."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from ragkit.index.passages import IN_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.index.catalog import Catalog

__all__ = ["bm25", "document_frequencies", "lexical_search"]

# Scoring a chunk takes ten times as long as finding that it holds a term, so words that stand
# everywhere cost most and tell least: chunks are found by the rarer terms alone once the query
# would score more than this many, and those that are found are scored by all terms.
_POSTINGS = 5_000
#: So many times as many where only chunks of some documents are looked for.
_INSIDE = 10
#: So many times as many as are wanted are scored by all terms.
_WIDER = 2
_MOST_TERMS = 64
# FTS5's own, which cannot be chosen.
_K1, _B = 1.2, 0.75


def document_frequencies(catalog: Catalog, terms: Sequence[str]) -> dict[str, int]:
    """In how many chunks each term stands; absent terms are left out."""
    unique = list(dict.fromkeys(terms))
    found: dict[str, int] = {}
    for start in range(0, len(unique), 500):
        part = unique[start : start + 500]
        marks = ",".join("?" * len(part))
        rows: list[Any] = catalog.rows(
            f"SELECT term, doc FROM vocabulary WHERE term IN ({marks})",
            part,
        )
        found.update((str(term), int(count)) for term, count in rows)
    return found


def lexical_search(
    catalog: Catalog,
    frequencies: dict[str, int],
    *,
    limit: int,
    documents: Sequence[int] | None = None,
    postings: int = _POSTINGS,
) -> list[tuple[int, float]]:
    """The best chunks by BM25 (k1 = 1.2, b = 0.75, as FTS5 has it).

    Args:
        catalog: where to search.
        frequencies: the terms of the question that stand somewhere, with the
            number of chunks that hold each.
        limit: how many to return at most.
        documents: row numbers to search in; None for all.
        postings: where the terms stand in more chunks than this, counted for each term, only
            chunks are found that hold one of the rarer; their scores are by all terms.

    Returns:
        Chunk id and score, best first; every score is above 0.
    """
    rarest = _rarest(frequencies)
    # Of the chunks of a few documents only those are scored: there, a word that stands
    # everywhere else may be the one that tells.
    kept = _found_by(rarest, postings if documents is None else _INSIDE * postings)
    if not kept:
        return []
    # Terms are letters, digits and the dot: none can close the quotation.
    query = " OR ".join(f'"{term}"' for term in kept)
    parameters: list[object] = [query]
    inside = ""
    if documents is not None:
        inside = f"AND rowid IN (SELECT id FROM chunks WHERE {IN_DOCUMENTS})"
        parameters.append(json.dumps(list(documents)))
    # What the rarer terms rank low may be high by all.
    parameters.append(limit if len(kept) == len(rarest) else _WIDER * limit)
    # Ordered by the column that is asked for: FTS5 scores twice for its own `rank`.
    rows: list[Any] = catalog.rows(
        f"SELECT rowid, bm25(lexicon) AS score FROM lexicon WHERE lexicon MATCH ? {inside}"
        " ORDER BY score, rowid LIMIT ?",
        parameters,
    )
    if len(kept) < len(rarest):
        return bm25(catalog, rarest, [int(chunk) for chunk, _ in rows])[:limit]
    return [(int(chunk), -float(score)) for chunk, score in rows]


def _rarest(frequencies: dict[str, int]) -> dict[str, int]:
    """The terms that tell most, the rarest first."""
    ordered = sorted(frequencies.items(), key=lambda item: (item[1], item[0]))
    return dict(ordered[:_MOST_TERMS])


def _found_by(rarest: dict[str, int], postings: int) -> list[str]:
    """The first of them that stand in so many chunks together, one at least."""
    kept: list[str] = []
    for term, count in rarest.items():
        postings -= count
        if kept and postings < 0:
            break
        kept.append(term)
    return kept


def bm25(
    catalog: Catalog, frequencies: dict[str, int], chunks: Sequence[int]
) -> list[tuple[int, float]]:
    """Chunks by their BM25, exactly as FTS5 has it, without going through all that hold a term.

    Args:
        catalog: where they are.
        frequencies: the terms, with the number of chunks that hold each.
        chunks: ids of chunks of the catalog.

    Returns:
        Chunk id and score, best first.
    """
    ((averages,),) = catalog.rows("SELECT block FROM lexicon_data WHERE id = 1")
    count, tokens = _varints(averages)
    rows: list[Any] = catalog.rows(
        "SELECT c.id, c.c0, d.sz FROM lexicon_content c JOIN lexicon_docsize d ON d.id = c.id"
        " WHERE c.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(chunks))],
    )
    weights = {f" {term} ": _weight(count, held) for term, held in frequencies.items()}
    found: list[tuple[int, float]] = []
    for chunk, terms, size in rows:
        # Each term between two spaces of its own, so that repeated ones are counted apart.
        spaced = f" {terms.replace(' ', '  ')} "
        (length,) = _varints(size)
        damping = _K1 * (1 - _B + _B * length * count / tokens)
        score = 0.0
        for term, weight in weights.items():
            if times := spaced.count(term):
                score += weight * times * (_K1 + 1) / (times + damping)
        found.append((int(chunk), score))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _weight(count: int, held: int) -> float:
    """A term's inverse document frequency; FTS5's least for what half of the chunks hold."""
    weight = math.log((count - held + 0.5) / (held + 0.5))
    return weight if weight > 0 else 1e-6


def _varints(block: Any) -> Iterator[int]:
    """SQLite's numbers of seven bits a byte, the first bits first."""
    value = 0
    for byte in block:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0
