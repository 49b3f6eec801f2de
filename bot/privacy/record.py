"""The anonymous record: what remains of a session is one row of aggregates.

No person, no pseudonym, no order, no instant, no duration of anybody's turn. The key is random so that the
order of rows tells nothing. Per-session pseudonyms with the turn order were re-identified in 70 % of trials,
which is why there are none.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.circle.looking_back import used_quarters
from bot.circle.model import EndReason, SessionState

SIZES = ((1, 2), (3, 4), (5, 6), (7, 8))
LENGTHS_MIN = (15, 30, 60, 90)
FEWEST_ANSWERS = 5
"""How many people have to have answered both times before their answers are kept, as sums."""


@dataclass(frozen=True, slots=True)
class Record:
    """One session, as it is remembered."""

    key: bytes
    week: str
    """ISO year and week of the start, such as 2026-W47."""
    format: str
    size: str
    """How many were seated, as a bucket: `3-4`."""
    length: str
    """How long it took, as a bucket of minutes: `30-60`."""
    spoke_quarters: int
    """Share of those seated who shared at least once, in quarters, 0 to 4."""
    prompts: tuple[str, ...]
    """The ids of the deck's questions that were put, sorted. A typed question is only `typed`."""
    time_used_quarters: int | None = None
    """Share of the story time that was offered and used, of everyone together, in quarters, 0 to 4. None when the
    format has no stories."""
    check_in: tuple[int, ...] | None = None
    """How many answered 1 to 5 to "how alone do you feel" on arriving. None unless at least five people answered
    both times."""
    check_out: tuple[int, ...] | None = None
    """The same on leaving."""


def record_of(state: SessionState, now: datetime) -> Record | None:
    """The row that remains of a session; None when it never began or was only practice, and of one that the bot was
    away from for so long that its row may be in another copy of the database."""
    if (
        state.practice
        or state.started_at is None
        or state.end_reason in (EndReason.NEVER_BEGAN, EndReason.LAPSED)
    ):
        return None
    people = len(state.seats)
    year, week, _ = state.started_at.isocalendar()
    put = {prompt.id or "typed" for index, prompt in state.prompts if index <= state.stage_index}
    both = set(state.check_in.answered) & set(state.check_out.answered)
    asked = len(both) >= FEWEST_ANSWERS
    return Record(
        key=secrets.token_bytes(16),
        week=f"{year}-W{week:02}",
        format=state.format.id,
        size=next((f"{low}-{high}" for low, high in SIZES if low <= people <= high), "9+"),
        length=_length((now - state.started_at).total_seconds() / 60),
        spoke_quarters=round(4 * len(state.spoke) / people) if people else 0,
        prompts=tuple(sorted(put)),
        time_used_quarters=used_quarters(state),
        check_in=state.check_in.counts if asked else None,
        check_out=state.check_out.counts if asked else None,
    )


def _length(minutes: float) -> str:
    low = 0
    for high in LENGTHS_MIN:
        if minutes < high:
            return f"{low}-{high}"
        low = high
    return f"{low}+"
