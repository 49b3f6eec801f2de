"""The lines of the agreements as they are typed: what can be a line, and that a card gives back what was typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.recurrence import Series
from bot.circle.agreed_lines import MOST_LINES, lines_of
from bot.circle.choices import SessionChoices
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, RoleXid, ScheduleId
from bot.services.circle.choices import ScheduleChoices
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from bot.services.schedule.schedules import Schedule, Status
from bot.settings import ROOT
from bot.ui.agreement_lines import (
    LINE_LENGTH,
    LINES_LENGTH,
    known_lines,
    listed,
    read_back,
    read_line,
    read_lines,
    shown,
)
from bot.ui.cards.schedule.drafts import DraftContext, draft
from bot.ui.choices import REMINDERS, WORDS
from bot.ui.i18n import Catalogues
from bot.ui.refused import Refused
from bot.ui.user_text import NAME_LENGTH, clean, escaped

CATALOGUES = Catalogues.read(ROOT / "data" / "locales", "en")
T = CATALOGUES.pick("en")
FORMATS = load_content(ROOT / "data").formats
SHIPPED = {line for one in FORMATS.values() for line in lines_of(one)}


def _read(typed: str) -> tuple[str, ...] | str:
    """The lines, or the sentence that says why there are none."""
    try:
        return read_lines(T, typed, {})
    except Refused as refused:
        return refused.sentence


_PIECES = st.sampled_from(
    [*"-*•_~|`\\>#[]()@<: \n12.", "a", "ß", "\u05d0", "\u202e", "\u200d", "👩", "- ", "1. "]
)


@given(st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=60).map("".join)))
def test_whatever_is_typed_is_lines_of_plain_words_or_is_refused_and_a_card_gives_it_back(typed: str) -> None:
    lines = _read(typed)
    if isinstance(lines, str):
        assert "Nothing has changed." in lines
        return
    assert 1 <= len(lines) <= MOST_LINES
    assert len(set(lines)) == len(lines)
    assert all(clean(line) == line and 0 < len(line) <= LINE_LENGTH for line in lines)
    assert sum(len(escaped(line)) for line in lines) <= LINES_LENGTH
    card = listed(T, lines)
    assert card.count("\n") == len(lines) - 1, "one line each, whatever is in it"
    again = read_lines(T, read_back(card), {})
    assert again == lines, "what is saved from the preview is what was typed"
    assert read_back(listed(T, again)) == read_back(card)


@pytest.mark.parametrize("language", list(CATALOGUES))
def test_the_lines_that_come_with_a_format_are_shown_as_they_are_and_known_in_every_language(
    language: str,
) -> None:
    t, known = CATALOGUES.pick(language), known_lines(CATALOGUES, SHIPPED)
    for line in SHIPPED:
        assert shown(t, line) == t.content(line), "a mark of Discord's would be shown as a backslash"
    lines = sorted(SHIPPED)
    assert read_lines(t, read_back(listed(t, lines)), known) == tuple(lines)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "It has no words."),
        ("\u202e\u200b", "It has no words."),
        ("x" * (LINE_LENGTH + 1), f"and {LINE_LENGTH} fit"),
        ("Ask <@!12345>", "a link or a mention"),
        ("Ask @here", "a link or a mention"),
        ("See <#12345>", "a link or a mention"),
        ("See discord.gg/abc", "a link or a mention"),
        ("one.", "It is there already."),
    ],
)
def test_a_line_that_cannot_be_one_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_line(T, typed, ["One.", "Two."])
    assert said in refused.value.sentence


def test_a_line_that_is_added_has_to_fit_on_the_card_with_the_others() -> None:
    others = [f"{n} " + "*" * 49 for n in range(10)]
    assert read_line(T, "- We laugh. ", others[:9]) == "We laugh."
    with pytest.raises(Refused) as refused:
        read_line(T, "We laugh.", others)
    assert "fit on the card" in refused.value.sentence


def test_the_longest_draft_of_a_schedule_with_the_longest_lines_fits_on_a_card() -> None:
    words = 4000  # what Discord takes on one card
    lines = [f"{n:02} " + "w" * (LINES_LENGTH // MOST_LINES - 3) for n in range(MOST_LINES)]
    assert read_lines(T, "\n".join(lines), {}) == tuple(lines)
    every = dict.fromkeys(WORDS, True)
    wanted = ScheduleChoices(
        "*" * NAME_LENGTH,
        "en",
        ChannelXid(10**18),
        "talking-circle",
        SessionChoices(reminders=tuple(REMINDERS), **every),
        RoomChoices(RoomKind.STAGE, held=True, standing_xid=ChannelXid(10**18)),
        series=Series(datetime(2026, 3, 24, 19), "America/Argentina/ComodRivadavia", "FREQ=WEEKLY"),  # noqa: DTZ001
        role_xid=RoleXid(10**18),
        agreements=tuple(lines),
    )
    kept = Schedule(ScheduleId(1), GuildXid(1), None, Status.DRAFT, None, None, 0, wanted, b"", 0, None, None)
    format_ = FORMATS["talking-circle"]
    stays = next(stage.exception for stage in format_.stages if stage.exception)
    card = draft(
        DraftContext(
            T,
            kept,
            [10**18] * 10,
            format_,
            "t" * 40,
            datetime(2026, 3, 1, tzinfo=UTC),
            remarks=["r" * 170] * 3,
            agreements=f"{listed(T, lines)}\n\n{stays}",
        )
    )
    texts = [item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)]
    assert sum(map(len, texts)) <= words
