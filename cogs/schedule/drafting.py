"""The buttons of a draft: changing it piece by piece, saving it, or letting it go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from bot.services.schedule.desk import Overview
from bot.services.schedule.schedules import Problem, Schedule, ScheduleError, Status
from bot.ui.cards.schedule.drafts import closed
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press
from bot.ui.sentences import schedule_sentence
from bot.ui.server_formats import content_here
from bot.ui.user_text import escaped

from . import agreements, details, how, own_lines, rooms, series
from .cards import draft_card

FIXABLE = (Problem.NAME_TAKEN, Problem.NO_DATES, Problem.NO_NUMBER, Problem.ALREADY_MET)
"""What another choice in the same draft puts right."""


@contextmanager
def _or_closed(press: Press, but: Collection[Problem] = ()) -> Iterator[None]:
    """What cannot be done with a schedule closes its card, but for these problems."""
    try:
        yield
    except ScheduleError as error:
        if error.problem in but:
            raise
        raise Refused(card=closed(schedule_sentence(press.t, error))) from None


async def _here(press: Press) -> Overview:
    """The schedule that was pressed, for an admin of its server. Raises `Refused`."""
    guild_xid = require_admin(press)
    with _or_closed(press):
        overview = await press.bot.desks.schedule.get(press.schedule_id)
        if overview.schedule.guild_xid != guild_xid:
            raise ScheduleError(Problem.GONE)
    return overview


async def _draft(press: Press) -> Overview:
    """The draft that was pressed, as it was seen. Raises `Refused`, with its card as it is now."""
    overview = await _here(press)
    kept = overview.schedule
    if kept.status is not Status.DRAFT:
        # A second press on its way: the draft is a schedule now, and is changed with a draft of its own.
        raise Refused(card=closed(_saved(press, kept)))
    if kept.version != press.seen:
        raise Refused(card=await draft_card(press, kept))
    return overview


def _saved(press: Press, kept: Schedule) -> str:
    return press.t(
        "**{name}** is saved. The invitations appear in {place}. You can change it with /schedule "
        "edit, skip, move and pause.",
        name=escaped(kept.choices.name),
        place=f"<#{kept.choices.parent_xid}>",
    )


async def _save(press: Press) -> None:
    await _draft(press)
    with _or_closed(press, but=FIXABLE):
        try:
            kept = await press.bot.desks.schedule.confirm(press.schedule_id)
        except ScheduleError as error:
            if error.problem is Problem.GONE:
                await _draft(press)  # it may be gone because it was saved in the same instant
            raise
    await press.redraw(closed(_saved(press, kept)))


async def _discard(press: Press) -> None:
    await _draft(press)
    await press.bot.desks.schedule.discard(press.schedule_id)
    await press.redraw(closed(press.t("Nothing was changed.")))


async def _time(press: Press) -> None:
    await press.open(details.TimeModal(press, (await _draft(press)).schedule))


async def _people(press: Press) -> None:
    overview = await _draft(press)
    fitted = overview.schedule.choices.shown_format(await content_here(press))
    await press.open(details.PeopleModal(press, overview.schedule, overview.facilitators, fitted))


async def _how(press: Press) -> None:
    kept = (await _draft(press)).schedule
    await press.open(how.HowModal(press, kept, await content_here(press)))


async def _room(press: Press) -> None:
    await press.open(rooms.RoomModal(press, (await _draft(press)).schedule))


async def _series(press: Press) -> None:
    kept = (await _draft(press)).schedule
    await press.open(series.SeriesModal(press, kept, await content_here(press)))


async def _agreements(press: Press) -> None:
    kept = (await _draft(press)).schedule
    await press.open(agreements.AgreementsModal(press, kept, await content_here(press)))


async def _usual_agreements(press: Press) -> None:
    kept = (await _draft(press)).schedule
    with _or_closed(press):
        kept = await press.bot.desks.schedule.redraft(kept, own_lines.without(kept.choices))
    await press.redraw(await draft_card(press, kept))


async def _delete(press: Press) -> None:
    await _here(press)
    with _or_closed(press):
        await press.bot.desks.schedule.delete(press.schedule_id, "")
    words = press.t("The schedule is deleted. I tell everyone with a seat on an announced date.")
    await press.redraw(closed(words))


HANDLERS: dict[str, Handler] = {
    "schedok": _save,
    "schedno": _discard,
    "schedtime": _time,
    "schedpeople": _people,
    "schedhow": _how,
    "schedroom": _room,
    "schedseries": _series,
    "schedagree": _agreements,
    "schedusual": _usual_agreements,
    "scheddel": _delete,
}
