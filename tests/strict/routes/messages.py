"""Messages in channels, threads and direct messages."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..shapes import BOT, DM, user, words


def _post(ask: Ask) -> Answer:
    world, channel, body = ask.world, ask.channel_id, ask.body
    key = (channel, str(body.get("nonce")))
    if body.get("enforce_nonce") and key in world.nonces:
        return 200, world.messages[world.nonces[key]]
    message = world.post(channel, body, BOT)
    world.nonces[key] = int(message["id"])
    world.effects.append(("post", channel, words(message)))
    return 200, message


def _edit(ask: Ask) -> Answer:
    channel, message = ask.channel_id, ask.message
    message["components"] = ask.body.get("components", message["components"])
    ask.world.effects.append(("edit", channel, words(message)))
    return 200, message


def _unpost(ask: Ask) -> Answer:
    channel, message = ask.channel_id, ask.message
    del ask.world.messages[int(message["id"])]
    ask.world.effects.append(("unpost", channel, words(message)))
    return 204, None


def _open_dm(ask: Ask) -> Answer:
    world, person = ask.world, int(ask.body["recipient_id"])
    found = next((c for c in world.channels.values() if c.get("recipient") == person), None)
    if found is None:
        xid = world.snowflake()
        found = {"id": str(xid), "type": DM, "recipient": person, "recipients": [user(person)]}
        world.channels[xid] = found
    return 200, found


ROUTES = [
    Route("POST", "/channels/{channel}/messages", _post),
    Route("PATCH", "/channels/{channel}/messages/{message}", _edit),
    Route("DELETE", "/channels/{channel}/messages/{message}", _unpost),
    Route("POST", "/users/@me/channels", _open_dm),
]
