"""The base of every modal: whatever goes wrong in it is logged and answered."""

from __future__ import annotations

import secrets
from typing import Any

import discord
from discord import ui

from .errors import answer_error
from .visibility import must_know

OPEN_S = 3600.0
"""How long an open modal is remembered. Discord does not tell when somebody closes one without sending it."""


class SafeModal(ui.Modal):
    """A modal that always answers. Override `submitted`.

    Its id ends in chance: the library finds an open modal by its id alone, so of two people who have the same
    one open, the first to send it would leave the other without an answer.
    """

    about_session: int | None = None
    """The session that sending it changes. Whoever sends it has to be one who may know of it, still."""

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=f"{custom_id}:{secrets.token_hex(4)}", timeout=OPEN_S)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        if self.about_session is not None:
            await must_know(interaction, self.about_session)
        await self.submitted(interaction)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """What sending the modal leads to."""
        raise NotImplementedError

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await answer_error(interaction, error)
