"""The buttons of a draft: changing it piece by piece, saving it, or letting it go."""

from __future__ import annotations

from bot.services.schedules import Problem, Schedule, ScheduleError, Status
from bot.ui.cards.schedule import closed
from bot.ui.gates import admins_only
from bot.ui.host import Handler
from bot.ui.press import Press
from bot.ui.replies import redraw, say
from bot.ui.words import shown

from . import details, how
from .cards import draft_card
from .problems import problem_words


async def _draft(press: Press) -> Schedule | None:
    """The draft that was pressed, as it was seen; None when it cannot be changed, and that has been said."""
    if not await admins_only(press.interaction):
        return None
    kept = await _here(press)
    if kept is None:
        return None
    if kept.status is not Status.DRAFT:
        # A second press on its way: the draft is a schedule now, and is changed with a draft of its own.
        await redraw(press.interaction, closed(_saved(press, kept)))
        return None
    if kept.version != press.seen:
        await redraw(press.interaction, await draft_card(press.interaction, kept))
        return None
    return kept


async def _here(press: Press) -> Schedule | None:
    """The schedule that was pressed, if it is one of this server; None when it is not, and that has been said."""
    try:
        kept = (await press.bot.timetable.get(press.session_id)).schedule
        if kept.guild_xid != press.interaction.guild_id:
            raise ScheduleError(Problem.GONE)
    except ScheduleError as error:
        await redraw(press.interaction, closed(problem_words(press.t, error)))
        return None
    return kept


def _saved(press: Press, kept: Schedule) -> str:
    return press.t(
        "**{name}** is saved. The invitations appear in {place}; "
        "/schedule edit, skip, move and pause change what is to come.",
        name=shown(kept.choices.name),
        place=f"<#{kept.choices.parent_xid}>",
    )


async def _save(press: Press) -> None:
    if await _draft(press) is None:
        return
    try:
        kept = await press.bot.timetable.confirm(press.session_id)
    except ScheduleError as error:
        if error.problem in (Problem.NAME_TAKEN, Problem.NO_DATES):
            await say(press.interaction, problem_words(press.t, error))
        elif error.problem is not Problem.GONE or await _draft(press) is not None:
            # When it is gone because it was saved in the same instant, that has been said.
            await redraw(press.interaction, closed(problem_words(press.t, error)))
        return
    await redraw(press.interaction, closed(_saved(press, kept)))


async def _discard(press: Press) -> None:
    if await _draft(press) is not None:
        await press.bot.timetable.discard(press.session_id)
        await redraw(press.interaction, closed(press.t("Nothing was changed.")))


async def _time(press: Press) -> None:
    if (kept := await _draft(press)) is not None:
        await press.interaction.response.send_modal(details.TimeModal(press.interaction, kept))


async def _people(press: Press) -> None:
    if (kept := await _draft(press)) is not None:
        facilitators = (await press.bot.timetable.get(kept.id)).facilitators
        await press.interaction.response.send_modal(
            details.PeopleModal(press.interaction, kept, facilitators)
        )


async def _how(press: Press) -> None:
    if (kept := await _draft(press)) is not None:
        await press.interaction.response.send_modal(how.HowModal(press.interaction, kept))


async def _delete(press: Press) -> None:
    if not await admins_only(press.interaction) or await _here(press) is None:
        return
    try:
        await press.bot.timetable.delete(press.session_id, "")
    except ScheduleError as error:
        await redraw(press.interaction, closed(problem_words(press.t, error)))
        return
    words = press.t("The schedule is deleted. Whoever had a seat on a date that was announced is told.")
    await redraw(press.interaction, closed(words))


HANDLERS: dict[str, Handler] = {
    "schedok": _save,
    "schedno": _discard,
    "schedtime": _time,
    "schedpeople": _people,
    "schedhow": _how,
    "scheddel": _delete,
}
