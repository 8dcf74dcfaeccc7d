"""A case on a report page: its question, answer, quotes in their passages, gold and scores."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from ragkit.evals.reporting.verdicts import (
    answer_text,
    failed,
    figure,
    is_summary,
    status_of,
)
from ragkit.render.frame import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.evals.records import CaseResult, Gold

__all__ = ["TONES", "answer_html", "card", "gold_html", "quotes_html"]

TONES = {"passed": "good", "failed": "bad", "unscored": "warn", "error": "warn"}
_LONGEST_PASSAGE = 600  # characters of a passage that nothing is quoted from
_MOST_PASSAGES = 5


def card(result: CaseResult) -> str:
    """A case, closed: its status, id and question; open: everything that is known of it."""
    status = status_of(result)
    tags = escape(json.dumps(list(result.tags), ensure_ascii=True))
    parts = [
        f'<details class="c {TONES[status]}" data-s="{status}" data-t="{tags}">',
        f'<summary><span class="tag">{status}</span><code>{safe(result.case_id)}</code>',
        f"<span>{safe(result.question)}</span></summary><div>",
        *_body(result),
        "</div></details>",
    ]
    return "".join(parts)


def _body(result: CaseResult) -> Iterator[str]:
    if why := result.error or failed(result):
        yield f'<p class="w">{safe(why)}</p>'
    if result.tags:
        yield f'<p class="w">tags: {safe(", ".join(result.tags))}</p>'
    what = "Summary" if is_summary(result.answer) else "Answer"
    said = f"<section><h3>{what}</h3>{answer_html(result)}</section>" if result.answer else ""
    yield f'<div class="two">{said}<section>{gold_html(result)}</section></div>'
    yield quotes_html(result)
    if result.passages:
        opened = " open" if result.answer is None else ""
        yield f"<details{opened}><summary>Passages that were retrieved</summary>"
        for passage in result.passages[:_MOST_PASSAGES]:
            text = passage["text"]
            shown = text if len(text) <= _LONGEST_PASSAGE else f"{text[:_LONGEST_PASSAGE]} …"
            words = f'<p dir="auto">{safe(shown)}</p>' if shown else ""
            yield f"<blockquote>{words}{_place(passage)}</blockquote>"
        yield "</details>"
    if result.scores:
        yield "<h3>Scores</h3><table>"
        for score in result.scores:
            value = "unscored" if score.value is None else figure(score.metric, score.value)
            yield (
                f'<tr><td>{safe(score.metric)}<td class="n">{value}'
                f'<td class="r">{safe(score.reason)}'
            )
        yield "</table>"


def answer_html(result: CaseResult) -> str:
    """What was answered; of a case that was not, why. Of a summary a line for each statement."""
    if result.answer is None:
        return f'<p class="w">{safe(result.error or "nothing was asked for")}</p>'
    if is_summary(result.answer) and (said := result.answer.get("statements")):
        return f"<ul>{''.join(map(_statement_html, said))}</ul>"
    return f'<p dir="auto">{safe(answer_text(result.answer))}</p>'


def _statement_html(statement: Mapping[str, Any]) -> str:
    """A statement, and what of it its quotes do not bear."""
    failing = [check["detail"] for check in statement.get("checks", ()) if not check["holds"]]
    why = f'<p class="w">{safe("; ".join(failing))}</p>' if failing else ""
    return f'<li dir="auto">{safe(statement["text"])}{why}</li>'


def quotes_html(result: CaseResult) -> str:
    """The quotes of an answer, marked in the passages that hold them; "" without quotes."""
    quotes: Sequence[Mapping[str, Any]] = (result.answer or {}).get("quotes") or ()
    parts = ["<h3>Quotes in their source</h3>"] if quotes else []
    shown: set[int] = set()
    for passage in result.passages:
        inside = [n for n, quote in enumerate(quotes) if n not in shown and _holds(passage, quote)]
        if inside:
            shown.update(inside)
            parts.append(_quoted(passage, [quotes[n] for n in inside]))
    parts += [_quoted(quote, [quote]) for n, quote in enumerate(quotes) if n not in shown]
    return "".join(parts)


def _holds(passage: Mapping[str, Any], quote: Mapping[str, Any]) -> bool:
    inside = passage["start"] <= quote["start"] and quote["end"] <= passage["end"]
    # A brief run file has the places of passages without their text.
    return inside and bool(passage["text"]) and bool(passage["source"] == quote["source"])


def _quoted(passage: Mapping[str, Any], quotes: Sequence[Mapping[str, Any]]) -> str:
    """A passage with the quotes in it marked."""
    text, start = passage["text"], passage["start"]
    parts: list[str] = []
    at = 0
    for quote in sorted(quotes, key=lambda quote: quote["start"]):
        first, last = max(at, quote["start"] - start), quote["end"] - start
        if first >= last:  # inside of what is marked already
            continue
        parts += [safe(text[at:first]), f"<mark>{safe(text[first:last])}</mark>"]
        at = last
    body = "".join([*parts, safe(text[at:])])
    line = next((quote["line"] for quote in quotes if quote.get("line")), None)
    return f'<blockquote><p dir="auto">{body}</p>{_place(passage, line)}</blockquote>'


def _place(passage: Mapping[str, Any], line: int | None = None) -> str:
    where = f":{line}" if line else f" [{passage['start']}:{passage['end']}]"
    return f'<p class="w">{safe(passage["source"] + where)}</p>'


def _group_html(group: Sequence[Gold]) -> str:
    """The wordings of a fact, and where each is proved."""
    # The same words proved in two places are one wording.
    wordings = " <em>or</em> ".join(map(safe, dict.fromkeys(fact.text for fact in group)))
    parts = [f'<p dir="auto">{wordings}</p>']
    for fact in dict.fromkeys(group):
        if fact.quote and fact.source:
            where = f"{fact.source}:{fact.line}" if fact.line else fact.source
            parts.append(f'<p class="w" dir="auto">{safe(f"“{fact.quote}” {where}")}</p>')
    return "".join(parts)


def gold_html(result: CaseResult) -> str:
    """What the answer has to say, and what it must not."""
    if not result.answerable:
        gold = "<p>the documents do not hold the answer: it has to be refused</p>"
    else:
        gold = "".join(map(_group_html, result.gold))
    parts = [f"<h3>Gold</h3>{gold}"] if gold else []
    if result.forbid:
        forbidden = "".join(f'<p dir="auto">{safe(text)}</p>' for text in result.forbid)
        parts.append(f"<h3>Must not be said</h3>{forbidden}")
    return "".join(parts)
