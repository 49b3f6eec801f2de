"""Speaking or writing, in a room in which people speak: the question, the answer, and what the others see of it."""

from __future__ import annotations

from bot.circle.formats import PromptKind
from bot.circle.model import Phase
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...layout import Card
from ...lengths import turn_words
from ...press import VerbButton
from ...rooms import channels
from ...rooms.kinds import words_of
from .. import buttons
from ..drawing import draws


def is_chosen(context: CardContext) -> bool:
    """Whether there is anything to choose: in a written room there is not."""
    return not context.session.room.kind.is_written


def writes(context: CardContext, number: int | None) -> bool:
    """Whether that seat takes its turns in writing, while others speak."""
    seat = context.state.seat(number)
    return is_chosen(context) and seat is not None and seat.writes


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the question to somebody who has come."""
    card.say(context.t("In your turn you may speak, or write in the chat. You can change this at any time."))
    return card.row(_speak(context), _write(context))


def chosen(context: CardContext, number: int | None) -> Card:
    """What somebody has chosen, and the way back."""
    t = context.t
    if not writes(context, number):
        return Card().say(t("In your turn you speak.")).row(_write(context))
    words = t("In your turn you write in the chat of the room.")
    return Card().say(f"{words} {_time(context)}".strip()).row(_speak(context))


def _time(context: CardContext) -> str:
    chosen_format = context.state.format
    stories = [stage for stage in chosen_format.stages if stage.prompt is PromptKind.STORY]
    if not stories:
        return ""
    seconds = max(chosen_format.turn_s(stage, in_writing=True) for stage in stories)
    time = turn_words(context.t, seconds)
    return context.t("Writing takes longer, so you have about {time} for a story.", time=time)


def other_way(context: CardContext, number: int | None) -> list[VerbButton]:
    """The button for what somebody does not do now; none where there is nothing to choose."""
    if not is_chosen(context) or context.state.seat(number) is None:
        return []
    return [_speak(context) if writes(context, number) else _write(context)]


def who_writes(context: CardContext) -> str:
    """That this turn is a written one, so that those who listen look at the chat; empty when it is spoken."""
    turn = context.state.turn
    if turn is None or not writes(context, turn.seat):
        return ""
    return context.t("{who} writes. Please read along here.", who=context.who(turn.seat))


def to_receive(context: CardContext, number: int | None) -> str:
    """What to do when the piece is held out to that seat; None: to anybody."""
    own = channels if writes(context, number) else words_of(context.session.room.kind)
    return own.to_receive(context.t, held=context.session.room.held)


def when_it_comes(context: CardContext, number: int) -> str:
    """What to do once the piece is held out to that seat, for somebody who waits for it."""
    t = context.t
    if is_chosen(context) and not writes(context, number):
        return t("When the piece comes to you, press **{receive}**, then speak.", receive=t("Receive"))
    return t("When the piece comes to you, press **{receive}**, then write.", receive=t("Receive"))


@draws(d.ComeIn)
def come_in(context: CardContext, what: d.ComeIn) -> Card | None:
    """For somebody who is not where people speak: the way, and the other way; None once there is nothing to come to, or
    they write."""
    t, seat, room_xid = context.t, context.state.seat(what.seat), context.session.room_xid
    is_late = context.state.phase is not Phase.LIVE or seat is None or not seat.is_inside or seat.writes
    if is_late or room_xid is None or not is_chosen(context):
        return None
    words = t("The circle has begun. We speak in {room}: tap its name to come in.", room=f"<#{room_xid}>")
    return Card().say(f"{words} {t('If you would rather write, that is fine too.')}").row(_write(context))


def _speak(context: CardContext) -> VerbButton:
    return buttons.button(context, "aloud", context.t("I speak"))


def _write(context: CardContext) -> VerbButton:
    return buttons.button(context, "inwriting", context.t("I write"))
