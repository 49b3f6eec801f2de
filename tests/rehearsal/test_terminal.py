"""How Discord's Markdown, its timestamps and its cards look in a terminal, also in a narrow one."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone

import discord
import pytest
from rich.console import Console
from rich.text import Text

from bot.rehearsal.database_search import RECORD
from bot.rehearsal.evening import Evening
from bot.rehearsal.markdown import Reader, lines, plain, relative, span, timestamp
from bot.rehearsal.play import USUAL
from bot.rehearsal.scripted_people import FIRST_WORDS, scripted_people
from bot.rehearsal.simulation import simulation
from bot.rehearsal.terminal import COLUMNS, TABLES, Terminal
from bot.rehearsal.terminal_layout import Layout
from bot.store.tables import metadata

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
READER = Reader({7: "Ben"}.get, {9: "lobby"}.get, NOON, timezone(timedelta(hours=2)))  # type: ignore[arg-type]


def layout(width: int = 40) -> Layout:
    return Layout(Console(file=io.StringIO(), width=width), READER, width)


def styles(row: Text, words: str) -> str:
    """Every style those words have."""
    at = row.plain.index(words)
    return " ".join(str(s.style) for s in row.spans if s.start <= at and at + len(words) <= s.end)


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("## Welcome", ["Welcome"]),
        (
            "> How are you arriving today, in three words?",
            ["│ How are you arriving today, in three", "│ words?"],
        ),
        (
            "- one thing that is a little longer than a row",
            ["• one thing that is a little longer than", "  a row"],
        ),
        ("1. Ben\n2. Ana", ["1. Ben", "2. Ana"]),
        ("-# small", ["small"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("<@7> in <#9>, <@!7>", ["@Ben in #lobby, @Ben"]),
        ("Come in. [Go to the room](https://discord.com/channels/1/9)", ["Come in. Go to the room"]),
        ("**bold** and *slanted* and __under__ and `code`", ["bold and slanted and under and code"]),
        ("2 * 3 * 4 and snake_case_name", ["2 * 3 * 4 and snake_case_name"]),
        (discord.utils.escape_markdown("*not* _this_ <3"), ["*not* _this_ <3"]),
        ("#hash -dash", ["#hash -dash"]),
        ("", []),
    ],
)
def test_markdown_is_set_as_discord_means_it(words: str, rows: list[str]) -> None:
    assert [row.plain for row in layout().words(words)] == rows


def test_headings_mentions_and_small_text_look_different() -> None:
    heading, small = layout().words("### <@7>, **the piece** comes to you.\n-# small")
    assert "bold" in styles(heading, "comes to you")
    assert "#" in styles(heading, "@Ben")
    assert "dim" in styles(small, "small")


def test_bold_words_may_hold_a_mention() -> None:
    (line,) = lines("**<@7> and you**", READER)
    assert line.body.plain == "@Ben and you"


def test_one_line_is_plain() -> None:
    assert plain("## Yes\n\n- <@7>", READER) == "Yes @Ben"


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("R", "in 3 minutes"),
        ("t", "14:03"),
        ("T", "14:03:00"),
        ("d", "01/03/2026"),
        ("D", "1 March 2026"),
        ("f", "1 March 2026 14:03"),
        ("F", "Sunday, 1 March 2026 14:03"),
    ],
)
def test_timestamps_are_in_the_readers_own_time(style: str, shown: str) -> None:
    at = NOON + timedelta(minutes=3)
    assert timestamp(at, style, READER) == shown
    assert plain(f"It ends <t:{int(at.timestamp())}:{style}>.", READER) == f"It ends {shown}."


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "now"),
        (1, "in 1 second"),
        (59, "in 59 seconds"),
        (59.7, "in 1 minute"),
        (-60, "1 minute ago"),
        (179, "in 3 minutes"),
        (7_200, "in 2 hours"),
        (-200_000, "2 days ago"),
    ],
)
def test_how_far_away_an_instant_is(seconds: float, shown: str) -> None:
    assert relative(seconds) == shown


def test_how_long_it_was_quiet() -> None:
    assert [span(s) for s in (1, 59.4, 80, 600)] == ["1 second", "59 seconds", "1 minute", "10 minutes"]


def test_buttons_stand_side_by_side_while_they_fit() -> None:
    buttons = [{"type": 2, "label": label, "style": 1} for label in ("Receive", "Not yet", "Pass")]
    assert [row.plain for row in layout().buttons(buttons)] == ["[ Receive ] [ Not yet ] [ Pass ]"]
    assert [row.plain for row in layout(24).buttons(buttons)] == ["[ Receive ] [ Not yet ]", "[ Pass ]"]


@asynccontextmanager
async def _first_minutes(*consoles: Console) -> AsyncIterator[list[Console]]:
    """An evening up to the agreements, on several terminals at once."""
    async with simulation(overrides=USUAL) as sim:
        evening = Evening(sim, scripted_people())
        terminals = [Terminal(console, evening.observer, evening.everybody) for console in consoles]
        for terminal in terminals:
            terminal.begin(15)
        seconds = 0
        async for moments in evening.moments(FIRST_WORDS):
            for terminal in terminals:
                terminal.show(evening.now, moments)
            seconds += 1
            if seconds == 200:
                break
        yield list(consoles)


def _text(console: Console) -> str:
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


async def test_it_fits_every_width_and_survives_a_tiny_one() -> None:
    widths = (6, 20, 60, 80, 120)
    async with _first_minutes(*(Console(file=io.StringIO(), width=width) for width in widths)) as consoles:
        for width, console in zip(widths, consoles, strict=True):
            shown = _text(console)
            assert "Agreements" in "".join(shown.split()).replace("▌", "")
            if width >= 60:
                assert max(len(line) for line in shown.splitlines()) <= min(width, 100)


async def test_colours_are_for_terminals_that_want_them() -> None:
    plain_, wanted, unwanted = (
        Console(file=io.StringIO(), width=80),
        Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor"),
        Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor", no_color=True),
    )
    async with _first_minutes(plain_, wanted, unwanted):
        assert "\x1b" not in _text(plain_)
        assert "38;2;78;143;138m▌" in _text(wanted)
        assert "38;2" not in _text(unwanted)
        assert "48;2" not in _text(unwanted)


def test_every_table_that_may_have_rows_is_explained() -> None:
    assert set(TABLES) == set(metadata.tables) - {RECORD} | {"alembic_version"}
    assert set(COLUMNS) == set(metadata.tables[RECORD].columns.keys())
