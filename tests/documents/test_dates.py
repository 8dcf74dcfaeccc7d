"""The date that a document states for itself."""

from __future__ import annotations

import datetime as dt

import pytest

from ragkit.documents.dates import parse_date, stated_date

DAY = dt.date(2024, 4, 16)


@pytest.mark.parametrize(
    "line",
    [
        "2024-04-16",
        "2024-4-16",
        "2024/04/16",
        "16 April 2024",
        "16th of April, 2024",
        "April 16, 2024",
        "Apr. 16, 2024",
        "APRIL 16 2024",
        "Tuesday, April 16, 2024",
        "Tuesday 16 April 2024",
        "Tue, 16 Apr 2024 09:30:00 +0900",
        "April 16, 2024 at 9:30 a.m.",
        "2024-04-16T09:30:00Z",
        "Date: 2024-04-16",
        "**Date:** 16 April 2024",
        "Published: April 16, 2024",
        "Published on 16 April 2024 by the editors",
        "Last updated: 16 April 2024, 10:15",
        "Updated 16 April 2024",
        "Posted: Tue, April 16, 2024",
        "Seoul, 16 April 2024 — The minister said so.",
        "PARIS, April 16, 2024 - Talks began.",
        "New York, N.Y., April 16, 2024 – Shares rose.",
        "London (16 April 2024): The bank cut its rate.",
        "By Ann Lee | April 16, 2024",
        "By Ann Lee, 16 April 2024, 09:30",
        "_16 April 2024_",
        "> 16 April 2024",
    ],
)
def test_a_line_that_states_the_date(line: str) -> None:
    assert stated_date(f"Title\n\n{line}\n\nMore text follows here.\n") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "03/04/2024",
        "16.04.2024",
        "April 2024",
        "2024",
        "31 February 2024",
        "2024-13-01",
        "0024-04-16",
        "16 April 0999",
        "16 April 20245",
        "The bridge opened on 16 April 2024 after repairs.",
        "On April 16, 2024, the council met.",
        "Dates: from 16 April 2024 on",
        "Updated versions came on 16 April 2024.",
        "May 16 be a good day in 2024",
        "By noon the bridge was open, and on 16 April 2024 it closed.",
        "Version 2024-04-16-rc1 of it",
    ],
)
def test_a_line_that_states_none(line: str) -> None:
    assert stated_date(f"Title\n\n{line}\n") is None


def test_only_the_first_lines_are_asked() -> None:
    assert stated_date("Words here.\n\n" * 11 + "16 April 2024\n") == DAY
    assert stated_date("Words here.\n\n" * 12 + "16 April 2024\n") is None


def test_the_first_possible_date_counts() -> None:
    assert stated_date("31 February 2024\n16 April 2024\n17 April 2024\n") == DAY


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-04-16", DAY),
        ("2024-04-16 23:00:00 -07:00", DAY),
        ("April 16, 2024", DAY),
        (dt.date(2024, 4, 16), DAY),
        (dt.datetime(2024, 4, 16, 23, tzinfo=dt.UTC), DAY),
        ("soon", dt.date(2020, 1, 1)),
        ("2024-02-31", dt.date(2020, 1, 1)),
        (None, dt.date(2020, 1, 1)),
        (["2024-04-16"], dt.date(2020, 1, 1)),
    ],
)
def test_front_matter_comes_first(value: object, date: dt.date) -> None:
    assert stated_date("2020-01-01\n\nText.\n", front_matter={"date": value}) == date


@pytest.mark.parametrize("value", ["", "16/04/2024", "in 2024", "9999-01-01", 20240416, True])
def test_what_is_no_full_date_is_none(value: object) -> None:
    assert parse_date(value) is None
