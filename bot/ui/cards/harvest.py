"""The cards of a spark of hope: how it would look, how it looks, and the way to take it back.

Until its giver agrees, a spark is nowhere but on their private card, and is read back from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.ids import ChannelXid, SessionId
from bot.services.harvest.sparks import Spark, Withdrawal, Withdrawn

from ..i18n import Translator
from ..layout import WARM, Card, texts_of
from ..permissions import permission_names
from ..press import TokenButton

TITLE_PIECE, WORDS_PIECE = 7001, 7002
"""The ids of the two pieces of a preview, by which they are read back from it."""
_HEADING, _QUOTE = "### ", "> "


def _pieces(spark: Spark) -> Iterator[ui.TextDisplay[Any]]:
    if spark.title:
        yield ui.TextDisplay(_HEADING + spark.title, id=TITLE_PIECE)
    if spark.words:
        yield ui.TextDisplay(_QUOTE + spark.words, id=WORDS_PIECE)


def _as_posted(card: Card, spark: Spark) -> Card:
    card.add_item(ui.Container(*_pieces(spark), accent_colour=WARM))
    return card


def preview(
    t: Translator, session_id: SessionId, token: str, spark: Spark, channel_xid: ChannelXid, years: int
) -> Card:
    """Exactly what would be posted, and a button for each thing that can be agreed to.

    For so many `years` it can be withdrawn.
    """
    card = Card().say(t("This is how it would look in {channel}:", channel=f"<#{channel_xid}>"))
    _as_posted(card, spark)
    card.say(
        t.many(
            "It has no name on it. It appears some time after the circle, in random order, if at "
            "least three people offer one. You can offer one in each circle. You can withdraw it whenever you "
            "like, for {count} year. Until you agree, it is only here.",
            "It has no name on it. It appears some time after the circle, in random order, if at "
            "least three people offer one. You can offer one in each circle. You can withdraw it whenever you "
            "like, for {count} years. Until you agree, it is only here.",
            years,
        )
    )
    row = []
    if spark.title:
        row.append(TokenButton.new("sharetitle", token, t("Share the title"), session_id=session_id))
    if spark.words:
        row.append(TokenButton.new("sharespark", token, t("Share the spark"), session_id=session_id))
    if spark.title and spark.words:
        row.append(TokenButton.new("shareboth", token, t("Share both"), session_id=session_id))
    row.append(TokenButton.new("shareno", token, t("Leave it"), session_id=session_id))
    return card.row(*row)


def read_back(message: discord.Message | None) -> Spark:
    """The spark on a preview, as its giver sees it."""
    found = texts_of(message)
    title, words = found.get(TITLE_PIECE, ""), found.get(WORDS_PIECE, "")
    return Spark(title.removeprefix(_HEADING), words.removeprefix(_QUOTE))


def kept(t: Translator, token: str, spark: Spark, years: int) -> Card:
    """What its giver keeps: the exact text, and the button that takes it back, for so many years."""
    card = Card().say(t("This is the spark you offered. If it is posted, it looks like this:"))
    _as_posted(card, spark)
    card.say(
        t.many(
            "It is yours. Press Withdraw within {count} year, before or after it is posted, as long as "
            "this message is here. I do not know whose it is; only this button does.",
            "It is yours. Press Withdraw within {count} years, before or after it is posted, as long as "
            "this message is here. I do not know whose it is; only this button does.",
            years,
        )
    )
    return card.row(withdraw_button(t, token))


def kept_here(t: Translator, token: str, spark: Spark, code: str, years: int) -> Card:
    """The same, where no direct message can be sent: this message goes, so a code is given for later."""
    card = Card().say(
        t("Thank you. I could not send you a direct message, so please keep what you need from here:")
    )
    _as_posted(card, spark)
    card.say(
        t.many(
            "Press Withdraw while you can see this message. Later, for {count} year, type {command} and enter "
            "this code.",
            "Press Withdraw while you can see this message. Later, for {count} years, type {command} and enter "
            "this code.",
            years,
            command="`/story withdraw`",
        )
    ).say(f"## `{code}`")
    return card.row(withdraw_button(t, token))


def withdraw_button(t: Translator, token: str) -> TokenButton:
    """`Withdraw`."""
    return TokenButton.new("withdraw", token, t("Withdraw"))


def posted_card(spark: Spark) -> Card:
    """A spark in the hope channel: its words, and nothing of the circle, the time or the person."""
    return _as_posted(Card(), spark)


def withdrawn(t: Translator, result: Withdrawal) -> str:
    """What came of withdrawing, in words."""
    match result.what:
        case Withdrawn.BEFORE:
            return t("It is withdrawn. It had not been posted, and it will not be.")
        case Withdrawn.AFTER:
            return t("It is withdrawn, and its message is deleted.")
        case Withdrawn.GONE:
            return t("Its message had been deleted already. The last trace of it is gone now, too.")
        case Withdrawn.NOTHING:
            return t(
                "Nothing of it is here any more: it was withdrawn, or it was never posted, or that was years ago."
            )
        case Withdrawn.AGAIN:
            return t("Discord did not let me through just now, so it is still there. Please try again later.")
        case Withdrawn.FORBIDDEN if result.missing:
            return t(
                "I cannot delete it just now. I lack this permission in the hope channel: "
                "{names}. Someone who manages the server can give it to me. Then please try "
                "again.",
                names=permission_names(t, result.missing),
            )
    return t(
        "I may not delete it just now, so it is still there. Please tell someone who manages the "
        "server, and try again."
    )
