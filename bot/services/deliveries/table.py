"""Every delivery: what is kept of it, and in one table how it behaves. What draws it says so itself (`bot.ui.cards`).

The sender, the courier, the planning and the statements about waiting deliveries all read this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.circle.model import Call, Phase, SessionState

from ..rooms.obstacles import NONE, Obstacle
from .asked import asked_to_begin, asked_to_hold, who_chooses, who_has_the_piece, who_holds
from .policy import ApiCall, Delivery, ForSeat, Policy, Post, Where
from .private_words import AboutTime as AboutTime
from .private_words import AskOutside as AskOutside
from .private_words import AskToAgree as AskToAgree
from .private_words import CalledOff as CalledOff
from .private_words import CannotCome as CannotCome
from .private_words import ComeIn as ComeIn
from .private_words import Debrief as Debrief
from .private_words import Doors as Doors
from .private_words import Gathered as Gathered
from .private_words import Handed as Handed
from .private_words import MeetsElsewhere as MeetsElsewhere
from .private_words import Moved as Moved
from .private_words import NoSeat as NoSeat
from .private_words import NotThisTime as NotThisTime
from .private_words import Quieted as Quieted
from .private_words import Remind as Remind
from .private_words import Resonance as Resonance
from .private_words import SeatKept as SeatKept
from .private_words import SeatLapsed as SeatLapsed
from .private_words import ShutOut as ShutOut
from .private_words import TakenOut as TakenOut
from .private_words import TimeNote as TimeNote
from .private_words import TimeUp as TimeUp
from .private_words import TimeWarning as TimeWarning

# The room, and who comes and goes


@dataclass(frozen=True, slots=True)
class OpenRoom(Delivery):
    """Make the room."""


@dataclass(frozen=True, slots=True)
class CloseRoom(Delivery):
    """Delete the room, or archive it; the session is forgotten with it."""


@dataclass(frozen=True, slots=True)
class CheckRoom(Delivery):
    """Look whether the room is as it is to be, and mend it."""


@dataclass(frozen=True, slots=True)
class Admit(ForSeat):
    """Let somebody in. `why` is what was in their way the last time it was tried."""

    why: Obstacle = NONE


@dataclass(frozen=True, slots=True)
class Dismiss(ForSeat):
    """Take somebody out: just before the card of turn `before_turn`, or at once (None)."""

    before_turn: int | None = None


@dataclass(frozen=True, slots=True)
class Look(ForSeat):
    """Look whether somebody is still in the server, and may come into the room."""


@dataclass(frozen=True, slots=True)
class Forget(ForSeat):
    """Forget who had a seat that was given up, once they have been told what there is to tell."""


@dataclass(frozen=True, slots=True)
class AskIn(Delivery):
    """Look who is not where people speak, and tell them the way: of this seat, or of all (None)."""

    seat: int | None = None


# Cards


@dataclass(frozen=True, slots=True)
class Event(Post):
    """The date in Discord's own calendar of the server."""


@dataclass(frozen=True, slots=True)
class Invite(Post):
    """The invitation in the channel."""


@dataclass(frozen=True, slots=True)
class LeftInvite(Post):
    """The invitation in a channel that the circle has left: it is retired, and says where the new one is."""

    number: int


@dataclass(frozen=True, slots=True)
class Gather(Post):
    """The welcome in the room, before the circle begins."""


@dataclass(frozen=True, slots=True)
class Stage(Post):
    """The card of the stage with this index."""

    index: int

    @classmethod
    def now(cls, state: SessionState) -> Self:
        """The stage that the circle is in."""
        return cls(state.stage_index)


@dataclass(frozen=True, slots=True)
class Turn(Post):
    """The card of the turn with this number."""

    turn: int

    @classmethod
    def now(cls, state: SessionState) -> Self:
        """The turn in hand, or the last one."""
        return cls(state.turn.number if state.turn is not None else state.turns)


