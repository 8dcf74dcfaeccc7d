"""What a call cost, where the list knows it; and how calls add up."""

from __future__ import annotations

from pathlib import Path

import genai_prices
import pytest
from openai.types.shared import chat_model

from ragkit.llm import DEFAULT_MODEL, add_usage, price_of
from ragkit.llm.reading import usage_in
from ragkit.types import Usage

OPENAI = "https://api.openai.com/v1"
MILLION = Usage(input_tokens=200_000, output_tokens=100_000)


@pytest.mark.parametrize(
    ("model", "url", "known"),
    [
        ("gpt-5.4-mini", OPENAI, True),
        ("gpt-5.4-mini-2026-03-17", OPENAI, True),
        (DEFAULT_MODEL, OPENAI, True),
        ("llama-3.3-70b-versatile", "https://api.groq.com/openai/v1", True),
        ("gpt-nonsense", OPENAI, False),
        ("gpt-5.4-mini-of-mine", OPENAI, False),
        ("", OPENAI, False),
        ("gpt-5.4-mini", "http://localhost:11434/v1", False),
        ("gpt-5.4-mini", "http://127.0.0.1:8000/v1", False),
        ("gpt-5.4-mini", "http://api.openai.com/v1", False),
        ("gpt-5.4-mini", "https://api.openai.com.example.org/v1", False),
        ("gpt-5.4-mini", "https://example.org/https://api.openai.com/v1", False),
        ("gpt-5.4-mini", "https://eu.api.openai.com/v1", False),
        ("gpt-5.4-mini", "https://llm.example.org/v1", False),
        ("gpt-5.4-mini", "", False),
    ],
)
def test_a_price_is_known_or_none(model: str, url: str, known: bool) -> None:
    price = price_of(model, url, MILLION)
    assert (price is not None and price > 0) == known
    assert (price is None) == (not known)


def test_tokens_are_priced_by_kind() -> None:
    # $0.75, $0.075 and $4.50 for a million of input, cached input and output.
    cached = Usage(input_tokens=200_000, output_tokens=100_000, cached_tokens=100_000)
    assert price_of("gpt-5.4-mini", OPENAI, MILLION) == pytest.approx(0.15 + 0.45)
    assert price_of("gpt-5.4-mini", OPENAI, cached) == pytest.approx(0.075 + 0.0075 + 0.45)
    written = price_of(DEFAULT_MODEL, OPENAI, MILLION, cache_write_tokens=100_000)
    plain = price_of(DEFAULT_MODEL, OPENAI, MILLION)
    assert written is not None
    assert plain is not None
    assert written > plain


@pytest.mark.parametrize("tier", [None, "auto", "default"])
def test_the_usual_tier(tier: str | None) -> None:
    usual = price_of("gpt-5.4-mini", OPENAI, MILLION)
    assert price_of("gpt-5.4-mini", OPENAI, MILLION, service_tier=tier) == usual


def test_a_tier_that_the_list_does_not_know_has_no_price() -> None:
    assert price_of("gpt-5.4-mini", OPENAI, MILLION, service_tier="heroic") is None


def test_numbers_that_contradict_each_other_have_no_price() -> None:
    wrong = Usage(input_tokens=1, output_tokens=1, cached_tokens=2)
    assert price_of("gpt-5.4-mini", OPENAI, wrong) is None


def test_a_reply_is_priced_by_the_name_that_the_server_gives_it() -> None:
    named = {"prompt_tokens": 1000, "completion_tokens": 100}
    known = usage_in({"model": "gpt-5.4-mini", "usage": named}, "alias", OPENAI)
    unknown = usage_in({"usage": named}, "alias", OPENAI)
    assert known is not None
    assert known.cost == pytest.approx(0.00075 + 0.00045)
    assert unknown == Usage(input_tokens=1000, output_tokens=100)


def test_the_list_is_the_one_that_came_with_it() -> None:
    price = genai_prices.calc_price(
        genai_prices.Usage(input_tokens=1), DEFAULT_MODEL, provider_id="openai"
    )
    assert price.auto_update_timestamp is None


def test_the_default_model_is_one_that_the_client_lists_and_no_notice_of_its_end() -> None:
    source = Path(chat_model.__file__).read_text()
    models, deprecated = source.split('"""Deprecated values', 1)
    assert f'"{DEFAULT_MODEL}"' in models
    assert f'"{DEFAULT_MODEL}"' not in deprecated


def test_usage_adds_up() -> None:
    one = Usage(input_tokens=10, output_tokens=2, cached_tokens=4, cost=0.25)
    free = Usage(input_tokens=1, output_tokens=1, cost=None)
    zero = Usage(input_tokens=0, output_tokens=0, cost=0.0)
    assert add_usage(zero, one) == one
    twice = Usage(input_tokens=20, output_tokens=4, cached_tokens=8, cost=0.5)
    assert add_usage(one, one) == twice
    assert add_usage(one, free) == Usage(input_tokens=11, output_tokens=3, cached_tokens=4)
    assert add_usage(None, one) == Usage(input_tokens=10, output_tokens=2, cached_tokens=4)
    assert add_usage(None, None) is None
