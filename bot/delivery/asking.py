"""What a delivery asks of Discord, and whether the circle can go on without it."""

from __future__ import annotations

from bot.services.deliveries import Batch, Delivery
from bot.services.outbox import Kind, Slot, cards_of_the_moment

from .failures import Asked

_ASKED = {
    Kind.OPEN_ROOM: Asked.ROOM,
    Kind.CHECK_ROOM: Asked.ROOM,
    Kind.CLOSE_ROOM: Asked.CLOSE,
    Kind.ADMIT: Asked.LET_IN,
    Kind.DISMISS: Asked.LET_OUT,
    Kind.LOOK: Asked.LET_IN,
    Kind.LEFT_INVITE: Asked.EDIT,
    Kind.EVENT: Asked.EVENT,
    Kind.REFRESH_EVENT: Asked.EVENT,
}


def asked_for(kind: Kind) -> Asked:
    """What a delivery of this kind asks of Discord."""
    if kind.is_whisper:
        return Asked.WRITE
    return _ASKED.get(kind) or (Asked.POST if kind.refreshes is None else Asked.EDIT)


def is_of_the_moment(batch: Batch, row: Delivery) -> bool:
    """Whether the circle cannot go on without it: its room, or a card that shows what is going on now."""
    if row.kind in (Kind.OPEN_ROOM, Kind.CHECK_ROOM, Kind.NOTE_BEGIN):
        return True
    slots = {Slot(card.kind, card.subject) for card in cards_of_the_moment(batch.meeting.state)}
    return not row.kind.is_whisper and row.slot in slots


def is_waited_for(batch: Batch, row: Delivery) -> bool:
    """Whether what comes next in the circle waits for it: it is of the moment, or stands before what is."""
    return row.kind.in_order or is_of_the_moment(batch, row)
