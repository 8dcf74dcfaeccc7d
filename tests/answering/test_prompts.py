"""Prompts: what is refused when they are loaded, and what is put into them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ragkit import ModelAnswerer, OpenAIChat
from ragkit.errors import PromptError
from ragkit.prompts import load_prompts
from ragkit.resources import prompts_folder

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = (prompts_folder() / "answer.md").read_text(encoding="utf-8")
REPAIR = (prompts_folder() / "repair.md").read_text(encoding="utf-8")


def put(folder: Path, text: str, name: str = "answer.md") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_prompts_that_ship_load() -> None:
    found = load_prompts()
    assert {"answer", "repair", "malformed"} <= found.prompts.keys()
    for prompt in found.prompts.values():
        assert prompt.purpose
        assert len(prompt.sha256) == 64
        assert prompt.schema.schema["additionalProperties"] is False


def test_values_are_put_in_and_never_read_for_variables() -> None:
    system, user = load_prompts()["answer"].render(
        question="What is {{passages}}?", passages="[1] A {{question}} and {{examples}}."
    )
    assert (system.role, user.role) == ("system", "user")
    assert "Question: What is {{passages}}?" in user.content
    assert "[1] A {{question}} and {{examples}}." in user.content
    assert "Reply: {" in system.content
    assert "{{" not in system.content


@pytest.mark.parametrize(
    "values", [{}, {"question": "x"}, {"question": "x", "passages": "y", "z": ""}]
)
def test_variables_are_given_all_and_no_others(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="not given its variables"):
        load_prompts()["answer"].render(**values)


def test_a_folder_takes_the_place_of_single_prompts(tmp_path: Path) -> None:
    ours = load_prompts()
    put(tmp_path, ANSWER.replace("You answer a question", "You reply to a question"))
    (tmp_path / "README.md").write_text("no prompt")
    theirs = load_prompts(tmp_path)
    assert "You reply" in theirs["answer"].render(question="", passages="")[0].content
    assert theirs["answer"].sha256 != ours["answer"].sha256
    assert theirs["repair"].sha256 == ours["repair"].sha256


def test_line_ends_and_marks_of_other_systems_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "answer.md").write_bytes(b"\xef\xbb\xbf" + ANSWER.replace("\n", "\r\n").encode())
    one, other = load_prompts(tmp_path)["answer"], load_prompts()["answer"]
    assert one.render(question="a", passages="b") == other.render(question="a", passages="b")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no header"),
        ("# user\n\nx\n", "has no header"),
        ("---\npurpose: x\n", "has no header"),
        ("---\n- a\n---\n# user\n", "the header: it: Input should be a valid dictionary"),
        ("---\n\t: {\n---\n# user\n", "the header is no YAML"),
        (ANSWER.replace("purpose:", "purpos:"), "the header: purpose: Field required"),
        (ANSWER.replace("purpose: Ask", "mode: x\npurpose: Ask"), "the header: mode: Extra inputs"),
        (ANSWER.replace("{{passages}}", ""), "does not use the variable 'passages'"),
        (ANSWER.replace("{{examples}}", ""), "does not use the variable 'examples'"),
        (ANSWER.replace("{{question}}", "{{questoin}}"), "'{{questoin}}' is no variable"),
        (ANSWER.replace("# system\n", ""), "has to start with '# system' or '# user'"),
        (ANSWER.replace("additionalProperties: false\n  required", "required"), "no strict schema"),
        (ANSWER.replace("required: [about, sides]", "required: [about]"), "every property"),
        (ANSWER.replace("type: integer", "type: intger"), "'intger' is no type of JSON"),
        (REPAIR.replace("output: answer", "output: anser"), "names 'anser', which is no prompt"),
        (ANSWER.replace("sentences: [1]", "sentences: [9]", 1), "it names a sentence that is not"),
        (ANSWER.replace("phrase: 40 percent of capacity", "phrase: forty"), "in none of its"),
        (ANSWER.replace("text: The Larkmoor mill ran at 40", "text: The Larkmoor mill ran at 45"),
         "the quotes give another figure than '45 percent'"),
        (ANSWER.replace("text: A count on 9 June found 280", "text: A count on 9 July found 280"),
         "example 3"),
    ],
)  # fmt: skip
def test_what_is_no_prompt_is_refused(tmp_path: Path, text: str, says: str) -> None:
    name = "repair.md" if "failures" in text else "answer.md"
    with pytest.raises(PromptError) as caught:
        load_prompts(put(tmp_path, text, name))
    assert str(caught.value).startswith(str(tmp_path / name))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_prompt_that_asks_for_another_kind_of_reply_is_refused(tmp_path: Path) -> None:
    put(tmp_path, ANSWER.replace("answerable", "ansable"), "answer.md")
    with pytest.raises(PromptError, match="the prompt 'answer' asks for no 'answerable'"):
        ModelAnswerer(OpenAIChat("x", base_url="http://127.0.0.1:9"), prompts=tmp_path)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "answer.md").write_bytes(b"---\n\xff\n---\n")
    with pytest.raises(PromptError, match="it is not UTF-8"):
        load_prompts(tmp_path)
    with pytest.raises(PromptError, match="is no folder of prompts"):
        load_prompts(tmp_path / "nowhere")
    shutil.move(tmp_path / "answer.md", tmp_path / "anwser.md")
    with pytest.raises(PromptError, match="there is no prompt 'anwser'; did you mean 'answer'"):
        load_prompts(tmp_path)
