"""The composition root: builds everything, in order, and closes it again in the other order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.calendar.zonedata import use_packaged_zones, version
from bot.client import StoryCircleBot
from bot.clock import Clock
from bot.content import load_content
from bot.delivery.admission import Admission
from bot.delivery.arrivals import Arrivals
from bot.delivery.clearing import Clearing
from bot.delivery.courier import Courier
from bot.delivery.gatherings import Gatherings
from bot.delivery.greetings import GreetingCards
from bot.delivery.hope import HopePoster
from bot.delivery.last_words import LastWords
from bot.delivery.next_day import NextDayWords
from bot.delivery.piece_holders import PieceHolderCheck
from bot.delivery.posting import Posting
from bot.delivery.room_closing import RoomClosing
from bot.delivery.room_opening import RoomOpening
from bot.delivery.rooms.hearing.channel import ChannelSide
from bot.delivery.rooms.hearing.driver import Hearing
from bot.delivery.rooms.hearing.listening import listen
from bot.delivery.rooms.hearing.sides import Side
from bot.delivery.rooms.hearing.stage import StageSide
from bot.delivery.rooms.hearing.voice import VoiceSide
from bot.delivery.rooms.kinds import Rooms
from bot.delivery.sender import Sender
from bot.delivery.server_calendar import ServerCalendar
from bot.delivery.servers import Servers
from bot.delivery.stages import Stages
from bot.delivery.turn_cards import TurnCards
from bot.delivery.voice_presence import VoicePresence
from bot.delivery.watch import Watch
from bot.pace import MEMBER_WINDOW
from bot.services.desks import Desks, open_desks
from bot.services.rooms.marks import EditKind
from bot.services.starting.keys import unlock
from bot.services.timing.desk import TimingDesk
from bot.services.unit_of_work import NotSaved, Transactions
from bot.settings import ROOT, Settings
from bot.store.backup import BackupError, drop_old, make_backup, newest_backup
from bot.store.opening import open_store
from bot.timing.deadlines import Deadlines
from bot.timing.erasing import Eraser
from bot.timing.housekeeping import Housekeeping
from bot.timing.nightly import Nightly
from bot.timing.quarters import Quarters
from bot.ui.i18n import Catalogues

log = logging.getLogger(__name__)


def create_bot(settings: Settings, clock: Clock | None = None) -> StoryCircleBot:
    """A bot that is not yet connected. Its `setup_hook` opens the database and starts its work; `close` ends it.

    Args:
        settings: all settings.
        clock: where time comes from; real time when None.

    Raises:
        ContentError: a file in `data/` cannot be used.
    """
    use_packaged_zones()
    content = load_content(ROOT / "data")
    catalogues = Catalogues.read(ROOT / "data" / "locales", settings.language.default)
    kind: type[StoryCircleBot] = StoryCircleBot
    if settings.cluster.is_on:
        # Only there is PostgreSQL's driver needed before a database is opened.
        from bot.cluster.client import ClusterBot

        kind = ClusterBot
    return kind(settings, clock or Clock(), content, catalogues, _start)


async def _start(bot: StoryCircleBot, stack: AsyncExitStack) -> None:
    settings, clock, is_alone = bot.settings, bot.clock, bot.slots.are_all
    store = await open_store(settings.database.url)
    stack.push_async_callback(store.close)
    looks = await _keep_others_away(bot, stack) if is_alone and settings.database_file is None else []
    vault = await unlock(store, settings.privacy)
    transactions = Transactions(store, vault, clock, bot.content, settings, bot.slots)
    stack.callback(vault.keys.close)
    stack.push_async_callback(transactions.erase)
    bot.desks = desks = open_desks(transactions)
    await desks.settings.look()
    if is_alone:
        await _rest_from_edits(bot)
        found = await desks.timing.recover()
        log.info("Open sessions: %d", found)
        await _look_at_schedules(desks)
    stack.push_async_callback(_last_beat, desks.timing)
    bot.rooms = rooms = Rooms(bot)
    posting = Posting(bot)
    courier = Courier(
        bot.pace,
        bot.content,
        bot.catalogues,
        rooms,
        RoomOpening(desks.rooms, bot.pace, bot, rooms),
        posting,
        TurnCards(posting, bot.pressed, bot.pace),
        Admission(desks.circle, clock, bot.pace, rooms),
        ServerCalendar(bot),
        bot.whispers,
        bot.drawn,
        bot.traffic,
        RoomClosing(rooms, bot.pace, desks.settings, Clearing(bot, desks.rooms)),
    )
    sender = Sender(desks, clock, courier)
    arrivals = Arrivals(desks.absence.concerned, clock)
    # It listens first: that a server is back is known before its rooms are looked at.
    servers = Servers(desks.absence, clock, bot, arrivals)
    servers.listen()
    watch = Watch(desks.rooms, clock, sender, bot.drawn, rooms, arrivals)
    watch.listen(bot)
    stage_side = StageSide(bot)
    channel_side = ChannelSide(bot, rooms.changes, rooms.roles)
    sides: dict[EditKind, Side] = {
        EditKind.OVERWRITE: channel_side,
        EditKind.MUTE: VoiceSide(bot),
        EditKind.SUPPRESS: stage_side,
    }
    hearing = Hearing(desks.rooms, clock, bot.pace, bot.member_edits, bot, sides, channel_side)
    bot.hearing = hearing
    listen(bot, hearing)
    rooms.listen(bot, watch)
    in_voice = VoicePresence(desks, clock, bot, rooms)
    in_voice.listen()
    bot.stages = stages = Stages(desks, clock, bot.member_edits, bot, rooms, stage_side, hearing.wake)
    stages.listen()
    hope = HopePoster(desks, vault, clock, bot.pace, bot)
    bot.hope = hope
    holders = PieceHolderCheck(desks, clock, bot.pace, bot, bot.whispers, bot.catalogues)
    bot.piece_holders = holders
    deadlines = Deadlines(desks, clock)
    transactions.on_deliveries.append(sender.wake)
    desks.delivery.hand_to(sender)
    transactions.on_answers.append(sender.expect_answer)
    bot.drawn.on_answered.append(sender.answered)
    transactions.on_deadline += [deadlines.expect, holders.wake]
    transactions.on_change += [bot.panels.changed, stages.changed]
    transactions.on_held.append(hearing.wake)
    transactions.on_schedules.append(deadlines.look_again)
    transactions.on_faults += [sender.look_soon, deadlines.look_soon, *looks]
    transactions.on_sparks.append(hope.wake)
    gatherings = Gatherings(desks, clock, bot.pace, bot, bot.catalogues)
    transactions.on_gatherings.append(gatherings.wake)
    last_words = LastWords(clock, bot.catalogues, bot.whispers)
    transactions.on_last_words.append(last_words.tell)
    transactions.on_last_slips.append(bot.last_slips.keep)
    # Who has taken over from another does not wait for Discord's greeting: what it needs from there comes again.
    begin = _when_ready if is_alone else _at_once
    _run(stack, begin(bot, sender.run), "sender")
    _run(stack, begin(bot, hope.run), "hope poster")
    _run(stack, _when_ready(bot, gatherings.run), "gatherings")
    _run(stack, _when_ready(bot, hearing.run), "hearing")
    bot.next_day = next_day = NextDayWords(desks, clock, bot)
    bot.greetings = greetings = GreetingCards(desks, clock, bot)
    _run(stack, begin(bot, greetings.run), "greetings")
    _run(stack, _when_ready(bot, last_words.run), "last words")
    _run(stack, _when_ready(bot, next_day.run), "words for the next day")
    _run(stack, _when_ready(bot, holders.run), "piece holders")
    _run(stack, _when_ready(bot, in_voice.run), "presence in voice")
    _run(stack, _when_ready(bot, stages.run), "stages")
    _run(stack, deadlines.run(), "deadlines")
    _run(stack, arrivals.run(), "arrivals")
    _run(stack, bot.panels.run(), "panels")
    eraser = Eraser(transactions.erase, clock)
    store.on_destroyed.append(eraser.wake)
    _run(stack, eraser.run(), "eraser")
    for_all = {
        "servers": servers.run,
        "housekeeping": Housekeeping(desks.timing, clock).run,
        "quarters": Quarters(desks.participation, clock).run,
    }
    database, folder = settings.database_file, settings.backups
    if settings.backup.nightly and database is not None and folder is not None:
        nightly = Nightly(partial(newest_backup, folder), partial(_save, bot, database, folder), clock)
        for_all["nightly backup"] = nightly.run
    if is_alone:
        for name, work in for_all.items():
            _run(stack, work(), name)
    else:
        from bot.cluster.joining import join

        def look_everywhere() -> None:
            sender.wake()
            deadlines.expect(clock.utcnow())
            deadlines.look_again()
            hope.wake()
            greetings.wake()
            next_day.wake()
            gatherings.wake()
            holders.wake(clock.utcnow())

        first = (partial(_look_at_schedules, desks), bot.sync_commands)
        await join(bot, stack, look_everywhere, (*first, *for_all.values()))


async def _keep_others_away(bot: StoryCircleBot, stack: AsyncExitStack) -> list[Callable[[], None]]:
    """Have a PostgreSQL database for this process alone, and stop when another has it. Returns whom to tell when the
    database could not be used."""
    from bot.cluster.alone import Alone

    alone = await Alone.begin(bot.settings.database.url, bot.clock)
    stack.push_async_callback(alone.close)
    _run(stack, alone.run(lambda: asyncio.create_task(bot.close(), name="close")), "lock of the database")
    return [alone.look_soon]


async def _look_at_schedules(desks: Desks) -> None:
    """The formats and the zone data of this version may be others than before."""
    await desks.schedule.look_for_formats()
    moved = await desks.schedule.follow_zone_data()
    log.info("Time zone data %s; schedules whose dates it moved: %d", version(), moved)


async def _at_once(_: StoryCircleBot, work: Callable[[], Awaitable[None]]) -> None:
    await work()


async def _save(bot: StoryCircleBot, database: Path, folder: Path) -> None:
    now = bot.clock.utcnow()
    try:
        await make_backup(database, folder, now)
    except BackupError as error:
        log.error("%s It is tried again in an hour. Every earlier backup is as it was.", str(error))
        return
    drop_old(folder, now, timedelta(days=bot.settings.backup.keep_days))


async def _when_ready(bot: StoryCircleBot, work: Callable[[], Awaitable[None]]) -> None:
    """Deliver once Discord has told which servers and channels there are."""
    await bot.clock.idle(bot.wait_until_ready(), "Discord's greeting")
    await work()


def _run(stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_report)

    async def stop() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(stop)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("The %s stopped, which it never should", task.get_name(), exc_info=error)


async def _rest_from_edits(bot: StoryCircleBot) -> None:
    """How many members were edited just before is not kept. So none is for a while, if the bot was alive just before:
    while no session is under way it says so more seldom."""
    seen = await bot.desks.timing.last_seen()
    if seen is not None:
        last = min(bot.clock.utcnow(), seen + timedelta(seconds=bot.clock.quiet_s))
        bot.member_edits.rest_until(last + MEMBER_WINDOW)


async def _last_beat(timing: TimingDesk) -> None:
    try:
        await timing.beat()
    except NotSaved:
        log.warning("The time of stopping could not be kept")
