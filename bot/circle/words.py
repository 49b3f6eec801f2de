"""The words that a state is written in: every choice of one from a few. `model` says what they are said of."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a session is in its life. Only a session of a schedule is ever planned."""

    PLANNED = "planned"
    GATHERING = "gathering"
    LIVE = "live"
    ENDED = "ended"


class Call(StrEnum):
    """Who has been asked to begin a session whose time has come."""

    NOBODY = "nobody"
    FACILITATOR = "facilitator"
    COFACILITATORS = "cofacilitators"
    EVERYONE = "everyone"


class EndReason(StrEnum):
    """Why a session is over."""

    COMPLETED = "completed"
    CLOSED = "closed"
    NEVER_BEGAN = "never_began"
    EMPTY = "empty"
    TOO_FEW = "too_few"
    CALLED_OFF = "called_off"
    MISSED = "missed"
    """The bot was away when it should have begun, and for too long after."""
    LAPSED = "lapsed"
    """The bot was away for longer than its room would have lasted."""
    LOST = "lost"
    """What was kept of it cannot be opened any more."""
    UNSEEN = "unseen"
    """It could not be shown, and nobody put that right for a day."""


class SeatPlace(StrEnum):
    """Whether a seat is taken, waited for, kept for a while for whoever waited, was given up (and may be taken
    again), or was taken away for good."""

    SEATED = "seated"
    WAITING = "waiting"
    KEPT = "kept"
    LEFT = "left"
    REMOVED = "removed"


class Presence(StrEnum):
    """What is known of a seat. Unknown counts as here: it never moves the piece (docs/method.md, "Seats")."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Consent(StrEnum):
    """Where a seat stands with the agreements. Only an agreed seat is offered the piece."""

    OPEN = "open"
    ASKED = "asked"
    AGREED = "agreed"
    LISTENING = "listening"


class TurnPhase(StrEnum):
    """The piece is held out to somebody, or somebody holds it."""

    OFFERED = "offered"
    SPEAKING = "speaking"


class TurnOutcome(StrEnum):
    """How a turn ended. Nothing outside the core ever shows which, and none of them is a failure."""

    SHARED = "shared"
    PASSED = "passed"
    DEFERRED = "deferred"
    ABSENT = "absent"
    SKIPPED = "skipped"


class TimerKind(StrEnum):
    """What the one running clock of a session is waiting for."""

    APPOINTMENT = "appointment"
    GATHERING = "gathering"
    STAGE = "stage"
    OFFER = "offer"
    WARNING = "warning"
    LIMIT = "limit"
    GRACE = "grace"
    BREATH = "breath"
    LONG_BREATH = "long_breath"
    NOMINATION = "nomination"
    NOBODY = "nobody"
    PAUSE = "pause"
    REST = "rest"
    """A pause that somebody asked for: shorter than one of whoever holds the circle."""
    SILENCE = "silence"
    AWAY = "away"
    ROLE = "role"
    NOTE_ASKED = "note_asked"
    NOTE = "note"
    UNSEEN = "unseen"


class HoldReason(StrEnum):
    """Why the main clock stands still."""

    PAUSE = "pause"
    SILENCE = "silence"
    AWAY = "away"
    NO_FACILITATOR = "no_facilitator"
    NOTE_ASKED = "note_asked"
    NOTE = "note"
    UNSEEN = "unseen"
    """What is going on cannot be shown, so it does not go on."""


class RoleCall(StrEnum):
    """Whom the circle has asked to hold it while the facilitator is away."""

    NOBODY = "nobody"
    COFACILITATORS = "cofacilitators"
    EVERYONE = "everyone"
    UNHELD = "unheld"


class Gesture(StrEnum):
    """What a listener may let a teller know (docs/method.md, "Resonance")."""

    HEARD = "heard"
    ME_TOO = "me_too"
    HOPE = "hope"


class ContentNote(StrEnum):
    """What a story may touch on. A fixed vocabulary, so that nothing typed is kept."""

    LOSS = "loss"
    ILLNESS = "illness"
    ADDICTION = "addiction"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    ABUSE = "abuse"
    OTHER = "other"


class Question(StrEnum):
    """A question that nobody has to answer (docs/method.md, "Optional questions")."""

    GREETING = "greeting"
    """Whether they are new, and would like to be greeted."""
    WAY = "way"
    """Whether they speak or write."""
    NEW = "new"
    """Whether it is their first circle here this year."""
    ALONE = "alone"
    """How alone they feel. Whoever answers on arriving may answer on leaving: that is the same question."""
    NEXT_DAY = "next_day"
    """Whether they would like a word on the next day."""


class Moment(StrEnum):
    """When a circle has a quiet word with one person, in which it may ask a question."""

    SEATED = "seated"
    """They have taken a seat, and the circle has not begun."""
    ARRIVED = "arrived"
    """They have answered the agreements; where there are none, they have taken a seat."""
    LEAVING = "leaving"
    """The circle comes to its end, and they have just done something in private."""
