"""The private card for hard moments: what the server's admins wrote, or else what the practice advises.

The bot notices nothing, scores nothing, finds nobody and calls nobody. The card only says what a person can do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ButtonStyle, SelectOption

from bot.circle.model import HoldReason, Phase
from bot.services.circle.sessions import Session

from ...card_context import CardContext
from ...i18n import N_, Translator
from ...layout import CALM, QUIET, Card
from ...press import VerbButton, VerbMenu
from ...user_text import escaped, lines
from ..drawing import practice_marked
from .support import in_danger, with_places

ADVICE = (
    N_("**Breathe first.** Nothing needs to be solved at once, and you are not alone with it."),
    N_("**Offer a talk.** Ask the person, in private, whether they would like one. They choose."),
    N_("**Ask a co-facilitator.** One of you stays with the circle, the other with the person."),
    N_("**Take a pause.** Everyone's place and time are kept."),
    N_("**Look at the places to turn to.** You can pass one on. Nobody needs to say who or where they are."),
    N_("**Afterwards,** ask how the others are, and do something kind for yourself."),
)
"""What the practice advises."""


def hard_moment(context: CardContext, protocol: str, *, has_seat: bool, has_help: bool) -> Card:
    """What whoever holds the circle can do now.

    Args:
        context: the session.
        protocol: what the server's admins wrote; empty: what the practice advises is shown.
        has_seat: whether whoever opens it sits in the circle: a talk is offered by somebody the others know.
        has_help: whether a co-facilitator is in the circle.
    """
    t, state, session = context.t, context.state, context.session
    card = Card(CALM).say("### " + t("A hard moment")).say(lines(protocol) or advice(t)).say(in_danger(t))
    card.say("-# " + t("I notice nothing by myself and call nobody. Nothing of this is kept."))
    row = list[VerbButton]()
    if has_seat:
        row.append(VerbButton.new("hardtalk", session.id, 0, t("Offer a talk"), ButtonStyle.primary))
    if has_help:
        row.append(VerbButton.new("hardhelp", session.id, 0, t("Ask a co-facilitator")))
    if state.held(HoldReason.PAUSE):
        row.append(VerbButton.new("hardresume", session.id, 0, t("Resume")))
    elif state.phase is Phase.LIVE:
        row.append(VerbButton.new("hardpause", session.id, 0, t("Pause")))
    row.append(VerbButton.new("hardplaces", session.id, 0, t("Places to turn to")))
    return card.row(*row)


def advice(t: Translator) -> str:
    """What the practice advises."""
    return "\n".join(f"- {t(line)}" for line in ADVICE)


def whom_to_talk_with(context: CardContext, names: Mapping[int, str]) -> Card:
    """Choosing to whom a talk is offered, of those whose names are given by seat."""
    t = context.t
    card = Card().say(t("To whom would you like to offer a talk? Only they learn of it."))
    options = [SelectOption(label=name, value=str(number)) for number, name in names.items()]
    return card.row(VerbMenu.new("hardtalk", context.session.id, 0, t("Choose a person"), options))


def talk_offered(t: Translator, session: Session, who: str, seat: int) -> Card:
    """For the person to whom a talk is offered.

    Args:
        t: the voice of the circle.
        session: the circle.
        who: a mention of whoever offers it, who holds the circle or may.
        seat: theirs; the answer goes to it.
    """
    name = escaped(session.name)
    if seat == session.state.host:
        words = t(
            "{who}, who holds {circle}, offers you a talk, if you would like one.", who=who, circle=name
        )
    else:
        words = t(
            "{who}, a co-facilitator of {circle}, offers you a talk, if you would like one.",
            who=who,
            circle=name,
        )
    card = Card(QUIET).say(words)
    card.say("-# " + t("You may leave this unanswered. Nobody else knows of it."))
    card.row(VerbButton.new("talk", session.id, seat, t("Yes, please"), ButtonStyle.primary))
    return practice_marked(t, session, card)


def talk_wished(t: Translator, who: str, answer: VerbButton) -> Card:
    """For whoever offered a talk: the person would like it. `answer` is the button to answer them in private."""
    words = t("{who} would like the talk you have offered. Nobody else knows.", who=who)
    return Card().say(words).row(answer)


def help_asked(t: Translator, session: Session, who: str, seat: int) -> Card:
    """For a co-facilitator, of whoever holds the circle or may: `who` is a mention of them, `seat` theirs."""
    name = escaped(session.name)
    if seat == session.state.host:
        words = t("{who}, who holds {circle}, would be glad of your help now.", who=who, circle=name)
    else:
        words = t("{who}, a co-facilitator of {circle}, would be glad of your help.", who=who, circle=name)
    card = Card(QUIET).say(words).say("-# " + t("Nobody else knows of it."))
    return practice_marked(t, session, card)


def places(t: Translator, there: Sequence[str]) -> list[Card]:
    """The places that can be passed on, on more cards when they are many."""
    return with_places(t, Card(CALM).say("### " + t("Places to turn to")), there)


def protocol(t: Translator, text: str) -> Card:
    """What the server's admins wrote, as facilitators read it, and the way to change it."""
    card = Card(CALM).say("### " + t("What facilitators read in a hard moment"))
    if text:
        card.say(lines(text))
    else:
        card.say(t("Nothing of your own is written yet. For now they read this:")).say(advice(t))
    card.say("-# " + t("They open it in private, from their panel. I add the emergency sentence."))
    label = t("Change it") if text else t("Write your own")
    return card.row(VerbButton.new("protocol", 0, 0, label, ButtonStyle.primary))
