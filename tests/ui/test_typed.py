"""Formats are understood by their title as well as by their id: not everybody picks from what is offered."""

from __future__ import annotations

import gettext

import pytest

from bot.content import load_content
from bot.settings import ROOT
from bot.ui.i18n import Translator
from bot.ui.refused import Refused
from bot.ui.typed import read_format

CONTENT = load_content(ROOT / "data")
T = Translator("en", gettext.NullTranslations())


@pytest.mark.parametrize("typed", ["quick-circle", "Quick circle", "quick circle", " QUICK-CIRCLE "])
def test_a_format_is_known_by_its_id_and_by_its_title(typed: str) -> None:
    assert read_format(T, CONTENT, typed) == "quick-circle"


@pytest.mark.parametrize("typed", ["", "quick", "quickcircle", "no-such"])
def test_what_is_neither_is_answered_with_what_there_is(typed: str) -> None:
    with pytest.raises(Refused, match="check-in, grief-circle, last-meeting"):
        read_format(T, CONTENT, typed)
