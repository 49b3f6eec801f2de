"""An attacker with the database, all copies of it, the reports and most of who was there attributes nothing.

What it attributes is compared with chance. The same attack on a schema with a column of pseudonyms succeeds, so it is
known that it can.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.privacy.attacked import play
from tests.privacy.attacker import ABOUT, Score, attack, questions

COMMUNITIES, QUARTERS, MARGIN = 32, 8, 0.02
IN_THE_CONTROL = 8
Told = Callable[[str, object], None]


def _words(score: Score) -> str:
    return f"{score.right:.1%} of {score.asked:,} (by chance {score.chance:.1%})"


@pytest.mark.exhaustive
def test_nothing_is_attributed_to_evenings_or_people(record_property: Told) -> None:
    asked = [questions(play(seed, quarters=QUARTERS)) for seed in range(COMMUNITIES)]
    for what in ABOUT:
        score = attack([community[what] for community in asked])
        record_property("counted", f"attributed to {what}: {_words(score)}")
        assert score.right <= score.chance + MARGIN, what


@pytest.mark.exhaustive
def test_with_a_column_of_pseudonyms_both_are(record_property: Told) -> None:
    asked = [questions(play(seed, quarters=2, pseudonyms=True)) for seed in range(IN_THE_CONTROL)]
    for what in ABOUT:
        score = attack([community[what] for community in asked])
        record_property("counted", f"with pseudonyms, attributed to {what}: {_words(score)}")
        assert score.right >= score.chance + 0.4, what


@pytest.mark.exhaustive
def test_what_people_are_like_every_time_shows_through_sums_but_far_less(record_property: Told) -> None:
    """Sums of a small circle say something of its people to whoever knows when each of them came, and has all copies.
    It is no attribution, and belongs to sums; `docs/privacy.md` says so with this figure."""
    open_ones, control = (
        attack(
            [
                questions(play(n, quarters=4, alike=True, pseudonyms=pseudonyms))["people"]
                for n in range(IN_THE_CONTROL)
            ]
        )
        for pseudonyms in (False, True)
    )
    record_property("counted", f"guessed from what people are like, in a year: {_words(open_ones)}")
    record_property("counted", f"the same with pseudonyms: {_words(control)}")
    assert open_ones.right < (open_ones.chance + control.right) / 2
