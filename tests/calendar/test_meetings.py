"""A series of so many meetings has so many, whatever becomes of single dates. Hypothesis finds the cases."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.meetings import endless, meetings_left, number_of
from bot.calendar.recurrence import Series, occurrences
from bot.calendar.wallclock import LocalTime

WEEKLY = Series(datetime(2026, 1, 6, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU;COUNT=8")
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
DATES = list(islice(occurrences(endless(WEEKLY), BEFORE), 60))
CHANGES = st.dictionaries(
    st.integers(0, 11),
    st.one_of(st.none(), st.integers(-24 * 20, 24 * 90)),  # left out, or moved by so many hours
    max_size=8,
)


def _changed(drawn: dict[int, int | None]) -> dict[LocalTime, datetime | None]:
    return {
        DATES[number].local: None if hours is None else DATES[number].at + timedelta(hours=hours)
        for number, hours in drawn.items()
    }


def test_the_number_is_the_rule_s() -> None:
    assert number_of(WEEKLY) == 8
    assert number_of(endless(WEEKLY)) is None
    assert number_of(Series(WEEKLY.start, "UTC", None)) is None
    assert endless(Series(WEEKLY.start, "UTC", None)).rule is None


def test_a_date_that_is_left_out_is_made_up_for_at_the_end() -> None:
    left_out = {DATES[2].local: None}
    found = meetings_left(WEEKLY, 8, by_rule_after=BEFORE, now=BEFORE, changed=left_out)
    assert [one.local for one in found] == [one.local for one in (*DATES[:2], *DATES[3:9])]


def test_a_date_that_is_moved_is_still_one_of_them() -> None:
    moved = {DATES[7].local: DATES[7].at + timedelta(days=30)}
    found = meetings_left(WEEKLY, 8, by_rule_after=BEFORE, now=BEFORE, changed=moved)
    assert [one.local for one in found] == [one.local for one in DATES[:8]]
    assert found[-1].at == DATES[7].at + timedelta(days=30)


@given(CHANGES, st.integers(1, 20))
def test_there_are_as_many_as_there_are_to_be(drawn: dict[int, int | None], left: int) -> None:
    changed = _changed(drawn)
    found = meetings_left(WEEKLY, left, by_rule_after=BEFORE, now=BEFORE, changed=changed)
    assert len(found) == left
    assert len({one.local for one in found}) == left, "a date counts once"
    assert found == sorted(found, key=lambda one: (one.at, one.local))
    assert all(changed.get(one.local, one.at) == one.at for one in found), "left out, or at another time"
    by_rule = [one.local for one in found if one.local not in changed]
    skipped = [one.local for one in DATES if one.local not in changed]
    assert by_rule == skipped[: len(by_rule)], "of the rule the next dates, and no gap"


@given(CHANGES, st.integers(2, 12))
def test_played_to_the_end_it_has_all_its_meetings(drawn: dict[int, int | None], total: int) -> None:
    """Meeting by meeting, as time goes on: what each look says is left agrees with what then takes place."""
    changed, now, after = _changed(drawn), BEFORE, BEFORE
    begun: set[LocalTime] = set()
    held: list[datetime] = []
    while len(held) < total:
        found = meetings_left(
            WEEKLY, total - len(held), by_rule_after=after, now=now, changed=changed, begun=begun
        )
        assert len(found) == total - len(held)
        meeting = found[0]
        assert meeting.local not in begun
        assert meeting.at >= now
        held.append(meeting.at)
        begun.add(meeting.local)
        now = meeting.at
        if meeting.local not in changed:
            after = meeting.at
    assert held == sorted(held)


@given(st.integers(0, 12), st.integers(0, 12))
def test_what_has_been_announced_is_not_left(done: int, left: int) -> None:
    begun = [one.local for one in DATES[:done]]
    found = meetings_left(WEEKLY, left, by_rule_after=BEFORE, now=BEFORE, changed={}, begun=begun)
    assert [one.local for one in found] == [one.local for one in DATES[done : done + left]]
