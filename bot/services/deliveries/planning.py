"""What has to be shown because of what became true: the rows of the outbox.

A row says *what* to show, never how: it is rendered from the state of the moment it is sent, and a row that
no longer fits the state is dropped instead of being shown late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.circle import events as e
from bot.circle.formats import StageKind
from bot.circle.machine import Step
from bot.circle.model import (
    Consent,
    HoldReason,
    Phase,
    RoleCall,
    SeatPlace,
    SessionState,
)

from . import dates
from . import table as d
from .moment import current_card
from .policy import Post, Refresh
from .rows import Plan

COALESCE_S = 1.0
"""How long counts on a card may lag, so that a burst of presses costs one edit."""
ANSWER_S = 10.0
"""How long a press is given to redraw its own card before the outbox does it. Rows that prove needless cost
nothing; this is only reached when the bot stopped between saving and answering."""
AFTER_ROUND_S = 8.0
"""How long what a round leaves behind waits, so that it never stands in the way of what comes next."""
FAREWELL_S = 86_400.0
"""How long somebody who left may stay in the room, at most, when no further turn begins."""
ONE_CARD_S = 1.5
"""How far apart its cards are redrawn: Discord lets a channel's messages be edited once a second, and whatever comes
next would have to wait for the rest."""


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
        answering: the card whose own press is being answered, and will be redrawn by that answer.
        linger_s: how long the room stays after the end.
    """
    plans: dict[Plan, None] = {}
    for step in steps:
        plans.update(dict.fromkeys(_follow(before, step.after, step.event, linger_s)))
        before = step.after
    return [_unless_answered(item, answering) for item in plans]


def _unless_answered(item: Plan, answering: Post | None) -> Plan:
    if isinstance(item.what, Refresh) and item.what.post == answering:
        return replace(item, delay_s=ANSWER_S)
    return item


def _follow(before: SessionState, after: SessionState, event: e.Event, linger_s: float) -> Iterator[Plan]:
    match event:
        case e.Opened():
            yield from (Plan(d.OpenRoom()), Plan(d.Invite()), Plan(d.Gather()))
        case e.SeatTaken(seat=seat):
            if after.phase is not Phase.PLANNED:
                yield Plan(d.Admit(seat))
            yield from _counts(after)
        case e.SeatForgotten(seat=seat):
            yield from _forgotten(before, after, seat)
            yield from _counts(after)
        case e.PlaceChanged(seat=seat, place=place):
            was = before.seat(seat)
            if (
                place is not SeatPlace.SEATED
                and was is not None
                and was.place not in (SeatPlace.WAITING, SeatPlace.KEPT)
            ):
                yield _farewell(after, seat) if place is SeatPlace.LEFT else Plan(d.Dismiss(seat))
            yield from _counts(after)
        case e.ConsentChanged(seat=seat, consent=consent):
            if consent is Consent.ASKED:
                yield Plan(d.AskToAgree(seat))
            elif before.stage is not None and before.stage.kind is StageKind.AGREEMENTS:
                yield Plan(Refresh(d.Stage(before.stage_index)), delay_s=COALESCE_S)
        case e.Begun():
            yield from (Plan(Refresh(d.Invite()), delay_s=COALESCE_S), Plan(Refresh(d.Gather())))
            yield from dates.calendar(after)
        case e.StageEntered(index=index):
            if index > 0:
                yield Plan(Refresh(d.Stage(index - 1)), delay_s=COALESCE_S)
            yield Plan(d.Stage(index))
            yield from _after_stories(before)
            if after.stage is not None and after.stage.kind is StageKind.CLOSING:
                yield Plan(Refresh(d.Invite()))
                if after.host is not None:
                    yield Plan(d.Debrief(after.host))
        case e.StageExtended():
            yield Plan(Refresh(d.Stage(after.stage_index)))
        case e.TurnOffered(turn=turn):
            if before.nominating is not None:
                yield Plan(Refresh(d.Choose(before.turns)))
            yield Plan(d.Turn(turn))
        case e.OfferRepeated():
            yield Plan(d.AskAgain(after.turns))
        case e.TurnReceived() | e.TimeExtended():
            yield Plan(Refresh(d.Turn(after.turns)))
        case e.TimeWarned(seat=seat):
            yield Plan(d.TimeWarning(seat, after.turns))
        case e.TimeUp(seat=seat):
            yield Plan(d.TimeUp(seat, after.turns))
            yield Plan(Refresh(d.Turn(after.turns)))
        case e.TurnEnded():
            yield Plan(Refresh(d.Turn(before.turn.number if before.turn else after.turns)))
        case e.NominationAsked(seat=seat):
            yield Plan(d.Choose(after.turns))
        case e.OrderChanged() | e.NobodyHere():
            yield Plan(Refresh(d.Stage(after.stage_index)))
        case e.NotesGiven():
            yield Plan(Refresh(d.Turn(after.turns)))
        case e.ResonanceGathered(seat=seat, turn=turn):
            yield _after_story(after, turn)
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
            yield from _after_stories(before)
            if before.turn is not None:
                yield Plan(Refresh(d.Turn(before.turn.number)))
            if before.nominating is not None:
                yield Plan(Refresh(d.Choose(before.turns)))
            if before.stage_index >= 0:
                yield Plan(Refresh(d.Stage(before.stage_index)))
            if before.role_call is not RoleCall.NOBODY:
                yield Plan(Refresh(d.Role()))
            yield from (Plan(Refresh(card)) for card in (d.Invite(), d.Gather(), d.Holder()))
            yield from dates.calendar(after)
            yield from (Plan(d.Ended()), Plan(d.CloseRoom(), delay_s=linger_s))
        case _:
            yield from dates.follow(after, event)
            if isinstance(event, dates.COUNTED):
                yield from _counts(after)


