"""The link by which an admin invites the bot: with the scopes and permissions that the rooms need, and no more."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable

import discord

from bot.services.rooms.kinds import RoomKind
from bot.ui.permissions import HOPE_NEEDED
from bot.ui.rooms.kinds import OFFERED, missing_in_server, words_of

SCOPES = ("bot", "applications.commands")
ROOM_WORDS = {words_of(kind).OPTION: kind for kind in OFFERED}
"""Every kind of room by its word on the command line, which is its word in Discord too."""
_TOKEN = re.compile(r"([\w-]{20,40})\.[\w-]{4,12}\.[\w-]{20,100}", re.ASCII)


def application_of(token: str) -> int | None:
    """The id of the application that a bot's token belongs to; None if this is no token."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return None
    first = found[1]
    try:
        number = urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return None
    return int(number) if re.fullmatch(r"[0-9]{17,20}", number) else None


def needed(kinds: Iterable[RoomKind] = OFFERED) -> discord.Permissions:
    """The permissions the bot needs for circles in rooms of these kinds, with the piece held or not."""
    names = set(HOPE_NEEDED)
    for kind in kinds:
        names |= {*missing_in_server(discord.Permissions.none(), kind), *words_of(kind).TO_HOLD}
    return discord.Permissions(**dict.fromkeys(names, True))


def invite_link(application_xid: int, kinds: Iterable[RoomKind] = OFFERED) -> str:
    """The address to open in a browser."""
    return discord.utils.oauth_url(application_xid, permissions=needed(kinds), scopes=SCOPES)
