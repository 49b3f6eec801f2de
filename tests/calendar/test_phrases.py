"""What people write for dates and rhythms in English: each phrase of the table means what the table says."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.calendar.moments import MomentCode, MomentError, parse_day
from bot.calendar.plans import PlanError, parse_when
from bot.calendar.quiet_hours import parse_hours
from bot.calendar.repeats import RepeatCode, RepeatError, parse_repeat

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 25, 13, 0, 17, tzinfo=UTC)
ZONE = "Europe/Berlin"
START = datetime(2026, 12, 8, 19)


def meaning(section: str, text: str) -> str:
    """What a phrase means, in the words of the table."""
    try:
        match section:
            case "when":
                moment, rule = parse_when(text, NOW, ZONE)
                return f"{moment.local:%Y-%m-%d %H:%M}" + (f" & {rule}" if rule else "")
            case "how_often":
                return parse_repeat(text, START) or "once"
            case "day":
                return f"{parse_day(text, NOW, ZONE)}"
            case _:
                hours = parse_hours(text)
                return "?" if hours is None else f"{hours[0]:%H:%M} {hours[1]:%H:%M}"
    except (MomentError, RepeatError, PlanError) as error:
        return f"? {error.code}"


@pytest.mark.parametrize("section", TABLE)
def test_each_phrase_means_what_the_table_says(section: str) -> None:
    assert {text: meaning(section, text) for text in TABLE[section]} == TABLE[section]


def test_the_table_is_long_and_has_every_kind_of_reading() -> None:
    assert sum(map(len, TABLE.values())) >= 200
    kinds = Counter(
        (section, "asked" if reading.startswith("?") else "both" if "&" in reading else "read")
        for section, phrases in TABLE.items()
        for reading in phrases.values()
    )
    assert all(kinds[section, "asked"] >= 3 and kinds[section, "read"] >= 10 for section in TABLE)
    assert kinds["when", "both"] >= 10
    asked = {
        reading.removeprefix("? ")
        for phrases in TABLE.values()
        for reading in phrases.values()
        if reading.startswith("? ")
    }
    elsewhere = {MomentCode.SECOND_PASS, RepeatCode.RULE, RepeatCode.TOO_LONG}
    assert asked >= {*MomentCode, *RepeatCode} - elsewhere, "each question is asked by some phrase"


@pytest.mark.parametrize("section", TABLE)
def test_case_spaces_and_full_stops_change_nothing(section: str) -> None:
    plain = {
        text: reading
        for text, reading in TABLE[section].items()
        if text and "/" not in text and "=" not in text
    }
    assert {text: meaning(section, f"  {text.upper().replace(' ', '  ')} ") for text in plain} == plain
