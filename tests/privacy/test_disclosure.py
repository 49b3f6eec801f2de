"""What may be shown: nothing that too little stands behind, and nothing from which that follows by subtracting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.disclosure import HELD_BACK, Basis, Figures, _behind, disclose, disclose_whole
from bot.privacy.record import NOTHING, Sums, total

SHOWS = {
    Basis.SESSIONS: "seats_taken",
    Basis.STORIES: "time_tenths",
    Basis.ANSWERS: "arriving_tenths",
}
"""A number that is shown exactly when others of its basis are."""


@st.composite
def _sums(draw: st.DrawFn) -> Sums:
    """Sums of a few sessions, as they can be."""
    sessions = draw(st.integers(0, 8))
    storied, answered = draw(st.integers(0, sessions)), draw(st.integers(0, sessions))
    taken = sum(draw(st.integers(3, 8)) for _ in range(sessions))
    answers = sum(draw(st.integers(5, 8)) for _ in range(answered))
    return Sums(
        sessions=sessions,
        even=draw(st.integers(0, storied)),
        seats_offered=8 * sessions,
        seats_taken=taken,
        seats_shared=draw(st.integers(0, taken)),
        first_timers=draw(st.integers(0, taken)),
        storied=storied,
        storied_seats=5 * storied,
        offered_s=900 * storied,
        used_s=draw(st.integers(0, 900 * storied)),
        asked=max(taken, answers),
        answered_sessions=answered,
        answered=answers,
        arriving=answers,
        arriving_level=draw(st.integers(answers, 5 * answers)),
        leaving=answers,
        leaving_level=draw(st.integers(answers, 5 * answers)),
    )


_parts = st.dictionaries(st.integers(0, 9), _sums(), max_size=6)


def _is_enough(sums: Sums, basis: Basis) -> bool:
    sessions, people = _behind(sums, basis)
    return sessions >= 3 and people >= 15


def _subsets(parts: list[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(parts, size) for size in range(len(parts) + 1))


@given(_parts, st.booleans(), st.sampled_from(Basis))
def test_nothing_follows_by_subtracting_that_too_little_stands_behind(
    parts: dict[int, Sums], is_closed: bool, basis: Basis
) -> None:
    """Whatever can be worked out is a sum of shown parts, or what remains of the whole beside some of them."""
    shown = disclose(parts, is_closed=is_closed)
    name = SHOWS[basis]
    visible = [part for part, figures in shown.parts.items() if getattr(figures, name) is not None]
    for some in _subsets(visible):
        known = [total([parts[part] for part in some])]
        if getattr(shown.whole, name) is not None:
            known.append(total([sums for part, sums in parts.items() if part not in some]))
        for sums in known:
            assert _behind(sums, basis) == (0, 0) or _is_enough(sums, basis)


@given(_parts, st.sampled_from(Basis))
def test_what_is_enough_is_shown_as_far_as_that_allows(parts: dict[int, Sums], basis: Basis) -> None:
    shown, name = disclose(parts, is_closed=True), SHOWS[basis]
    is_shown = getattr(shown.whole, name) is not None
    assert is_shown is _is_enough(total([*parts.values()]), basis)
    enough = [part for part, sums in parts.items() if _is_enough(sums, basis)]
    held_back = [part for part in enough if getattr(shown.parts[part], name) is None]
    assert len(held_back) <= 1, "with one of them held back, what remains is enough"


@given(_parts, st.booleans())
def test_of_all_servers_nothing_follows_beside_what_each_may_see(
    parts: dict[int, Sums], is_closed: bool
) -> None:
    figures = disclose_whole(parts, is_closed=is_closed)
    for basis, name in SHOWS.items():
        if getattr(figures, name) is not None:
            rest = total([sums for sums in parts.values() if not _is_enough(sums, basis)])
            assert _behind(rest, basis) == (0, 0) or _is_enough(rest, basis)


@given(_parts)
def test_counts_are_fives_and_shares_never_none_or_all(parts: dict[int, Sums]) -> None:
    shown = disclose(parts, is_closed=True)
    for figures in (shown.whole, *shown.parts.values()):
        for name in Figures.__slots__:
            value = getattr(figures, name)
            if value is None:
                continue
            if name in ("arriving_tenths", "leaving_tenths"):
                assert 12 <= value <= 48
            elif name.endswith("_tenths"):
                assert 1 <= value <= 9
            else:
                assert value % 5 == 0


@given(_parts)
def test_what_not_every_session_has_is_held_back_until_the_quarter_is_over(parts: dict[int, Sums]) -> None:
    shown = disclose(parts, is_closed=False)
    for figures in (shown.whole, *shown.parts.values()):
        assert (figures.arriving_tenths, figures.leaving_tenths, figures.answered_tenths) == (None,) * 3
        assert (figures.even_tenths, figures.time_tenths) == (None,) * 2


@given(_parts)
def test_it_does_not_depend_on_the_order_of_parts(parts: dict[int, Sums]) -> None:
    backwards = dict(reversed(list(parts.items())))
    assert disclose(parts, is_closed=True) == disclose(backwards, is_closed=True)


ENOUGH = Sums(sessions=3, seats_offered=24, seats_taken=17, seats_shared=17, first_timers=4)


def test_the_smallest_that_is_enough() -> None:
    shown = disclose({1: ENOUGH}, is_closed=True)
    assert shown.parts[1] == shown.whole
    assert (shown.whole.sessions, shown.whole.seats_taken, shown.whole.first_timers) == (0, 15, 0)
    assert shown.whole.shared_tenths == 9, "nine stands for all too"
    assert shown.whole.time_tenths is None


@pytest.mark.parametrize(
    "little", [Sums(sessions=2, seats_taken=16), Sums(sessions=5, seats_taken=14), NOTHING]
)
def test_too_little_is_not_shown(little: Sums) -> None:
    shown = disclose({1: little}, is_closed=True)
    assert (shown.whole, shown.parts[1]) == (HELD_BACK, HELD_BACK)


def test_a_circle_is_held_back_beside_the_whole_when_too_little_remains() -> None:
    shown = disclose({1: ENOUGH, 2: Sums(sessions=1, seats_taken=4)}, is_closed=True)
    assert shown.whole.seats_taken == 20
    assert (shown.parts[1], shown.parts[2]) == (HELD_BACK, HELD_BACK)
    both = disclose({1: ENOUGH, 2: ENOUGH, 3: Sums(sessions=1, seats_taken=4)}, is_closed=True)
    assert sum(figures.is_nothing for figures in both.parts.values()) == 2


def test_a_mean_says_nothing_about_everyone() -> None:
    alike = Sums(
        sessions=3, seats_taken=15, answered_sessions=3, answered=15, arriving=15, arriving_level=75, asked=15
    )
    assert disclose({1: alike}, is_closed=True).whole.arriving_tenths == 48
