"""`story-circle verify-slip`: whether a proof of attendance is genuine, and the page with which anybody can look."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.calendar.wallclock import LocalTime
from bot.calendar.zonedata import use_packaged_zones
from bot.ids import GuildXid
from bot.privacy import keyfile
from bot.privacy.sealing import SealError, Vault
from bot.privacy.slips import NoPublicKey, NotGenuine, PublicKey, Slip, WhyNot, check, public_key, read_key
from bot.services.settings.servers import giving_slips
from bot.settings import ROOT, Settings
from bot.store.opening import look_into
from bot.store.store import StoreError
from bot.ui.cards.settings.checking_page import page
from bot.ui.dates import date_words
from bot.ui.i18n import Catalogues, Translator
from bot.ui.slip_words import COMPARE, GENUINE, NOT_GENUINE, WHY_NOT

from .console import ConfigOption, read_settings, words
from .upgrading import make_sure_of_its_version

MOST_BYTES = 1_000_000
"""No slip is as long as that."""
Keys = dict[PublicKey, GuildXid | None]
"""The keys a slip may be signed with, and for which server, where that is known."""


def verify_slip(
    slip: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT|FILE]",
            help="The code, a whole slip, or a file with one; what is typed or piped in, unless you say.",
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            help="The public key to check it with, as the checking page has it; then nothing else is read."
        ),
    ] = None,
    server: Annotated[
        int | None,
        typer.Option(min=1, help="The Discord id of the server; any that gives slips, unless you say."),
    ] = None,
    page_file: Annotated[
        Path | None,
        typer.Option("--page", help="Check nothing: write the page with which anybody can check slips."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Check a proof of attendance; also while the bot runs. It ends with 0 if it is genuine, with 1 if it is not."""
    use_packaged_zones()
    if key is not None and server is not None:
        words.print("A public key is of one server. Give either --key or --server.")
        raise typer.Exit(2)
    if page_file is not None and slip is not None:
        words.print("Give either a slip to check, or --page with the file to write.")
        raise typer.Exit(2)
    t, keys = _keys(key, None if server is None else GuildXid(server), config)
    if page_file is not None:
        _write_page(t, keys, page_file)
        return
    text = _text(slip)
    try:
        said, by = check(text, keys)
    except NotGenuine as problem:
        if problem.why is WhyNot.NO_CODE and slip is not None and text == slip:
            words.print(f"{slip}: this is no file that is there, and it has no code of a slip in it.")
        else:
            words.print(f"{t(NOT_GENUINE)} {t(WHY_NOT[problem.why.value], mark=problem.key_mark)}")
        raise typer.Exit(1) from None
    words.print(t(GENUINE))
    words.print("\n".join(_lines(t, said)))
    if (of := keys[by]) is not None:
        words.print(f"It was given in the server {of}.")
    words.print(t(COMPARE))


def _keys(key: str | None, server: GuildXid | None, config: Path | None) -> tuple[Translator, Keys]:
    """The language to speak in, and the keys; what is wrong is said, and it stops."""
    if key is not None:
        try:
            return _voice("en"), {read_key(key): None}
        except NoPublicKey:
            words.print(
                "This is no public key of slips. One begins with SCK1, and the checking page names it."
            )
            raise typer.Exit(2) from None
    settings = read_settings(config)
    try:
        master = keyfile.read(settings.privacy.key_file)
        servers = asyncio.run(_servers(settings)) if server is None else [server]
    except (SealError, StoreError) as error:
        words.print(str(error))
        raise typer.Exit(2) from None
    if master is None:
        words.print(f"{settings.privacy.key_file}: there is no key file. With --key none is needed.")
        raise typer.Exit(2)
    if not servers:
        words.print("No server gives slips now. If one did before, name it: --server ID.")
        raise typer.Exit(2)
    vault = Vault(master)
    return _voice(settings.language.default), {public_key(vault, of): of for of in servers}


async def _servers(settings: Settings) -> list[GuildXid]:
    """The servers that give slips."""
    store = look_into(settings.database.url)
    if store is None:
        return []
    try:
        await make_sure_of_its_version(store)
        return await store.read(giving_slips)
    finally:
        await store.close()


def _voice(language: str) -> Translator:
    return Catalogues.read(ROOT / "data" / "locales", language).pick()


def _text(slip: str | None) -> str:
    """The words to look at: those of the file, if it names one."""
    if slip is None:
        if sys.stdin.isatty():
            words.print("Paste the slip, then press Enter and Ctrl-D.")
        return sys.stdin.buffer.read(MOST_BYTES).decode(errors="replace")
    try:
        if not Path(slip).is_file():
            return slip
        with Path(slip).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except PermissionError as error:
        words.print(f"{slip}: it cannot be read: {error.strerror}.")
        raise typer.Exit(2) from None
    except (OSError, ValueError):  # too long for a name, or not of its letters: so it is the slip
        return slip
    if len(content) > MOST_BYTES:
        words.print(f"{slip}: this is too large for a slip.")
        raise typer.Exit(2)
    return content.decode("utf-8-sig", errors="replace")


def _lines(t: Translator, said: Slip) -> list[str]:
    """What stands on it, a line each."""
    return [
        "  " + t("Group: {name}", name=said.group),
        "  " + t("Circle: {when} ({zone})", when=date_words(t, LocalTime(said.local)), zone=said.zone),
        "  " + t.many("Length: {count} minute", "Length: {count} minutes", said.minutes),
    ]


def _write_page(t: Translator, keys: Keys, file: Path) -> None:
    if len(keys) > 1:
        there = ", ".join(str(server) for server in keys.values())
        words.print(f"Each server has a page of its own. Name one with --server: {there}.")
        raise typer.Exit(2)
    try:
        with file.open("x", encoding="utf-8") as page_file:
            page_file.write(page(t, {key.mark: key.words for key in keys}))
    except FileExistsError:
        words.print(f"{file}: there is such a file already. Nothing was written.")
        raise typer.Exit(1) from None
    except OSError as error:
        words.print(f"{file}: it could not be written: {error.strerror}.")
        raise typer.Exit(1) from None
    words.print(f"Written to {file}. Whoever opens it in a browser can check slips; it needs no connection.")
