"""The log of a whole evening, with the real store and the real HTTP client."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.logged import logged
from tests.wire.evening import OTHERWISE, PEOPLE, TYPED, Given, whole

_TOO_SOON = "discord.http: We are being rate limited."
_CHANCE = re.compile(r"\d[\d\-:,. T]*|0x[0-9a-f]+")


async def _log_of(home: Path, level: Any, given: Given) -> str:
    """The log of an evening; in it is no word that anybody typed, and no id."""
    with logged(level) as log:
        await whole(home, given)
    said = log.getvalue()
    assert "Open sessions" in said, "there is a log"
    assert not [word for word in TYPED if word in said]
    assert not [person for person in PEOPLE if str(person) in said]
    assert not re.search(r"[0-9]{17}", said)
    return said


def _normal(log: str) -> list[str]:
    """Its lines without times and numbers. Tasks run side by side, so which of two lines is first is chance.

    Whether two calls come within the five seconds of a limit is a matter of the machine's speed.
    """
    lines = (line for line in log.splitlines() if _TOO_SOON not in line)
    return sorted(_CHANCE.sub("#", line) for line in lines)


async def test_at_the_usual_level_no_typed_word_and_no_id_is_in_it(tmp_path: Path) -> None:
    await _log_of(tmp_path, "INFO", Given())


async def test_at_debug_neither_and_it_is_the_same_whatever_people_answer(tmp_path: Path) -> None:
    one = await _log_of(tmp_path / "one", "DEBUG", Given())
    other = await _log_of(tmp_path / "other", "DEBUG", OTHERWISE)
    assert _normal(one) == _normal(other)
