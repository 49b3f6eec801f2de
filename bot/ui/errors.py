"""The one place that answers what went wrong: a refusal with its sentence, a fault with what happened and what to do.
The details of a fault go to the log only.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands, ui

from bot.services.circle.sessions import NoSession
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable, note

from .i18n import Translator
from .refused import Refused
from .refusing import refused_by
from .request import Request

log = logging.getLogger(__name__)


def error_sentence(t: Translator, error: BaseException) -> str:
    """The sentence for a fault, in the reader's language."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, NoSession):
        return t("This circle is over. Thank you for coming by.")
    if isinstance(error, Unreadable):
        return t(
            "I cannot read this just now, and nothing has changed. Please tell the people who run "
            "this bot. Its number is in the log."
        )
    if isinstance(error, NotSaved) and error.full:
        return t(
            "I could not save that: my disk is full. Nothing has changed. Please tell the people "
            "who run this bot."
        )
    if isinstance(error, NotSaved):
        return t("I could not save that just now, so nothing has changed. Please try again in a moment.")
    if isinstance(error, app_commands.NoPrivateMessage):
        return t("That works only inside a server. Please use it there.")
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return t("This command has changed since. Please reload Discord and try it once more.")
    return t("Something went wrong on my side, and nothing was lost. Please try again in a moment.")


async def answer_error(request: Request, error: Exception, buttons: Sequence[ui.Item[Any]] = ()) -> None:
    """Tell the person why it was refused; log a fault and tell them, whatever state the interaction is in.

    Args:
        request: what was asked.
        error: what was raised.
        buttons: what is offered below the sentence.
    """
    if (refused := refused_by(request, error)) is not None:
        try:
            await _answer_refusal(request, refused, buttons)
        except discord.DiscordException as failed:
            error = failed
        else:
            return
    if isinstance(error, app_commands.CommandInvokeError) and isinstance(error.original, Unreadable):
        error = error.original
    if isinstance(error, Unreadable):
        note(error.what, error.number)
    elif not isinstance(error, NoSession):
        log.error("A person's request failed", exc_info=error)
    try:
        await request.say(error_sentence(request.t, error), buttons)
    except discord.HTTPException:
        log.warning("The answer could not be sent either", exc_info=True)


async def _answer_refusal(request: Request, refused: Refused, buttons: Sequence[ui.Item[Any]]) -> None:
    """Show the card first, then say the sentence."""
    if refused.card is not None:
        await request.redraw_or_show(refused.card)
    if refused.sentence:
        await request.say(refused.sentence, buttons)
