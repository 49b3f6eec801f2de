"""How private words show the way to a circle's room: they are read again when the room is long gone."""

from __future__ import annotations

import re

from bot.ids import ChannelXid, GuildXid
from bot.settings import ROOT
from bot.ui.i18n import Catalogues
from bot.ui.rooms.kinds import OFFERED, words_of
from bot.ui.rooms.links import to_room

TAPPED = ROOT / "bot" / "ui" / "cards" / "circle" / "writing.py"
"""Calls somebody to where people speak, in that moment: who taps the name of a voice channel is in it, and a link only
shows it."""
T = Catalogues.read(ROOT / "data" / "locales", "en").pick("en")


def test_a_link_has_words_of_its_own_and_there_is_none_without_a_room() -> None:
    assert to_room(T, GuildXid(5), ChannelXid(7)) == "[Go to the room](https://discord.com/channels/5/7)"
    assert to_room(T, GuildXid(5), None) == ""


def test_nothing_mentions_a_room_by_its_number() -> None:
    """Once the room is gone, a mention reads `#unknown`."""
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            named = re.search(r"<#\{[^}]*\broom", path.read_text("utf-8"))
            assert named is None or path == TAPPED, path


def test_the_way_out_stays_true_once_the_room_is_gone() -> None:
    for kind in OFFERED:
        assert "<#" not in words_of(kind).way_out(T)
