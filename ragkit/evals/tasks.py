"""What the task of a suite wants of its cases, and the summary that a case asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.evals.gold import named_source
from ragkit.evals.records import SummaryTask
from ragkit.evals.schema import SUMMARY_KEYS
from ragkit.summarizing.summary import checked_request

if TYPE_CHECKING:
    from ragkit.evals.records import Task
    from ragkit.evals.schema import CaseInput
    from ragkit.evals.written import Loc, Written
    from ragkit.quotes.library import Library

__all__ = ["question_of", "refuse_misplaced", "summary_task"]

_MOST_NAMED = 3  # documents that a question names


def refuse_misplaced(case: CaseInput, task: Task, loc: Loc, written: Written) -> None:
    """Refuse what a case of the task has not, and that it lacks what one has.

    Raises:
        SuiteError: as `path:line: message`.
    """
    given = case.model_fields_set
    if task != "summarize":
        for key in SUMMARY_KEYS:
            if key in given:
                message = f"{key!r} is for a summary, and the task is {task!r}"
                raise written.refused((*loc, key), f"{message}; 'task: summarize' goes with it")
        if "question" not in given:
            raise written.refused(loc, "the case lacks 'question'")
        return
    if "question" in given:
        message = f"the case {case.id!r} has a question, and the task is to summarise"
        raise written.refused((*loc, "question"), f"{message}; 'focus' may name a topic")
    for one, other in (("source", "sources"), ("words", "sentences")):
        if getattr(case, one) is not None and getattr(case, other) is not None:
            message = f"the case {case.id!r} has both {one!r} and {other!r}; leave one out"
            raise written.refused((*loc, other), message)
    if case.source is None and case.sources is None:
        raise written.refused(loc, "the case lacks 'source', what is to be summarised")
    if not case.answerable:
        message = f"the case {case.id!r} is not answerable, and a summary refuses nothing"
        raise written.refused((*loc, "answerable"), message)


def summary_task(
    case: CaseInput, library: Library, *, written: Written, loc: Loc
) -> SummaryTask | None:
    """What a case has summarised; None where it asks a question.

    Args:
        case: as it was written, after `refuse_misplaced`.
        library: the documents of the suite.
        written: the suite, for messages.
        loc: where the case stands in it.

    Raises:
        SuiteError: a source is not in the corpus, or could be several.
    """
    if case.source is not None:
        asked = [(case.source, (*loc, "source"))]
    else:
        asked = [(name, (*loc, "sources", n)) for n, name in enumerate(case.sources or ())]
    if not asked:
        return None
    found = [named_source(name, library, written=written, loc=place) for name, place in asked]
    try:
        request = checked_request(
            words=case.words,
            sentences=case.sentences,
            style=case.style or "brief",
            focus=case.focus,
        )
    except QueryError as error:
        raise written.refused(loc, str(error)) from error
    return SummaryTask(sources=tuple(dict.fromkeys(found)), request=request)


def question_of(task: SummaryTask) -> str:
    """What a summary is of, in place of a question: "Summary of report.md in 90 words"."""
    request = task.request
    names = [source.rsplit("/", 1)[-1] for source in task.sources]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED - 1 :] = [f"{len(names) - _MOST_NAMED + 1} more"]
    *first, last = names
    listed = f"{', '.join(first)} and {last}" if first else last
    what = "Key figures" if request.style == "figures" else "Summary"
    about = f" on “{request.focus}”" if request.focus else ""
    if request.words is not None:
        length = f"in {request.words} words"
    else:
        unit = "figure" if request.style == "figures" else "sentence"
        length = f"in {request.sentences} {unit}{'' if request.sentences == 1 else 's'}"
    return f"{what} of {listed}{about} {length}"
