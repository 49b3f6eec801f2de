"""`story-circle privacy verify | show | erase`: what an operator does who is asked what is kept of somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.engine import URL

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.ids import MemberXid
from bot.privacy.sealing import SealError
from bot.services.rights.erasing import erase_while_stopped
from bot.services.rights.everyone import everyone
from bot.services.rights.kept import Kept, kept_of
from bot.services.starting import keys
from bot.services.unit_of_work import Transactions
from bot.settings import ROOT, Settings
from bot.store.opening import look_into, make_sure_of_being_alone, open_store
from bot.store.store import Store, StoreError
from bot.ui.cards.privacy.kept import paragraphs
from bot.ui.i18n import Catalogues

from . import searching
from .console import ConfigOption, plain, read_content, read_settings, words
from .progress import size_of, with_progress
from .upgrading import make_sure_of_its_version

T = TypeVar("T")
LEAST_ID, LARGEST_ID = 1 << 32, (1 << 63) - 1
"""Shorter numbers are no ids of Discord's, and would be found everywhere."""

cli = typer.Typer(help="What is kept of a person: look for it, show it, erase it.", no_args_is_help=True)

IdOption = Annotated[
    int, typer.Option("--id", min=LEAST_ID, max=LARGEST_ID, help="The Discord id of the person.")
]


