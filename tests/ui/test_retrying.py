"""What is kept of refused forms: one of a kind for a person, a fixed number over all, and for its owner alone."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock
from bot.ids import MemberXid
from bot.ui.retrying import KEPT_S, MOST, RefusedForms, new_token

ANN, BEN = MemberXid(1), MemberXid(2)


class _Later(Clock):
    """Remembers what is to be done later."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def do_later(self, seconds: float, do: Callable[[], None]) -> None:
        assert seconds == KEPT_S
        self.waiting.append(do)


def test_a_form_is_found_by_its_owner_and_token_alone() -> None:
    forms: RefusedForms[str] = RefusedForms(_Later())
    token = new_token()
    forms.keep(ANN, "words", token, None)
    assert forms.find(ANN, token) == "words"
    assert forms.find(BEN, token) is None
    assert forms.find(ANN, new_token()) is None


def test_the_newest_of_a_kind_is_kept_and_an_older_time_does_not_end_it() -> None:
    clock = _Later()
    forms: RefusedForms[str] = RefusedForms(clock)
    first, second = new_token(), new_token()
    forms.keep(ANN, "first", first, None)
    forms.keep(ANN, "second", second, None)
    assert forms.find(ANN, first) is None
    clock.waiting[0]()
    assert forms.find(ANN, second) == "second"
    clock.waiting[1]()
    assert forms.find(ANN, second) is None
    assert len(forms) == 0


def test_there_are_never_more_than_so_many() -> None:
    forms: RefusedForms[str] = RefusedForms(_Later())
    tokens = [new_token() for _ in range(MOST + 3)]
    for number, token in enumerate(tokens):
        forms.keep(MemberXid(number), "words", token, None)
    assert len(forms) == MOST
    assert forms.find(MemberXid(2), tokens[2]) is None
    assert forms.find(MemberXid(3), tokens[3]) == "words"
