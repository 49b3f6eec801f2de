"""What the bot is to be invited with: one list, wherever it is written."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import discord

from bot.services.rooms.kinds import USUAL_ROOM, RoomKind
from bot.ui.i18n import Catalogues
from bot.ui.permissions import permission_names
from bot.ui.rooms.kinds import OFFERED, missing_in_server, words_of
from tests.strict.shapes import EVERYTHING

README = Path(__file__).resolve().parents[2] / "README.md"
NONE = discord.Permissions.none()
ASKED_FOR = missing_in_server(NONE)
BESIDES = {name for kind in OFFERED for name in missing_in_server(NONE, kind)} - set(ASKED_FOR)
"""What rooms of another kind need."""


def _named(kind: RoomKind, names: list[str]) -> list[str]:
    t = Catalogues("en", {"en": gettext.NullTranslations()}).pick("en")
    said = permission_names(t, names, words_of(kind).NAMES).replace("**", "")
    return sorted(said.split(", "))


def test_the_readme_asks_for_what_the_setup_misses() -> None:
    readme = " ".join(README.read_text("utf-8").split())
    said = re.search(r"and the permissions (.*?)\. It needs", readme)
    assert said is not None
    assert sorted(re.split(r", | and ", said[1])) == _named(USUAL_ROOM, ASKED_FOR)
    more = set(re.findall(r"need (\w+(?: \w+)?(?:(?:, | and )\w+(?: \w+)?)*) besides\.", readme))
    for kind in OFFERED:
        lacking = [name for name in missing_in_server(NONE, kind) if name not in ASKED_FOR]
        found = [sorted(re.split(r", | and ", names)) for names in more]
        assert not lacking or _named(kind, lacking) in found, f"the README does not say what {kind} needs"


def test_the_bot_is_tried_with_these_and_no_others() -> None:
    assert discord.Permissions(**dict.fromkeys([*ASKED_FOR, *BESIDES], True)) == EVERYTHING


def test_whoever_may_do_everything_lacks_nothing() -> None:
    for kind in OFFERED:
        assert missing_in_server(discord.Permissions.all(), kind) == []
