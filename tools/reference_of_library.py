"""The reference of what `ragkit.__all__` names, from signatures and docstrings."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ragkit
from ragkit import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["library_page"]

#: Every public name has a place here; the tool stops where one has none.
GROUPS = {
    "The corpus": "Corpus AnswerStream SummaryStream",
    "What answers": "Extractive ModelAnswerer OpenAIChat",
    "Answers and summaries": "Answer Statement Quote Check Conflict Provenance Usage Summary Section",
    "Documents and passages": "Document Source Span Chunk ScoredChunk AddReport Failure CorpusStatus",
    "Checking": "read_draft QuoteItem VerifyReport QuoteCheck Verdict",
    "Reading": "Reader Reading AnswerSpan",
    "Settings": "Settings",
}
NOT_TOLD = {"settings_customise_sources"}


def library_page() -> str:
    """The reference of what `ragkit.__all__` names."""
    told = {name for names in GROUPS.values() for name in names.split()}
    told |= {"__version__", *errors.__all__}
    if missing := set(ragkit.__all__) ^ told:
        raise SystemExit(f"tools/reference_of_library.py, GROUPS: {', '.join(sorted(missing))}")
    parts = ["`from ragkit import …`; `ragkit.__version__` is a string.\n"]
    for title, names in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [text for name in names.split() for text in _thing(name)]
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")
    parts.append("## Errors\n")
    parts.append(f"{tree[0]}\n\n```text\n{inspect.cleandoc(tree[1])}\n```\n")
    parts.append(f"{' '.join(tree[2].split())}\n")
    parts.extend(_error(name) for name in errors.__all__)
    return "\n".join(parts)


def _thing(name: str) -> Iterator[str]:
    thing: Any = getattr(ragkit, name)
    doc = inspect.getdoc(thing) or ""
    yield f"### {name}\n"
    if inspect.isfunction(thing):
        yield _signature(name, thing)
    elif dataclasses.is_dataclass(thing) or ("Args:" in doc and inspect.isclass(thing)):
        yield _signature(name, thing, result=False)
    yield _doc(doc)
    if inspect.isclass(thing):
        yield from _members(thing)


def _members(kind: type) -> Iterator[str]:
    """Its public members and those that it has from classes of this package."""
    fields = (
        {one.name for one in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else ()
    )
    seen = {*fields, *NOT_TOLD}
    for base in kind.__mro__:
        if not base.__module__.startswith("ragkit."):
            continue
        for name, member in vars(base).items():
            if name.startswith("_") or name in seen or isinstance(member, enum.Enum):
                continue
            seen.add(name)
            whole = f"{kind.__name__}.{name}"
            plain = getattr(member, "__func__", member)
            if isinstance(member, property | cached_property):
                getter = member.fget if isinstance(member, property) else member.func
                returned = inspect.get_annotations(getter)["return"] if getter else ""
                yield f"#### {whole}\n\n```python\n{whole}: {returned}\n```\n"
                yield _doc(inspect.getdoc(member) or "")
            elif inspect.isfunction(plain):
                yield f"#### {whole}\n"
                yield _signature(whole, plain, bound=not isinstance(member, staticmethod))
                yield _doc(inspect.getdoc(plain) or "")


def _signature(
    name: str, thing: Callable[..., Any], *, result: bool = True, bound: bool = False
) -> str:
    signature = inspect.signature(thing)
    given = list(signature.parameters.values())[1 if bound else 0 :]
    said: list[str] = []
    starred = False
    for one in given:
        if one.kind is one.KEYWORD_ONLY and not starred:
            said.append("*")
            starred = True
        said.append(_parameter(one))
    returned = signature.return_annotation
    arrow = f" -> {returned}" if result and isinstance(returned, str) else ""
    line = f"{name}({', '.join(said)}){arrow}"
    if len(line) > 88:
        lines = "".join(f"    {one},\n" for one in said)
        line = f"{name}(\n{lines}){arrow}"
    return f"```python\n{line}\n```\n"


def _parameter(one: inspect.Parameter) -> str:
    if one.default is one.empty:
        return f"{one.name}: {one.annotation}"
    default = repr(one.default)
    # A factory of a dataclass shows as an object.
    return f"{one.name}: {one.annotation} = {'…' if default.startswith('<') else default}"


def _error(name: str) -> str:
    doc = inspect.getdoc(getattr(errors, name)) or ""
    first, _, rest = doc.partition("\n\n")
    return f"**`{name}`**: {' '.join(first.split())}\n" + (f"\n{_doc(rest)}" if rest else "")


def _doc(doc: str) -> str:
    """A docstring as Markdown: paragraphs, examples, and sections as lists."""
    # A list stands apart from what is before and behind it.
    doc = re.sub(r"(?m)^(?! )(.+:)\n(?=    \S)", r"\1\n\n", doc)
    doc = re.sub(r"(?m)^( {4}.+)\n(?=\S)", r"\1\n\n", doc)
    parts: list[str] = []
    for block in re.split(r"\n{2,}", doc):
        if block.startswith(">>>"):
            # What stands behind the marks is what is typed.
            code = "\n".join(line[4:] for line in block.splitlines())
            parts.append(f"```python\n{code}\n```\n")
            continue
        lines: list[str] = []
        for line in block.splitlines():
            if line.endswith(":") and not line.startswith(" ") and " " not in line:
                lines.append(f"*{line[:-1]}*")
            elif re.match(r" {4}(?! )", line):
                head, colon, rest = line.strip().partition(": ")
                lines.append(f"- `{head}`: {rest}" if colon else f"- {line.strip()}")
            else:
                lines.append(
                    line.replace("        ", "  ", 1) if line.startswith(" " * 8) else line
                )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
