"""The short form of what is kept, and why."""

from __future__ import annotations

from bot.settings import Settings

from ...i18n import Translator
from ...layout import CALM, Card
from ...user_text import escaped


def policy(t: Translator, settings: Settings) -> Card:
    """What is kept, for how long, what is never kept, and who runs the bot: in the reader's language."""
    keeping, contact = settings.keeping, settings.privacy.contact
    card = Card(CALM).say("### " + t("What I keep, and what I do not"))
    card.say(
        "\n".join(
            "- " + line
            for line in (
                t("I store no stories, no messages and no sound."),
                t("Your seat in a circle is stored sealed, and destroyed when that circle ends."),
                t("While a circle lasts, I note what is needed so that everyone gets one turn."),
                t(
                    "If you hold circles in turn, your place in that list is stored sealed until it is changed."
                ),
                t.many(
                    "What you wish of reminders is stored sealed until you change it, for {count} year at most.",
                    "What you wish of reminders is stored sealed until you change it, for {count} years at most.",
                    keeping.wish_years,
                ),
                t("If you wait for a circle to open, or are on call to hold one, that is stored sealed."),
                t("What I change for you in Discord is noted, sealed, until I have put it back."),
                t("Of a circle that is over only sums about everyone remain. They name nobody."),
                t("A spark of hope has no name on it. Only its giver can take it back, with **Withdraw**."),
                *_copies(t, settings),
            )
        )
    )
    card.line().say(
        t("What you write in a channel or a direct message lies with Discord, under Discord's own policy.")
        + " "
        + t(
            "My cards in a room name whom the talking piece is with. What becomes of the room I say before you agree."
        )
    )
    card.say(
        t("**/privacy show** tells you what I keep about you now. **/privacy erase** erases it at once.")
        + " "
        + t("Both work in direct messages, also when we share no server.")
    )
    if contact:
        card.line().say(t("Whoever runs this bot can be reached here: {contact}", contact=escaped(contact)))
    else:
        card.line().say(
            t("Whoever runs this bot has set no address. The admins of your server can ask them for you.")
        )
    return card


def _copies(t: Translator, settings: Settings) -> list[str]:
    if not settings.backup.nightly or settings.backups is None:
        return []
    return [
        t.many(
            "Every night I make a copy of what I keep, with the same seals. I delete it after {count} day.",
            "Every night I make a copy of what I keep, with the same seals. I delete it after {count} days.",
            settings.backup.keep_days,
        )
    ]
