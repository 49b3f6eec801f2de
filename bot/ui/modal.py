"""The base of every modal: whatever goes wrong in it is logged and answered."""

from __future__ import annotations

import secrets
from typing import Any, cast

import discord
from discord import ui

from bot.ids import SessionId

from .errors import answer_error
from .request import Interaction, Request
from .visibility import require_known

OPEN_S = 3600.0
"""How long an open modal is remembered. Discord does not tell when somebody closes one without sending it."""


class SafeModal(ui.Modal):
    """A modal that always answers. Override `submitted`.

    Its id ends in chance: the library finds an open modal by its id alone, so of two people who have the same
    one open, the first to send it would leave the other without an answer.
    """

    about_session: SessionId | None = None
    """The session that sending it changes. Whoever sends it has to be one who may know of it, still."""

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=f"{custom_id}:{secrets.token_hex(4)}", timeout=OPEN_S)

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        request = Request(interaction)
        try:
            if self.about_session is not None:
                await require_known(request, self.about_session)
            await self.submitted(request)
        except Exception as error:
            await answer_error(request, error)

    async def submitted(self, request: Request) -> None:
        """What sending the form leads to."""
        raise NotImplementedError

    async def on_error(  # type: ignore[override]
        self, interaction: Interaction, error: Exception, /
    ) -> None:
        await answer_error(Request(interaction), error)

    def ask(self, label: str, component: ui.Item[Any], description: str | None = None) -> None:
        """Add a field with its label."""
        self.add_item(ui.Label(text=label, description=description, component=component))


def sent_values(request: Request) -> dict[str, str]:
    """What was typed into a form whose other end was lost in a restart, by the ids of its fields."""
    sent: dict[str, str] = {}

    def walk(part: Any) -> None:
        for inner in part if isinstance(part, list) else [part]:
            if "value" in inner:
                sent[inner["custom_id"]] = str(inner["value"])
            walk(inner.get("components", []))
            walk(inner.get("component", []))

    data = cast("dict[str, Any]", request.interaction.data or {})
    walk(data.get("components", []))
    return sent


def text_field(
    custom_id: str,
    value: str = "",
    most: int = 60,
    *,
    required: bool = False,
    style: discord.TextStyle = discord.TextStyle.short,
) -> ui.TextInput[Any]:
    """A field for words, filled in with what it is now, for at most so many characters."""
    return ui.TextInput(
        style=style, default=value or None, max_length=most, required=required, custom_id=custom_id
    )
