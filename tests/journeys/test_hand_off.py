"""What a hand-off costs, and what people see of presses that come too late."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from bot.ids import SessionId
from bot.services.deliveries.batch import Batch
from bot.services.deliveries.desk import DeliveryDesk
from bot.ui.request import Request
from tests.journeys.every_room import ANN, BEGINNING, FAY, KINDS, Kind, Simulated, takes
from tests.journeys.house import House, house, words


def limited(h: House) -> list[str]:
    """The calls that count against Discord's global limit: all but answers to interactions. Whoever has the piece is
    looked up every twenty seconds, which is no part of a hand-off."""
    made = [f"{request.method} {request.path}" for request in h.env.http_requests]
    return [
        call
        for call in made
        if not re.match(r"\w+ /(interactions|webhooks)/|GET /guilds/\d+/members/\d+$", call)
    ]


async def test_a_hand_off_in_a_thread_costs_one_globally_limited_call() -> None:
    async with house() as h:
        everyone = await h.begin(4)
        await h.wait(30)
        for giving, taking in itertools.pairwise(everyone):
            await h.press(giving, "Receive")
            await h.wait(15)
            before = len(limited(h))
            await h.press(giving, "I'm done")
            await h.wait(15)
            assert h.holder() == taking.user.global_name
            assert limited(h)[before:] == [f"POST /channels/{h.room.id}/messages"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.held], ids=str)
async def test_a_hand_off_where_the_piece_is_held_costs_three_such_calls_at_most(kind: Kind) -> None:
    async with house() as h:
        g = Simulated(h, kind)
        await g.prepare()
        for step in BEGINNING:
            await step(g)
        await takes(FAY)(g)
        await h.wait(30)
        assert g.can_tell() == ["fay"]
        before = len(limited(h))
        await h.press(h.fay, "I'm done")
        await h.wait(12)
        assert g.can_tell() == []
        assert len(limited(h)[before:]) <= 3, limited(h)[before:]
        await takes(ANN)(g)
        await h.wait(12)
        assert g.can_tell() == ["ann"]
        assert len(limited(h)[before:]) <= 3, limited(h)[before:]


async def test_a_pass_costs_one_call_too_and_pings_only_whoever_is_next() -> None:
    async with house() as h:
        everyone = await h.begin(4)
        await h.wait(30)
        before, counts = len(limited(h)), h.sim.bot.desks.transactions.counts
        reads = counts.reads
        await h.press(everyone[0], "Pass")
        assert counts.reads == reads, "what is to be shown was read as the pass was saved"
        await h.wait(15)
        assert limited(h)[before:] == [f"POST /channels/{h.room.id}/messages"]
        (post,) = [r for r in h.env.http_requests if r.method == "POST" and r.path.endswith("/messages")][-1:]
        assert post.json is not None
        assert post.json["allowed_mentions"]["users"] == [everyone[1].id]


async def test_receiving_costs_no_limited_call_and_reads_nothing_first() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        await h.wait(30)
        before, counts = len(limited(h)), h.sim.bot.desks.transactions.counts
        reads = counts.reads
        await h.press(everyone[0], "Receive")
        assert counts.reads == reads
        await h.wait(15)
        assert limited(h)[before:] == []


async def test_the_outbox_is_only_looked_at_for_a_press_that_was_not_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = list[int]()
    batch_of = DeliveryDesk.batch_of

    async def counted(desk: DeliveryDesk, session_id: SessionId) -> Batch:
        looks.append(session_id)
        return await batch_of(desk, session_id)

    monkeypatch.setattr(DeliveryDesk, "batch_of", counted)
    async with house() as h:
        everyone = await h.begin(3)
        await h.wait(30)
        looks.clear()
        await h.press(everyone[0], "Receive")
        await h.wait(15)
        assert looks == []
        assert "has the talking piece." in h.read(everyone[0])
        h.expected_faults = ["injected by test"]
        h.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        await h.press(everyone[0], "I'm done")
        assert "has the talking piece." in h.read(everyone[0])
        await h.wait(4)
        assert looks == [], "the answer is still awaited"
        await h.wait(15)
        assert "has the talking piece." not in h.read(everyone[0])


async def test_every_button_of_a_circle_that_is_over_says_so_kindly() -> None:
    async with house() as h:
        await h.begin(3)
        cards = [message for message in h.room.history() if "[" in words(message)]
        before: dict[int, list[Any]] = {
            message.id: [component.to_dict() for component in message.components] for message in cards
        }
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        left = h.read().replace("[I agree]\n[Just listen]", "").replace("[Write to me tomorrow]", "")
        assert "[" not in left
        for message in cards:
            h.env.backend.get_message(message.channel.id, message.id).components = before[message.id]
            for label in ("I agree", "Receive", "Pass", "Step out", "When is my turn?"):
                if f"[{label}]" in words(message):
                    assert "This circle is over." in await h.press(h.members[0], label, message)
        await h.wait(601)
        assert "This circle is over." in await _press_invitation(h)


async def _press_invitation(h: House) -> str:
    """Press the invitation as somebody whose phone still shows it as it was."""
    message = next(m for m in h.lobby.history() if "This circle has closed" in words(m))
    stored: Any = h.env.backend.get_message(message.channel.id, message.id)
    stored.components = [
        {
            "type": 1,
            "components": [{"type": 2, "style": 3, "label": "Save me a seat", "custom_id": "sc:join:1:1"}],
        }
    ]
    return await h.press(h.members[4], "Save me a seat", message)


async def test_a_field_that_was_open_during_a_restart_says_to_do_it_once_more() -> None:
    async with house() as h:
        await h.begin(3)
        await h.slash(h.fay, "circle prompt", at=h.room)
        assert await h.press(h.fay, "Type one", h.last.response) == "A question for the circle"
        shown = h.last
        await h.sim.restart()
        result = await h.fay.submit_modal(shown, {"sc:prompt:words": "What helped?"})
        assert result.response is not None
        assert "I was restarted" in words(result.response)


async def test_a_field_of_before_a_restart_that_cannot_be_read_is_answered_too() -> None:
    async def fails(_: Request) -> None:
        raise RuntimeError

    async with house() as h:
        h.expected_faults = ["A person's request failed"]
        await h.begin(3)
        await h.slash(h.fay, "circle prompt", at=h.room)
        await h.press(h.fay, "Type one", h.last.response)
        shown = h.last
        await h.sim.restart()
        h.sim.bot.lost_modals["prompt"] = fails
        result = await h.fay.submit_modal(shown, {"sc:prompt:words": "What helped?"})
        assert result.response is not None
        assert "Something went wrong on my side" in words(result.response)


async def test_a_question_typed_into_the_field_is_put() -> None:
    async with house() as h:
        await h.begin(3)
        await h.slash(h.fay, "circle prompt", at=h.room)
        await h.press(h.fay, "Type one", h.last.response)
        result = await h.fay.submit_modal(h.last, {"sc:prompt:words": "What helped today?"})
        assert result.response is not None
        assert "for the stage Check-in" in words(result.response)
        await h.wait(2)
        assert "What helped today?" in words(h.newest(h.members[0], "[Receive]"))
