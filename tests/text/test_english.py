"""Whether a question is put in English."""

from __future__ import annotations

import pytest

from ragkit.text.english import asks_in_english


@pytest.mark.parametrize(
    "question",
    [
        "Wer ist der Chef?",
        "Was kostet das?",
        "Wie viele Container?",
        "Qui dirige l'usine ?",
        "Combien coûte Halden-2 ?",
        "Chi dirige la fabbrica?",
        "Hvem leder firmaet?",
        "Kto kieruje firmą?",
        "Hoeveel kost het?",
        "Сколько стоит?",
        "何ですか",
    ],
)
def test_other_languages(question: str) -> None:
    assert not asks_in_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Who directed La La Land?",
        "Where was Juan de la Cruz born?",
        "When did Ludwig van Beethoven die?",
        "Los Angeles population",
        "population of Rio de Janeiro",
        "café opening hours",
        "Was it rainy?",
        "halden-2 price",
        "What does the Conseil d'État do?",
        "Per capita income?",
    ],
)
def test_english_with_names_of_elsewhere(question: str) -> None:
    assert asks_in_english(question)
