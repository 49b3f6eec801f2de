"""Answers to interactions, and what follows them."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..errors import Refused
from ..interactions import COMMAND, Interaction
from ..rules import interactions as rules
from ..shapes import BOT, EPHEMERAL, OF_COMMAND, REPLY, Json, words
from .messages import changes

LATER, UPDATE_LATER, UPDATE = 5, 6, 7


async def _answer(ask: Ask) -> Answer:
    made = ask.interactions.every[int(ask.named["interaction"])]
    made.answers.append(ask.body)
    data, kind = ask.body.get("data") or {}, ask.body["type"]
    resource: Json | None = None  # told only of what made or changed a message: Interaction Callback Response
    if kind in (UPDATE, UPDATE_LATER):
        assert made.on is not None
        made.original = ask.interactions.message(made.on)
        if kind == UPDATE and made.original is not None:
            await _change(ask, made.original, data)
        if kind == UPDATE:
            resource = {"type": kind, "message": made.original}
    elif kind in (4, LATER):
        made.original = await _say(ask, made, data)
        resource = {"type": kind, "message": made.original} if kind == 4 else None
    told = {"id": str(made.id), "type": made.kind}
    told["response_message_ephemeral"] = bool((data.get("flags") or 0) & EPHEMERAL)
    return 200, {"interaction": told} if resource is None else {"interaction": told, "resource": resource}


async def _say(ask: Ask, made: Interaction, data: Json) -> Json:
    """An answer is for one person, or it is a message in the channel: a reply, if it is not a command's first answer.

    Source: Message > Message Types (`REPLY`, `CHAT_INPUT_COMMAND`). Which answer is of which type is written nowhere:
    the bot takes all of them for its own messages, so that nothing hangs on it.
    """
    if (data.get("flags") or 0) & EPHEMERAL:
        message = ask.world.new_message(made.channel, data, BOT)
        ask.interactions.keep(message, made.person)
        return message
    kind = OF_COMMAND if made.kind == COMMAND and made.original is None else REPLY
    message = ask.world.post(made.channel, {**data, "type": kind}, BOT)
    ask.world.effects.append(("post", made.channel, words(message)))
    await ask.world.told_of(message)
    await ask.world.named_come_in(message)
    return message


async def _change(ask: Ask, message: Json, data: Json) -> None:
    """An answer that only one person sees stays one. Source: Message Flags, of which an edit changes few."""
    private = (message.get("flags") or 0) & EPHEMERAL
    message |= changes(data)
    message["flags"] = (message.get("flags") or 0) | private
    if int(message["id"]) in ask.world.messages:
        ask.world.effects.append(("edit", int(message["channel_id"]), words(message)))
        await ask.world.told_of(message, "MESSAGE_UPDATE")


async def _follow_up(ask: Ask) -> Answer:
    """Directly after an answer that only takes its time, what follows it fills that one.

    Source: Discord's docs, Receiving and Responding > Create Followup Message: after
    `DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE` "no new message will be created, and the loading message will be edited
    instead. The ephemeral flag will be ignored".
    """
    made = _of(ask)
    if [answer["type"] for answer in made.answers] == [LATER] and made.original is not None:
        await _change(ask, made.original, ask.body)
        made.answers.append({"type": "edit", "data": ask.body, "message": made.original})
        return 200, made.original
    message = await _say(ask, made, ask.body)
    made.answers.append({"type": "followup", "data": ask.body, "message": message})
    return 200, message


def _original(ask: Ask) -> Answer:
    return 200, _found(ask)


async def _edit(ask: Ask) -> Answer:
    message = _found(ask)
    await _change(ask, message, ask.body)
    _of(ask).answers.append({"type": "edit", "data": ask.body, "message": message})
    return 200, message


async def _delete(ask: Ask) -> Answer:
    """The card that was pressed is the original of a press that was answered by redrawing it.

    Source: Receiving and Responding > Delete Original Interaction Response; Interaction Callback Type, UPDATE_MESSAGE.
    """
    message = _found(ask)
    if int(message["id"]) in ask.world.messages:
        ask.world.effects.append(("unpost", int(message["channel_id"]), words(message)))
        await ask.world.delete_message(message)
    ask.interactions.forget(message)
    return 204, None


def _of(ask: Ask) -> Interaction:
    made = ask.interactions.by_token(ask.named["token"])
    assert made is not None
    return made


def _found(ask: Ask) -> Json:
    """404, 10008 for what is no more. Source: Opcodes and Status Codes."""
    if ask.named["message"] == "@original":
        found = _of(ask).original
    else:
        found = ask.interactions.message(int(ask.named["message"]))
    if found is None or ask.interactions.message(int(found["id"])) is None:
        raise Refused(10008)
    return found


HOOK = "/webhooks/{application}/{token}"
ONE = HOOK + "/messages/{message}"
HOLDS = rules.the_token_still_holds
ROUTES = [
    Route(
        "POST",
        "/interactions/{interaction}/{token}/callback",
        _answer,
        rules.it_is_known,
        rules.within_three_seconds,
        rules.only_once,
        rules.an_answer_as_it_can_be,
    ),
    Route("POST", HOOK, _follow_up, HOLDS, rules.a_follow_up_as_it_can_be),
    Route("GET", ONE, _original, HOLDS),
    Route("PATCH", ONE, _edit, HOLDS),
    Route("DELETE", ONE, _delete, HOLDS),
]
