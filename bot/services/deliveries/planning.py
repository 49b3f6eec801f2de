"""What has to be shown because of what became true: the rows of the outbox.

A row says *what* to show, never how: it is rendered from the state of the moment it is sent, and a row that
no longer fits the state is dropped instead of being shown late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.circle import events as e
from bot.circle import resonance
from bot.circle.agreements import lines_of_the_group
from bot.circle.formats import StageKind
from bot.circle.machine import Step
from bot.circle.model import (
    Consent,
    HoldReason,
    Phase,
    RoleCall,
    SeatPlace,
    SessionState,
    TimerKind,
    TurnPhase,
)
from bot.circle.order import announced_next, breathes_until, going_round

from . import dates
from . import table as d
from .moment import current_card
from .policy import Post, Refresh
from .rows import Plan

COALESCE_S = 1.0
"""How long counts on a card may lag, so that a burst of presses costs one edit."""
NEXT_S = 5.0
"""How long the name of whoever is next may be wrong, so that several changes cost one edit."""
ANSWER_S = 10.0
"""How long a press is given to redraw its own card before the outbox does it. That is only reached when Discord did
not take the answer, or the bot stopped between saving and answering."""
AFTER_ROUND_S = 8.0
"""How long what a round leaves behind waits, so that it never stands in the way of what comes next."""
FAREWELL_S = 86_400.0
"""How long somebody who left may stay in the room, at most, when no further turn begins."""
ONE_CARD_S = 1.5
"""How far apart its cards are taken away: Discord lets about one message a second be deleted in a channel."""


def plan(
    before: SessionState,
    steps: Iterable[Step],
    *,
    answering: Post | None = None,
    linger_s: float = 0,
) -> list[Plan]:
    """The deliveries that follow from what became true.

    Args:
        before: the session as it was before the first step.
        steps: what became true, oldest first, and the session after each.
        answering: the card whose own press is being answered, and will be redrawn by that answer. A turn's is answered
            with the gestures towards its story, too.
        linger_s: how long the room stays after the end.
    """
    plans: dict[Plan, None] = {}
    first = before
    for step in steps:
        plans.update(dict.fromkeys(_follow(before, step.after, step.event, linger_s)))
        plans.update(dict.fromkeys(_let_go(before, step.after)))
        plans.update(dict.fromkeys(_long_breath(before, step.after)))
        before = step.after
    shown = {item.what for item in plans}
    plans.update(dict.fromkeys(item for item in _order(first, before) if item.what not in shown))
    return [_unless_answered(item, answering) for item in plans]


def _unless_answered(item: Plan, answering: Post | None) -> Plan:
    match item.what, answering:
        case Refresh(post), _ if post == answering:
            return replace(item, delay_s=ANSWER_S, by_answer=True)
        case d.Gestures(turn), d.Turn(pressed) | d.Gestures(pressed) if turn == pressed:
            return replace(item, what=d.Gestures(turn, by_answer=True), delay_s=ANSWER_S, by_answer=True)
    return item


def _follow(before: SessionState, after: SessionState, event: e.Event, linger_s: float) -> Iterator[Plan]:
    match event:
        case e.Opened():
            yield from (Plan(d.OpenRoom()), Plan(d.Invite()), Plan(d.Gather()))
        case e.SeatTaken(seat=seat):
            if after.phase is not Phase.PLANNED and after.known_seat(seat).is_inside:
                yield Plan(d.Admit(seat))
            yield from _counts(after)
        case e.SeatForgotten(seat=seat):
            yield from _forgotten(before, after, seat)
            yield from _counts(after)
        case e.PlaceChanged(seat=seat, place=place):
            if place is not SeatPlace.SEATED and _was_let_in(before, seat):
                yield _farewell(after, seat) if place is SeatPlace.LEFT else Plan(d.Dismiss(seat))
            yield from _counts(after)
        case e.CameIn(seat=seat):
            yield Plan(d.Admit(seat))
        case e.ConsentChanged(seat=seat, consent=consent):
            if consent is Consent.ASKED:
                is_outside = after.known_seat(seat).waits_outside
                yield Plan(d.AskOutside(seat) if is_outside else d.AskToAgree(seat))
            elif before.stage is not None and before.stage.kind is StageKind.AGREEMENTS:
                yield Plan(Refresh(d.Stage(before.stage_index)), delay_s=COALESCE_S)
        case e.Begun():
            yield from (Plan(Refresh(d.Invite()), delay_s=COALESCE_S), Plan(Refresh(d.Gather())))
            yield from dates.calendar(after)
        case e.StageEntered(index=index):
            yield from _stage(after, index)
            yield from _lines_asked_for(before)
        case e.StageExtended():
            yield Plan(Refresh(d.Stage(after.stage_index)))
        case e.TurnOffered(turn=turn):
            if before.nominating is not None:
                yield Plan(Refresh(d.Choose(before.turns)))
            yield Plan(d.Turn(turn))
        case e.OfferRepeated():
            yield Plan(d.AskAgain(after.turns))
        case e.TurnReceived():
            yield Plan(Refresh(d.Turn(after.turns)))
            yield from _asked_no_more(before)
        case e.AskedIn(seat=seat):
            yield Plan(d.ComeIn(seat))
        case e.Quieted(seat=int(seat)):
            yield Plan(d.Quieted(seat))
        case e.WayChosen(seat=seat):
            if after.turn is not None and after.turn.seat == seat:
                yield Plan(Refresh(d.Turn(after.turns)))
        case e.TimeExtended(seat=seat) | e.WrittenTimeGiven(seat=seat):
            yield Plan(Refresh(d.Turn(after.turns)))
            yield Plan(d.TimeNote(seat, after.turns), delay_s=COALESCE_S)
        case e.TimeWarned(seat=seat):
            yield Plan(d.TimeWarning(seat, after.turns))
        case e.TimeUp(seat=seat):
            yield Plan(d.TimeUp(seat, after.turns))
            yield Plan(Refresh(d.Turn(after.turns)))
        case e.TurnEnded(seat=seat):
            yield from _turn_over(before, after, seat)
        case e.NominationAsked(seat=seat):
            yield Plan(d.Choose(after.turns))
        case e.AgreementRecalled(item=item):
            yield Plan(d.Recalled(item))
        case e.LineAdded():
            yield Plan(Refresh(d.Stage(after.stage_index)))
            yield Plan(d.AddedLine(lines_of_the_group(after)[-1]))
        case e.OrderChanged() | e.NobodyHere():
            yield Plan(Refresh(d.Stage(after.stage_index)))
        case e.NotesGiven():
            yield Plan(Refresh(d.Turn(after.turns)))
        case e.ResonanceGathered(seat=seat, turn=turn):
            yield Plan(d.Resonance(seat, turn), delay_s=AFTER_ROUND_S)
        case e.PromptSet(stage=stage):
            yield Plan(Refresh(d.Stage(stage)))
            if after.turn is not None:
                yield Plan(Refresh(d.Turn(after.turn.number)))
        case e.Held(reason=reason) | e.Released(reason=reason):
            yield from _hold(after, reason, held=isinstance(event, e.Held))
        case e.RoleCalled() | e.RoleTaken() | e.RoleReturned() | e.RoleHandedOver():
            yield from _role(after, event)
        case e.TimeGivenBack():
            if (card := current_card(after)) is not None:
                yield Plan(Refresh(card))
        case e.Ended():
            yield from _retired(before)
            yield from dates.calendar(after)
            yield from (Plan(d.Ended()), Plan(d.CloseRoom(), delay_s=linger_s))
        case _:
            yield from dates.follow(after, event)
            if isinstance(event, dates.COUNTED):
                yield from _counts(after)


def _was_let_in(before: SessionState, seat: int) -> bool:
    """Whether somebody with that seat may have been in the room."""
    was = before.seat(seat)
    never = was is None or was.place in (SeatPlace.WAITING, SeatPlace.KEPT) or was.waits_outside
    return not never


def _lines_asked_for(before: SessionState) -> Iterator[Plan]:
    """The cards of lines that the group has added, once the agreements are over: nobody is asked there any more."""
    if before.stage is not None and before.stage.kind is StageKind.AGREEMENTS:
        for item in lines_of_the_group(before):
            yield Plan(Refresh(d.AddedLine(item)), delay_s=COALESCE_S)


def _stage(after: SessionState, index: int) -> Iterator[Plan]:
    """The card of a stage that begins; the one before it has no buttons any more."""
    if index > 0:
        yield Plan(Refresh(d.Stage(index - 1)), delay_s=COALESCE_S)
    yield Plan(d.Stage(index))
    if after.stage is not None and after.stage.kind is StageKind.CLOSING:
        yield Plan(Refresh(d.Invite()))
        # Whoever sits there as a co-facilitator learns by it, or held the circle for a while.
        lead = (seat.number for seat in after.inside if seat.may_facilitate or seat.number == after.host)
        yield from (Plan(d.Debrief(number)) for number in lead)


def _turn_over(before: SessionState, after: SessionState, seat: int | None) -> Iterator[Plan]:
    """The card of a turn that is over, the gestures towards its story, and what its speaker was told of the time."""
    ended = before.turn.number if before.turn else after.turns
    yield Plan(Refresh(d.Turn(ended)))
    yield from _asked_no_more(before)
    if resonance.answerable(after, ended) is not None:
        yield Plan(d.Gestures(ended))
    if seat is not None and _was_warned(before):
        yield Plan(d.TimeNote(seat, ended), delay_s=COALESCE_S)


def _asked_no_more(before: SessionState) -> Iterator[Plan]:
    """That somebody was asked twice is taken away once they have answered, or the piece has gone on: it is a matter
    between them and the piece, and nothing to stay in the room."""
    turn = before.turn
    if turn is not None and turn.asked_again and turn.phase is TurnPhase.OFFERED:
        yield Plan(Refresh(d.AskAgain(turn.number)))


def _retired(before: SessionState) -> Iterator[Plan]:
    """Every card on which something could be pressed until the circle ended."""
    if before.turn is not None:
        yield Plan(Refresh(d.Turn(before.turn.number)))
        yield from _asked_no_more(before)
    if before.nominating is not None:
        yield Plan(Refresh(d.Choose(before.turns)))
    if before.stage_index >= 0:
        yield Plan(Refresh(d.Stage(before.stage_index)))
    yield from _lines_asked_for(before)
    if before.has_agreed:
        yield Plan(Refresh(d.Stage(before.agreements_index)), delay_s=AFTER_ROUND_S)
    if before.role_call is not RoleCall.NOBODY:
        yield Plan(Refresh(d.Role()))
    yield from (Plan(Refresh(card)) for card in (d.Invite(), d.Gather(), d.Holder()))


def _order(before: SessionState, after: SessionState) -> Iterator[Plan]:
    """The card of a turn names who is next, and stays true when people come and go. It may lag, so that whoever goes
    and is back at once costs no edit. The list of the round takes in who comes; of those who go it shows nothing."""
    if before.round is None or after.round is None or before.stage_index != after.stage_index:
        return
    turn = after.turn
    same_turn = turn is not None and before.turn is not None and before.turn.number == turn.number
    if turn is not None and same_turn and announced_next(before) != announced_next(after):
        yield Plan(Refresh(d.Turn(turn.number)), delay_s=NEXT_S)
    if set(going_round(after)) - set(going_round(before)) and after.phase is Phase.LIVE:
        yield Plan(Refresh(d.Stage(after.stage_index)), delay_s=NEXT_S)


def _long_breath(before: SessionState, after: SessionState) -> Iterator[Plan]:
    """The card of the turn that is over says until when the piece rests, as long as it does."""
    until = breathes_until(before)
    if until is not None and breathes_until(after) != until:
        yield Plan(Refresh(d.Turn(before.turns)))


def _forgotten(before: SessionState, after: SessionState, seat: int) -> Iterator[Plan]:
    """Let somebody out of the room. Those who waited, or had a seat before there was a room, were never in it."""
    known = before.seat(seat)
    if known is not None and known.place is SeatPlace.SEATED and after.phase is not Phase.PLANNED:
        yield _farewell(after, seat)
        return
    if after.phase is Phase.LIVE:
        yield Plan(d.NoSeat(seat))
    yield Plan(d.Forget(seat))


def _farewell(after: SessionState, seat: int) -> Plan:
    """Let somebody out who has left. They have until the next turn to go by themselves, because Discord writes nothing
    about that."""
    return Plan(d.Dismiss(seat, after.turns + 1), delay_s=FAREWELL_S)


def _let_go(before: SessionState, after: SessionState) -> Iterator[Plan]:
    """The gestures towards a story that cannot be answered any more are taken away, the newest first, so that what
    stays in the room does not tell who passed."""
    left = {story.turn for story in after.stories}
    for story in before.stories:
        if story.closed is not None and story.turn not in left:
            delay_s = AFTER_ROUND_S + ONE_CARD_S * (before.turns - story.turn)
            yield Plan(Refresh(d.Gestures(story.turn)), delay_s=delay_s)


def _counts(after: SessionState) -> Iterator[Plan]:
    yield Plan(Refresh(d.Invite()), delay_s=COALESCE_S)
    if after.phase is Phase.GATHERING:
        yield Plan(Refresh(d.Gather()), delay_s=COALESCE_S)
    elif after.stage is not None and after.stage.kind is StageKind.AGREEMENTS:
        yield Plan(Refresh(d.Stage(after.stage_index)), delay_s=COALESCE_S)


def _was_warned(state: SessionState) -> bool:
    """Whether whoever speaks has been told of the end of their time."""
    if state.turn is None:
        return False
    timer = state.holds[0].stopped if state.holds else state.timer
    return state.turn.extensions > 0 or (
        timer is not None and timer.kind in (TimerKind.LIMIT, TimerKind.GRACE)
    )


def _hold(after: SessionState, reason: HoldReason, *, held: bool) -> Iterator[Plan]:
    if reason is HoldReason.PAUSE:
        yield Plan(d.Paused() if held else d.Resumed())
    elif reason is HoldReason.SILENCE and held:
        yield Plan(d.Silence())
    if after.turn is not None and after.turn.seat is not None and _was_warned(after):
        yield Plan(d.TimeNote(after.turn.seat, after.turn.number), delay_s=COALESCE_S)
    if (card := current_card(after)) is not None:
        yield Plan(Refresh(card))


def _role(after: SessionState, event: e.Event) -> Iterator[Plan]:
    match event:
        case e.RoleCalled():
            if event.asked is RoleCall.UNHELD:
                yield from (Plan(Refresh(d.Role())), Plan(d.Unheld()))
            else:
                yield Plan(d.Role())
        case _ if after.phase is Phase.LIVE:
            yield from (Plan(Refresh(d.Role())), Plan(d.Holder()))
        case e.RoleHandedOver(seat=int(seat)) if after.phase is Phase.PLANNED:
            yield Plan(d.Handed(seat))
        case e.RoleHandedOver(seat=int()):
            yield from (Plan(Refresh(d.Gather())), Plan(d.Holder()))
        case _:
            yield Plan(Refresh(d.Gather()))
