"""Answers: in time, once, and then for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

from ..ask import Ask
from ..errors import Refused, invalid
from ..shapes import Json, parts
from .messages import check

ANSWER_WITHIN = timedelta(seconds=3)
FOLLOW_WITHIN = timedelta(minutes=15)


def it_is_known(ask: Ask) -> None:
    """404, 10062. Source: Discord's docs, Opcodes and Status Codes."""
    made = ask.interactions.every.get(int(ask.named["interaction"]))
    if made is None or made.token != ask.named["token"]:
        raise Refused(10062)


def within_three_seconds(ask: Ask) -> None:
    """404, 10062 after that. Source: Discord's docs, Receiving and Responding > Interaction Callback."""
    made = ask.interactions.every[int(ask.named["interaction"])]
    if ask.world.now() - made.at > ANSWER_WITHIN:
        raise Refused(10062)


def only_once(ask: Ask) -> None:
    """400, 40060. Source: Discord's docs, Opcodes and Status Codes."""
    if ask.interactions.every[int(ask.named["interaction"])].answers:
        raise Refused(40060)


def an_answer_as_it_can_be(ask: Ask) -> None:
    """50035 for a kind that does not fit: a form is not answered by a form, and only a press changes its message.

    Source: Discord's docs, Receiving and Responding > Interaction Callback Type. Its message is one like any other.
    """
    made = ask.interactions.every[int(ask.named["interaction"])]
    kind, data = ask.body["type"], ask.body.get("data") or {}
    if kind == 9:
        if made.kind == 5:
            raise invalid("type", "A modal cannot be answered with a modal")
        if not 1 <= len(data.get("title") or "") <= 45:
            raise invalid("data.title", "Must be between 1 and 45 in length.")
        if any(len(part.get("label") or "") > 45 for part in parts(data["components"])):
            raise invalid("data.components", "Must be 45 or fewer in length.")
        _groups_as_they_can_be(data)
    if kind in (6, 7) and made.on is None:
        raise invalid("type", "There is no message to update")
    if kind == 4:
        check(data, flags=data.get("flags") or 0)
    if kind == 7 and made.on is not None:
        before = (ask.world.messages.get(made.on) or ask.interactions.private.get(made.on) or {}).get(
            "flags", 0
        )
        check(data, flags=before | (data.get("flags") or 0), is_edit=True)


def _groups_as_they_can_be(form: Json) -> None:
    """50035 for too few or too many options, none twice, and for a group that is required of which none need be ticked.

    Source: Discord's docs, Component Reference > Radio Group Structure (2 to 10 options) and Checkbox Group Structure
    (1 to 10; "`min_values` must be either omitted or at least `1` if `required` is omitted or `true`").
    """
    for group in parts(form["components"]):
        if group.get("type") not in (21, 22):
            continue
        values = [option["value"] for option in group["options"]]
        if not (2 if group["type"] == 21 else 1) <= len(values) <= 10:
            raise invalid("data.components", "Must be between 1 and 10 in length.")
        if len(set(values)) < len(values):
            raise invalid("data.components", "The specified option value is already used")
        if group.get("required") is not False and group.get("min_values") == 0:
            raise invalid("data.components", "min_values must be at least 1 when the component is required")


def the_token_still_holds(ask: Ask) -> None:
    """A quarter of an hour, then 401, 50027; 404, 10015 before there is an answer to follow.

    Source: Discord's docs, Receiving and Responding > Followup Messages ("Interaction tokens are valid for 15
    minutes"); reports by people who run bots for the codes.
    """
    made = ask.interactions.by_token(ask.named["token"])
    if made is None or not made.answers:
        raise Refused(10015)
    if ask.world.now() - made.at > FOLLOW_WITHIN:
        raise Refused(50027)


def a_follow_up_as_it_can_be(ask: Ask) -> None:
    """A message like any other. Source: Discord's docs, Webhook > Execute Webhook."""
    check(ask.body, flags=ask.body.get("flags") or 0)
