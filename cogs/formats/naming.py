"""The form that asks what a copy of a format is to be called."""

from __future__ import annotations

from bot.circle.format_table import TITLE_LENGTH
from bot.circle.formats import Format
from bot.ui.guards import require_admin
from bot.ui.modal import SafeModal, text_field
from bot.ui.request import Request

from .drafting import show_copy


class CopyModal(SafeModal):
    """What the copy is called."""

    def __init__(self, request: Request, made: Format) -> None:
        super().__init__(title=request.t("A format of your server's own"), custom_id="sc:fmtcopy")
        self.made = made
        self.name = text_field("name", "", TITLE_LENGTH, required=True)
        self.ask(request.t("What yours is called"), self.name)

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        await show_copy(request, self.made, self.name.value)