@dataclass(frozen=True, slots=True)
class Gestures(Post):
    """The gestures towards the story that was told in this turn. `by_answer`: whoever ended it by a press or a command
    is answered with it, so it may be there already."""

    turn: int
    by_answer: bool = False

    @classmethod
    def now(cls, state: SessionState) -> Self:
        """Those towards the turn in hand, once it is told."""
        return cls(state.turns)


@dataclass(frozen=True, slots=True)
class Choose(Post):
    """The question to whoever told last, after this turn: who is next."""

    turn: int

    @classmethod
    def now(cls, state: SessionState) -> Self:
        """The question after the last turn."""
        return cls(state.turns)


@dataclass(frozen=True, slots=True)
class Role(Post):
    """Asking for somebody to hold the circle."""


@dataclass(frozen=True, slots=True)
class TurnAgain(Delivery):
    """The card of this turn once more, below what has been written since."""

    turn: int


# Notes in the room


@dataclass(frozen=True, slots=True)
class AskAgain(Post):
    """Asking once more, gently, whether the piece of this turn is received."""

    turn: int


@dataclass(frozen=True, slots=True)
class Paused(Post):
    """The circle is paused."""


@dataclass(frozen=True, slots=True)
class Resumed(Post):
    """The circle goes on after a pause."""


@dataclass(frozen=True, slots=True)
class FreeToSpeak(Post):
    """The piece is not held for real in the room any more."""


@dataclass(frozen=True, slots=True)
class Silence(Post):
    """A silence is held."""


@dataclass(frozen=True, slots=True)
class Holder(Post):
    """Who holds the circle now."""


@dataclass(frozen=True, slots=True)
class Unheld(Post):
    """Nobody came forward: the circle holds itself."""


@dataclass(frozen=True, slots=True)
class Recalled(Post):
    """Reminding everyone of one agreement, by its place in the list."""

    item: int


@dataclass(frozen=True, slots=True)
class AddedLine(Post):
    """A line that the group has added to the agreements, by its place in the list."""

    item: int


@dataclass(frozen=True, slots=True)
class Ended(Post):
    """The end, whatever led to it."""


@dataclass(frozen=True, slots=True)
class AskToBegin(Post):
    """The time of a date has come: asking for somebody to begin."""

    whom: Call


# How each behaves


def _other_turn(state: SessionState, what: Turn) -> bool:
    return state.turn is None or state.turn.number != what.turn


def _other_stage(state: SessionState, what: Stage) -> bool:
    return state.stage_index != what.index


def _has_begun(state: SessionState, what: Gather) -> bool:
    return state.phase is not Phase.GATHERING


def _nobody_chooses(state: SessionState, what: Choose) -> bool:
    return state.nominating is None


_ROOM, _DOOR, _PRIVATE, _DIRECT = Where.ROOM, Where.DOOR, Where.IN_PRIVATE, Where.DIRECT
_POST, _WRITE = ApiCall.POST, ApiCall.WRITE

