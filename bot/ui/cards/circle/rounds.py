"""The card of a turn, from the offer to the moment the piece has moved on. It never says who passed."""

from __future__ import annotations

from bot.circle.model import HoldReason, TurnPhase
from bot.circle.order import breathes_until
from bot.services.deliveries import table as d

from ...card_context import CardContext, timestamp
from ...layout import QUIET, WARM, Card
from ...press import VerbPick
from .. import buttons
from ..drawing import draws
from . import coming, notes, offered, writing
from .coming import small


@draws(d.Turn)
def turn(context: CardContext, what: d.Turn) -> Card | None:
    """The card of one turn. A turn that is over leaves the same card, however it ended."""
    t, state = context.t, context.state
    if state.turns < what.turn:
        return None
    if state.turn is None and what.turn == state.turns and breathes_until(state) is not None:
        return _breathing(context)
    if state.turn is None or state.turn.number != what.turn:
        return _moved_on(context)
    who = context.who(state.turn.seat) if state.turn.seat is not None else t("the middle")
    if state.held(HoldReason.PAUSE):
        return _still(
            context, t("The circle is paused. The piece stays with {who}, and the time is kept.", who=who)
        )
    if state.held(HoldReason.SILENCE):
        return _still(context, t("A moment of silence. The piece stays with {who}.", who=who))
    if state.held(HoldReason.AWAY):
        return _still(context, t("We wait a moment for {who}. The time is kept.", who=who), back=True)
    if state.held(HoldReason.NOTE_ASKED):
        return notes.asked_for_note(context)
    if state.held(HoldReason.NOTE):
        return notes.quiet_moment(context)
    if state.turn.phase is TurnPhase.SPEAKING:
        return _speaking(context)
    return _offered(context)


def _moved_on(context: CardContext) -> Card:
    """One small line without a box, the same for all: after a round there are many of them between the stories."""
    return Card().say("-# " + context.t("The talking piece has moved on."))


def _breathing(context: CardContext) -> Card:
    """The piece waits a moment before it goes on, whoever had it and whatever they said."""
    t = context.t
    card = Card(QUIET).say("### " + t("The talking piece rests for a moment."))
    card.say("-# " + t("It goes on {time}.", time=timestamp(breathes_until(context.state))))
    return card.row(*buttons.care_row(context))


def _offered(context: CardContext) -> Card:
    t, state = context.t, context.state
    seat = state.this_turn.seat
    card = Card(WARM)
    if seat is None:
        card.say("### " + t("The talking piece lies in the middle. Take it if you would like to tell."))
    else:
        card.say("### " + t("{who}, the talking piece comes to you.", who=context.who(seat)))
    card.say(writing.who_writes(context))
    if question := _new_question(context):
        card.say(f"> {question}")
    card.say(small(coming.waits(context), coming.after_this(context)))
    card.say(offered.button_words(context))
    row = [buttons.receive(context)]
    if offered.may_say_not_yet(state):
        row.append(buttons.button(context, "notyet", t("Not yet"), about=buttons.About.THIS_TURN))
    return card.row(*row, buttons.let_go_by(context), buttons.support(context))


def _new_question(context: CardContext) -> str:
    """The question, if it was put while the round went on. The one that the round began with is read on the card of the
    round, once, and again in what `More` opens."""
    going = context.state.round
    return context.question(context.state.prompt) if going is not None and going.asked_anew else ""


def _speaking(context: CardContext) -> Card:
    t, turn_ = context.t, context.state.this_turn
    who = context.who(turn_.seat)
    # It has to fit a phone beside the keyboard.
    card = (
        Card(WARM).say("### " + t("{who} has the talking piece.", who=who)).say(writing.who_writes(context))
    )
    if turn_.is_over:
        card.say(t("The time is over. Take a moment to finish."))
        card.say(small(coming.waits(context), coming.after_this(context)))
    else:
        card.say(small(_new_question(context)))
        how = t("Ends {time}.", time=timestamp(turn_.ends_at))
        card.say(small(how, offered.typing_words(context), coming.after_this(context)))
    card.say(notes.noted(context))
    more = buttons.button(context, "else", t("More"))
    return card.row(buttons.done(context), *buttons.one_more_minute(context), buttons.support(context), more)


def what_else(context: CardContext, seat: int | None) -> Card:
    """What `More` opens, for one person only: the question once more; for whoever has the piece, a content note too."""
    speaks = seat is not None and context.state.speaker == seat
    question = context.question(context.state.prompt)
    card = Card().say(context.t("What would help now?")).say(f"> {question}" if question else "")
    note = [notes.note_button(context)] if speaks and notes.may_note(context) else []
    card.row(*note, buttons.step_out(context), buttons.rest(context))
    return card.row(*writing.other_way(context, seat))


def _still(context: CardContext, sentence: str, *, back: bool = False) -> Card:
    card = Card(QUIET).say("### " + sentence).say(small(coming.goes_on(context)))
    return card.row(*([buttons.come_back(context)] if back else []), buttons.support(context))


@draws(d.AskAgain)
def again(context: CardContext, what: d.AskAgain) -> Card | None:
    """Asking once more, gently; None when the offer has been answered meanwhile."""
    t, turn_ = context.t, context.state.turn
    if turn_ is None or turn_.number != what.turn or turn_.phase is not TurnPhase.OFFERED:
        return None
    if turn_.seat is None:
        return Card().say(t("The piece is still in the middle. It is fine to leave it there."))
    who = context.who(turn_.seat)
    if offered.may_say_not_yet(context.state):
        return Card().say(
            t("{who}, the piece is still with you. Receive it, pass, or say not yet: each is fine.", who=who)
        )
    return Card().say(t("{who}, the piece is still with you. Receive it or pass: both are fine.", who=who))


@draws(d.Choose)
def choose(context: CardContext, what: d.Choose) -> Card | None:
    """The last teller may say who is next; closed once the piece has gone on."""
    t, state = context.t, context.state
    if state.nominating is None or state.turns != what.turn:
        return _moved_on(context)
    card = Card(WARM).say(
        "### " + t("{who}, who would you like to give the piece to?", who=context.who(state.nominating))
    )
    card.say(coming.choosing_time(context))
    return card.row(VerbPick.new("choose", context.session.id, state.version, t("Who is next")))
