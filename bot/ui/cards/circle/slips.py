"""Slips for proof of attendance: where they are offered, and one as its owner sees it and takes it along."""

from __future__ import annotations

from bot.calendar.wallclock import LocalTime
from bot.services.circle.slips import OwnSlip, had_slips, in_closing

from ...card_context import CardContext
from ...dates import date_words
from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbButton
from .. import buttons

FILE = "proof-of-attendance.txt"
_LINE = 24
"""How many characters long the line for the name is: with the word before it, it fits on a phone."""


def offered(context: CardContext) -> list[VerbButton]:
    """`Proof of attendance`, on the card of the closing and on that of the end; nothing where none is given.

    This is the one place that offers it. It is on a card, so it says nothing of anybody; what it opens is private.
    """
    state = context.state
    if not context.gives_slips or state.practice or not (in_closing(state) or had_slips(state)):
        return []
    return [buttons.button(context, "slip", context.t("Proof of attendance"))]


def foretold(context: CardContext) -> str:
    """For somebody who takes a seat: where a slip will be found, and what it tells of them. Everyone who takes a seat
    reads it, so that nobody has to ask. Empty where none is given."""
    if not context.gives_slips or context.state.practice:
        return ""
    return "-# " + context.t(
        "Do you need proof of attendance? At the closing a button gives it to you, until a quarter of an hour after "
        "the end. It is the same whether you tell, pass or listen. Nobody learns who takes one."
    )


def slip(t: Translator, own: OwnSlip, written: str) -> Card:
    """A slip, for its owner alone.

    Args:
        t: the language of whoever reads it.
        own: the slip.
        written: the same as `text` writes it.
    """
    card = Card(CALM).say("### " + t("Proof of attendance"))
    card.say(t("Please save it now, and write your name on the line. Nobody learns that you took it."))
    card.say(f"```\n{written.strip()}\n```").file(FILE)
    return card.say(
        "-# "
        + t(
            "Everyone who was here gets the same one, whether they told, passed or listened. "
            "It names your group, so show it only where you want that known."
        )
    )


def text(t: Translator, own: OwnSlip) -> str:
    """A slip as text, in the language of its circle: the same for everyone who was in it."""
    said = own.signed.slip
    return "\n".join(
        [
            t("Proof of attendance"),
            "",
            t("Group: {name}", name=said.group),
            t("Circle: {when} ({zone})", when=date_words(t, LocalTime(said.local)), zone=said.zone),
            t.many("Length: {count} minute", "Length: {count} minutes", said.minutes),
            t("Name: {line}", line="_" * _LINE),
            "",
            t("Whoever was given this had a seat when the circle closed. The name is filled in by hand."),
            t("The code says group, date and length, and is signed. The group has a page that checks it."),
            t("Key: {mark}", mark=own.signed.key_mark),
            "",
            own.signed.code,
            "",
        ]
    )
