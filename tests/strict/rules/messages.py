"""What a message may be, and which may be changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..ask import Ask
from ..errors import Refused, invalid
from ..shapes import BOT, COMPONENTS_V2, WRITTEN, Json, parts


def check(body: Json, *, flags: int, is_edit: bool = False) -> None:
    """50006 for nothing, 50035 for too much.

    Sources: Discord's docs, Message > Create Message (2,000 characters, nonce of 25); Component Reference (40
    components, 4,000 characters in all texts, custom ids of 1 to 100 that are used once, labels of 80) and Using
    Message Components (no content and no embeds beside `IS_COMPONENTS_V2`).
    """
    every = list(parts(body.get("components") or ()))
    if len(body.get("content") or "") > 2000:
        raise invalid("content", "Must be 2000 or fewer in length.")
    if len(str(body.get("nonce") or "")) > 25:
        raise invalid("nonce", "Must be 25 or fewer in length.")
    if flags & COMPONENTS_V2:
        if body.get("content") or body.get("embeds") or body.get("poll"):
            raise invalid(
                "content", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            )
        if len(every) > 40:
            raise invalid("components", "Must be 40 or fewer in number.")
        if sum(len(part["content"]) for part in every if part.get("type") == 10) > 4000:
            raise invalid("components", "The total text must be 4000 or fewer in length.")
    elif any(part.get("type") in (9, 10, 11, 12, 13, 14, 17) for part in every):
        raise invalid("components", "This component needs the flag IS_COMPONENTS_V2")
    ids = [part["custom_id"] for part in every if part.get("custom_id") is not None]
    if any(not 1 <= len(xid) <= 100 for xid in ids):
        raise invalid("components", "Must be between 1 and 100 in length.")
    if len(set(ids)) < len(ids):
        raise invalid("components", "Component custom id cannot be duplicated")
    if any(len(part.get("label") or "") > 80 for part in every if part.get("type") == 2):
        raise invalid("components", "Must be 80 or fewer in length.")
    says = any(body.get(name) for name in ("content", "embeds", "components", "sticker_ids", "poll"))
    if not says and not is_edit:
        raise Refused(50006)


def a_message_as_it_can_be(ask: Ask) -> None:
    """See `check`."""
    check(ask.body, flags=ask.body.get("flags") or 0)


def an_edit_as_it_can_be(ask: Ask) -> None:
    """See `check`; and 50035 for taking `IS_COMPONENTS_V2` off: once set it cannot be removed.

    Source: Discord's docs, Message > Message Flags: "Once a message has been sent with this flag, it can't be removed".
    """
    before = ask.message["flags"]
    after = ask.body["flags"] if ask.body.get("flags") is not None else before
    if before & COMPONENTS_V2 and not after & COMPONENTS_V2:
        raise invalid("flags", "IS_COMPONENTS_V2 cannot be removed from a message")
    check(ask.body, flags=after | before, is_edit=True)


def it_is_ours(ask: Ask) -> None:
    """403: 50005 for somebody else's message, 50021 for one that Discord wrote.

    Source: Discord's docs, Opcodes and Status Codes.
    """
    if ask.message["type"] not in WRITTEN:
        raise Refused(50021)
    if ask.message["author"]["id"] != str(BOT):
        raise Refused(50005)


def may_take_away(ask: Ask) -> None:
    """50021 for what Discord wrote of people coming and going, which nobody can delete; others' need Manage Messages.

    Source: Discord's docs, Message > Message Types, the column "Deletable": false for `RECIPIENT_ADD` and
    `RECIPIENT_REMOVE`; Delete Message.
    """
    if ask.message["type"] not in WRITTEN:
        raise Refused(50021)
    if ask.message["author"]["id"] != str(BOT) and not ask.may.manage_messages:
        raise Refused(50013)


def old_messages_are_edited_seldom(ask: Ask) -> None:
    """429, 30046: messages older than an hour take only so many edits an hour.

    Source: Discord's docs, Opcodes and Status Codes; discord-api-docs #4413; aikaterna-cogs #302 (the status).
    How many is not written anywhere; here `World.most_edits_of_old`.
    """
    world, message = ask.world, ask.message
    now = world.now()
    if now - datetime.fromisoformat(message["timestamp"]) < timedelta(hours=1):
        return
    edits = [at for at in world.edits_of_old.get(int(message["id"]), []) if now - at < timedelta(hours=1)]
    if len(edits) >= world.most_edits_of_old:
        wait_s = (edits[0] + timedelta(hours=1) - now).total_seconds()
        headers = {"Via": "1.1 google"}
        raise Refused(30046, headers=headers, retry_after=wait_s, **{"global": False})
    world.edits_of_old[int(message["id"])] = [*edits, now]
