"""What is remembered of the states of sessions, and for how long."""

from __future__ import annotations

from typing import Any

from bot.services.known_states import KnownStates

QUARTER_S = 15 * 60.0


def test_a_state_is_known_by_its_text_for_a_quarter_of_an_hour_after_it_was_kept() -> None:
    now = 0.0
    states, state = KnownStates(lambda: now), object()
    one: Any = state
    states.keep("session-1", "text", one)
    assert states.find("session-1", "text") is state
    assert states.find("session-1", "another") is None
    now = QUARTER_S - 1
    assert states.find("session-1", "text") is state
    states.keep("session-2", "text", one)
    now = QUARTER_S + 1
    assert states.find("session-1", "text") is None
    assert states.find("session-2", "text") is state
    states.forget("session-2")
    assert states.find("session-2", "text") is None
