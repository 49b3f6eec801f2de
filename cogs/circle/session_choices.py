"""The names of sessions while somebody types: each with its date, where its circle has several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.calendar.wallclock import wall_time
from bot.services.meetings import Meeting
from bot.ui.commands import Choice, choices
from bot.ui.dates import date_words
from bot.ui.i18n import Translator
from bot.ui.request import Request


async def session_choices(request: Request, meetings: Iterable[Meeting], current: str) -> list[Choice]:
    """The sessions whose name has what is typed in it."""
    typed = current.casefold()
    there = [meeting for meeting in meetings if typed in meeting.name.casefold()]
    zones: dict[int, str] = {}
    if any(_is_moved(meeting) for meeting in there):
        kept = await request.bot.desks.schedule.named(request.guild_xid)
        zones = {schedule.id: schedule.choices.series.zone for schedule in kept}
    return choices((_name(request.t, meeting, zones), str(meeting.id)) for meeting in there)


def _is_moved(meeting: Meeting) -> bool:
    appointment = meeting.state.appointment
    return appointment is not None and appointment.instead_of is not None


def _name(t: Translator, meeting: Meeting, zones: Mapping[int, str]) -> str:
    """A session's name; with its date, when it is one of several dates of its circle."""
    if meeting.local is None:
        return meeting.name
    appointment, zone = meeting.state.appointment, zones.get(meeting.schedule_id or 0)
    if not _is_moved(meeting) or appointment is None or zone is None:
        return f"{meeting.name} · {date_words(t, meeting.local)}"
    return f"{meeting.name} · {date_words(t, wall_time(appointment.starts_at, zone))} ({t('moved')})"