def _forgotten(before: SessionState, after: SessionState, seat: int) -> Iterator[Plan]:
    """Whoever waited, or had a seat before there was a room, has nowhere to be let out of."""
    known = before.seat(seat)
    if known is not None and known.place is SeatPlace.SEATED and after.phase is not Phase.PLANNED:
        yield _farewell(after, seat)
        return
    if after.phase is Phase.LIVE:
        yield Plan(d.NoSeat(seat))
    yield Plan(d.Forget(seat))


def _farewell(after: SessionState, seat: int) -> Plan:
    """Whoever leaves has until the next turn to go by themselves, for then Discord writes nothing about it."""
    return Plan(d.Dismiss(seat, after.turns + 1), delay_s=FAREWELL_S)


def _after_stories(before: SessionState) -> Iterator[Plan]:
    """The cards of a story round that is over have no gestures any more, so they do not tell who passed."""
    for story in before.stories:
        yield _after_story(before, story.turn)


def _after_story(state: SessionState, turn: int) -> Plan:
    """The newest card first, the others one after another."""
    return Plan(Refresh(d.Turn(turn)), delay_s=AFTER_ROUND_S + ONE_CARD_S * (state.turns - turn))


def _counts(after: SessionState) -> Iterator[Plan]:
    yield Plan(Refresh(d.Invite()), delay_s=COALESCE_S)
    if after.phase is Phase.GATHERING:
        yield Plan(Refresh(d.Gather()), delay_s=COALESCE_S)
    elif after.stage is not None and after.stage.kind is StageKind.AGREEMENTS:
        yield Plan(Refresh(d.Stage(after.stage_index)), delay_s=COALESCE_S)


def _hold(after: SessionState, reason: HoldReason, *, held: bool) -> Iterator[Plan]:
    if reason is HoldReason.PAUSE:
        yield Plan(d.Paused() if held else d.Resumed())
    elif reason is HoldReason.SILENCE and held:
        yield Plan(d.Silence())
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
