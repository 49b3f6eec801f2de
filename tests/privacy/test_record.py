"""The anonymous record: what a session adds, and how that lies in a row of its own while it waits."""

from __future__ import annotations

from dataclasses import astuple, fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circle.counts import Tally
from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Prompt, Seat, SeatPlace, SessionState
from bot.content import load_content
from bot.ids import CircleId
from bot.privacy.quarters import Quarter
from bot.privacy.record import MIXED, NAMES, NOTHING, Cell, Sums, pack, sums_of, total, unpack
from bot.settings import ROOT
from bot.store.tables import SUMS, cell

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


def _ended(people: int, spoke: int = 0) -> SessionState:
    chosen = load_content(ROOT / "data").formats["story-circle"]
    state = open_session(chosen, 1, NOW)[-1].after
    return replace(
        state,
        phase=Phase.ENDED,
        end_reason=EndReason.COMPLETED,
        started_at=NOW,
        stage_index=3,
        seats=tuple(Seat(number) for number in range(1, people + 1)),
        spoke=tuple(range(1, spoke + 1)),
        prompts=((2, Prompt(id="open-01")), (3, Prompt(text="typed by hand"))),
    )


def _sums(state: SessionState) -> Sums:
    sums = sums_of(state)
    assert sums is not None
    return sums


def test_a_cell_has_sums_and_nothing_for_a_person_an_instant_or_a_question() -> None:
    assert all(field.type in ("int", int) for field in fields(Sums))
    assert SUMS == NAMES, "the table has what the record says"
    place = {"guild_xid", "quarter", "circle_id", "format", "room", "held"}
    assert {column.name for column in cell.columns} == place | {*NAMES}


def test_what_people_did_is_summed() -> None:
    state = replace(
        _ended(6, spoke=4),
        used_s=300,
        offered_s=900,
        stories_told=4,
        longest_s=140,
        waited=2,
        first_timers=(2, 5),
    )
    sums = _sums(state)
    assert (sums.sessions, sums.even) == (1, 1)
    assert (sums.seats_offered, sums.seats_taken, sums.seats_shared, sums.waited) == (8, 6, 4, 2)
    assert (sums.storied, sums.storied_seats, sums.offered_s, sums.used_s) == (1, 6, 900, 300)
    assert sums.first_timers == 2
    assert (sums.asked, sums.answered) == (0, 0)


def test_who_waits_to_the_end_has_had_no_seat() -> None:
    state = _ended(4)
    state = replace(state, seats=(*state.seats, Seat(5, place=SeatPlace.WAITING)))
    assert (_sums(state).seats_taken, _sums(state).waited) == (4, 1)


def test_a_session_without_stories_is_none_of_those_with_stories() -> None:
    assert (_sums(_ended(4)).storied, _sums(_ended(4)).storied_seats) == (0, 0)


def test_practice_and_what_may_be_counted_elsewhere_add_nothing() -> None:
    assert sums_of(replace(_ended(4), practice=True)) is None
    assert sums_of(replace(_ended(4), end_reason=EndReason.LAPSED)) is None


@pytest.mark.parametrize(
    ("reason", "adds"),
    [
        (EndReason.CALLED_OFF, Sums(called_off=1)),
        (EndReason.TOO_FEW, Sums(below_minimum=1)),
        (EndReason.NEVER_BEGAN, None),
        (EndReason.MISSED, None),
    ],
)
def test_a_session_that_never_began_adds_that_it_did_not_or_nothing(
    reason: EndReason, adds: Sums | None
) -> None:
    assert sums_of(replace(_ended(3), started_at=None, end_reason=reason)) == adds


def _tally(*answers: tuple[int, int]) -> Tally:
    """Answers as (seat, level)."""
    counts = [sum(level == wanted for _, level in answers) for wanted in range(1, 6)]
    return Tally(tuple(sorted(seat for seat, _ in answers)), tuple(counts))  # type: ignore[arg-type]


def test_how_alone_people_felt_is_summed_when_five_answered_both_times() -> None:
    before = _tally((1, 5), (2, 4), (3, 4), (4, 2), (5, 1), (6, 3))
    after = _tally((1, 3), (2, 2), (3, 2), (4, 2), (5, 1))
    state = _ended(6)
    asked = replace(state, format=replace(state.format, scale=True), check_in=before, check_out=after)
    sums = _sums(asked)
    assert (sums.asked, sums.answered_sessions, sums.answered) == (6, 1, 5)
    assert (sums.arriving, sums.arriving_level, sums.leaving, sums.leaving_level) == (6, 19, 5, 10)


@pytest.mark.parametrize(
    "after",
    [_tally(*((seat, 2) for seat in (1, 2, 3, 4))), _tally(*((seat, 2) for seat in (2, 3, 4, 5, 7)))],
    ids=["four answered", "five answered, four of them both times"],
)
def test_with_fewer_answers_none_are_summed(after: Tally) -> None:
    before = _tally(*((seat, 4) for seat in (1, 2, 3, 4, 5)))
    sums = _sums(replace(_ended(7), check_in=before, check_out=after))
    assert (sums.answered_sessions, sums.answered, sums.arriving, sums.leaving_level) == (0, 0, 0, 0)


_numbers = st.integers(0, 2**31)
_cells = st.builds(
    Cell,
    st.integers(0, 2**40).map(CircleId),
    st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=64),
    st.sampled_from(("private", "voice", "")),
    st.booleans(),
)


@given(_cells, st.builds(Sums, *(_numbers for _ in NAMES)))
def test_what_waits_is_always_equally_long_and_is_read_again(where: Cell, sums: Sums) -> None:
    packed = pack(where, sums)
    assert len(packed) == len(pack(MIXED, NOTHING))
    assert unpack(packed) == (where, sums)


def test_what_is_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing that a session adds"):
        unpack(b"words")


@given(st.lists(st.builds(Sums, *(st.integers(0, 9) for _ in NAMES)), max_size=5))
def test_a_total_is_the_sum_of_each_number(parts: list[Sums]) -> None:
    assert astuple(total(parts)) == tuple(sum(getattr(part, name) for part in parts) for name in NAMES)


def test_quarters_are_the_calendars_in_utc() -> None:
    assert str(Quarter.of(datetime(2026, 1, 1, tzinfo=UTC))) == "2026-Q1"
    last = datetime.fromisoformat("2027-01-01T00:30:00+01:00")
    assert Quarter.of(last) == Quarter(2026, 4), "it is still last year in UTC"
    assert Quarter(2026, 4).next == Quarter(2027, 1) > Quarter(2026, 4)
    assert Quarter(2026, 1).back(5) == Quarter(2024, 4)
    assert Quarter(2026, 4).starts_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert Quarter.read("2026-Q3") == Quarter(2026, 3)
    for text in ("2026-Q5", "earlier", "2026"):
        with pytest.raises(ValueError, match=text):
            Quarter.read(text)
