"""No two reports, nor a report and an export, can be subtracted to single anybody out.

Random quarters are played against the real transactions and tables, and every report that anybody could ask for is
taken after every session. In each session a power of two of people waited in vain, so their sum says which sessions
stand behind a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, StaticPool, create_engine, select

from bot.circle import events as e
from bot.circle.counts import Tally
from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Seat
from bot.ids import ChannelXid, CircleId, GuildXid, ScheduleId, SessionId
from bot.privacy.quarters import Quarter
from bot.privacy.sealing import Vault
from bot.services.circle.change import NOBODY, Change
from bot.services.circle.sessions import Session
from bot.services.participation import contributing, reports
from bot.services.participation.reports import OTHER_CIRCLES, Report
from bot.store import queries as q
from bot.store.tables import cell, metadata
from tests.working import CONTENT, work

VAULT, GUILD = Vault(bytes(64)), GuildXid(10**18)
BEGINS = datetime(2026, 10, 1, 19, tzinfo=UTC)
AUTUMN, LATER = Quarter(2026, 4), datetime(2027, 1, 2, tzinfo=UTC)
CHOSEN = replace(CONTENT.formats["story-circle"], scale=True)


@dataclass(frozen=True)
class Evening:
    """A session: of which circle, how many came, and how many of them answered how alone they felt."""

    circle: int
    """0: opened by hand."""
    people: int
    answers: int
    has_stories: bool
    """Whether it came as far as its stories."""


_evenings = st.lists(
    st.builds(Evening, st.integers(0, 3), st.integers(3, 8), st.integers(0, 8), st.booleans()),
    min_size=1,
    max_size=14,
)


def _end(db: Connection, number: int, evening: Evening, now: datetime) -> None:
    opening = open_session(CHOSEN, 1, now)[-1]
    answered = min(evening.answers, evening.people)
    tally = Tally(tuple(range(1, answered + 1)), (0, 0, answered, 0, 0))
    state = replace(
        opening.after,
        phase=Phase.ENDED,
        end_reason=EndReason.COMPLETED,
        started_at=now,
        seats=tuple(Seat(seat) for seat in range(1, evening.people + 1)),
        offered_s=900 * evening.has_stories,
        waited=2**number,
        check_in=tally,
        check_out=tally,
    )
    session = Session(
        *(SessionId(1), CircleId(evening.circle), GUILD, ChannelXid(1), None, "", "", "en", None, state),
        schedule_id=ScheduleId(1) if evening.circle else None,
    )
    ended = e.Ended(now, EndReason.COMPLETED)
    contributing.contribute(
        work(db, VAULT, now), Change(session, (replace(opening, event=ended, after=state),), NOBODY), ended
    )


KINDS = {"seats": "seats_taken", "stories": "time_tenths", "answers": "arriving_tenths"}
"""A number of each kind: they have the same sessions behind them."""


@dataclass(frozen=True)
class Seen:
    """Which sessions stand behind a number that somebody saw, and which kind of number it was."""

    kind: str
    sessions: frozenset[int]


def _seen(db: Connection, report: Report) -> Iterator[Seen]:
    """What a report shows, as the sessions behind it. Which these are is read from the exact sums."""
    behind: dict[CircleId, int] = {}
    for circle_id, tags in db.execute(select(cell.c.circle_id, cell.c.waited)).all():
        behind[circle_id] = behind.get(circle_id, 0) + tags
    for series in report.series:
        (row,) = series.rows
        circles = behind if series.circle_id is None else {series.circle_id}
        tags = sum(behind.get(circle_id, 0) for circle_id in circles)
        sessions = frozenset(number for number in range(tags.bit_length()) if tags >> number & 1)
        for kind, name in KINDS.items():
            if getattr(row.figures, name) is not None:
                yield Seen(kind, sessions)


@cache
def _database() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    return engine


def _played(evenings: list[Evening]) -> tuple[set[Seen], list[Report]]:
    """Everything that was ever shown, to those who run the server and to facilitators alike; and the reports."""
    shown: set[Seen] = set()
    taken = []
    with _database().connect() as db:  # nothing is committed, so the next one finds it empty
        for circle in (1, 2, 3):
            db.execute(q.add_circle, [{"id": circle, "guild_xid": GUILD, "name": f"Circle {circle}"}])
        ends = [(BEGINS + timedelta(days=5 * number), evening) for number, evening in enumerate(evenings)]
        for number, (now, evening) in enumerate(ends):
            _end(db, number, evening, now)
            taken.append(reports.of_server(db, now, GUILD, (AUTUMN,)))
            shown |= set(_seen(db, taken[-1]))
        for now in (LATER, LATER + timedelta(days=200)):
            contributing.close_past(work(db, VAULT, now))
            taken.append(reports.of_server(db, now, GUILD, (AUTUMN,)))
            shown |= set(_seen(db, taken[-1]))
    return shown, taken


def _behind(evening: Evening, kind: str) -> int:
    """How many people stand behind numbers of that kind."""
    if kind == "answers":
        answered = min(evening.answers, evening.people)
        return answered if answered >= 5 else 0
    return evening.people if kind == "seats" or evening.has_stories else 0


@settings(max_examples=25)
@given(_evenings)
def test_whatever_two_reports_differ_by_is_enough_by_itself(evenings: list[Evening]) -> None:
    shown, _ = _played(evenings)
    for one in shown:
        for other in shown:
            if one.kind == other.kind and other.sessions <= one.sessions:
                _is_enough(evenings, one.kind, one.sessions - other.sessions)
        _is_enough(evenings, one.kind, one.sessions)


def _is_enough(evenings: list[Evening], kind: str, sessions: frozenset[int]) -> None:
    people = [count for n in sessions if (count := _behind(evenings[n], kind))]
    assert not people or (len(people) >= 3 and sum(people) >= 15), (kind, sorted(sessions))


@settings(max_examples=25)
@given(_evenings, st.data())
def test_who_joins_or_leaves_is_one_of_many(evenings: list[Evening], data: st.DataObject) -> None:
    """A session in which somebody is missing is only ever seen among at least two others, with fifteen seats in all."""
    number = data.draw(st.integers(0, len(evenings) - 1))
    chosen = evenings[number]
    if chosen.people == 3:
        return
    fewer = [*evenings]
    fewer[number] = replace(chosen, people=chosen.people - 1)
    shown, _ = _played(fewer)
    together = [seen.sessions for seen in shown if seen.kind == "seats" and number in seen.sessions]
    if not together:
        return  # nothing that anybody saw has this session in it
    smallest = min(together, key=len)
    assert sum(fewer[n].people for n in smallest) >= 15
    assert len(smallest) >= 3


@settings(max_examples=15)
@given(_evenings)
def test_a_quarter_that_is_over_is_always_shown_alike(evenings: list[Evening]) -> None:
    _, taken = _played(evenings)
    assert [series.rows for series in taken[-1].series] == [series.rows for series in taken[-2].series]
    assert taken[-1].circles[-1].circle_id == OTHER_CIRCLES
