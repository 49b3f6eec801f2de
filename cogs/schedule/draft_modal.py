"""The base of the modals of a draft: each changes the draft and draws its card anew."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ids import MemberXid
from bot.services.circle.choices import ScheduleChoices
from bot.services.schedule.schedules import Schedule
from bot.ui.modal import SafeModal
from bot.ui.request import Request

from .cards import draft_card


class DraftModal(SafeModal):
    """A modal that changes a draft and draws its card anew."""

    def __init__(self, request: Request, kept: Schedule, title: str) -> None:
        super().__init__(title=title, custom_id=f"sc:sched:{kept.id}")
        self.t = request.t
        self.kept = kept

    async def submitted(self, request: Request) -> None:
        wanted, facilitators = await self.changed(request, self.kept.choices)
        kept = await request.bot.desks.schedule.redraft(self.kept, wanted, facilitators)
        await request.redraw(await draft_card(request, kept))

    async def changed(
        self, request: Request, wanted: ScheduleChoices
    ) -> tuple[ScheduleChoices, Sequence[MemberXid] | None]:
        """What is wanted, as it was filled in. Raises `Refused`."""
        raise NotImplementedError
