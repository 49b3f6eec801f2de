"""Which dates of a schedule have which lines, on a real database, whoever changes them and when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.calendar.recurrence import Series
from bot.circle import commands as c
from bot.circle.agreed_lines import MOST_LINES, lines_of
from bot.circle.model import Phase, SinceLast
from bot.circle.refusals import Code
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle.choices import CircleChoices, ScheduleChoices
from bot.services.circle.opening import Invitation
from bot.services.circle.sessions import Session
from bot.services.desks import Desks, open_desks
from bot.services.schedule.schedules import Problem, Schedule, ScheduleError
from bot.services.settings.servers import ChangedMeanwhile
from bot.settings import ROOT, Settings
from bot.store import queries as q
from bot.store.opening import open_store
from tests.databases import address
from tests.still_clock import StillClock
from tests.working import transactions

GUILD, FAY, ANN, BEN = GuildXid(1), MemberXid(10), MemberXid(11), MemberXid(12)
CONTENT = load_content(ROOT / "data")
STORY_CIRCLE = CONTENT.formats["story-circle"]
SHIPPED = lines_of(STORY_CIRCLE)
WEEKLY = Series(datetime(2026, 3, 3, 19), "UTC", "FREQ=WEEKLY;BYDAY=TU")  # noqa: DTZ001
CHOSEN = ScheduleChoices("Evenings", "en", ChannelXid(2), "story-circle", series=WEEKLY, horizon_days=21)


class Desk:
    """The use cases, and one schedule with some announced dates."""

    def __init__(self, desks: Desks, clock: StillClock) -> None:
        self.desks = desks
        self.clock = clock

    async def kept(self) -> Schedule:
        (kept,) = await self.desks.schedule.named(GUILD)
        return kept

    async def dates(self) -> list[Session]:
        planned = (await self.desks.schedule.get((await self.kept()).id)).planned
        return sorted(planned, key=lambda session: session.state.date.starts_at)

    async def lines(self) -> list[tuple[str, ...]]:
        """The lines of every announced date, the soonest first."""
        return [lines_of(session.state.format) for session in await self.dates()]

    async def server(self, *lines: str) -> None:
        now = await self.desks.settings.server(GUILD)
        await self.desks.settings.change(GUILD, now.version, agreements=lines or None)

    async def edit(self, **changes: Any) -> None:
        draft = await self.desks.schedule.draft_of((await self.kept()).id)
        await self.desks.schedule.redraft(draft, replace(draft.choices, **changes))
        await self.desks.schedule.confirm(draft.id)

    async def join(self, session: Session, *people: MemberXid) -> None:
        for xid in people:
            answer = await self.desks.circle.join(session.id, xid, c.Join(), None, ())
            assert answer.refusal is None

    async def ask(self, session_id: SessionId, who: MemberXid, command: c.Command) -> Session:
        answer = await self.desks.circle.act(session_id, who, command)
        assert answer.refusal is None
        return answer.session

    async def begin(self, session: Session) -> Session:
        """A date comes, and its people read the agreements. Returns it as it is then."""
        await self.join(session, *[xid for xid in (ANN, BEN) if not await self._has_seat(session, xid)])
        self.clock.now = session.state.date.starts_at
        while (due := await self.desks.timing.look(self.clock.now)).sessions:
            for session_id in due.sessions:
                await self.desks.timing.tick(session_id)
        made = {"of_session": session.id, "new_room_xid": 100 + session.id}
        await self.desks.transactions.store.write(lambda db: db.execute(q.set_room, made).rowcount)
        answer = await self.desks.circle.begin(session.id, FAY, c.Begin(knowing=0))
        assert answer.refusal is None
        return await self.ask(session.id, FAY, c.Next())

    async def _has_seat(self, session: Session, xid: MemberXid) -> bool:
        return await self.desks.circle.seat_of(session, xid) is not None

    async def agree_and_end(self, session: Session) -> None:
        for xid in (FAY, ANN, BEN):
            await self.ask(session.id, xid, c.Agree())
        assert (await self.ask(session.id, FAY, c.End())).state.phase is Phase.ENDED

    async def add(self, session: Session, line: str, who: MemberXid = FAY) -> Code | None:
        answer = await self.desks.circle.add_line(session.id, who, c.AddLine(line=line))
        return None if answer.refusal is None else answer.refusal.code


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store, clock = await open_store(address(tmp_path / "circle.db")), StillClock()
    desk = Desk(open_desks(transactions(store, Vault(b"k" * 64), clock, settings=Settings())), clock)
    draft = await desk.desks.schedule.draft(GUILD, CHOSEN, [FAY])
    await desk.desks.schedule.confirm(draft.id)
    yield desk
    await store.close()


async def test_a_server_that_changes_its_lines_changes_the_dates_in_which_nobody_has_a_seat(
    desk: Desk,
) -> None:
    first, *others = await desk.dates()
    await desk.join(first, ANN)
    await desk.server("Ours.", SHIPPED[0])
    assert await desk.lines() == [SHIPPED, *[("Ours.", SHIPPED[0])] * len(others)]
    assert all(
        stage.exception == STORY_CIRCLE.stages[n].exception
        for session in await desk.dates()
        for n, stage in enumerate(session.state.format.stages)
    )
    with pytest.raises(ChangedMeanwhile):
        await desk.desks.settings.change(GUILD, 0, agreements=("Too late.",))
    await desk.edit(agreements=("The schedule's.",))
    await desk.server("Others.")
    assert await desk.lines() == [SHIPPED, *[("The schedule's.",)] * len(others)], "it has its own now"
    await desk.edit(agreements=None)
    await desk.server()
    assert await desk.lines() == [SHIPPED] * (1 + len(others))


async def test_a_circle_that_is_opened_has_the_lines_of_that_moment_also_for_practice(desk: Desk) -> None:
    await desk.server("Ours.")
    for practice in (False, True):
        circle = CircleChoices("Now", "en", ChannelXid(2), "story-circle")
        wanted = Invitation(GUILD, circle, STORY_CIRCLE, practice=practice)
        opened = await desk.desks.circle.open(wanted, FAY)
        await desk.server("Later.")
        now = await desk.desks.circle.get(opened.session.id)
        assert lines_of(now.state.format) == ("Ours.",)
        await desk.server("Ours.")


async def test_a_line_of_the_group_is_for_every_later_date_and_another_draft_is_out_of_date(
    desk: Desk,
) -> None:
    first, second, *_ = await desk.dates()
    await desk.join(second, ANN)
    meets = await desk.begin(first)
    assert await desk.add(meets, "We laugh.", ANN) is Code.NOT_FACILITATOR
    draft = await desk.desks.schedule.draft_of((await desk.kept()).id)
    assert await desk.add(meets, "We laugh.") is None
    assert await desk.add(meets, "We laugh.") is None, "once more is the same"
    assert (await desk.kept()).choices.group_lines == ("We laugh.",)
    assert set(await desk.lines()) == {(*SHIPPED, "We laugh.")}
    with pytest.raises(ScheduleError) as error:
        await desk.desks.schedule.confirm(draft.id)
    assert error.value.problem is Problem.CHANGED_MEANWHILE
    await desk.agree_and_end(meets)
    await desk.server("Ours.")
    assert (await desk.lines())[1:] == [("Ours.", "We laugh.")] * (len(await desk.lines()) - 1)


async def test_lines_have_an_end_and_a_schedule_that_is_gone_keeps_none(desk: Desk) -> None:
    first, *_ = await desk.dates()
    meets = await desk.begin(first)
    for number in range(MOST_LINES - len(SHIPPED)):
        assert await desk.add(meets, f"Line {number}.") is None
        if number == 1:
            await desk.desks.schedule.delete((await desk.kept()).id, "")
    assert await desk.add(meets, "One too many.") is Code.MANY_LINES
    await desk.agree_and_end(meets)
    assert await desk.desks.schedule.named(GUILD) == []


async def test_what_is_new_is_said_once_and_only_to_those_who_agreed_to_something_else(desk: Desk) -> None:
    dates = await desk.dates()
    meets = await desk.begin(dates[0])
    assert meets.state.since_last is None, "there was no date before"
    await desk.add(meets, "We laugh.")
    await desk.agree_and_end(meets)

    await desk.edit(agreements=(*SHIPPED[1:], "We laugh.", "New."))
    meets = await desk.begin(dates[1])
    assert meets.state.since_last == SinceLast((len(SHIPPED),), 1)
    await desk.ask(meets.id, FAY, c.End())
    meets = await desk.begin(dates[2])
    assert meets.state.since_last == SinceLast((len(SHIPPED),), 1), "nobody had agreed to it yet"
    await desk.agree_and_end(meets)
    await desk.desks.schedule.announce_due()
    meets = await desk.begin((await desk.dates())[0])
    assert meets.state.since_last is None
    assert lines_of(meets.state.format)[-1] == "New."


async def test_a_closed_series_keeps_the_line_of_its_group_to_the_last_meeting_and_a_new_one_does_not(
    desk: Desk,
) -> None:
    await desk.desks.schedule.delete((await desk.kept()).id, "")
    weekly = Series(datetime(2026, 3, 4, 19), "UTC", "FREQ=WEEKLY;BYDAY=WE;COUNT=3")  # noqa: DTZ001
    closed = replace(CHOSEN, name="Grief", series=weekly, closed=True)
    await desk.desks.schedule.confirm((await desk.desks.schedule.draft(GUILD, closed, [FAY])).id)
    ours, photograph = "Ours.", "We bring a photograph."
    expected = {0: (*SHIPPED, photograph), 1: (*SHIPPED, photograph), 2: (ours, photograph)}
    for number, lines in expected.items():
        (meeting,) = await desk.dates()
        meets = await desk.begin(meeting)
        if number == 0:
            await desk.add(meets, photograph)
        if number == 1:
            await desk.server(ours)  # for the next meeting: in this one everyone has a seat already
        now = (await desk.desks.circle.get(meets.id)).state
        assert lines_of(now.format) == lines
        assert now.since_last == (SinceLast((0,), len(SHIPPED)) if number == 2 else None)
        assert now.format.id == ("last-meeting" if number == 2 else "story-circle")
        await desk.agree_and_end(meets)
        desk.clock.now += timedelta(hours=1)
        await desk.desks.schedule.announce_due()
    again = await desk.desks.schedule.draft_anew((await desk.kept()).id)
    assert again.choices.group_lines == ()
