"""Distil WordNet into the word relations that ragkit ships.

    python tools/build_thesaurus.py /usr/share/wordnet ragkit/_data/thesaurus.xz

The folder is the `dict` folder of WordNet 3.0 (Debian's package `wordnet-base`). Kept are
words that the tokenizer o200k_base writes in at most two pieces, in their first senses, and
verbs of two words ("lay off"); of the relations, those that `ragkit/text/thesaurus.py` asks
for. The same input gives the same bytes.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ragkit.tokens import encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_SENSES = {"n": 4, "v": 6, "a": 4, "r": 3}  # of a word that are kept
_PIECES = 2
# Hypernym, cause, entailment, group of verbs, similar adjective.
_EDGES = frozenset({"@", ">", "*", "$", "&"})
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|[a-z]+_[a-z]+")


class _Synset(NamedTuple):
    lemmas: tuple[str, ...]
    pointers: tuple[tuple[str, str, int, int], ...]  # relation, synset, from and to which lemma


def _lemma(raw: str) -> str:
    """Without the mark of where an adjective stands: "afraid(p)"."""
    return re.sub(r"\([a-z]+\)$", "", raw)


def _synsets(folder: Path) -> dict[str, _Synset]:
    """Every synset by its part of speech and offset."""
    found: dict[str, _Synset] = {}
    for pos, name in _FILES.items():
        for line in (folder / f"data.{name}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            lemmas = tuple(_lemma(raw) for raw in fields[4 : 4 + 2 * count : 2])
            at = 4 + 2 * count
            pointers = []
            for n in range(int(fields[at])):
                relation, offset, kind, ends = fields[at + 1 + 4 * n : at + 5 + 4 * n]
                one, other = (int(end, 16) for end in (ends[:2], ends[2:]))
                pointers.append((relation, f"{kind}{offset}", one, other))
            found[f"{pos}{fields[0]}"] = _Synset(lemmas, tuple(pointers))
    return found


def _senses(folder: Path) -> dict[tuple[str, str], int]:
    """For a lemma and a synset, which of the lemma's senses it is, 1 the commonest."""
    found: dict[tuple[str, str], int] = {}
    for pos, name in _FILES.items():
        for line in (folder / f"index.{name}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            for rank, offset in enumerate(fields[-int(fields[2]) :], 1):
                found[fields[0], f"{pos}{offset}"] = rank
    return found


def _is_kept(lemma: str, pos: str) -> bool:
    if not _WORD.fullmatch(lemma) or ("_" in lemma and pos != "v"):
        return False
    pieces = len(encoding().encode_ordinary(" " + lemma.replace("_", " ")))
    return pieces <= _PIECES + lemma.count("_") + lemma.count("-")


def _irregular(folder: Path, kept: set[str]) -> Iterator[str]:
    for name in _FILES.values():
        for line in (folder / f"{name}.exc").read_text().splitlines():
            form, *lemmas = line.split()
            if _WORD.fullmatch(form) and lemmas and lemmas[0] in kept and form != lemmas[0]:
                yield f"{form} {lemmas[0]}"


def _mostly_verbs(folder: Path, kept: set[str]) -> Iterator[str]:
    """Words that are met as verbs at least as often as they are met as anything else."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "cntlist.rev").read_text().splitlines():
        key, _, count = line.split()
        lemma, _, kind = key.partition("%")
        counts[lemma]["v" if kind[0] == "2" else "other"] += int(count)
    for pos, name in _FILES.items():
        for line in (folder / f"index.{name}").read_text().splitlines():
            fields = line.split()
            if not line.startswith("  ") and fields[0] in kept and not counts.get(fields[0]):
                # Of a word that was never counted, its senses tell.
                counts[fields[0]]["v" if pos == "v" else "other"] += int(fields[2])
    for lemma, count in counts.items():
        if lemma in kept and count["v"] and count["v"] >= count["other"]:
            yield lemma


def build(folder: Path) -> str:
    """The text of the thesaurus: five sections, parted by empty lines."""
    synsets, senses = _synsets(folder), _senses(folder)
    lemmas: dict[str, list[str]] = {}
    for key, synset in synsets.items():
        pos = key[0]
        common = [
            lemma
            for lemma in synset.lemmas
            if senses.get((lemma, key), 99) <= _SENSES[pos] and _is_kept(lemma, pos)
        ]
        if common:
            lemmas[key] = common
    number = {key: n for n, key in enumerate(lemmas)}
    kept = {lemma for common in lemmas.values() for lemma in common}
    lines, opposed, derived = [], set(), set()
    for key, common in lemmas.items():
        synset = synsets[key]
        edges = [
            str(number[to]) for relation, to, _, _ in synset.pointers
            if relation in _EDGES and to in number
        ]  # fmt: skip
        lines.append(f"{key[0]} {' '.join(common)} {' '.join(edges)}".rstrip())
        for relation, to, one, other in synset.pointers:
            if not one:
                continue
            pair = synset.lemmas[one - 1], synsets[to].lemmas[other - 1]
            if pair[0] in kept and pair[1] in kept and pair[0] != pair[1]:
                if relation == "!" and to in lemmas and pair[0] in common and pair[1] in lemmas[to]:
                    opposed.add(" ".join(sorted(pair)))
                elif relation in {"+", "\\"}:
                    derived.add(" ".join(sorted(pair)))
    sections = [lines, sorted(opposed), sorted(derived), sorted(set(_irregular(folder, kept)))]
    sections.append(sorted(set(_mostly_verbs(folder, kept))))
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


if __name__ == "__main__":
    text = build(Path(sys.argv[1]))
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    Path(sys.argv[2]).write_bytes(packed)
    print(f"{len(text):,} characters, {len(packed):,} bytes packed")
