"""Which requests are looked at only once, because Discord takes or refuses all of their kind alike."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.oracle import alike

ROOM = "/channels/1456074443980800017/messages"
OTHER = "/channels/1456074443980800018/messages"


class Call(NamedTuple):
    """A request."""

    body: Any
    path: str = ROOM
    method: str = "POST"
    query: Any = None


def buttons(*ids: str) -> dict[str, Any]:
    """A message with these buttons."""
    return {"components": [{"type": 1, "components": [{"type": 2, "custom_id": xid} for xid in ids]}]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Call({"content": "hi"}), Call({"content": "hi"}, OTHER)),
        (Call({"nonce": "4f2a"}), Call({"nonce": "b3c1"})),
        (Call({"content": "at <t:1767200400>"}), Call({"content": "at <t:1767200401>"})),
        (Call(buttons("sc:done:1:2", "sc:pass:1:2")), Call(buttons("sc:done:3:4", "sc:pass:3:4"))),
        (Call({"recipient_id": 1456074443980800019}), Call({"recipient_id": 1456074443980800020})),
    ],
)
def test_requests_that_differ_in_numbers_that_mean_nothing_to_discord_are_alike(
    one: Call, other: Call
) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Call({"content": "hi"}), Call({"content": "ho"})),
        (Call({"content": "1"}), Call({"content": "11"})),
        (Call({"flags": 64}), Call({"flags": 32})),
        (Call({"flags": 64}), Call({"flags": "64"})),
        (Call({"id": 1456074443980800017}), Call({"id": "1456074443980800017"})),
        (Call({"nonce": "4f2a"}), Call({"nonce": "4f2ab"})),
        (Call({"nonce": "11"}), Call({"nonce": 11})),
        (Call({"channel": "0123"}), Call({"channel": "1123"})),
        (Call({"es-419": "hola"}), Call({"es-420": "hola"})),
        # Two buttons with one id are refused, two with different ids are not.
        (Call(buttons("sc:done:1:2", "sc:done:1:3")), Call(buttons("sc:done:1:2", "sc:done:1:2"))),
        (Call({"a": 1}), Call({"a": 1}, method="PATCH")),
        (Call({"a": 1}), Call({"a": 1}, query={"wait": 1})),
    ],
)
def test_requests_that_differ_in_anything_else_are_not(one: Call, other: Call) -> None:
    assert alike(one) != alike(other)
