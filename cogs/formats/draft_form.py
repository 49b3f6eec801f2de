"""The base of the forms of a draft: each changes one part of it, and draws its card anew."""

from __future__ import annotations

from bot.services.formats.drafts import FormatDraft
from bot.services.formats.editing import Table, changed
from bot.ui.guards import require_admin
from bot.ui.modal import SafeModal
from bot.ui.request import Request
from bot.ui.user_text import clean

from .checking import card_of, require_lines_fit


class DraftForm(SafeModal):
    """A form that changes a draft. `stage` is the number of the stage that is chosen on its card, 0 for none."""

    def __init__(self, request: Request, kept: FormatDraft, stage: int, title: str) -> None:
        super().__init__(title=title, custom_id=f"sc:fmt:{kept.id}")
        self.t = request.t
        self.kept = kept
        self.stage = stage

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        made = changed(self.kept.format, self.change, clean)
        require_lines_fit(request, made)
        kept = await request.bot.desks.formats.redraft(self.kept, made)
        await request.redraw(await card_of(request, kept, self.stage))

    def change(self, table: Table) -> None:
        """Put what was filled in into the table of the format. Raises `Refused`."""
        raise NotImplementedError
