"""Checks of what lies on this machine beside the database: settings, content, time zones, disk."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import date, datetime
from pathlib import Path

from bot.calendar.zonedata import use_packaged_zones
from bot.content import Content, ContentError
from bot.settings import DEFAULT_FILE, Backup, Settings, SettingsError
from bot.store.backup import backups_in

from ..console import content_of
from ..inviting import application_of
from .finding import Finding, to_do, unknown, well

MOUNTS = Path("/proc/mounts")
"""Where Linux lists its disks. Other systems have no such file, and then nothing is said of the kind of disk."""
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
LEAST_FREE = 200 << 20
"""How many bytes are to be free on the disk at least, besides room for the database once more."""
OLD_BACKUP_DAYS = 3
"""From when on the newest backup is old: a bot that runs has made three by then."""
ZONES_YEARS = 1
"""How many years old the time zone data may be. Some country changes its clocks nearly every year."""
_FLEETING = {
    "tmpfs": "in memory, so a restart of this machine loses it",
    "ramfs": "in memory, so a restart of this machine loses it",
    "nfs": "on a network disk, where SQLite cannot keep it safe",
    "nfs4": "on a network disk, where SQLite cannot keep it safe",
    "cifs": "on a network disk, where SQLite cannot keep it safe",
    "smb3": "on a network disk, where SQLite cannot keep it safe",
}


def settings(path: Path | None) -> tuple[Settings | None, list[Finding]]:
    """The settings, and who may read the file with the token."""
    file = path or DEFAULT_FILE
    try:
        loaded = Settings.load(path)
    except SettingsError as error:
        return None, [to_do("settings", str(error))]
    if not file.exists():
        return loaded, [well("settings", f"There is no {file}, so each has its usual value.")]
    if loaded.discord.token.get_secret_value() and others_may_read(file):
        words = f"Others on this machine can read {file} with the token in it. Run: chmod 600 '{file}'"
        return loaded, [to_do("settings", words)]
    return loaded, [well("settings", f"{file} can be used.")]


def token(settings: Settings) -> Finding:
    """Whether there is a token, and whether it looks like one."""
    text = settings.discord.token.get_secret_value()
    if not text:
        return unknown("token", "There is no token yet. story-circle init asks for it.")
    if application_of(text) is None:
        return to_do("token", "This is not a bot's token. Copy it once more, with story-circle init.")
    return well("token", "It looks like a bot's token.")


def content(settings: Settings) -> tuple[Content | None, Finding]:
    """The formats, prompts and sentences."""
    try:
        found = content_of(settings)
    except ContentError as error:
        return None, to_do("content", str(error))
    return found, well("content", f"{len(found.formats)} formats, {len(found.decks)} decks of prompts.")


def zones(today: date) -> Finding:
    """How old the time zone data is."""
    release = use_packaged_zones()
    if release[:4].isdigit() and int(release[:4]) < today.year - ZONES_YEARS:
        return to_do(
            "time zones", f"The data is of {release}. Update Story Circle, or circles may be an hour off."
        )
    return well("time zones", f"The data is of {release}.")


def contact(settings: Settings) -> Finding:
    """Whether people can reach whoever runs the bot."""
    if settings.privacy.contact:
        return well("contact", "People can reach you about what is kept of them.")
    return to_do(
        "contact", "Nobody can reach you about what is kept of them. story-circle init asks for an address."
    )


def disk(file: Path) -> list[Finding]:
    """Whether the database lies on a disk that lasts, and that has room.

    Args:
        file: the database. It need not be there yet.
    """
    folder = next(one for one in (file.absolute().parent, *file.absolute().parents) if one.exists())
    found = []
    if why := _fleeting(folder):
        found.append(to_do("disk", f"{folder} is {why}. Choose another folder, with story-circle init."))
    if not os.access(folder, os.W_OK | os.X_OK):
        found.append(to_do("disk", f"{folder}: the bot cannot write there. Give its user the right to."))
    free, size = shutil.disk_usage(folder).free, file.stat().st_size if file.exists() else 0
    if free < LEAST_FREE + size:
        words = (
            f"Only {free >> 20} MB are free at {folder}. Make room: {(LEAST_FREE + size) >> 20} MB at least."
        )
        found.append(to_do("disk", words))
    return found or [well("disk", f"{free >> 20} MB are free at {folder}.")]


def backups(folder: Path, settings: Backup, now: datetime) -> Finding:
    """Whether there is a backup, how old it is, and whether the next can be made.

    Args:
        folder: where they are kept. It need not be there yet.
        settings: what is set of them.
        now: the present instant.
    """
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK | os.R_OK):
        return to_do(
            "backups", f"{there}: no backup can be made there. Give the bot's user the right to write there."
        )
    found = backups_in(folder)
    if not found:
        if settings.nightly:
            words = "There is none yet. The bot makes one ten minutes after its start, and then each night."
            return well("backups", words)
        return to_do(
            "backups", "There is none. Make one with story-circle backup, or set nightly under [backup]."
        )
    made, newest = found[-1]
    days = (now - made).days
    if days >= OLD_BACKUP_DAYS:
        words = (
            f"The newest is {days} days old: {newest}. Look into the bot's log, or run story-circle backup."
        )
        return to_do("backups", words)
    return well("backups", f"{len(found)} in {folder}. The newest is of {made:%Y-%m-%d %H:%M} UTC.")


def others_may_read(file: Path) -> bool:
    """Whether anybody but its owner can read a file."""
    found = file.stat().st_mode
    return os.name == "posix" and stat.S_ISREG(found) and bool(stat.S_IMODE(found) & 0o077)


def _fleeting(folder: Path) -> str:
    """Why what is kept in a folder does not last; empty if it does, or if that is not known."""
    try:
        lines = [line.split(" ") for line in MOUNTS.read_text("utf-8").splitlines()]
    except OSError:
        return ""
    whole = folder.resolve()
    # The last of those that fit best is the one that is on top.
    kinds = [(len(where), kind) for _, where, kind, *_ in lines if whole.is_relative_to(where)]
    kind = max(reversed(kinds), key=lambda one: one[0], default=(0, ""))[1]
    if kind == "overlay" and any(sign.exists() for sign in CONTAINERS):
        return "in the container itself, so a new container loses it"
    return _FLEETING.get(kind, "")
