"""A report and an export as Discord gets them: the card shows every file that is sent, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from bot.services.participation.reports import Figures, Quarter, QuarterRow
from bot.ui.cards.participation import chart
from bot.ui.i18n import Translator
from tests.recorded import keep_quarters
from tests.strict.faults import Call
from tests.wire.line import FAY, Line, line

ATTACHED = "attachment://"


def _named(part: Any) -> Iterator[str]:
    """The files that a card shows."""
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        if isinstance(value, str) and value.startswith(ATTACHED):
            yield value.removeprefix(ATTACHED)
        yield from _named(value)


def _described(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and "media" in part:
        yield part["description"]
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _described(value)


async def _asked(wire: Line, command: str) -> Call:
    await wire.slash(FAY, command)
    return next(call for call in reversed(wire.stub.calls) if call.files)


async def test_every_file_is_on_the_card(tmp_path: Path) -> None:
    # The first picture of a process takes a while, and a test does not wait for matplotlib to be imported.
    rows = [QuarterRow(Quarter(2026, 1), True, Figures(sessions=5, seats_taken=15))]
    assert chart.pictures(Translator("en", NullTranslations()), rows)
    async with line(tmp_path) as wire:
        store = wire.bot.desks.transactions.store
        await store.write(keep_quarters, wire.guild, wire.bot.clock.utcnow())
        shown = await _asked(wire, "participation report")
        assert sorted(shown.files) == sorted(_named(shown.body))
        assert len(shown.files) == 3
        assert all(png.startswith(b"\x89PNG") for png in shown.files.values())
        assert all(0 < len(words) <= 1024 for words in _described(shown.body))
        assert len([*_described(shown.body)]) == 3
        given = await _asked(wire, "participation export")
        assert sorted(given.files) == sorted(_named(given.body))
        assert {name.rpartition(".")[2] for name in given.files} == {"html", "csv", "json"}
