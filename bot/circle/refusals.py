"""Coded reasons for "no". A refusal changes nothing; its sentence is chosen at the edge, for its reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Stable codes. `bot.ui.sentences` has a sentence for each."""

    AGREE_FIRST = "agree_first"
    ALREADY_SEATED = "already_seated"
    ALREADY_STARTED = "already_started"
    ALREADY_WAITING = "already_waiting"
    CALLED_OFF = "called_off"
    CLOSING = "closing"
    EARLY = "early"
    FEWER = "fewer"
    FULL = "full"
    HAS_THE_PIECE = "has_the_piece"
    HAS_THE_ROLE = "has_the_role"
    IN_SILENCE = "in_silence"
    FEW_LISTENED = "few_listened"
    JUST_RESTED = "just_rested"
    LINE_ADDED = "line_added"
    MANY_LINES = "many_lines"
    MOMENT_PASSED = "moment_passed"
    NOT_A_SEAT = "not_a_seat"
    NOT_AGREEING = "not_agreeing"
    NOT_AGREED = "not_agreed"
    NOT_ASKED = "not_asked"
    NOT_FACILITATOR = "not_facilitator"
    NOT_HARVESTING = "not_harvesting"
    NOT_IN_ROUND = "not_in_round"
    NOT_PAUSED = "not_paused"
    NOT_RECEIVED = "not_received"
    NOT_SEATED = "not_seated"
    NOT_SPEAKING = "not_speaking"
    NOT_STARTED = "not_started"
    NOT_YET_OPEN = "not_yet_open"
    NOT_YOUR_TURN = "not_your_turn"
    NO_AGREEMENT = "no_agreement"
    NO_MORE_TIME = "no_more_time"
    NO_NOTE = "no_note"
    NO_ORDER = "no_order"
    NO_PROMPT_STAGE = "no_prompt_stage"
    NO_ROOM = "no_room"
    ORDER_MISMATCH = "order_mismatch"
    OVER = "over"
    PASSED = "passed"
    OWN_STORY = "own_story"
    PAUSED = "paused"
    PRACTICE = "practice"
    REMOVED = "removed"
    STALE = "stale"
    TIME_STANDS = "time_stands"
    TOO_FEW = "too_few"


ASKS_FIRST = frozenset({Code.EARLY, Code.FEWER})
"""What whoever begins is asked first, and may do all the same."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A coded "no", with the one number its sentence may need (people still needed, seats in all)."""

    code: Code
    count: int | None = None
