"""The whole examination: every check in turn, and for what depends on another, why it was not made."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.content import Content
from bot.privacy.sealing import SealError
from bot.services.settings.used_channels import UsedChannel, used_channels
from bot.settings import Settings
from bot.store.opening import look_into
from bot.store.store import StoreError

from . import at_discord, here, kept, on_postgresql
from .finding import Finding, State, to_do, unknown


async def examine(path: Path | None) -> list[Finding]:
    """Make every check that can be made.

    Args:
        path: the file with settings; None for the usual one.
    """
    clock = Clock()
    settings, found = here.settings(path)
    found.append(here.zones(clock.utcnow().date()))
    if settings is None:
        return [*found, unknown("everything else", "It depends on the settings.")]
    content, about_content = here.content(settings)
    found += [about_content, here.contact(settings)]
    used, about_data = await _data(settings, content)
    found += about_data
    if (
        settings.backups is not None
        and settings.database_file is not None
        and settings.database_file.exists()
    ):
        found.append(here.backups(settings.backups, settings.backup, clock.utcnow()))
    found.append(here.token(settings))
    if found[-1].state is not State.WELL:
        return [*found, unknown("discord", "It depends on the token.")]
    can_ask, answers = await at_discord.reach(settings)
    found += answers
    if not can_ask:
        return [*found, unknown("commands and channels", "Only Discord can say.")]
    if content is None:
        return [*found, unknown("commands and channels", "They depend on the content.")]
    return [*found, *await _at_discord(settings, content, used)]


async def _data(
    settings: Settings, content: Content | None
) -> tuple[list[UsedChannel] | None, list[Finding]]:
    """The database and its keys, and the channels that circles in it need; None: that cannot be read."""
    found: list[Finding] = []
    file = settings.database_file
    if file is not None:
        found += here.disk(file)
    try:
        store = look_into(settings.database.url)
        if store is None:
            return [], [*found, await kept.key_files(None, settings)]
    except StoreError as error:
        return None, [*found, to_do("database", str(error))]
    try:
        if file is not None:
            found += [kept.running(file), kept.rights(file)]
        else:
            found += await on_postgresql.look(store, settings)
            if not kept.is_well(found):
                return None, [*found, unknown("database", "It depends on the server.")]
            if await kept.is_empty(store):
                return [], [*found, kept.EMPTY, await kept.key_files(None, settings)]
        needed = [await kept.database(store, settings)]
        if kept.is_well(needed):
            needed.append(await kept.key_files(store, settings))
        else:
            needed.append(unknown("keys", "They belong to the database."))
        found += needed
        if not kept.is_well(needed) or content is None:
            return None, [*found, unknown("places to turn to", "They are in the database.")]
        try:
            found += await kept.set_aside(store)
            desk = await kept.reader(store, settings, content)
            used = await desk.read(used_channels)
            found.append(await kept.places(desk))
            return used, found
        except (SealError, SQLAlchemyError, StoreError):
            # An earlier version has other tables: the next start brings them up to date.
            return None, [*found, unknown("places to turn to", "Start the bot once, then look again.")]
    finally:
        await store.close()


async def _at_discord(settings: Settings, content: Content, used: list[UsedChannel] | None) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with at_discord.visit(settings, content) as bot:
            found += await at_discord.application(bot)
            found.append(await at_discord.commands(bot))
            if used is None:
                found.append(unknown("channels", "Which are used is in the database."))
            else:
                found += await at_discord.channels(bot, used)
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError) as error:
        found.append(
            unknown("commands and channels", f"Discord did not answer ({type(error).__name__}). Try again.")
        )
    return found
