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
    Place,
    RoleCall,
    SessionState,
)

from . import dates
from .kinds import Kind, Plan, Slot

__all__ = ["Kind", "Plan", "Slot", "card_slot", "cards_of_the_moment", "current_card", "plan"]

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
    answering: Slot | None = None,
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


def _unless_answered(item: Plan, answering: Slot | None) -> Plan:
    redraws = item.kind.refreshes
    if redraws is not None and answering == Slot(redraws, item.subject):
        return replace(item, delay_s=ANSWER_S)
    return item


def card_slot(state: SessionState, kind: Kind) -> Slot:
    """Which card of that kind belongs to the state: a turn has its own, a stage too, the rest have one each."""
    match kind:
        case Kind.TURN:
            return Slot(kind, state.turn.number if state.turn is not None else state.turns)
        case Kind.STAGE:
            return Slot(kind, state.stage_index)
        case Kind.CHOOSE:
            return Slot(kind, state.turns)
        case _:
            return Slot(kind)


def current_card(state: SessionState) -> Plan | None:
    """The refresh of the card that shows what the session is doing now."""
    if state.phase is Phase.GATHERING:
        return Plan(Kind.REFRESH_GATHER)
    if state.phase is Phase.PLANNED:
        return Plan(Kind.REFRESH_INVITE)
    if state.turn is not None:
        return Plan(Kind.REFRESH_TURN, state.turn.number)
    if state.stage_index >= 0:
        return Plan(Kind.REFRESH_STAGE, state.stage_index)
    return None


def cards_of_the_moment(state: SessionState) -> list[Plan]:
    """The cards that show what is going on now, the invitation included, as the posts that would show them anew.
    Each comes back when somebody deletes it."""
    if state.phase is Phase.ENDED or state.is_off:
        return []
    cards = [Plan(Kind.INVITE)]
    if state.phase is Phase.GATHERING:
        cards.append(Plan(Kind.GATHER))
    if state.stage_index >= 0:
        cards.append(Plan(Kind.STAGE, state.stage_index))
    if state.turn is not None:
        cards.append(Plan(Kind.TURN, state.turn.number))
    if state.nominating is not None:
        cards.append(Plan(Kind.CHOOSE, state.turns, state.nominating))
    if state.role_call in (RoleCall.COFACILITATORS, RoleCall.EVERYONE):
        cards.append(Plan(Kind.ROLE))
    return cards


def _follow(before: SessionState, after: SessionState, event: e.Event, linger_s: float) -> Iterator[Plan]:
    match event:
        case e.Opened():
            yield from (Plan(Kind.OPEN_ROOM), Plan(Kind.INVITE), Plan(Kind.GATHER))
        case e.SeatTaken(seat=seat):
            if after.phase is not Phase.PLANNED:
                yield Plan(Kind.ADMIT, seat=seat)
            yield from _counts(after)
        case e.SeatForgotten(seat=seat):
            yield from _forgotten(before, after, seat)
            yield from _counts(after)
        case e.PlaceChanged(seat=seat, place=place):
            was = before.seat(seat)
            if place is not Place.SEATED and was is not None and was.place not in (Place.WAITING, Place.KEPT):
                yield _farewell(after, seat) if place is Place.LEFT else Plan(Kind.DISMISS, seat=seat)
            yield from _counts(after)
        case e.ConsentChanged(seat=seat, consent=consent):
            if consent is Consent.ASKED:
                yield Plan(Kind.WHISPER_AGREE, seat=seat)
            elif before.stage is not None and before.stage.kind is StageKind.AGREEMENTS:
                yield Plan(Kind.REFRESH_STAGE, before.stage_index, delay_s=COALESCE_S)
        case e.Begun():
            yield from (Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S), Plan(Kind.REFRESH_GATHER))
            yield from dates.calendar(after)
        case e.StageEntered(index=index):
            if index > 0:
                yield Plan(Kind.REFRESH_STAGE, index - 1, delay_s=COALESCE_S)
            yield Plan(Kind.STAGE, index)
            yield from _after_stories(before)
            if after.stage is not None and after.stage.kind is StageKind.CLOSING:
                yield Plan(Kind.REFRESH_INVITE)
                if after.host is not None:
                    yield Plan(Kind.WHISPER_DEBRIEF, seat=after.host)
        case e.StageExtended():
            yield Plan(Kind.REFRESH_STAGE, after.stage_index)
        case e.TurnOffered(turn=turn):
            if before.nominating is not None:
                yield Plan(Kind.REFRESH_CHOOSE, before.turns)
            yield Plan(Kind.TURN, turn)
        case e.OfferRepeated():
            yield Plan(Kind.NOTE_AGAIN, after.turns)
        case e.TurnReceived() | e.TimeExtended():
            yield Plan(Kind.REFRESH_TURN, after.turns)
        case e.TimeWarned(seat=seat):
            yield Plan(Kind.WHISPER_WARNING, after.turns, seat)
        case e.TimeUp(seat=seat):
            yield Plan(Kind.WHISPER_TIME_UP, after.turns, seat)
            yield Plan(Kind.REFRESH_TURN, after.turns)
        case e.TurnEnded():
            yield Plan(Kind.REFRESH_TURN, before.turn.number if before.turn else after.turns)
        case e.NominationAsked(seat=seat):
            yield Plan(Kind.CHOOSE, after.turns, seat)
        case e.OrderChanged() | e.NobodyHere():
            yield Plan(Kind.REFRESH_STAGE, after.stage_index)
        case e.NotesGiven():
            yield Plan(Kind.REFRESH_TURN, after.turns)
        case e.ResonanceGathered(seat=seat, turn=turn):
            yield _after_story(after, turn)
            yield Plan(Kind.WHISPER_RESONANCE, turn, seat, delay_s=AFTER_ROUND_S)
        case e.PromptSet(stage=stage):
            yield Plan(Kind.REFRESH_STAGE, stage)
            if after.turn is not None:
                yield Plan(Kind.REFRESH_TURN, after.turn.number)
        case e.Held(reason=reason) | e.Released(reason=reason):
            yield from _hold(after, reason, held=isinstance(event, e.Held))
        case e.RoleCalled() | e.RoleTaken() | e.RoleReturned() | e.RoleHandedOver():
            yield from _role(after, event)
        case e.TimeGivenBack():
            if (card := current_card(after)) is not None:
                yield card
        case e.Ended():
            yield from _after_stories(before)
            if before.turn is not None:
                yield Plan(Kind.REFRESH_TURN, before.turn.number)
            if before.nominating is not None:
                yield Plan(Kind.REFRESH_CHOOSE, before.turns)
            if before.stage_index >= 0:
                yield Plan(Kind.REFRESH_STAGE, before.stage_index)
            if before.role_call is not RoleCall.NOBODY:
                yield Plan(Kind.REFRESH_ROLE)
            yield from (Plan(Kind.REFRESH_INVITE), Plan(Kind.REFRESH_GATHER))
            yield from dates.calendar(after)
            yield from (Plan(Kind.NOTE_ENDED), Plan(Kind.CLOSE_ROOM, delay_s=linger_s))
        case _:
            yield from dates.follow(after, event)
            if isinstance(event, dates.COUNTED):
                yield from _counts(after)