@cli.command()
def verify(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Logs, backups and folders to look through as well."),
    ] = None,
    xid: Annotated[
        int | None,
        typer.Option(
            "--id",
            min=LEAST_ID,
            max=LARGEST_ID,
            help="The Discord id to look for; everyone of whom something is sealed, unless you say.",
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Look for an id, in every encoding, where none may be; also while the bot runs. It ends with 0 if all is clean."""
    use_packaged_zones()
    settings = read_settings(config)
    missing = [path for path in paths or () if not path.exists()]
    for path in missing:
        words.print(f"{path}: there is no such file.")
    if missing:
        raise typer.Exit(2)
    _run(_verify(settings, xid, paths or []))


@cli.command()
def show(xid: IdOption, config: ConfigOption = None) -> None:
    """Say what is kept of a person now; also while the bot runs."""
    use_packaged_zones()
    settings = read_settings(config)
    _run(_show(settings, MemberXid(xid)))


@cli.command()
def erase(
    xid: IdOption,
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Erase what is kept of a person, while the bot is stopped."""
    use_packaged_zones()
    settings = read_settings(config)
    _run(_erase(settings, MemberXid(xid), yes))


def _run(work: Awaitable[int]) -> None:
    async def run() -> int:
        return await work

    try:
        code = asyncio.run(run())
    except (SealError, StoreError) as error:
        words.print(str(error))
        raise typer.Exit(1) from None
    raise typer.Exit(code)


async def _verify(settings: Settings, xid: int | None, paths: list[Path]) -> int:
    store = look_into(settings.database.url)
    try:
        xids = {xid} if xid is not None else await _sealed_people(store, settings)
        if not xids:
            words.print(
                "Nobody's id is sealed in the database, so there is nobody to look for. Name one with --id."
            )
            return 0
        # The rows are read through the bot's own way in, which sees what is not in the file yet.
        found = [] if store is None else await store.read(searching.in_rows, xids)
    finally:
        if store is not None:
            await store.close()
    files = [file for path in paths for file in searching.files_in(path)]
    files += searching.beside(settings.privacy.key_file)
    if isinstance(keys := settings.privacy.session_keys, Path):
        files += searching.beside(keys)
    else:
        found += await _in_key_server(keys, xids)
    database = None
    if settings.database_file is not None:
        database = searching.whole_path(settings.database_file)
        files += searching.beside(database)
        files += searching.files_in(backups) if (backups := settings.backups) and backups.is_dir() else []
    else:
        words.print("Of PostgreSQL only the rows are looked at. Give its files, or a dump, as paths.")
    files = list(dict.fromkeys(searching.whole_path(file) for file in files))
    size, seen = max(1, sum(map(size_of, files))), 0

    def look() -> list[searching.Found]:
        nonlocal seen
        there = []
        for file in files:
            there += searching.in_file(file, xids, with_rows=file != database)
            seen += size_of(file)
        return there

    found += await with_progress("Looking through files", asyncio.to_thread(look), lambda: seen / size)
    for one in dict.fromkeys(found):
        words.print(f"{one.where}: {one.what}")
    if found:
        words.print(f"Not clean: {len(dict.fromkeys(found))} to look at.")
        return 1
    what = "the id is" if xid is not None else f"{len(xids)} ids were looked for. They are"
    words.print(f"Clean: {what} in no row, and in none of {len(files)} files, in any encoding.")
    return 0


async def _in_key_server(address: URL, xids: set[int]) -> list[searching.Found]:
    store = look_into(address.render_as_string(hide_password=False))
    assert store is not None
    try:
        there = await store.read(searching.in_rows, xids)
    finally:
        await store.close()
    return [searching.Found(f"the key database, {one.where}", one.what) for one in there]


async def _sealed_people(store: Store | None, settings: Settings) -> set[int]:
    if store is None:
        return set()
    return set(await (await _to_read(store, settings)).read(everyone))


async def _to_read(store: Store, settings: Settings) -> Transactions:
    await make_sure_of_its_version(store)
    vault = await keys.open_to_read(store, settings.privacy)
    return Transactions(store, vault, Clock(), read_content(settings), settings)


async def _show(settings: Settings, member_xid: MemberXid) -> int:
    store = look_into(settings.database.url)
    if store is None:
        words.print("There is no database yet, so nothing is kept of anybody.")
        return 0
    try:
        kept = await (await _to_read(store, settings)).read(kept_of, member_xid)
    finally:
        await store.close()
    _say(
        settings,
        kept,
        "Nothing is kept of this person.",
        "This is kept of this person, as they would read it:",
    )
    return 0


async def _erase(settings: Settings, member_xid: MemberXid, yes: bool) -> int:
    try:
        make_sure_of_being_alone(settings.database.url)
    except StoreError as error:
        words.print(
            f"{error}\nWhile it runs, the person can type /privacy erase themselves, also in a direct message. "
            "Or stop the bot, run this again, and start it: the circles go on, with their time given back."
        )
        return 1
    if (there := look_into(settings.database.url)) is None:
        words.print("There is no database yet, so nothing is kept of anybody.")
        return 0
    await there.close()
    store = await open_store(settings.database.url)
    try:
        vault = await keys.unlock(store, settings.privacy)
        try:
            return await _erase_of(
                Transactions(store, vault, Clock(), read_content(settings), settings),
                settings,
                member_xid,
                yes,
            )
        finally:
            vault.keys.close()
    finally:
        await store.close()


async def _erase_of(desk: Transactions, settings: Settings, member_xid: MemberXid, yes: bool) -> int:
    kept = await desk.read(kept_of, member_xid)
    _say(settings, kept, "Nothing is kept of this person.", "This is kept, and would be erased:")
    if kept.is_nothing:
        return 0
    if not yes and not typer.confirm("Erase it? It cannot be undone."):
        words.print("Nothing has changed.")
        return 0
    await desk.write(erase_while_stopped, member_xid)
    await desk.erase()
    remains = await desk.read(kept_of, member_xid)
    words.print("It is done. Seats are given up as by leaving; nobody is told who left.")
    _say(settings, remains, "Nothing is kept of this person any more.", "This remains for now:")
    return 0


def _say(settings: Settings, kept: Kept, nothing: str, something: str) -> None:
    t = Catalogues.read(ROOT / "data" / "locales", settings.language.default).pick()
    words.print(nothing if kept.is_nothing else something)
    for paragraph in paragraphs(t, kept):
        words.print(plain(paragraph))
