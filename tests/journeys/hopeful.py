"""Short words for journeys with sparks of hope: a hope channel, a circle at its harvest, offering, and what is kept."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import simcord.interactions as simcord_interactions
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.components import walk_components
from simcord.enums import OverwriteType
from sqlalchemy import make_url

from bot.circle import commands as c
from bot.circle.formats import StageKind
from bot.delivery.hope import HopePoster
from tests.journeys.house import House, words
from tests.journeys.playing import Playing


async def submit(h: Playing, who: MemberActor, **values: Any) -> str:
    """Send the modal that is open; `a__b` is the field `a:b`. Returns the answer's words."""
    return await h.submit(who, {key.replace("__", ":"): value for key, value in values.items()})


def filled_in(h: Playing) -> dict[str, Any]:
    """What stands in the fields of the form that is open, by their ids: words, or the values that are chosen."""
    found: dict[str, Any] = {}
    for label in h.last.modal["components"]:
        field = label.get("component")
        if field is None:
            continue
        options = [option["value"] for option in field.get("options", ()) if option.get("default")]
        chosen = [int(value["id"]) for value in field.get("default_values") or ()]
        is_words = field["type"] == discord.ComponentType.text_input.value
        found[field["custom_id"]] = field.get("value") or "" if is_words else [*options, *chosen]
    return found


async def choose_hope(h: Playing, channel: Any) -> None:
    """The server's admins choose the hope channel, or none. The steps in which they do are in `test_setup`."""
    server = await h.bot.desks.settings.server(h.guild_id)
    hope_xid = None if channel is None else channel.id
    await h.bot.desks.settings.change(h.guild_id, server.version, hope_xid=hope_xid)


def forbid(h: House, channel: ChannelHandle, **permissions: bool) -> None:
    """Take permissions from the bot in a channel; none at all gives them back."""
    denied = discord.Permissions(**permissions).value
    bot = h.env.backend.bot_user.id
    h.env.backend.set_overwrite(channel.id, Overwrite(bot, OverwriteType.MEMBER, deny=denied))


async def at_harvest(h: Playing, people: int = 4, *, hope: bool = True) -> list[MemberActor]:
    """A circle at its harvest, in a server with a hope channel, if it shall have one. Returns everyone, Fay first."""
    if hope:
        h.hope = await h.new_channel("hope")  # type: ignore[attr-defined]
        await choose_hope(h, hope_of(h))
    everyone = await h.begin(people)
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    while session.state.stage.kind is not StageKind.HARVEST:
        answer = await h.bot.desks.circle.act(session.id, None, c.Next(steward=True))
        session = answer.session
    await h.wait(2)
    return everyone


def hope_of(h: Playing) -> ChannelHandle:
    """The hope channel."""
    return h.hope  # type: ignore[attr-defined,no-any-return]


async def preview(h: Playing, who: MemberActor, title: str = "", spark: str = "") -> str:
    """Press `Offer a spark` and fill in the fields. Returns what is shown then."""
    await h.look_out(who, "[Offer a spark]")
    await h.press(who, "Offer a spark", h.newest(who, "[Offer a spark]"))
    assert h.last.modal is not None
    return await submit(h, who, sc__spark__title=title, sc__spark__words=spark)


async def offer(
    h: Playing, who: MemberActor, title: str = "", spark: str = "", share: str | None = None
) -> str:
    """Offer, and agree to all that was typed. Returns the answer."""
    await preview(h, who, title, spark)
    label = share or ("Share both" if title and spark else "Share the title" if title else "Share the spark")
    await h.press(who, label, h.last.response)
    return card_now(h, who)


def card_now(h: Playing, who: MemberActor) -> str:
    """The newest private answer this person has, as it is now."""
    return words(h.whispers(who)[-1])


async def finish(h: Playing) -> None:
    """Let the circle close."""
    await h.wait(120 + 60 + 2)
    assert any("The circle is closed." in text for text in h.said(h.room))


async def all_posted(h: House, *, hurry: bool = True) -> list[str]:
    """Wait until nothing is on its way any more, and read the hope channel.

    Args:
        h: the house.
        hurry: whether an hour is made a minute, because the wait is not what the test is about.
    """
    if hurry:
        now = int(h.env.now().timestamp() * 1_000_000)
        change_rows(h, f"post_at = {now} + (post_at - {now}) / 60 WHERE post_at > {now}")
        hope = h.sim.bot.hope
        assert isinstance(hope, HopePoster)
        hope.wake()
    for _ in range(20):
        await h.wait(20 if hurry else 300)
        if not any(row["post_at"] for row in rows(h)):
            break
    return posted(h)


def change_rows(h: House, what: str) -> None:
    """Change the table of sparks beside the bot."""
    with closing(sqlite3.connect(database(h))) as file, file:
        file.execute(f"UPDATE spark SET {what}")


def posted(h: Playing) -> list[str]:
    """What the hope channel shows, oldest first."""
    return h.said(hope_of(h))


def direct(h: Playing, who: MemberActor, text: str) -> Any:
    """The newest direct message of this person that has the text."""
    return next(m for m in reversed(h.direct(who)) if text in words(m))


async def withdraw(h: Playing, who: MemberActor) -> str:
    """Press `Withdraw` in the direct message. Returns what it says then, or what is answered."""
    message = direct(h, who, "[Withdraw]")
    place = h.direct(who).index(message)
    answer = await h.press(who, "Withdraw", message)
    return "\n".join([answer, words(h.direct(who)[place])])


async def press_twice(h: House, who: MemberActor, message: Any, label: str) -> None:
    """Press the same button twice in the same instant, in the room or in a direct message."""
    backend = h.env.backend
    stored = backend.get_message(message.channel.id, message.id)
    pressed = next(part for part in walk_components(stored.components) if part.get("label") == label)
    is_direct = message.channel.id in backend.dm_channels.values()
    for _ in range(2):
        record, payload = simcord_interactions.base_payload(
            backend,
            type=3,
            channel_id=message.channel.id,
            guild_id=None if is_direct else h.guild.id,
            user_id=who.id,
            data={"custom_id": pressed["custom_id"], "component_type": 2},
        )
        record.source_message_id = message.id
        payload["message"] = dict(serializers.message_payload(backend, stored))
        backend.emit("INTERACTION_CREATE", payload)
    await h.env.settle()


def token_of(h: House, who: MemberActor) -> str:
    """The token that only this person has."""
    message = direct(h, who, "[Withdraw]")
    found = re.search(r"sc:withdraw:([\w-]+)", str([part.to_dict() for part in message.components]))
    assert found is not None
    return found[1]


def close_direct(h: House, who: MemberActor) -> None:
    """This person takes no direct messages."""
    path = f"/channels/{who.user.dm_channel.id}/messages"
    h.env.inject_error("POST", path, status=403, code=50007, times=None)


def database(h: House) -> Path:
    """The file of the database."""
    path = make_url(h.sim.settings.database.url).database
    assert path is not None
    return Path(path)


def rows(h: House, table: str = "spark") -> list[dict[str, Any]]:
    """The rows of a table, read beside the bot."""
    with closing(sqlite3.connect(database(h))) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute(f"SELECT * FROM {table}")]


def every_value(h: House) -> list[tuple[str, str, Any]]:
    """Every value of every column of every table."""
    with closing(sqlite3.connect(database(h))) as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        (table, column, value) for table in tables for row in rows(h, table) for column, value in row.items()
    ]
