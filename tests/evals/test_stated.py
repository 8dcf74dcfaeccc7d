"""Whether a text states a fact: values, names, phrases, dates."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.evals.stated import find_stated, states

STATED = [
    # fact, a text that states it, its words there
    ("6,700", "Russia got about 6,700 containers of munitions.", "6,700"),
    ("6,700", "It was more than 6\u00a0700.", "6\u00a0700"),
    ("about 6,700", "It shipped some 6,700 of them.", "6,700"),
    ("about 6,700", "It shipped 6,700.", "6,700"),
    ("about 6,700", "It shipped 6,734.", "6,734"),
    ("about 6,700 containers", "Some 6,700 grey containers left.", "6,700"),
    ("at least 20", "No fewer than 20 looms were sold.", "20"),
    ("20 or more", "At least 20 looms were sold.", "20"),
    ("20", "At least 20 looms were sold.", "20"),
    ("30 percent", "Three in ten of the mills ran.", "Three in ten"),
    ("30%", "They ran at 30 per cent of capacity.", "30 per cent"),
    ("three million", "They hold 3,000,000 rounds.", "3,000,000"),
    ("half", "It ran at 50 percent.", "50 percent"),
    ("$38.5 million", "It is spending $38.5m on a second line.", "$38.5m"),
    ("152 mm", "The bore is 15.2 cm.", "15.2 cm"),
    ("140 images", "It takes 140 images a day.", "140"),
    ("140 images a day", "It takes 140 images per day.", "140"),
    ("30 percent larger", "The flow in looked 30 percent larger than the flow out.", "30 percent"),
    ("290 components", "It held 290 foreign components.", "290"),
    ("24 dead", "It left 24 people dead.", "24"),
    ("4,200 dollars to 5,150 dollars", "It rose from $4,200 to $5,150.", "$4,200 to $5,150"),
    ("3 to 5 days", "Gaps of between three and five days were seen.", "three and five days"),
    ("2000", "It has 2000 troops.", "2000"),
    ("1,100-box vessel", "It began with the 1,100-box vessel Anna Brekke.", "1,100"),
    # Dates.
    ("21 November 2023", "It rose on November 21, 2023.", "November 21, 2023"),
    ("2023-11-21", "It rose on 21 November 2023.", "21 November 2023"),
    ("November 2023", "It rose on 21 November 2023.", "21 November 2023"),
    ("2023", "It rose on 21 November 2023.", "21 November 2023"),
    ("the 1990s", "It was built in 1994.", "1994"),
    ("19 June", "They met on 19 June 2024.", "19 June 2024"),
    ("2021 to 2023", "The parts were made from 2021 to 2023.", "2021 to 2023"),
    # Names and phrases.
    ("Ilse Brandt", "Captain Ilse Brandt’s crew left.", "Ilse Brandt"),
    ("Shin Won-sik", "said SHIN WON-SIK on Monday", "SHIN WON-SIK"),
    ("Ministry of Defence", "The ministry of the defense said so.", "ministry of the defense"),
    ("the Ministry", "A ministry said so.", "ministry"),
    ("raw materials and electricity", "for want of raw materials, electricity", None),
    ("arms plants", "An arms plant burned.", "arms plant"),
    ("full capacity", "They are running at full capacity.", "full capacity"),
    ("Müller", "said Mu\u0308ller", "Mu\u0308ller"),
    ("US", "The U.S. said no.", "U.S"),
    ("U.S.", "The US said no.", "US"),
    ("WHO", "said the WHO", "WHO"),
    ("Halden-2", "The Halden-2 satellite rose.", "Halden-2"),
    ("Boeing 737", "A Boeing 737 landed.", "Boeing 737"),
    ("東京", "東京都に住む", "東京"),
    ("the", "It is the end", "the"),
    ("—", "one — two", "—"),
]
NOT_STATED = [
    ("20", "At least 120 looms were sold."),
    ("20", "It rose by 20 percent."),
    ("20 percent", "It rose by 20 percentage points."),
    ("at least 20", "20 looms were sold."),
    ("at least 20", "45 looms were sold."),
    ("up to 7", "5 to 7 looms were sold."),
    ("6,700", "It shipped 6,734."),
    ("about 6,700", "It shipped 6,900."),
    ("6,700", "It shipped 16,700."),
    ("$5 million", "It cost €5 million."),
    ("140 images a day", "It takes 140 images a week."),
    ("30 percent larger", "They run at 30 percent of capacity."),
    ("30 percent larger", "The one was 30 percent smaller, the other larger."),
    ("290 components", "It had 290 chips and 300 components."),
    ("290 components", "It had 290 parts. Components were counted too."),
    ("30 of 40", "It has 30. The other has 40."),
    ("3 days", "It took 3 to 5 days."),
    ("21 November 2023", "It rose in November 2023."),
    ("19 June 2024", "They met on 19 June."),
    ("2021 to 2023", "The parts were made in 2022."),
    ("late December 2023", "It was December 2023."),
    ("Ilse Brandt", "Brandt, Ilse"),
    ("Ilse Brandt", "Ilse Marie Brandt"),
    ("not approved", "It was approved."),
    ("US", "They told us so."),
    ("WHO", "The man who knew."),
    ("operation", "The operator left."),
    ("university", "It holds universally."),
    ("Halden-2", "The Halden-21 satellite rose."),
    ("Ilse", ""),
    ("", "anything"),
    (" ", "any thing"),
    ("?", "anything"),
]


@pytest.mark.parametrize(("fact", "text", "words"), STATED)
def test_stated(fact: str, text: str, words: str | None) -> None:
    found = find_stated(f"Nothing else is said. {text}", fact)
    assert found is not None
    assert states(text, fact)
    if words is not None:
        assert found.of(f"Nothing else is said. {text}") == words


@pytest.mark.parametrize(("fact", "text"), NOT_STATED)
def test_not_stated(fact: str, text: str) -> None:
    assert not states(text, fact)
    assert find_stated(f"Something. {text}", fact) is None


WORDS = st.sampled_from(
    "Ilse Brandt plants Øresund café 30 percent 6,700 containers in 2023 Defence larger".split()
)


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_a_fact_states_itself(fact: str) -> None:
    assert states(fact, fact)
    assert states(f"He said that {fact}.", fact)


@given(st.text(), st.text(max_size=20))
def test_any_text_is_read(text: str, fact: str) -> None:
    found = find_stated(text, fact)
    assert found is None or found.of(text)


def test_a_long_text_is_read_once() -> None:
    text = "The mills ran at 31 percent of capacity, said Ilse Brandt of Ridge Ltd. " * 500
    began = time.process_time()
    for number in range(200):
        assert not states(text, f"{number + 32} percent")
        assert not states(text, f"Ilse Marie {number}")
    assert time.process_time() - began < 10
