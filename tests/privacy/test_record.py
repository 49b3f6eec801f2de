"""The anonymous record: aggregates in buckets, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.circle.counts import Tally
from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Prompt, Seat, SessionState
from bot.content import load_content
from bot.privacy.record import Record, record_of
from bot.settings import ROOT

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


def _ended(people: int, spoke: int, minutes: float) -> tuple[SessionState, datetime]:
    chosen = load_content(ROOT / "data").formats["story-circle"]
    state = open_session(chosen, 1, NOW)[-1].after
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
        "time_used_quarters",
        "check_in",
        "check_out",
    }


def test_practice_leaves_none() -> None:
    state, now = _ended(4, 4, 45)
    assert record_of(replace(state, practice=True), now) is None


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


def _tally(*answers: tuple[int, int]) -> Tally:
    """Answers as (seat, level)."""
    counts = [sum(level == wanted for _, level in answers) for wanted in range(1, 6)]
    return Tally(tuple(sorted(seat for seat, _ in answers)), tuple(counts))  # type: ignore[arg-type]


def test_how_alone_people_felt_is_kept_as_sums_when_five_answered_both_times() -> None:
    state, now = _ended(6, 6, 30)
    before = _tally((1, 5), (2, 4), (3, 4), (4, 2), (5, 1), (6, 3))
    after = _tally((1, 3), (2, 2), (3, 2), (4, 2), (5, 1))
    record = record_of(replace(state, check_in=before, check_out=after), now)
    assert record is not None
    assert (record.check_in, record.check_out) == ((1, 1, 1, 2, 1), (1, 3, 1, 0, 0))


@pytest.mark.parametrize(
    "after",
    [_tally(*((seat, 2) for seat in (1, 2, 3, 4))), _tally(*((seat, 2) for seat in (2, 3, 4, 5, 7)))],
    ids=["four answered", "five answered, four of them both times"],
)
def test_with_fewer_answers_none_are_kept(after: Tally) -> None:
    state, now = _ended(7, 7, 30)
    before = _tally(*((seat, 4) for seat in (1, 2, 3, 4, 5)))
    record = record_of(replace(state, check_in=before, check_out=after), now)
    assert record is not None
    assert (record.check_in, record.check_out) == (None, None)


@pytest.mark.parametrize(
    ("used_s", "offered_s", "quarters"), [(0, 0, None), (0, 900, 0), (430, 900, 2), (900, 900, 4)]
)
def test_shared_time_is_a_number_of_quarters(used_s: float, offered_s: float, quarters: int | None) -> None:
    state, now = _ended(5, 5, 30)
    record = record_of(replace(state, used_s=used_s, offered_s=offered_s), now)
    assert record is not None
    assert record.time_used_quarters == quarters
