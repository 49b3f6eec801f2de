"""The command line, thin: `story-circle init | run | doctor | privacy` and more. `python -m bot` is the same."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from typing import Annotated

import aiohttp
import discord
import typer

from bot.app import create_bot
from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.content import Content, ContentError
from bot.logs import catch_the_rest, set_up_logging
from bot.operating import backing_up, moving, privacy, setting_up, slips
from bot.operating import report as reporting
from bot.operating.console import ConfigOption, read_content, read_settings, words
from bot.operating.doctor import command as doctor
from bot.operating.doctor import kept
from bot.operating.metrics import CannotListen, telling
from bot.operating.upgrading import bring_up_to_date
from bot.privacy.sealing import SealError
from bot.services.starting import keys
from bot.settings import Settings, SettingsError
from bot.store.opening import look_into, make_sure_of_being_alone, open_store
from bot.store.store import StoreError

cli = typer.Typer(
    help="Story Circle: peer story circles in Discord.", no_args_is_help=True, add_completion=False
)
cli.add_typer(setting_up.cli)
cli.add_typer(doctor.cli)
cli.add_typer(backing_up.cli)
cli.add_typer(moving.cli)
cli.add_typer(privacy.cli, name="privacy")
cli.command()(reporting.report)
cli.command()(slips.verify_slip)
log = logging.getLogger("bot")

DATABASE_AGAIN_S = 2.0
"""How soon to try again, after one of several processes has lost the database."""
DISCORD_AGAIN_S, DISCORD_AGAIN_MOST_S = 2.0, 60.0
"""How soon to try again where Discord cannot be reached at the start, twice as long each time, and how late at most.
After a power cut this machine is often there before its network, and a service that gave up would stay down."""


@cli.command()
def run(config: ConfigOption = None) -> None:
    """Run the bot."""
    settings = read_settings(config)
    token = settings.discord.token.get_secret_value()
    if not token:
        words.print(
            "There is no token yet. story-circle init asks for it, or put it into STORY_CIRCLE_DISCORD__TOKEN.\n"
            "Without one you can already try everything: make rehearse"
        )
        raise typer.Exit(2)
    read_content(settings)
    set_up_logging(settings.log)
    catch_the_rest()
    try:
        asyncio.run(_run(settings, token))
    except (CannotListen, ContentError, SealError, StoreError) as error:
        words.print(str(error))
        raise typer.Exit(1) from None
    except discord.LoginFailure:
        words.print("Discord does not know this token. Copy it once more from its developer portal.")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except Exception:
        # What Python would print of it may show what somebody wrote.
        log.critical("Story Circle stopped because of a fault of its own", exc_info=True)
        raise typer.Exit(1) from None


async def _run(settings: Settings, token: str) -> None:
    # What is wrong with the key, and another bot on the database, is said before Discord is asked for anything.
    make_sure_of_being_alone(settings.database.url)
    await _look_into(settings)
    await bring_up_to_date(settings.database.url)
    began, again_s = False, DISCORD_AGAIN_S
    while True:
        try:
            if not await _live(settings, token):
                return
            log.warning("Beginning anew, and standing by")
            began = True
        except StoreError as error:
            if not began:
                raise
            log.warning("%s It is tried again.", str(error))
            await Clock().sleep(DATABASE_AGAIN_S, "the database")
        except (aiohttp.ClientConnectionError, discord.DiscordServerError, TimeoutError):
            log.warning(
                "Discord cannot be reached. Look whether this machine is connected. It is tried again in %d seconds.",
                again_s,
            )
            await Clock().sleep(again_s, "Discord")
            again_s = min(2 * again_s, DISCORD_AGAIN_MOST_S)


async def _live(settings: Settings, token: str) -> bool:
    """Run the bot until it is stopped. Returns whether it is to begin anew, because others have its slots now."""
    bot = create_bot(settings)
    async with telling(bot, settings.metrics.port), bot:
        await bot.start(token)
    return bot.begins_anew


async def _look_into(settings: Settings) -> None:
    """Whether the database and the key file belong together, also while a bot runs on them; and what is set aside."""
    store = look_into(settings.database.url)
    try:
        without_keys = await keys.look(store, settings.privacy)
        found = [kept.lost_keys(without_keys, settings)] if without_keys else []
        if store is not None:
            found += await kept.set_aside(store)
    finally:
        if store is not None:
            await store.close()
    for one in found:
        words.print(one.words)


@cli.command()
def check(config: ConfigOption = None) -> None:
    """Look whether the settings, the content and the key can be used, and change nothing."""
    zone_data = use_packaged_zones()
    settings = read_settings(config)
    content = read_content(settings)
    try:
        asyncio.run(_look_into(settings))
    except (SealError, StoreError) as error:
        words.print(str(error))
        raise typer.Exit(1) from None
    words.print(f"All is well: {len(content.formats)} formats, {len(content.decks)} decks of prompts.")
    words.print(f"Time zone data: {zone_data}.")
    if not settings.discord.token.get_secret_value():
        words.print("There is no token yet, so the bot can be rehearsed but not run.")
    if not settings.privacy.contact:
        words.print("No address of yours is set (privacy.contact); /privacy policy tells members so.")
    if not settings.care.resources:
        words.print(
            "No places to turn to are set ([[care.resources]]); members who need support are told so."
        )


@cli.command(name="let-go")
def let_go(
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Go on although the key is lost, or something cannot be read: close and drop what cannot be opened."""
    use_packaged_zones()
    settings = read_settings(config)
    content = read_content(settings)
    try:
        asyncio.run(_let_go(settings, content, yes))
    except (SealError, StoreError) as error:
        words.print(str(error))
        raise typer.Exit(1) from None


