"""The base of every modal: whatever goes wrong in it is logged and answered, and nothing typed into it is lost."""

from __future__ import annotations

import contextlib
import copy
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord import ui

from bot.ids import SessionId
from bot.services.circle.sessions import NoSession

from .errors import answer_error
from .giving_back import give_back
from .layout import Card
from .press import TokenButton
from .refused import Refused
from .request import Handler, Interaction, Press, Request
from .retrying import new_token
from .visibility import require_known

OPEN_S = 3600.0
"""How long an open modal is remembered. Discord does not tell when somebody closes one without sending it."""
AGAIN = "again"
"""The verb of `Try again`."""


class SafeModal(ui.Modal):
    """A modal that always answers. Override `submitted`.

    What is refused can be tried again: a button opens the same form, filled in as it was sent.

    Its id ends in chance: the library finds an open modal by its id alone, so of two people who have the same
    one open, the first to send it would leave the other without an answer.
    """

    about_session: SessionId | None = None
    """The session that sending it changes. Whoever sends it has to be one who may know of it, still."""
    keeps_words = True
    """Whether what was refused is kept in memory for a while, so that it can be tried again."""
    is_second_try = False
    """Whether it was opened from the refusal of an earlier try. Then the answer takes the place of that."""

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=f"{custom_id}:{secrets.token_hex(4)}", timeout=OPEN_S)
        self._id_of_kind = custom_id

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        request = Request(interaction)
        request.takes_place = self.is_second_try
        try:
            if self.about_session is not None:
                await require_known(request, self.about_session)
            await self.submitted(request)
        except Exception as error:
            await self._refuse(request, error)
        else:
            await self._done(request)

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

    # Trying again

    async def _refuse(self, request: Request, error: Exception) -> None:
        """Say why, with a way back to what was typed."""
        is_final = isinstance(error, NoSession) or (isinstance(error, Refused) and error.is_final)
        if is_final or not self.keeps_words:
            await give_back(request, error)
            return
        token, take_away = new_token(), _take_away(request, error)
        if not self.is_second_try:
            await self._done(request)  # the earlier refusal of the same form makes room for this one
        request.bot.refused_forms.keep(request.member_xid, self, token, take_away)
        again = TokenButton.new(AGAIN, token, request.t("Try again"), discord.ButtonStyle.primary)
        await answer_error(request, error, [again])

    async def _done(self, request: Request) -> None:
        """Forget the words, and take the refusal of an earlier try from the screen: what came last is last."""
        take_away = request.bot.refused_forms.done(request.member_xid, self)
        if take_away is not None and not self.is_second_try:
            # It is only tidying. The answer has been given, and stays whatever Discord says to this.
            with contextlib.suppress(discord.HTTPException):
                await take_away()

    def filled_in(self) -> Self:
        """The same form once more, filled in as it was sent."""
        again = copy.copy(self)
        ui.Modal.__init__(
            again, title=self.title, custom_id=f"{self._id_of_kind}:{secrets.token_hex(4)}", timeout=OPEN_S
        )
        for item in self.children:
            again.add_item(item)
        for item in again.walk_children():
            _fill_in(item)
        again.is_second_try = True
        return again


def _take_away(request: Request, error: Exception) -> Callable[[], Awaitable[None]] | None:
    """How the refusal that is about to be said can be deleted later; None when it is not the first answer."""
    if isinstance(error, Refused) and error.card is not None:
        return None
    response = request.interaction.response
    if response.is_done() and response.type is not discord.InteractionResponseType.deferred_channel_message:
        return None
    return request.interaction.delete_original_response


def _fill_in(item: ui.Item[Any]) -> None:
    """Let a field show what was sent in it."""
    match item:
        case ui.TextInput():
            item.default = item.value or None
        case ui.Select() | ui.CheckboxGroup():
            for option in item.options:
                option.default = option.value in item.values
        case ui.RadioGroup():
            for one in item.options:
                one.default = one.value == item.value
        case ui.ChannelSelect():
            item.default_values = _chosen(item.values, discord.SelectDefaultValueType.channel)
        case ui.RoleSelect():
            item.default_values = _chosen(item.values, discord.SelectDefaultValueType.role)
        case ui.UserSelect():
            item.default_values = _chosen(item.values, discord.SelectDefaultValueType.user)


def _chosen(values: Any, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=value.id, type=kind) for value in values]


async def _again(press: Press) -> None:
    form = press.bot.refused_forms.find(press.member_xid, press.token)
    if isinstance(form, SafeModal):
        await press.open(form.filled_in())
        return
    await press.redraw(
        Card().say(press.t("I do not have those words any more. Please begin again; nothing has changed."))
    )


HANDLERS: dict[str, Handler] = {AGAIN: _again}


# Fields


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
