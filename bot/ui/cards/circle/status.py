"""Short cards in the room: a pause, a silence, who holds the circle, the end."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.agreements import agreed_to
from bot.circle.formats import StageKind
from bot.circle.model import EndReason, HoldReason, Phase, RoleCall
from bot.services.deliveries import table as d
from bot.services.deliveries.asked import asked_to_hold

from ...agreement_lines import shown
from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import CALM, CLOSED, QUIET, Card
from .. import buttons
from ..care import next_day
from ..drawing import draws
from . import slips
from .coming import goes_on, small


@draws(d.Paused)
def paused(context: CardContext, what: d.Paused) -> Card | None:
    """The circle is paused; None when it goes on already."""
    if not context.state.held(HoldReason.PAUSE):
        return None
    card = Card(QUIET).say(context.t("The circle is paused. Your place and your time are kept."))
    return card.say(small(goes_on(context)))


@draws(d.FreeToSpeak)
def free_to_speak(context: CardContext, what: d.FreeToSpeak) -> Card | None:
    """The room does not hold the piece any more."""
    t = context.t
    if context.session.room.kind.is_written:
        return Card(QUIET).say(t("Everyone can write here now. The cards go on saying whose turn it is."))
    if context.session.room.kind.asks_to_speak:
        return Card(QUIET).say(t("Everyone can speak here now. The cards go on saying whose turn it is."))
    words = t(
        "Everyone can speak here now. The cards go on saying whose turn it is. If you stay muted, someone who runs "
        "this server can unmute you."
    )
    return Card(QUIET).say(words)


@draws(d.Resumed)
def resumed(context: CardContext, what: d.Resumed) -> Card | None:
    """The circle goes on; None when it is paused again or over."""
    if context.state.held(HoldReason.PAUSE) or context.state.phase is not Phase.LIVE:
        return None
    return Card(QUIET).say(context.t("The circle goes on where it was."))


@draws(d.Silence)
def silence(context: CardContext, what: d.Silence) -> Card | None:
    """A silence is held; None when it is over already."""
    if not context.state.held(HoldReason.SILENCE):
        return None
    return Card(QUIET).say(context.t("Let us be silent together for a moment. It ends by itself."))


@draws(d.Recalled)
def recalled(context: CardContext, what: d.Recalled) -> Card | None:
    """A gentle word about one agreement, to everyone; None when the circle is over."""
    t, items = context.t, agreed_to(context.state)
    if context.state.phase is not Phase.LIVE or not 0 <= what.item < len(items):
        return None
    card = Card(QUIET).say("### " + t("A gentle reminder for all of us"))
    return card.say(f"> {shown(t, items[what.item])}")


@draws(d.AddedLine)
def added_line(context: CardContext, what: d.AddedLine) -> Card | None:
    """A line that the group has added, and the way to agree to it while the agreements are read."""
    t, state, items = context.t, context.state, agreed_to(context.state)
    if not 0 <= what.item < len(items):
        return None
    is_asked = (
        state.phase is Phase.LIVE and state.stage is not None and state.stage.kind is StageKind.AGREEMENTS
    )
    card = Card(CALM if is_asked else CLOSED).say("### " + t("A line that this group has added"))
    card.say(f"> {shown(t, items[what.item])}")
    if not is_asked:
        return card
    card.say(t("If you have agreed already, please press I agree again, for this line too."))
    return card.row(buttons.agree(context), buttons.listen(context))


@draws(d.Role)
def role(context: CardContext, what: d.Role) -> Card | None:
    """Asking for somebody to hold the circle; closed once somebody does."""
    t, state = context.t, context.state
    asked = list(asked_to_hold(state))
    if state.phase is not Phase.LIVE or not asked:
        return Card(CLOSED).say("-# " + t("The circle has a facilitator again."))
    card = Card(QUIET).say("### " + t("The facilitator is away for the moment."))
    people = " ".join(context.who(number) for number in asked)
    card.say(t("{people} Would one of you hold it until they are back? Nothing is lost.", people=people))
    return card.row(buttons.button(context, "take", t("I'll hold the circle"), ButtonStyle.primary))


@draws(d.Holder)
def holder(context: CardContext, what: d.Holder) -> Card | None:
    """Who holds the circle now, with the way to their panel; None when nobody does."""
    t, state = context.t, context.state
    if state.phase is Phase.ENDED:
        return Card().say("-# " + t("This circle is over."))
    if state.host is None or state.phase is Phase.PLANNED:
        return None
    card = Card().say("-# " + t("{who} holds the circle now.", who=context.who(state.host)))
    return card.row(buttons.button(context, "panel", t("Open your panel")))


@draws(d.Unheld)
def unheld(context: CardContext, what: d.Unheld) -> Card | None:
    """Nobody came forward: the circle holds itself."""
    if context.state.role_call is not RoleCall.UNHELD:
        return None
    return Card(QUIET).say(
        context.t("We go on together. The piece keeps going round. The facilitator may come back any time.")
    )


@draws(d.Ended)
def ended(context: CardContext, what: d.Ended) -> Card:
    """The end, whatever led to it."""
    t, reason = context.t, context.state.end_reason
    if reason is EndReason.NEVER_BEGAN:
        text = t(
            "This circle did not begin this time. Thank you for coming; you are welcome at the next one."
        )
    elif reason is EndReason.TOO_FEW:
        text = t(
            "We were too few for a circle this time. Thank you for coming; you are welcome at the next one."
        )
    elif reason is EndReason.LAPSED:
        text = t(
            "I was away longer than this circle lasts, so I closed it. Thank you for being here; "
            "you are welcome at the next one."
        )
    elif reason is EndReason.LOST:
        text = t(
            "I could not keep this circle, so I closed it. Nobody here did this, and I am sorry. "
            "You are welcome at the next one."
        )
    elif reason is EndReason.COMPLETED:
        text = t("The circle is closed. Thank you for your stories, your listening and your silence.")
    else:
        text = t("The circle is closed for today. Thank you for being here.")
    card = Card(CALM).say(text).say("-# " + t("What was told here stays here."))
    if context.room_stays:
        card.say("-# " + room_stays_words(t))
    elif context.room_goes_at is not None:
        gone = t("Everything in this room is deleted {time}.", time=timestamp(context.room_goes_at))
        card.say("-# " + gone)
    if context.cleared_at is not None and not context.room_stays:
        when = timestamp(context.cleared_at)
        card.say("-# " + t("My own messages here are deleted {time}. What you wrote stays.", time=when))
    came_to_its_end = reason in (EndReason.COMPLETED, EndReason.CLOSED)
    return card.row(*slips.offered(context), *(next_day.offered(context) if came_to_its_end else ()))


def room_stays(context: CardContext) -> Card:
    """Said once in a room that was to be deleted and cannot be."""
    return Card(CLOSED).say(room_stays_words(context.t))


def room_stays_words(t: Translator) -> str:
    """What is so, and what can be done."""
    return t(
        "I could not delete this room, so I closed it. Everyone in it can still read it. Someone "
        "who runs this server can delete it. I try again a few times a day."
    )
