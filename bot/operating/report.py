"""`story-circle report`: the numbers of a report as files, for an operator who is asked what circles come to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.calendar.zonedata import use_packaged_zones
from bot.clock import Clock
from bot.ids import GuildXid
from bot.services.participation import reports
from bot.services.participation.reports import Report
from bot.settings import ROOT, Settings
from bot.store.opening import look_into
from bot.store.store import StoreError
from bot.ui.cards.participation import files
from bot.ui.i18n import Catalogues

from .console import ConfigOption, read_settings, words
from .progress import with_progress
from .upgrading import make_sure_of_its_version


def report(
    folder: Annotated[
        Path,
        typer.Argument(help="Where the files go. It is made if it is not there; nothing is overwritten."),
    ] = Path("participation"),
    server: Annotated[
        int | None,
        typer.Option(min=1, help="The Discord id of one server; all together unless you say."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write what circles came to as a page, a table and JSON, with definitions; also while the bot runs."""
    use_packaged_zones()
    settings = read_settings(config)
    there = [
        name for name in (files.PAGE, files.TABLE, files.DATA, files.DICTIONARY) if (folder / name).exists()
    ]
    if there:
        words.print(
            f"{folder / there[0]}: there is such a file already. Nothing was written. Name another folder."
        )
        raise typer.Exit(1)
    try:
        guild_xid = None if server is None else GuildXid(server)
        found = asyncio.run(with_progress("Reading", _read(settings, guild_xid)))
    except StoreError as error:
        words.print(str(error))
        raise typer.Exit(1) from None
    if found is None or found.is_nothing:
        words.print(
            "There is too little to show. Numbers appear once 3 sessions with 15 seats stand behind them. "
            "Nothing was written."
        )
        raise typer.Exit(1)
    t = Catalogues.read(ROOT / "data" / "locales", settings.language.default).pick()
    name = t("all servers") if server is None else t("server {number}", number=server)
    try:
        made = asyncio.run(with_progress("Drawing", asyncio.to_thread(files.files, t, found, name)))
        _write(folder, made)
    except OSError as error:
        words.print(f"{error.filename}: it could not be written: {error.strerror}.")
        raise typer.Exit(1) from None
    words.print(f"Written to {folder}: {files.PAGE} to send on, and the same numbers as CSV and JSON.")


async def _read(settings: Settings, guild_xid: GuildXid | None) -> Report | None:
    store = look_into(settings.database.url)
    if store is None:
        return None
    try:
        await make_sure_of_its_version(store)
        clock = Clock()
        now = clock.utcnow()
        if guild_xid is None:
            return await store.read_long(reports.of_all_servers, now)
        return await store.read_long(reports.of_server, now, guild_xid)
    finally:
        await store.close()


def _write(folder: Path, written: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        with (folder / name).open("xb") as file:
            file.write(content)
