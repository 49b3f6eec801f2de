"""The invitation in the server's channel, and the welcome in the room before a circle begins."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.formats import StageKind
from bot.circle.model import Phase
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...layout import CALM, CLOSED, Card
from ...rooms.afterwards import afterwards_words
from ...rooms.kinds import words_of
from ...user_text import escaped
from .. import buttons
from ..drawing import PRACTISING, draws
from ..schedule import planned
from ..schedule.series import is_last, meeting_words, whose_seats
from ..seats import seats_taken
from .about import about
from .coming import small


@draws(d.LeftInvite)
def left(context: CardContext, what: d.LeftInvite) -> Card:
    """An invitation in a channel that the circle left: no buttons, and where the new one is."""
    t, state = context.t, context.state
    if state.phase is Phase.ENDED or state.is_off:
        return invitation(context)
    card = Card(CLOSED).say(f"## {escaped(context.session.name)}")
    return card.say(t("The invitation is in {place} now.", place=f"<#{context.session.parent_xid}>"))


@draws(d.Invite)
def invite(context: CardContext, what: d.Invite) -> Card:
    """The invitation, in its place."""
    return invitation(context)


def invitation(context: CardContext) -> Card:
    """The invitation: what it is, how many seats are taken, and the button for one. Never a name."""
    t, state = context.t, context.state
    if state.phase is Phase.PLANNED or state.is_off:
        return planned.invite(context)
    card = Card(CLOSED if state.phase is Phase.ENDED else CALM)
    card.say(f"## {escaped(context.session.name)}")
    if state.phase is Phase.ENDED and is_last(state.appointment):
        return card.say(t("This was the last meeting of a closed series. Its seats are forgotten."))
    if state.phase is Phase.ENDED:
        if whose_seats(t, state.appointment):  # the next one is for those who were in this one
            return card.say(t("This circle has closed."))
        return card.say(t("This circle has closed. You are welcome at the next one."))
    card.say(about(context))
    card.say(meeting_words(t, state.appointment)).say(whose_seats(t, state.appointment))
    card.say(t(PRACTISING) if state.practice else "")
    lines = [seats_taken(context)]
    closing = state.stage is not None and state.stage.kind is StageKind.CLOSING
    if closing:
        lines.append(t("It is closing."))
    elif state.phase is Phase.LIVE:
        lines.append(t("It has begun. You may still come in."))
    else:
        lines.append(_begins(context))
    card.say("\n".join(lines))
    card.say("-# " + t("What is told there stays there. You may always pass."))
    if not closing:
        save = buttons.button(context, "join", t("Save me a seat"), ButtonStyle.success)
        card.row(save, buttons.leave(context))
    return card


def _begins(context: CardContext) -> str:
    t, appointment = context.t, context.state.appointment
    if appointment is None:
        return t("The facilitator begins it.")
    return t("It begins {when}. The room is open.", when=planned.when(context))


@draws(d.Gather)
def gather(context: CardContext, what: d.Gather) -> Card:
    """The welcome in the room: who holds the circle, who is still awaited, and how to begin."""
    t, state = context.t, context.state
    if state.phase is not Phase.GATHERING:
        return Card(CLOSED).say(t("The circle has begun."))
    card = Card(CALM).say("## " + t("Welcome"))
    card.say(t("Take a moment to arrive."))
    card.say(t(PRACTISING) if state.practice else "")
    if state.appointment is not None:
        card.say(
            f"{meeting_words(t, state.appointment)} {t('It begins {when}.', when=planned.when(context))}".strip()
        )
    lines = [seats_taken(context)]
    if (missing := state.format.minimum - len(state.seated)) > 0:
        lines.append(t.many("{count} more is needed.", "{count} more are needed.", missing))
    if state.facilitator is not None:
        lines.append(t("{who} holds this circle.", who=context.who(state.facilitator)))
    else:
        lines.append(t("Any facilitator can begin it, and then holds it."))
    card.say("\n".join(lines)).say(
        small(words_of(context.session.room.kind).to_be_heard(t, held=context.session.room.held))
    )
    if not any(stage.kind is StageKind.AGREEMENTS for stage in state.format.stages):
        card.say(small(afterwards_words(t, context.session)))  # else it is said with what is agreed to
    begin = buttons.button(context, "begin", t("Begin"), ButtonStyle.primary)
    return card.row(begin, buttons.leave(context), buttons.support(context))
