"""A suite file to a `Suite`: read, checked, its documents loaded, every gold quote located.

    written (YAML, JSON lines, CSV) -> validation -> corpus_files -> gold -> Suite
    importers (public sets) -------------------------------------------> Suite

Whatever is wrong with a file is a `SuiteError` of one line that starts with the file and
the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.evals.corpus_files import Entry, read_corpus
from ragkit.evals.gates import scored_name
from ragkit.evals.gold import gold_fact
from ragkit.evals.hashes import case_hash, suite_hash
from ragkit.evals.importers import IMPORTERS
from ragkit.evals.line_suites import read_csv, read_jsonl
from ragkit.evals.records import Case, JudgeSpec, Suite
from ragkit.evals.schema import AnyOfInput
from ragkit.evals.stated import states
from ragkit.evals.tasks import question_of, refuse_misplaced, summary_task
from ragkit.evals.validation import validated
from ragkit.evals.written import did_you_mean, read_text, refused, shown
from ragkit.evals.yaml_suite import read_yaml
from ragkit.quotes.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ragkit.evals.records import Fact
    from ragkit.evals.schema import CaseInput, FactInput, SuiteInput
    from ragkit.evals.written import Loc, Written

__all__ = ["FORMATS", "case_hash", "load_suite", "suite_hash"]

_READERS: Mapping[str, Callable[[Path, str], Written]] = {
    "yaml": read_yaml,
    "jsonl": read_jsonl,
    "csv": read_csv,
}
_SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
}
#: What `load_suite` reads: own formats, then the public sets.
FORMATS = (*_READERS, *IMPORTERS)


def load_suite(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 -- the word for it
    documents: Sequence[Path] = (),
) -> Suite:
    """Read a suite, load its documents and locate every gold quote in them.

    Args:
        path: a file; for some public sets a folder.
        format: one of `FORMATS`; None goes by the ending of the file's name.
        documents: files and folders in the place of the suite's own `corpus`; CSV has no
            other. A public set brings its documents and takes none.

    Returns:
        The suite; each span refers to the text that `Corpus.add_bytes` makes of the
        document's bytes.

    Raises:
        SuiteError: whatever is wrong, as `path:line: message`.
    """
    chosen = format or _format_of(path)
    if chosen in IMPORTERS:
        if documents:
            raise refused(path, 1, f"a set in the format {chosen!r} brings its own documents")
        return IMPORTERS[chosen](path)
    if chosen not in _READERS:
        hint = did_you_mean(chosen, FORMATS, otherwise=f"there are {', '.join(FORMATS)}")
        raise refused(path, 1, f"unknown format {chosen!r}{hint}")
    return _built(_READERS[chosen](path, read_text(path)), documents)


def _format_of(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES and not path.is_dir():
        return _SUFFIXES[suffix]
    if not path.exists():
        raise refused(path, 1, "there is no such file")
    what = "is a folder" if path.is_dir() else f"ends in {suffix!r}, which names no format"
    raise refused(path, 1, f"{what}; say which format it has: {', '.join(FORMATS)}")


def _built(written: Written, documents: Sequence[Path]) -> Suite:
    given = validated(written)
    judge = _judge(given, written)
    gates = _gates(given, written)
    if given.task == "summarize" and "top_k" in given.model_fields_set:
        raise written.refused(("top_k",), "'top_k' counts passages, and a summary has none")
    _refuse_contradictions(given, written)
    read = read_corpus(_entries(given, written, documents), suite=written.path)
    library = Library(document for _, document in read)
    cases = tuple(_case(case, at, library, written) for at, case in enumerate(given.cases))
    corpus = tuple(document for document, _ in read)
    return Suite(
        name=given.name or written.path.stem,
        path=written.path,
        documents=corpus,
        cases=cases,
        task=given.task,
        top_k=given.top_k,
        gates=gates,
        suite_hash=suite_hash(cases, corpus),
        judge=judge,
    )


def _judge(given: SuiteInput, written: Written) -> JudgeSpec | None:
    if given.judge is None:
        return None
    if given.task == "search":
        raise written.refused(("judge",), "a judge judges answers, and a search gives none")
    return JudgeSpec(criteria=dict(given.judge.criteria), model=given.judge.model)


def _gates(given: SuiteInput, written: Written) -> dict[str, float]:
    taken: set[str] = set()
    criteria = given.judge.criteria if given.judge else ()
    for name in given.gates:
        try:
            scored = scored_name(name, top_k=given.top_k, criteria=criteria)
        except QueryError as error:
            raise written.refused(("gates", name), str(error)) from error
        if scored in taken:
            raise written.refused(("gates", name), f"{scored!r} has two gates")
        taken.add(scored)
    return dict(given.gates)


def _refuse_contradictions(given: SuiteInput, written: Written) -> None:
    """Ids that are given twice, and cases that say two things about their answer."""
    seen: dict[str, int] = {}
    for at, case in enumerate(given.cases):
        loc: Loc = ("cases", at)
        line = written.line_at((*loc, "id"))
        if case.id in seen:
            message = f"the id {case.id!r} is given twice; the first is on line {seen[case.id]}"
            raise written.refused((*loc, "id"), message)
        seen[case.id] = line
        refuse_misplaced(case, given.task, loc, written)
        if case.facts and not case.answerable:
            message = f"the case {case.id!r} has facts and is not answerable"
            raise written.refused((*loc, "answerable"), message)
        if not case.answerable and given.task == "search":
            message = f"the case {case.id!r} is not answerable, and a search refuses nothing"
            raise written.refused((*loc, "answerable"), message)
        if not case.facts and case.answerable:
            hint = "give some, or 'answerable: false'" if given.task == "ask" else "give some"
            raise written.refused((*loc, "id"), f"the case {case.id!r} has no facts; {hint}")
        _refuse_forbidden_facts(case, loc, written)


def _refuse_forbidden_facts(case: CaseInput, loc: Loc, written: Written) -> None:
    """Whoever states the fact would state what is forbidden: no answer could be right."""
    for n, item in enumerate(case.facts):
        wordings = [one.wording for one in _facts(item)]
        for m, forbidden in enumerate(case.forbid):
            if all(states(wording, forbidden.wording) for wording in wordings):
                fact, other = shown(wordings[0]), shown(forbidden.wording)
                message = f"the case {case.id!r} forbids {other}, which its fact {fact} states"
                raise written.refused((*loc, "forbid", m), f"{message} (fact {n + 1})")


def _facts(item: FactInput | AnyOfInput) -> Sequence[FactInput]:
    return item.any_of if isinstance(item, AnyOfInput) else [item]


def _entries(given: SuiteInput, written: Written, documents: Sequence[Path]) -> list[Entry]:
    if documents:
        return [Entry(given=str(path), path=path, line=None) for path in documents]
    if not given.corpus:
        raise refused(written.path, 1, "names no documents: give 'corpus', or documents with it")
    home = written.path.parent
    return [
        Entry(given=entry, path=home / entry, line=written.line_at(("corpus", at)))
        for at, entry in enumerate(given.corpus)
    ]


def _case(case: CaseInput, at: int, library: Library, written: Written) -> Case:
    loc: Loc = ("cases", at)

    def located(fact: FactInput, *steps: str | int) -> Fact:
        return gold_fact(fact, library, written=written, loc=(*loc, "facts", *steps))

    groups = []
    for n, item in enumerate(case.facts):
        if isinstance(item, AnyOfInput):
            groups.append(tuple(located(one, n, "any_of", m) for m, one in enumerate(item.any_of)))
        else:
            groups.append((located(item, n),))
    summary = summary_task(case, library, written=written, loc=loc)
    return Case(
        case_id=case.id,
        question=question_of(summary) if summary else case.question,
        facts=tuple(groups),
        forbid=tuple(
            gold_fact(fact, library, written=written, loc=(*loc, "forbid", n))
            for n, fact in enumerate(case.forbid)
        ),
        answerable=case.answerable,
        tags=tuple(dict.fromkeys(case.tags)),
        line=written.line_at(loc),
        summary=summary,
    )
