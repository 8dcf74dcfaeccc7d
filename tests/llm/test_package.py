"""What the package promises before anything is asked."""

from __future__ import annotations

import inspect

import pytest

from ragkit import errors, llm
from ragkit.llm import chat
from ragkit.types import Usage
from tests.test_package import modules_after

HEAVY = {"openai", "httpx", "httpx2", "genai_prices", "pydantic", "tiktoken", "numpy"}


@pytest.mark.parametrize(
    "code",
    [
        "import ragkit.llm",
        "from ragkit.llm import OpenAIChat; OpenAIChat(base_url='http://127.0.0.1:9/v1')",
        "from ragkit.llm import OpenAIChat; OpenAIChat(api_key='k').stream([])",
    ],
)
def test_the_client_is_loaded_with_the_first_request(code: str) -> None:
    assert not modules_after(code).intersection(HEAVY)


def test_all_is_sorted() -> None:
    constants_first = sorted(llm.__all__, key=lambda name: (not name.isupper(), name))
    constants = [name for name in constants_first if name.isupper()]
    classes = [name for name in constants_first if name[0].isupper() and not name.isupper()]
    functions = [name for name in constants_first if name.islower()]
    assert llm.__all__ == [*constants, *classes, *functions]


@pytest.mark.parametrize("name", [n for n in llm.__all__ if n not in {"Mode", "Role"}])
def test_everything_public_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(llm, name))


@pytest.mark.parametrize("kind", [chat.Message, chat.Reply, chat.Schema])
def test_records_are_frozen_and_slotted(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


def test_a_failed_call_may_say_what_it_cost() -> None:
    usage = Usage(input_tokens=1, output_tokens=1)
    assert errors.ChatRefusedError("no", usage=usage).usage == usage
    assert errors.ChatRefusedError("no").usage is None
