"""What Discord's own calendar of a server shows of a session: a face drawn from the state, as cards are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.circle.model import EndReason, Phase
from bot.ids import ChannelXid

from .card_context import CardContext, timestamp
from .cards.schedule.series import meeting_words
from .lengths import how_long, usual_length_s

LOCATION_LENGTH = 100


@dataclass(frozen=True, slots=True)
class EventFace:
    """One scheduled event, as it is to be. Interest in it takes no seat."""

    name: str
    description: str
    parent_xid: ChannelXid
    starts_at: datetime
    ends_at: datetime
    phase: Phase
    takes_place: bool
    room_xid: ChannelXid | None = None
    """The room in which people speak, once it is there."""

    @property
    def may_begin(self) -> bool:
        """Whether it is still to come."""
        return self.takes_place and self.phase in (Phase.PLANNED, Phase.GATHERING)


def event_face(context: CardContext) -> EventFace:
    """The event of a planned session."""
    t, state = context.t, context.state
    words = [
        t.content(state.format.summary),
        how_long(t, state.format),
        t("Take a seat with the button in {channel}.", channel=f"<#{context.session.parent_xid}>"),
        t("Pressing Interested here does not take a seat."),
    ]
    if meeting := meeting_words(t, state.date):
        words.insert(0, meeting)
    if state.date.instead_of is not None:
        before = timestamp(state.date.instead_of, "F")
        words.insert(-2, t("This date was moved. It was to begin on {before}.", before=before))
    starts_at = state.date.starts_at
    reason = state.date.off or state.end_reason
    return EventFace(
        name=context.session.name,
        description="\n\n".join(words),
        parent_xid=context.session.parent_xid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=usual_length_s(state.format)),
        phase=state.phase,
        room_xid=None if context.session.room.kind.is_written else context.session.room_xid,
        takes_place=state.date.choices.has_event and reason in (None, EndReason.COMPLETED, EndReason.CLOSED),
    )
