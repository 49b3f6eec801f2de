"""Erasing what is kept of one person: asked once, done at once, and what remains for now."""

from __future__ import annotations

from discord import ButtonStyle

from bot.services.rights.kept import Kept
from bot.settings import Backup

from ...i18n import Translator
from ...layout import CALM, WARM, Card
from ...press import VerbButton
from .kept import kept_cards, marks, names

ERASE, KEEP = "eraseme", "keepme"
"""What the buttons ask for. Their numbers mean nothing: each person erases what is their own."""


def ask(t: Translator, kept: Kept) -> Card:
    """What would be erased, and the question; or that there is nothing."""
    if kept.is_nothing:
        return kept_cards(t, kept)[0]
    card = Card(WARM).say("### " + t("Erase everything I keep about you?"))
    lines = []
    if kept.seats:
        lines.append(
            t("Your seats are given up: {circles}. Nobody is told who left.", circles=names(kept.seats))
        )
    if kept.places:
        lines.append(t("You are no longer among those who hold circles in turn."))
    if kept.series:
        lines.append(t("Your seats in closed series are given up, in all their meetings."))
    if kept.wish is not None:
        lines.append(t("Your wishes about reminders are forgotten. I would remind you again."))
    if kept.gatherings:
        lines.append(t("You wait no more for a circle, and hold none that people gather for."))
    if kept.on_call:
        lines.append(t("You are no longer on call."))
    if kept.resting:
        lines.append(t("I forget which questions I asked you lately. I may ask them again."))
    if any(kept.greetings):
        lines.append(t("Nobody greets you because you asked for it, and you greet nobody."))
    if kept.words:
        lines.append(t("No word comes on the day after a circle."))
    if kept.marks:
        lines.append(marks(t, kept.marks))
    card.say("\n".join("- " + line for line in lines))
    card.say(t("This happens at once, and I cannot undo it. **/privacy show** lists it all."))
    return card.row(
        VerbButton.new(ERASE, 0, 0, t("Erase it all"), ButtonStyle.danger),
        VerbButton.new(KEEP, 0, 0, t("Keep it")),
    )


def erased(t: Translator, remains: Kept, backup: Backup) -> Card:
    """That it is done, and what remains for now, and why; how long in backups, as the settings have it."""
    card = Card(CALM).say("### " + t("It is erased."))
    if remains.is_nothing:
        card.say(t("No table of mine leads to you any more."))
    else:
        card.say(t("This remains for now:"))
        leaving = [seat for seat in remains.seats if seat.is_only_let_out]
        marked = [seat for seat in remains.seats if not seat.is_only_let_out]
        if marked:
            words = t(
                "A sealed mark in {circles}. It says which seat was yours and what it has had. So nobody gets two "
                "turns, and whoever was taken out stays out. It is destroyed when that circle ends.",
                circles=names(marked),
            )
            card.say("- " + words)
        if leaving:
            words = t(
                "A seal in {circles}, until I have let you out of its room. That happens when the first turn begins. "
                "You may go by yourself before that.",
                circles=names(leaving),
            )
            card.say("- " + words)
        if remains.marks:
            card.say("- " + marks(t, remains.marks))
    if backup.nightly:
        words = t.many(
            "My nightly backups have what I kept about you, sealed, for {count} more day.",
            "My nightly backups have what I kept about you, sealed, for {count} more days.",
            backup.keep_days,
        )
        card.say("-# " + words)
    return card.say(
        "-# "
        + t(
            "Sums of circles that are over name nobody, so nothing of them can be taken out. A spark of hope is "
            "taken back with its **Withdraw**. Your messages lie with Discord; you can delete them there."
        )
    )


def kept(t: Translator) -> Card:
    """Nothing was erased."""
    return Card().say(t("Everything is as it was."))
