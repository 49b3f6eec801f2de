"""A closed series: the same people each time, for so many meetings. Choosing it in a draft, and beginning a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.content import Content
from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.course import MEETINGS
from bot.services.schedule.problems import Problem, ScheduleError
from bot.services.schedule.schedules import Schedule
from bot.ui.cards.schedule.drafts import ANEW
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.sentences import schedule_sentence

from .cards import draft_card
from .draft_modal import DraftModal

SAME_PEOPLE, ANYBODY, AS_THE_OTHERS = "same", "anybody", "-"


class SeriesModal(DraftModal):
    """Whether the same people come each time, and the format of the last meeting."""

    def __init__(self, request: Request, kept: Schedule, content: Content) -> None:
        t = request.t
        super().__init__(request, kept, t("The same people each time"))
        wanted = kept.choices
        self.who: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:who",
            options=[
                discord.SelectOption(
                    label=t("Everyone may take a seat in each date"),
                    value=ANYBODY,
                    default=not wanted.closed,
                ),
                discord.SelectOption(
                    label=t("The same people each time: a closed series"),
                    value=SAME_PEOPLE,
                    default=wanted.closed,
                ),
            ],
        )
        last = wanted.last_format_id if wanted.last_format_id in content.formats else None
        formats = [(AS_THE_OTHERS, t("As the others"))]
        formats += [(one.id, t.content(one.title)) for one in content.formats.values()]
        self.last: ui.Select[Any] = ui.Select(
            custom_id="sc:sched:last",
            options=[
                discord.SelectOption(label=title[:100], value=id_, default=id_ == (last or AS_THE_OTHERS))
                for id_, title in formats[:25]
            ],
        )
        if kept.replaces is None:  # a schedule that runs stays what people joined
            self.ask(t("Who comes"), self.who, t("A closed series has 2 to 20 meetings, and an end."))
        self.ask(t("Format of the last meeting"), self.last, t("For a closed series"))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        closed = SAME_PEOPLE in self.who.values if self.who.values else wanted.closed
        last = self.last.values[0] if self.last.values else wanted.last_format_id
        changed = replace(wanted, closed=closed, last_format_id=None if last == AS_THE_OTHERS else last)
        check_number(request, changed)
        return changed, None


def check_number(request: Request, wanted: ScheduleChoices) -> None:
    """Raises `Refused` when a closed series has no number of meetings."""
    if wanted.closed and wanted.meetings not in MEETINGS:
        raise Refused(schedule_sentence(request.t, ScheduleError(Problem.NO_NUMBER)))


async def _anew(press: Press) -> None:
    """Draft a new series like one that is over. Nobody is taken over from it."""
    guild_xid = require_admin(press)
    desk = press.bot.desks.schedule
    overview = await desk.get(press.schedule_id)
    if overview.schedule.guild_xid != guild_xid:
        raise ScheduleError(Problem.GONE)
    await press.show(await draft_card(press, await desk.draft_anew(press.schedule_id)))


HANDLERS: dict[str, Handler] = {ANEW: _anew}
