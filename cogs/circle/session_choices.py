"""The names of sessions while somebody types: each with its date, where its circle has several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.calendar.wallclock import wall_time
from bot.services.circle.sessions import Session
from bot.ui.commands import Choice, choices
from bot.ui.dates import date_words
from bot.ui.i18n import Translator
from bot.ui.request import Request


async def session_choices(request: Request, sessions: Iterable[Session], current: str) -> list[Choice]:
    """The sessions whose name has what is typed in it."""
    typed = current.casefold()
    there = [session for session in sessions if typed in session.name.casefold()]
    zones: dict[int, str] = {}
    if any(_is_moved(session) for session in there):
        kept = await request.bot.desks.schedule.named(request.guild_xid)
        zones = {schedule.id: schedule.choices.series.zone for schedule in kept}
    return choices((_name(request.t, session, zones), str(session.id)) for session in there)


def _is_moved(session: Session) -> bool:
    appointment = session.state.appointment
    return appointment is not None and appointment.instead_of is not None


def _name(t: Translator, session: Session, zones: Mapping[int, str]) -> str:
    """A session's name; with its date, when it is one of several dates of its circle."""
    if session.local is None:
        return session.name
    appointment, zone = session.state.appointment, zones.get(session.schedule_id or 0)
    if not _is_moved(session) or appointment is None or zone is None:
        return f"{session.name} · {date_words(t, session.local)}"
    return f"{session.name} · {date_words(t, wall_time(appointment.starts_at, zone))} ({t('moved')})"