def _forgotten(before: SessionState, after: SessionState, seat: int) -> Iterator[Plan]:
    """Whoever waited, or had a seat before there was a room, has nowhere to be let out of."""
    known = before.seat(seat)
    if known is not None and known.place is Place.SEATED and after.phase is not Phase.PLANNED:
        yield _farewell(after, seat)
        return
    if after.phase is Phase.LIVE:
        yield Plan(Kind.WHISPER_NO_SEAT, seat=seat)
    yield Plan(Kind.FORGET, seat=seat)


def _farewell(after: SessionState, seat: int) -> Plan:
    """Whoever leaves has until the next turn to go by themselves, for then Discord writes nothing about it."""
    return Plan(Kind.DISMISS, after.turns + 1, seat, delay_s=FAREWELL_S)


def _after_stories(before: SessionState) -> Iterator[Plan]:
    """The cards of a story round that is over have no gestures any more, so they do not tell who passed."""
    for story in before.stories:
        yield _after_story(before, story.turn)


def _after_story(state: SessionState, turn: int) -> Plan:
    """The newest card first, the others one after another."""
    return Plan(Kind.REFRESH_TURN, turn, delay_s=AFTER_ROUND_S + ONE_CARD_S * (state.turns - turn))


def _counts(after: SessionState) -> Iterator[Plan]:
    yield Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S)
    if after.phase is Phase.GATHERING:
        yield Plan(Kind.REFRESH_GATHER, delay_s=COALESCE_S)
    elif after.stage is not None and after.stage.kind is StageKind.AGREEMENTS:
        yield Plan(Kind.REFRESH_STAGE, after.stage_index, delay_s=COALESCE_S)


def _hold(after: SessionState, reason: HoldReason, *, held: bool) -> Iterator[Plan]:
    if reason is HoldReason.PAUSE:
        yield Plan(Kind.NOTE_PAUSED if held else Kind.NOTE_RESUMED)
    elif reason is HoldReason.SILENCE and held:
        yield Plan(Kind.NOTE_SILENCE)
    if (card := current_card(after)) is not None:
        yield card


def _role(after: SessionState, event: e.Event) -> Iterator[Plan]:
    match event:
        case e.RoleCalled():
            if event.asked is RoleCall.UNHELD:
                yield from (Plan(Kind.REFRESH_ROLE), Plan(Kind.NOTE_UNHELD))
            else:
                yield Plan(Kind.ROLE)
        case _:
            if after.phase is Phase.LIVE:
                yield from (Plan(Kind.REFRESH_ROLE), Plan(Kind.NOTE_HOLDER))
            else:
                yield Plan(Kind.REFRESH_GATHER)