TABLE: dict[type[Delivery], Policy] = {
    OpenRoom: Policy("open_room", _ROOM, ApiCall.ROOM, in_order=True, with_room=True, vital=True),
    CloseRoom: Policy("close_room", _ROOM, ApiCall.CLOSE),
    CheckRoom: Policy("check_room", _ROOM, ApiCall.ROOM, with_room=True, vital=True),
    Admit: Policy("admit", _DOOR, ApiCall.LET_IN, with_room=True),
    Dismiss: Policy("dismiss", _DOOR, ApiCall.LET_OUT),
    Look: Policy("look", _DOOR, ApiCall.LET_IN),
    AskIn: Policy("ask_in", Where.NOWHERE, ApiCall.POST, with_room=True),
    Forget: Policy("forget", Where.NOWHERE, ApiCall.POST),
    Event: Policy("event", Where.CALENDAR, ApiCall.EVENT),
    Invite: Policy("invite", Where.CHANNEL, _POST, in_order=True),
    LeftInvite: Policy("left_invite", Where.LEFT, ApiCall.EDIT),
    Gather: Policy("gather", _ROOM, _POST, in_order=True, with_room=True, is_stale=_has_begun),
    Stage: Policy("stage", _ROOM, _POST, in_order=True, with_room=True, is_stale=_other_stage),
    Turn: Policy(
        "turn", _ROOM, _POST, in_order=True, with_room=True, is_stale=_other_turn, pings=who_has_the_piece
    ),
    TurnAgain: Policy("turn_again", _ROOM, _POST, with_room=True),
    Gestures: Policy("gestures", _ROOM, _POST, with_room=True, goes=True),
    Choose: Policy(
        "choose", _ROOM, _POST, in_order=True, with_room=True, is_stale=_nobody_chooses, pings=who_chooses
    ),
    Role: Policy("role", _ROOM, _POST, in_order=True, with_room=True, pings=asked_to_hold),
    AskAgain: Policy(
        "note_again", _ROOM, _POST, in_order=True, with_room=True, pings=who_has_the_piece, goes=True
    ),
    Paused: Policy("note_paused", _ROOM, _POST, in_order=True, with_room=True),
    Resumed: Policy("note_resumed", _ROOM, _POST, in_order=True, with_room=True),
    FreeToSpeak: Policy("note_free", _ROOM, _POST, in_order=True, with_room=True),
    Silence: Policy("note_silence", _ROOM, _POST, in_order=True, with_room=True),
    Holder: Policy("note_holder", _ROOM, _POST, in_order=True, with_room=True, pings=who_holds),
    Unheld: Policy("note_unheld", _ROOM, _POST, in_order=True, with_room=True),
    Recalled: Policy("note_recalled", _ROOM, _POST, in_order=True, with_room=True),
    AddedLine: Policy("note_line", _ROOM, _POST, in_order=True, with_room=True),
    Ended: Policy("note_ended", _ROOM, _POST, in_order=True, with_room=True),
    AskToBegin: Policy(
        "note_begin", _ROOM, _POST, in_order=True, with_room=True, vital=True, pings=asked_to_begin
    ),
    AskToAgree: Policy("whisper_agree", _PRIVATE, _WRITE),
    ComeIn: Policy("whisper_come_in", _PRIVATE, _WRITE),
    Quieted: Policy("whisper_quieted", _PRIVATE, _WRITE),
    AskOutside: Policy("whisper_outside", _DIRECT, _WRITE),
    TimeWarning: Policy("whisper_warning", _PRIVATE, _WRITE),
    TimeUp: Policy("whisper_time_up", _PRIVATE, _WRITE),
    TimeNote: Policy("whisper_time_note", _PRIVATE, _WRITE),
    Resonance: Policy("whisper_resonance", _PRIVATE, _WRITE, in_confidence=True),
    Debrief: Policy("whisper_debrief", _DIRECT, _WRITE),
    Remind: Policy("whisper_remind", _DIRECT, _WRITE),
    SeatKept: Policy("whisper_kept", _DIRECT, _WRITE),
    SeatLapsed: Policy("whisper_lapsed", _DIRECT, _WRITE),
    Handed: Policy("whisper_handed", _DIRECT, _WRITE),
    NoSeat: Policy("whisper_no_seat", _DIRECT, _WRITE),
    Doors: Policy("whisper_doors", _DIRECT, _WRITE),
    Gathered: Policy("whisper_gathered", _DIRECT, _WRITE),
    Moved: Policy("whisper_moved", _DIRECT, _WRITE),
    CalledOff: Policy("whisper_off", _DIRECT, _WRITE),
    NotThisTime: Policy("whisper_not_this_time", _DIRECT, _WRITE, in_confidence=True),
    TakenOut: Policy("whisper_taken_out", _DIRECT, _WRITE),
    ShutOut: Policy("whisper_shut_out", _DIRECT, _WRITE),
    MeetsElsewhere: Policy("whisper_elsewhere", _DIRECT, _WRITE),
    CannotCome: Policy("whisper_cannot_come", _PRIVATE, _WRITE),
}
"""Every delivery but `Refresh`, which behaves as `lookup.refreshing` says."""
