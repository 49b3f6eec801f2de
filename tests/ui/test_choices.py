"""The words for what is chosen: every choice of yes or no can be asked and said, and nothing gets lost on the way."""

from __future__ import annotations

from dataclasses import fields

from bot.circle.choices import SessionChoices
from bot.ui.choices import REMINDERS, WORDS, ticked, with_ticks

YES_OR_NO = {field.name for field in fields(SessionChoices) if isinstance(field.default, bool)}


def test_every_choice_of_yes_or_no_has_its_words() -> None:
    assert set(WORDS) == YES_OR_NO, "give the new field of SessionChoices its words in bot/ui/choices.py"


def test_what_is_ticked_is_what_is_chosen_and_the_rest_stays() -> None:
    before = SessionChoices(capacity=5, reminders=(3600,))
    for name in WORDS:
        after = with_ticks(before, [name])
        assert ticked(after) == [name]
        assert (after.capacity, after.reminders) == (5, (3600,))
    assert with_ticks(before, ticked(before)) == before


def test_reminders_are_offered_the_earliest_first() -> None:
    assert list(REMINDERS) == sorted(REMINDERS, reverse=True)
    assert set(SessionChoices().reminders) <= set(REMINDERS)
