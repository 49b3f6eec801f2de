"""How long a turn and a circle are said to last."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from bot.circle.choices import SessionChoices
from bot.content import load_content
from bot.settings import ROOT
from bot.ui.i18n import Translator
from bot.ui.lengths import how_long, turn_words

T = Translator("en", NullTranslations())
FORMATS = load_content(ROOT / "data").formats


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (10, "½ minute"),
        (45, "1 minute"),
        (60, "1 minute"),
        (90, "1½ minutes"),
        (135, "2½ minutes"),
        (270, "4½ minutes"),
        (3600, "60 minutes"),
    ],
)
def test_a_turn_is_said_to_the_half_minute(seconds: float, said: str) -> None:
    assert turn_words(T, seconds) == said


def test_what_is_said_is_what_a_turn_has_in_its_room() -> None:
    usual = FORMATS["story-circle"]
    spoken, written = (SessionChoices().fit(usual, in_writing=way) for way in (False, True))
    assert how_long(T, spoken).startswith("About 3 minutes for each story.")
    assert how_long(T, written).startswith("About 4½ minutes for each story.")
    typed = SessionChoices(story_s=600, capacity=5).fit(usual, in_writing=True)
    assert how_long(T, typed) == ("About 10 minutes for each story. About 75 minutes in all.")
    assert how_long(T, FORMATS["check-in"]).startswith("About 1½ minutes for each turn.")


@pytest.mark.parametrize("name", FORMATS)
def test_no_summary_names_a_time_that_a_facilitator_may_change(name: str) -> None:
    summary = FORMATS[name].summary.casefold()
    assert not any(word in summary for word in ("minute", "hour", "people", "eight"))
