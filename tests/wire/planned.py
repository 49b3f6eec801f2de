"""A date in a moment, for wire tests of what is said around it."""

from __future__ import annotations

from datetime import timedelta

from bot.calendar.recurrence import Series
from bot.circle.choices import SessionChoices
from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.choices import ScheduleChoices
from tests.wire.line import FAY, Line, until
from tests.wire.stub import Json

NAME = "Tuesday circle"


async def plan(wire: Line, in_s: float, reminders: tuple[int, ...], *, name: str = NAME) -> tuple[int, Json]:
    """A circle that begins in so many seconds of the bot's time. Returns its schedule, and its invitation."""
    starts = (wire.clock.utcnow() + timedelta(seconds=in_s)).replace(tzinfo=None, microsecond=0)
    wanted = ScheduleChoices(
        name,
        "en",
        ChannelXid(wire.lobby),
        "check-in",
        SessionChoices(reminders=reminders, has_event=False),
        series=Series(starts, "UTC", "FREQ=WEEKLY"),
    )
    draft = await wire.bot.desks.schedule.draft(GuildXid(wire.guild), wanted, (MemberXid(FAY),))
    kept = await wire.bot.desks.schedule.confirm(draft.id)
    return kept.id, await wire.card(wire.lobby, f"## {name}")


async def at_its_hour(wire: Line) -> None:
    """Wait until something is due in every session, and let its clock tick: the scheduler's own clock is not quick."""
    for session in await wire.bot.desks.circle.open_in(GuildXid(wire.guild)):
        timer = session.state.timer
        assert timer is not None
        due = timer.due
        await until(lambda due=due: wire.clock.utcnow() >= due, "its hour")  # type: ignore[misc]
        await wire.bot.desks.timing.tick(session.id)
