"""Everything a delivery can be, and how its row and its card are named. What leads to which is in `outbox`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Everything a delivery can be."""

    OPEN_ROOM = "open_room"
    CLOSE_ROOM = "close_room"
    ADMIT = "admit"
    DISMISS = "dismiss"
    FORGET = "forget"
    LOOK = "look"
    CHECK_ROOM = "check_room"
    EVENT = "event"

    INVITE = "invite"
    LEFT_INVITE = "left_invite"
    """The invitation in a channel that the circle has left: it is retired, and says where the new one is."""
    GATHER = "gather"
    STAGE = "stage"
    TURN = "turn"
    CHOOSE = "choose"
    ROLE = "role"

    REFRESH_INVITE = "refresh_invite"
    REFRESH_GATHER = "refresh_gather"
    REFRESH_STAGE = "refresh_stage"
    REFRESH_TURN = "refresh_turn"
    REFRESH_CHOOSE = "refresh_choose"
    REFRESH_ROLE = "refresh_role"
    REFRESH_EVENT = "refresh_event"

    NOTE_AGAIN = "note_again"
    NOTE_PAUSED = "note_paused"
    NOTE_RESUMED = "note_resumed"
    NOTE_SILENCE = "note_silence"
    NOTE_HOLDER = "note_holder"
    NOTE_UNHELD = "note_unheld"
    NOTE_ENDED = "note_ended"
    NOTE_BEGIN = "note_begin"

    WHISPER_AGREE = "whisper_agree"
    WHISPER_WARNING = "whisper_warning"
    WHISPER_TIME_UP = "whisper_time_up"
    WHISPER_RESONANCE = "whisper_resonance"
    WHISPER_DEBRIEF = "whisper_debrief"
    WHISPER_REMIND = "whisper_remind"
    WHISPER_KEPT = "whisper_kept"
    WHISPER_LAPSED = "whisper_lapsed"
    WHISPER_NO_SEAT = "whisper_no_seat"
    WHISPER_DOORS = "whisper_doors"
    WHISPER_MOVED = "whisper_moved"
    WHISPER_OFF = "whisper_off"
    WHISPER_TAKEN_OUT = "whisper_taken_out"
    WHISPER_SHUT_OUT = "whisper_shut_out"
    WHISPER_CANNOT_COME = "whisper_cannot_come"

    @property
    def refreshes(self) -> Kind | None:
        """The card this brings up to date; None for everything that is not a refresh."""
        name = self.value.removeprefix("refresh_")
        return Kind(name) if name != self.value else None

    @property
    def is_whisper(self) -> bool:
        """Whether it is for one person only."""
        return self.value.startswith("whisper_")

    @property
    def is_quiet(self) -> bool:
        """Whether that there is such a delivery already says what people did in confidence: it is never logged."""
        return self is Kind.WHISPER_RESONANCE

    @property
    def reaches_out(self) -> bool:
        """Whether it is for somebody who is not in the room and may not be looking."""
        return self in _FROM_AFAR

    @property
    def is_passage(self) -> bool:
        """Whether it lets one person in or out, or looks whether they are still in the server. Nothing of the session
        waits for it, whatever Discord says."""
        return self in (Kind.ADMIT, Kind.DISMISS, Kind.LOOK)

    @property
    def needs_room(self) -> bool:
        """Whether it means nothing once the room is gone, because a new one is furnished from the state."""
        public = (Kind.INVITE, Kind.LEFT_INVITE, Kind.EVENT)
        elsewhere = (*public, Kind.DISMISS, Kind.FORGET, Kind.LOOK, Kind.CLOSE_ROOM)
        return not self.is_whisper and (self.refreshes or self) not in elsewhere

    @property
    def in_order(self) -> bool:
        """Whether it waits for what was queued before it. Edits, private words, who comes and goes, Discord's
        calendar, a look at the room and the end do not."""
        free = (Kind.CLOSE_ROOM, Kind.EVENT, Kind.FORGET, Kind.CHECK_ROOM, Kind.LEFT_INVITE)
        return self.refreshes is None and not self.is_whisper and not self.is_passage and self not in free


_FROM_AFAR = frozenset(
    (
        Kind.WHISPER_REMIND,
        Kind.WHISPER_KEPT,
        Kind.WHISPER_LAPSED,
        Kind.WHISPER_NO_SEAT,
        Kind.WHISPER_DOORS,
        Kind.WHISPER_MOVED,
        Kind.WHISPER_OFF,
        Kind.WHISPER_TAKEN_OUT,
        Kind.WHISPER_SHUT_OUT,
    )
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One delivery to queue.

    `subject` is a turn's number or a stage's index, and never says what people did. For a dismissal it is the turn
    before which it happens (0: at once); for an admission that was refused, why (`bot.services.passages`).
    """

    kind: Kind
    subject: int = 0
    seat: int | None = None
    delay_s: float = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A card that is brought up to date in place: its kind and which of them."""

    kind: Kind
    subject: int = 0

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"
