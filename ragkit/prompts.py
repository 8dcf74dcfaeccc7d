"""The instructions that a language model sees: Markdown files, checked when they are loaded.

`prompts/README.md` says what a file holds. A prompt that says otherwise than its header, or
whose own examples would not pass as an answer, is refused before anything is sent.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ragkit.errors import PromptError
from ragkit.llm.chat import Message, Schema
from ragkit.quotes.support import check_support
from ragkit.resources import prompts_folder
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Prompt", "PromptSet", "load_prompts"]

_PARTS = re.compile(r"^# (system|user)[ \t]*$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_EXAMPLES = "examples"
_LARGEST = 200_000  # characters of a prompt
_KINDS = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


class _Statement(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    sentences: list[int]
    phrase: str | None = None


class _ExampleReply(BaseModel):
    """What of an example's reply is checked; a prompt of another shape may say more."""

    model_config = ConfigDict(extra="allow", strict=True)

    statements: list[_Statement] = []


class _Example(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    sentences: list[str]
    reply: dict[str, Any]


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    purpose: str
    variables: list[str]
    output: dict[str, Any] | str
    examples: list[_Example] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One instruction.

    Attributes:
        name: of its file, without the ending.
        purpose: what it is for.
        variables: the names that `render` needs, no more and no less.
        schema: of the reply.
        sha256: of the file's bytes.
    """

    name: str
    purpose: str
    variables: frozenset[str]
    schema: Schema
    sha256: str
    _parts: tuple[tuple[str, str], ...] = field(repr=False)
    _examples: str = field(repr=False)

    def check_replies(self, *wanted: str) -> None:
        """See that a reply has what the program reads.

        Args:
            wanted: paths in the schema of the reply: "statements.sentences" is a key of
                the objects in a list.

        Raises:
            PromptError: if the schema lacks one.
        """
        for path in wanted:
            part: Any = self.schema.schema
            for key in path.split("."):
                part = (part.get("items") or part).get("properties", {}).get(key)
                if part is None:
                    raise PromptError(f"the prompt {self.name!r} asks for no {path!r}")

    def render(self, **values: str) -> list[Message]:
        """The messages, with every variable in its place.

        A value is never looked into for variables: a document may hold `{{question}}`.

        Raises:
            PromptError: if a variable is missing or unknown.
        """
        if values.keys() != self.variables:
            wrong = ", ".join(sorted(values.keys() ^ self.variables))
            raise PromptError(f"the prompt {self.name!r} is not given its variables: {wrong}")

        values[_EXAMPLES] = self._examples

        def value(match: re.Match[str]) -> str:
            return values[match[1]]

        return [
            Message(
                role="system" if role == "system" else "user", content=_VARIABLE.sub(value, text)
            )
            for role, text in self._parts
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSet:
    """The prompts in force, by name."""

    prompts: Mapping[str, Prompt]

    def __getitem__(self, name: str) -> Prompt:
        return self.prompts[name]


def load_prompts(folder: Path | None = None) -> PromptSet:
    """Read and check every prompt.

    Args:
        folder: files in the place of those of the same name that ragkit has; None for none.

    Raises:
        PromptError: the folder or a file does not read, has a name that no prompt has, or
            does not hold what its header says; it starts with the file's path.
    """
    files = {path.stem: path for path in _markdown(prompts_folder())}
    if folder is not None:
        if not folder.is_dir():
            raise PromptError(f"{str(folder)!r} is no folder of prompts")
        for path in _markdown(folder):
            if path.stem not in files:
                raise PromptError(_unknown(path, files))
            files[path.stem] = path
    written = {name: _written(path) for name, path in sorted(files.items())}
    return PromptSet(
        prompts={name: _prompt(name, files[name], written) for name in written},
    )


def _markdown(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*.md")) if path.name != "README.md")


def _unknown(path: Path, known: Mapping[str, Path]) -> str:
    near = difflib.get_close_matches(path.stem, list(known), n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"{path}: there is no prompt {path.stem!r}; {hint}"


@dataclass(frozen=True, slots=True)
class _Written:
    header: _Header
    body: str
    sha256: str


def _written(path: Path) -> _Written:
    """A file's header and its text."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise PromptError(f"{path}: cannot be read: {reason}") from error
    if len(text) > _LARGEST:
        raise PromptError(f"{path}: has {len(text):,} characters; the most is {_LARGEST:,}")
    opening, closing, body = text.partition("---\n")[2].partition("\n---\n")
    if not text.startswith("---\n") or not closing:
        raise PromptError(f"{path}: has no header between two lines of '---'")
    try:
        header = _Header.model_validate(yaml.safe_load(opening))
    except yaml.YAMLError as error:
        raise PromptError(f"{path}: the header is no YAML: {_first_line(error)}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise PromptError(f"{path}: the header: {where}: {first['msg']}") from error
    return _Written(header, body, hashlib.sha256(data).hexdigest())


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _prompt(name: str, path: Path, written: Mapping[str, _Written]) -> Prompt:
    mine = written[name]
    schema = _schema(path, mine.header.output, written)
    _check_variables(path, mine)
    for number, example in enumerate(mine.header.examples, start=1):
        _check_example(path, number, example)
    return Prompt(
        name=name,
        purpose=mine.header.purpose,
        variables=frozenset(mine.header.variables),
        schema=schema,
        sha256=mine.sha256,
        _parts=tuple(_parts(path, mine.body)),
        _examples="\n\n".join(map(_shown, mine.header.examples)),
    )


def _parts(path: Path, body: str) -> Iterator[tuple[str, str]]:
    """The messages' roles and texts."""
    before, *rest = _PARTS.split(body)
    if before.strip() or not rest:
        raise PromptError(f"{path}: the text has to start with '# system' or '# user'")
    for role, text in zip(rest[::2], rest[1::2], strict=True):
        yield role, text.strip()


def _shown(example: _Example) -> str:
    numbered = "\n".join(f"[{n}] {text}" for n, text in enumerate(example.sentences, start=1))
    reply = json.dumps(example.reply, ensure_ascii=False)
    return f"Example\n{numbered}\nQuestion: {example.question}\nReply: {reply}"


def _check_variables(path: Path, written: _Written) -> None:
    used = set(_VARIABLE.findall(written.body))
    listed = {*written.header.variables, *([_EXAMPLES] if written.header.examples else [])}
    if unknown := sorted(used - listed):
        raise PromptError(f"{path}: '{{{{{unknown[0]}}}}}' is no variable of the header")
    if missing := sorted(listed - used):
        raise PromptError(f"{path}: the text does not use the variable {missing[0]!r}")


def _schema(path: Path, output: dict[str, Any] | str, written: Mapping[str, _Written]) -> Schema:
    name = path.stem
    if isinstance(output, str):
        other = written.get(output)
        if other is None or isinstance(other.header.output, str):
            raise PromptError(
                f"{path}: 'output' names {output!r}, which is no prompt with a schema"
            )
        name, output = output, other.header.output
    if output.get("type") != "object" or (why := _not_strict(output)):
        why = why if output.get("type") == "object" else "the reply has to be an object"
        raise PromptError(f"{path}: 'output' is no strict schema: {why}")
    return Schema(name=name, schema=output)


def _not_strict(schema: Any) -> str | None:
    """Why structured outputs would refuse a schema; None where they would not."""
    if not isinstance(schema, dict):
        return "a part of it is no mapping"
    kinds = schema.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in _KINDS:
            return f"{kind!r} is no type of JSON"
    if schema.get("type") == "object":
        properties = schema.get("properties") or {}
        if schema.get("additionalProperties") is not False:
            return "an object needs 'additionalProperties: false'"
        if sorted(schema.get("required") or []) != sorted(properties):
            return "'required' has to name every property"
        return next(filter(None, map(_not_strict, properties.values())), None)
    return _not_strict(schema.get("items")) if schema.get("type") == "array" else None


def _check_example(path: Path, number: int, example: _Example) -> None:
    """An example has to be an answer that would be shown: a model does as it is shown."""
    try:
        reply = _ExampleReply.model_validate(example.reply)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise PromptError(f"{path}: example {number}: {where}: {first['msg']}") from error
    for statement in reply.statements:
        if why := _fault(statement, example.sentences):
            raise PromptError(f"{path}: example {number}: {statement.text!r}: {why}")


def _fault(statement: _Statement, sentences: Sequence[str]) -> str | None:
    if not statement.sentences or not all(1 <= n <= len(sentences) for n in statement.sentences):
        return "it names a sentence that is not there"
    cited = [sentences[n - 1] for n in statement.sentences]
    if statement.phrase and not any(statement.phrase in text for text in cited):
        return f"{statement.phrase!r} stands in none of its sentences"
    checks = check_support(statement.text, [(text, Span(0, len(text))) for text in cited])
    return next((check.detail for check in checks if not check.holds), None)
