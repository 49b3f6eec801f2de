"""Every fault ends in a sentence that says what happened and what to do. Its details go to the log only."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot.services.circles import NotSaved
from bot.services.meetings import NoMeeting
from bot.services.unreadable import Unreadable, note

from .i18n import Translator
from .replies import say

log = logging.getLogger(__name__)


def error_sentence(t: Translator, error: BaseException) -> str:
    """The sentence for a fault, in the reader's language."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, NoMeeting):
        return t("This circle is over. Thank you for coming by.")
    if isinstance(error, Unreadable):
        return t(
            "I cannot read this just now, and nothing has changed. "
            "Please tell the people who run this bot; they find its number in the log."
        )
    if isinstance(error, NotSaved) and error.full:
        return t(
            "I have no room left to save anything, so nothing has changed. "
            "Please tell the people who run this bot that its disk is full."
        )
    if isinstance(error, NotSaved):
        return t("I could not save that just now, so nothing has changed. Please try again in a moment.")
    if isinstance(error, app_commands.NoPrivateMessage):
        return t("That works only inside a server. Please use it there.")
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return t("This command has changed since. Please reload Discord and try it once more.")
    return t("Something went wrong on my side, and nothing was lost. Please try again in a moment.")


async def answer_error(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Log the fault and tell the person, whatever state the interaction is in."""
    if isinstance(error, app_commands.CommandInvokeError) and isinstance(error.original, Unreadable):
        error = error.original
    if isinstance(error, Unreadable):
        note(error.what, error.number)
    elif not isinstance(error, NoMeeting):
        log.error("A person's request failed", exc_info=error)
    t = interaction.client.catalogues.pick(interaction.locale)
    try:
        await say(interaction, error_sentence(t, error))
    except discord.HTTPException:
        log.warning("The answer could not be sent either", exc_info=True)
