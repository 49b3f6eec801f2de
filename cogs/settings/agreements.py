"""Changing what people of a server agree to. Until it is saved it is on the admin's own preview and nowhere else, so a
restart in between loses nothing."""

from __future__ import annotations

import discord

from bot.circle.agreed_lines import lines_of
from bot.services.settings.servers import ChangedMeanwhile
from bot.ui.agreement_lines import FORM_LENGTH, as_typed, known_lines, read_back, read_lines
from bot.ui.cards.settings.agreements import EDIT, LINES_PIECE, SAVE, lines_now, preview, usual_format
from bot.ui.cards.settings.context import SettingsContext
from bot.ui.cards.settings.steps import step_card
from bot.ui.cards.settings.words import Step
from bot.ui.guards import require_admin
from bot.ui.layout import texts_of
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from .reading import settings_of


class AgreementsForm(SafeModal):
    """All lines, one below the other; sending it shows how they would look."""

    def __init__(self, request: Request, typed: str, seen: int) -> None:
        t = request.t
        super().__init__(title=t("Agreements"), custom_id=f"sc:setagree:0:{seen}")
        self.seen = seen
        self.field = text_field(
            "sc:setagree:lines", typed, FORM_LENGTH, required=True, style=discord.TextStyle.paragraph
        )
        self.ask(
            t("What people agree to"),
            self.field,
            t("A line each, in plain words. You see it before it holds."),
        )

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        context = await settings_of(request)
        lines = read_lines(request.t, self.field.value, _known(request, context))
        await request.redraw_or_show(preview(context, lines, self.seen))


def _known(request: Request, context: SettingsContext) -> dict[str, str]:
    return known_lines(request.bot.catalogues, lines_of(usual_format(context)))


async def open_form(press: Press) -> None:
    """Open the form with the lines as they are now."""
    context = await settings_of(press)
    await press.open(AgreementsForm(press, as_typed(context.everyone, lines_now(context)), press.seen))


def _on_card(press: Press) -> str:
    """The lines on the preview that was pressed, as they were typed. Raises `Refused`."""
    found = texts_of(press.interaction.message).get(LINES_PIECE)
    if found is None:
        raise Refused(press.t("I cannot read that card any more. Please change the agreements once more."))
    return read_back(found)


async def _edit(press: Press) -> None:
    require_admin(press)
    await press.open(AgreementsForm(press, _on_card(press), press.seen))


async def _save(press: Press) -> None:
    require_admin(press)
    context = await settings_of(press)
    lines = read_lines(press.t, _on_card(press), _known(press, context))
    own = None if lines == lines_of(usual_format(context)) else lines
    try:
        server = await press.bot.desks.settings.change(press.guild_xid, press.seen, agreements=own)
    except ChangedMeanwhile as error:
        context = await settings_of(press, error.now)
        await press.redraw(preview(context, lines, context.version, meanwhile=True))
        return
    context = await settings_of(press, server)
    await press.redraw(step_card(context, Step.AGREEMENTS, press.t("This is saved.")))


HANDLERS: dict[str, Handler] = {EDIT: _edit, SAVE: _save}
