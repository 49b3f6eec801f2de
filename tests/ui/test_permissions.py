"""What the bot is to be invited with: one list, wherever it is written."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import discord

from bot.services.rooms.kinds import USUAL_ROOM
from bot.ui.i18n import Catalogues
from bot.ui.permissions import permission_names
from bot.ui.rooms.kinds import missing_in_server, words_of
from tests.strict.shapes import EVERYTHING

README = Path(__file__).resolve().parents[2] / "README.md"
ASKED_FOR = missing_in_server(discord.Permissions.none())


def test_the_readme_asks_for_what_the_setup_misses() -> None:
    said = re.search(r"and the permissions (.*?)\. It needs", " ".join(README.read_text("utf-8").split()))
    assert said is not None
    t = Catalogues("en", {"en": gettext.NullTranslations()}).pick("en")
    named = permission_names(t, ASKED_FOR, words_of(USUAL_ROOM).NAMES).replace("**", "")
    assert sorted(re.split(r", | and ", said[1])) == sorted(named.split(", "))


def test_the_bot_is_tried_with_these_and_no_others() -> None:
    assert discord.Permissions(**dict.fromkeys(ASKED_FOR, True)) == EVERYTHING


def test_whoever_may_do_everything_lacks_nothing() -> None:
    assert missing_in_server(discord.Permissions.all()) == []
