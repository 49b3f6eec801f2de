"""Presses that no card offers: any custom id, from any channel of any server, or from a direct message."""

from __future__ import annotations

from typing import Any

from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers

from tests.journeys.house import House, words

BUTTON, MENU, PEOPLE = 2, 3, 5
_ROW = 1


async def forge(
    h: House,
    who: MemberActor,
    custom_id: str,
    *,
    at: Any = None,
    guild_xid: int | None = None,
    direct: bool = False,
    shown: bool = True,
    values: tuple[str, ...] = (),
) -> str:
    """Press something with that id. Returns the private answer's words, or the title of the form that opens.

    Args:
        h: the house.
        who: who presses.
        custom_id: what is pressed.
        at: the channel it is pressed in; the lobby, unless something else is said.
        guild_xid: the server; the house, unless something else is said.
        direct: in a direct message instead.
        shown: whether the message still has it.
        values: what is chosen, when it is a menu; people by their ids.
    """
    backend = h.env.backend
    is_people = custom_id.startswith("sc:pick:")
    kind = PEOPLE if is_people else MENU if values else BUTTON
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": kind}
    if values:
        data["values"] = list(values)
    if is_people:
        people = {str(value): backend.users[int(value)] for value in values}
        data["resolved"] = {"users": {xid: _user(user) for xid, user in people.items()}}
    # What it is pressed on is a private answer to this person, with that component in it.
    first = await (who.user.slash("care support") if direct else who.slash(at or h.lobby, "care support"))
    channel = who.user.dm_channel if direct else (at or h.lobby)
    assert first.response is not None, "nothing was answered"
    stored = backend.get_message(channel.id, first.response.id)
    record, payload = interactions.base_payload(
        backend,
        type=3,
        channel_id=channel.id,
        guild_id=None if direct else guild_xid or h.guild.id,
        user_id=who.id,
        data=data,
    )
    part = {"type": kind, "custom_id": custom_id, **({"style": 2, "label": "x"} if kind == BUTTON else {})}
    if kind == MENU:
        part["options"] = [{"label": value, "value": value} for value in values]
    other = {"type": BUTTON, "custom_id": "sc:other:1:1", "style": 2, "label": "x"}
    record.source_message_id = stored.id
    payload["message"] = {
        **serializers.message_payload(backend, stored),
        "components": [{"type": _ROW, "components": [part if shown else other]}],
    }
    backend.emit("INTERACTION_CREATE", payload)
    await h.env.settle()
    assert record.responded, f"{custom_id} was not answered"
    if record.modal is not None:
        return str(record.modal["title"])
    sent = dict.fromkeys([record.message_id or stored.id, *record.followup_ids])
    return "\n".join(words(backend.get_message(channel.id, xid)) for xid in sent)


def _user(user: Any) -> dict[str, Any]:
    return {"id": str(user.id), "username": "x", "discriminator": "0", "avatar": None, "global_name": "x"}
