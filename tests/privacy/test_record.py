"""The anonymous record: aggregates in buckets, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Prompt, Seat, SessionState
from bot.content import load_content
from bot.privacy.record import Record, record_of
from bot.settings import ROOT

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


def _ended(people: int, spoke: int, minutes: float) -> tuple[SessionState, datetime]:
    chosen = load_content(ROOT / "data").formats["story-circle"]
    state, _ = open_session(chosen, 1, NOW)
    state = replace(
        state,
        phase=Phase.ENDED,
        end_reason=EndReason.COMPLETED,
        started_at=NOW,
        stage_index=3,
        seats=tuple(Seat(number) for number in range(1, people + 1)),
        spoke=tuple(range(1, spoke + 1)),
        prompts=((2, Prompt(id="open-01")), (3, Prompt(text="typed by hand")), (4, Prompt(id="reflect-01"))),
    )
    return state, NOW + timedelta(minutes=minutes)


def test_it_has_no_field_for_a_person_or_an_instant() -> None:
    assert {field.name for field in fields(Record)} == {
        "key",
        "week",
        "format",
        "size",
        "length",
        "spoke_quarters",
        "prompts",
    }


@pytest.mark.parametrize(
    ("people", "spoke", "minutes", "size", "length", "quarters"),
    [
        (3, 3, 10, "3-4", "0-15", 4),
        (5, 4, 45, "5-6", "30-60", 3),
        (8, 0, 95, "7-8", "90+", 0),
        (8, 4, 60, "7-8", "60-90", 2),
    ],
)
def test_people_and_time_are_buckets(
    people: int, spoke: int, minutes: float, size: str, length: str, quarters: int
) -> None:
    record = record_of(*_ended(people, spoke, minutes))
    assert record is not None
    assert (record.size, record.length, record.spoke_quarters) == (size, length, quarters)
    assert record.week == "2026-W47"


def test_a_typed_question_is_not_kept_and_one_not_reached_is_not_counted() -> None:
    record = record_of(*_ended(5, 5, 30))
    assert record is not None
    assert record.prompts == ("open-01", "typed")


def test_two_sessions_alike_differ_only_by_chance() -> None:
    one, other = record_of(*_ended(5, 5, 30)), record_of(*_ended(5, 5, 30))
    assert one is not None
    assert other is not None
    assert one.key != other.key
    assert replace(one, key=b"") == replace(other, key=b"")


def test_a_session_that_never_began_leaves_nothing() -> None:
    state, now = _ended(3, 0, 1)
    assert record_of(replace(state, started_at=None), now) is None
