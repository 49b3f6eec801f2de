"""Answers to interactions, and what follows them."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..errors import Refused
from ..shapes import BOT, EPHEMERAL, Json


def _answer(ask: Ask) -> Answer:
    made = ask.interactions.every[int(ask.named["interaction"])]
    if made.answers:
        raise Refused(40060)
    made.answers.append(ask.body)
    data, kind = ask.body.get("data") or {}, ask.body["type"]
    resource: Json = {"type": kind}
    if kind == 7:
        assert made.on is not None
        message = ask.world.messages[made.on]
        message["components"] = data.get("components", message["components"])
        resource["message"] = message
    elif kind == 4:
        made.original = resource["message"] = ask.world.new_message(made.channel, data, BOT)
    told = {
        "id": str(made.id),
        "type": 2,
        "response_message_ephemeral": bool(data.get("flags", 0) & EPHEMERAL),
    }
    return 200, {"interaction": told, "resource": resource}


def _follow_up(ask: Ask) -> Answer:
    made = ask.interactions.by_token(ask.named["token"])
    if made is None:
        raise Refused(10015)
    made.answers.append({"type": "followup", "data": ask.body})
    return 200, ask.world.new_message(made.channel, ask.body, BOT)


ROUTES = [
    Route("POST", "/interactions/{interaction}/{token}/callback", _answer),
    Route("POST", "/webhooks/{application}/{token}", _follow_up),
]
