"""The modal of a draft about what people agree to. The card of the draft shows how they would read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.circle.agreed_lines import lines_of
from bot.content import Content
from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.schedules import Schedule
from bot.ui.agreement_lines import FORM_LENGTH, as_typed, known_lines, read_lines
from bot.ui.modal import text_field
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.server_formats import content_here

from . import own_lines
from .draft_modal import DraftModal


class AgreementsModal(DraftModal):
    """All lines, one below the other, those that the group added among them.

    Raises:
        Refused: the format of the circle asks nobody to agree.
    """

    def __init__(self, request: Request, kept: Schedule, content: Content) -> None:
        t = request.t
        if not lines_of(kept.choices.shown_format(content)):
            raise Refused(t("The format of this circle asks nobody to agree. Nothing has changed."))
        super().__init__(request, kept, t("Agreements"))
        voice = request.bot.catalogues.pick(kept.choices.language)
        typed = as_typed(voice, own_lines.lines(request, content, kept.choices))
        self.field = text_field(
            "sc:sched:lines", typed, FORM_LENGTH, required=True, style=discord.TextStyle.paragraph
        )
        self.ask(t("What people agree to"), self.field, t("A line each, in plain words."))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        content = await content_here(request)
        usual = own_lines.usual(request, content, wanted)
        shipped = lines_of(wanted.shown_format(content))
        known = known_lines(request.bot.catalogues, (*shipped, *usual))
        typed = read_lines(self.t, self.field.value, known)
        if typed == own_lines.lines(request, content, wanted):
            return wanted, None
        own = None if typed == usual else typed
        return replace(wanted, agreements=own, group_lines=()), None
