"""Pages of a list: together they are the list, whatever number is asked for, and their buttons lead to the others."""

from __future__ import annotations

import gettext

from hypothesis import given
from hypothesis import strategies as st

from bot.ui.i18n import Translator
from bot.ui.paging import page_of
from bot.ui.press import VerbButton

T = Translator("en", gettext.NullTranslations())


@given(st.integers(0, 40), st.integers(1, 9))
def test_the_pages_together_are_the_list(many: int, size: int) -> None:
    every = list(range(many))
    pages = [page_of(every, number, size) for number in range(page_of(every, 0, size).pages)]
    assert [one for page in pages for one in page.items] == every
    assert all(page.items[0] == page.first - 1 for page in pages if page.items)


@given(st.integers(0, 40), st.integers(1, 9), st.integers(-5, 10**6))
def test_any_number_is_a_page_and_its_buttons_lead_to_its_neighbours(
    many: int, size: int, asked: int
) -> None:
    page = page_of(range(many), asked, size)
    assert 0 <= page.number < page.pages
    led: list[int] = []

    def button(number: int, label: str) -> VerbButton:
        led.append(number)
        return VerbButton.new("x", 0, number, label)

    page.turns(T, button)
    assert led == [n for n in (page.number - 1, page.number + 1) if 0 <= n < page.pages]
    assert page.words(T) == ("" if page.pages == 1 else f"-# Page {page.number + 1} of {page.pages}")