async def _let_go(settings: Settings, content: Content, yes: bool) -> None:
    clock = Clock()
    if (there := look_into(settings.database.url)) is None:
        words.print("There is no database yet. There is nothing to let go of.")
        return
    await there.close()
    store = await open_store(settings.database.url)
    try:
        found = await keys.rehearse_letting_go(store, content, clock, settings)
        if found.is_nothing:
            words.print("Everything can be opened and read. There is nothing to let go of.")
            return
        words.print(
            "This cannot be opened or read, and would be closed kindly, or dropped:\n"
            f"  circles under way: {found.circles}\n"
            f"  dates to come, which are announced anew without their seats: {found.dates}\n"
            f"  schedules: {found.schedules}, and places in their lists of facilitators: {found.facilitators}\n"
            f"  sparks that wait: {found.sparks}, wishes about reminders: {found.wishes}, "
            f"deliveries: {found.deliveries}\n"
            f"  facilitators on call: {found.on_call}\n"
            f"  permissions and mutes that the bot changed and can no longer put back: {found.marks}\n"
            "It cannot be undone. If you have the key in a backup, put that back instead."
        )
        if not yes and not typer.confirm("Let go of it?"):
            words.print("Nothing has changed.")
            return
        await keys.let_go(store, content, clock, settings)
        words.print("It is done. The next start tells the rooms, and announces the dates.")
    finally:
        await store.close()


@cli.command()
def rehearse(
    port: Annotated[
        int | None,
        typer.Option(min=1024, max=65535, help="Where the room is; 8765, or the next that is free."),
    ] = None,
    members: Annotated[
        int, typer.Option(min=3, max=12, help="How many people there are, the facilitator included.")
    ] = 5,
    auto: Annotated[
        bool, typer.Option("--auto", help="Everybody you are not plays themselves, from the beginning.")
    ] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="In the terminal: watch a circle that plays itself.")
    ] = False,
    speed: Annotated[
        float | None,
        typer.Option(min=0, help="In the terminal: simulated seconds in a real one; 0 waits for nothing."),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="In the terminal: wait for nothing, as where nobody watches.")
    ] = False,
) -> None:
    """Try a circle in your browser, or watch one in the terminal, without Discord and without a token."""
    try:
        # Where nobody watches, a page that waits for a visitor would wait for ever; a play comes to its end.
        unwatched = port is None and not auto and not sys.stdout.isatty()
        if headless or fast or speed is not None or unwatched:
            code = asyncio.run(_watch(0 if fast else speed))
        else:
            code = asyncio.run(_open_room(port, members, auto))
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        words.print(
            "The rehearsal needs SimCord. `make rehearse` installs it, and so does the extra rehearse."
        )
        raise typer.Exit(2) from None
    except SettingsError as error:
        words.print(str(error))
        raise typer.Exit(2) from None
    except ContentError as error:
        words.print(str(error))
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    raise typer.Exit(code)


async def _watch(speed: float | None) -> int:
    from bot.rehearsal.play import SPEED, play

    if speed is None:
        speed = SPEED if sys.stdout.isatty() else 0
    return await play(speed)


async def _open_room(port: int | None, members: int, auto: bool) -> int:
    from bot.rehearsal.room.starting import PortTaken, open_room

    try:
        await open_room(port, members, auto=auto)
    except PortTaken as error:
        words.print(str(error))
        return 2
    return 0


def main() -> None:
    """The entry point of `story-circle`."""
    # Stopping a service or a container lets go of everything as gently as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    cli()


if __name__ == "__main__":
    main()
