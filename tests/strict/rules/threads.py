"""Threads: where they can be, what closed ones refuse, who can be let in."""

from __future__ import annotations

from ..ask import Ask
from ..errors import Refused, invalid
from ..permissions import in_channel
from ..shapes import BOT, PRIVATE_THREAD, TEXT, THREADS
from .access import require


def private_threads_are_in_text_channels(ask: Ask) -> None:
    """400, 50024. Source: Discord's docs, Threads > Public & Private Threads: "can only be created in `GUILD_TEXT`"."""
    if ask.body.get("type") == PRIVATE_THREAD and ask.channel["type"] != TEXT:
        raise Refused(50024)


def may_start_a_thread(ask: Ask) -> None:
    """403, 50013. Source: Discord's docs, Channel > Start Thread without Message, and Threads > Permissions."""
    is_private = ask.body.get("type") == PRIVATE_THREAD
    require(ask, "create_private_threads" if is_private else "create_public_threads")


def only_so_many_active_threads(ask: Ask) -> None:
    """400, 160006: a thousand a server. Source: Discord's docs, Threads > Active & Archived Threads; bots' trackers."""
    here = [c for c in ask.world.channels.values() if c.get("guild_id") == str(ask.server.id)]
    active = [c for c in here if c["type"] in THREADS and not c["thread_metadata"]["archived"]]
    if len(active) >= ask.server.most_active_threads:
        raise Refused(160006)


def a_thread_as_it_can_be(ask: Ask) -> None:
    """400, 50035. Source: Discord's docs, Channel > Start Thread without Message: JSON Params."""
    if not 1 <= len(ask.body.get("name") or "") <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    if ask.body.get("auto_archive_duration", 1440) not in (60, 1440, 4320, 10080):
        raise invalid("auto_archive_duration", "Value must be one of (60, 1440, 4320, 10080).")
    if not 0 <= (ask.body.get("rate_limit_per_user") or 0) <= 21600:
        raise invalid("rate_limit_per_user", "int value should be less than or equal to 21600.")


def is_active(ask: Ask) -> None:
    """400, 50083: an archived thread can only be written in, deleted from, or opened.

    Source: Discord's docs, Threads > Active & Archived Threads ("only active threads can be manipulated").
    """
    if ask.is_thread and ask.channel["thread_metadata"]["archived"]:
        raise Refused(50083)


def is_not_locked(ask: Ask) -> None:
    """400, 160005 without Manage Threads. Source: Discord's docs, Threads > Locked Threads."""
    if ask.is_thread and ask.channel["thread_metadata"]["locked"] and not ask.may.manage_threads:
        raise Refused(160005)


def can_be_written_in(ask: Ask) -> None:
    """A message opens an archived thread, except a locked one: 400, 50083; locked and active as `is_not_locked`.

    Source: Discord's docs, Threads > Active & Archived Threads ("Sending a message will automatically unarchive the
    thread, unless the thread has been locked by a moderator").
    """
    is_not_locked(ask)
    if ask.is_thread and ask.channel["thread_metadata"]["locked"]:
        is_active(ask)


def messages_can_be_taken_away(ask: Ask) -> None:
    """In an archived thread messages may still be deleted, but not when it is locked as well: 400, 50083.

    Source: Discord's docs, Threads > Locked Threads ("only allowed in locked threads if that thread is also active").
    """
    if ask.is_thread and ask.channel["thread_metadata"]["locked"] and not ask.may.manage_threads:
        is_active(ask)


def may_let_in(ask: Ask) -> None:
    """Adding needs to be able to write there, and in a thread that is not `invitable` to be its maker or a moderator.

    Source: Discord's docs, Channel > Add Thread Member; Thread Metadata, `invitable`.
    """
    require(ask, "send_messages_in_threads")
    if not ask.channel["thread_metadata"].get("invitable", True) and ask.channel["owner_id"] != str(BOT):
        require(ask, "manage_threads")


def the_person_can_come_in(ask: Ask) -> None:
    """404, 10013 for nobody, 10007 for somebody who left the server; 403, 50001 for who does not see the channel.

    Sources: Discord's docs, Threads > Permissions (threads inherit View Channel of the parent); bots' trackers.
    """
    if ask.person in ask.world.deleted_people:
        raise Refused(10013)
    if ask.world.member(ask.server.id, ask.person) is None:
        raise Refused(10007)
    if not in_channel(ask.world, ask.channel, ask.person).view_channel:
        raise Refused(50001)


def only_so_many_people(ask: Ask) -> None:
    """400, 30033. Source: Discord's docs, Opcodes and Status Codes."""
    if len(ask.world.inside[ask.channel_id]) >= 1000:
        raise Refused(30033)


def may_take_out(ask: Ask) -> None:
    """Manage Threads, or to have made the thread if it is private.

    Source: Discord's docs, Channel > Remove Thread Member.
    """
    is_ours = ask.channel["type"] == PRIVATE_THREAD and ask.channel["owner_id"] == str(BOT)
    if not is_ours:
        require(ask, "manage_threads")


def may_delete(ask: Ask) -> None:
    """Manage Threads for a thread, Manage Channels for a channel; 60003 as `require` says.

    Source: Discord's docs, Channel > Delete/Close Channel.
    """
    require(ask, "manage_threads" if ask.is_thread else "manage_channels")


def may_change(ask: Ask) -> None:
    """Name, archived and the time to archive: the maker or Manage Threads. Locked and slow mode: Manage Threads.
    To open a locked one: its maker or Manage Threads. Nothing of an archived one changes but that it is opened.

    Source: Discord's docs, Threads > Editing & Deleting Threads; Active & Archived Threads.
    """
    if not ask.is_thread:
        require(ask, "manage_channels")
        return
    opens = ask.body.get("archived") is False
    if ask.channel["thread_metadata"]["archived"] and not opens:
        raise Refused(50083)
    is_ours = ask.channel["owner_id"] == str(BOT)
    meta = ask.channel["thread_metadata"]
    if any(name in ask.body and ask.body[name] != meta.get(name) for name in ("locked", "invitable")):
        require(ask, "manage_threads")
    if "rate_limit_per_user" in ask.body:
        require(ask, "manage_threads")
    if not is_ours and set(ask.body) - ({"archived"} if opens and not meta["locked"] else set()):
        require(ask, "manage_threads")
