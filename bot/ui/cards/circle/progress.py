"""How far a circle has come, in words, for whoever holds it: what goes on, whose turn it is, who is next, who is away.

It says nothing that the room does not show: who has had a turn, and not what they did with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.circle.formats import StageKind
from bot.circle.model import HoldReason, Phase, Presence, TimerKind, TurnPhase
from bot.circle.order import announced_next, whose_turns

from ...card_context import CardContext, timestamp
from ...lengths import how_long
from ..schedule import planned
from ..seats import seats_taken
from .coming import next_stage
from .stages import agreed_so_far


def progress(context: CardContext) -> str:
    """How far the circle has come, line by line."""
    t, state = context.t, context.state
    if state.phase is Phase.ENDED:
        return t("This circle is over.")
    if state.phase is Phase.PLANNED and state.is_off:
        return planned.off_words(context)
    lines: list[str] = []
    if state.phase is not Phase.LIVE or state.stage is None:
        if state.appointment is not None:
            lines.append(t("It begins {when}.", when=planned.when(context)))
        elif state.phase is Phase.GATHERING:
            lines.append(t("People are gathering."))
        lines.append(seats_taken(context))
        lines.append(how_long(t, state.format))
    else:
        step, steps = state.stage_index + 1, len(state.format.stages)
        title = t.content(state.stage.title)
        lines.append(t("**{title}**, step {step} of {steps}", title=title, step=step, steps=steps))
        lines.append(_now(context))
        lines += _round(context) if state.in_round else _after(context)
        lines.append(seats_taken(context))
    if context.state.first is not None and state.seat(state.first) in state.seated:
        lines.append(t("The next round begins with {who}.", who=context.who(state.first)))
    away = [seat.number for seat in state.seated if seat.presence is Presence.ABSENT]
    # Of a closed series, who cannot come has said so in private: before it begins nobody reads it.
    in_private = state.appointment is not None and state.appointment.of_series is not None
    if away and not (in_private and state.phase is not Phase.LIVE):
        lines.append(t("Away for now: {people}", people=_names(context, away)))
    return "\n".join(line for line in lines if line)


def _now(context: CardContext) -> str:
    """What goes on in this moment, and until when."""
    t, state = context.t, context.state
    until = timestamp(None if state.timer is None else state.timer.due)
    if state.held(HoldReason.UNSEEN):
        return t("I cannot reach the room just now. The circle stands still and goes on by itself.")
    if state.holds:
        return _held(context, state.holds[-1].reason, until)
    if state.turn is not None:
        return _turn(context, until)
    if state.nominating is not None:
        who = context.who(state.nominating)
        return t("{who} chooses who is next. It goes on by itself {time}.", who=who, time=until)
    if state.in_round:
        waits = state.timer is not None and state.timer.kind is TimerKind.NOBODY
        return (
            t("Nobody can take the piece just now. It goes on by itself {time}.", time=until) if waits else ""
        )
    asks = state.stage is not None and state.stage.kind is StageKind.AGREEMENTS
    lines = [agreed_so_far(context)] if asks else []
    if until:
        lines.append(t("It goes on by itself {time}.", time=until))
    return " ".join(lines)


def _held(context: CardContext, reason: HoldReason, until: str) -> str:
    t, turn = context.t, context.state.turn
    who = context.who(None if turn is None else turn.seat)
    match reason:
        case HoldReason.PAUSE:
            return t("The circle is paused. It goes on by itself {time}.", time=until)
        case HoldReason.SILENCE:
            return t("A moment of silence is being held. It ends {time}.", time=until)
        case HoldReason.AWAY:
            return t("We wait a moment for {who}. It goes on by itself {time}.", who=who, time=until)
        case HoldReason.NOTE_ASKED:
            return t(
                "{who} is asked what the story touches on. It goes on by itself {time}.", who=who, time=until
            )
        case HoldReason.NOTE:
            return t("A quiet moment before the story of {who}. It ends {time}.", who=who, time=until)
        case _:
            return t("Nobody holds the circle just now. It goes on by itself {time}.", time=until)


def _turn(context: CardContext, until: str) -> str:
    t, turn = context.t, context.state.this_turn
    if turn.seat is None:
        return t("The piece lies in the middle. It goes on by itself {time}.", time=until)
    who = context.who(turn.seat)
    if turn.phase is TurnPhase.OFFERED:
        if turn.asked_again:
            return t("The piece is offered to {who}. It goes on by itself {time}.", who=who, time=until)
        return t("The piece is offered to {who}. I ask once more {time}.", who=who, time=until)
    if turn.is_over:
        return t("The piece is with {who}. The time has come to its end.", who=who)
    return t("The piece is with {who}. The time ends {time}.", who=who, time=timestamp(turn.ends_at))


def _round(context: CardContext) -> Iterator[str]:
    """Who is next, whose turn is over, and whose is to come."""
    t, state = context.t, context.state
    following = announced_next(state)
    if following is not None:
        yield t("Next is {who}.", who=context.who(following))
    over, coming = whose_turns(state)
    if over:
        yield t("Turn over: {people}", people=_names(context, over))
    if coming:
        yield t("Still to come: {people}", people=_names(context, coming))


def _after(context: CardContext) -> Iterator[str]:
    """What follows this stage."""
    if title := next_stage(context):
        yield context.t("After this comes: {title}.", title=title)


def _names(context: CardContext, seats: Iterable[int]) -> str:
    return " · ".join(context.who(number) for number in seats)
