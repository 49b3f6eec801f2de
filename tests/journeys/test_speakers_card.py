"""Whoever speaks has at hand what they need: on the card, in the private note about the time, and by writing."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from tests.journeys.house import House, house, words


def _labels(message: Any) -> list[str]:
    return re.findall(r"\[(.+?)\]", words(message))


def _time_notes(h: House, who: Any) -> list[Any]:
    return [m for m in h.whispers(who) if "Your time" in words(m)]


def _seconds_left(h: House, message: Any) -> float:
    """How many seconds a message says are left. A warning comes half-way through a short turn."""
    found = re.search(r"(?:Ends|time ends) <t:(\d+):R>", words(message))
    assert found is not None
    return int(found[1]) - h.now().timestamp()


def _posts(h: House) -> int:
    return sum(
        r.method == "POST" and r.path == f"/channels/{h.room.id}/messages" for r in h.env.http_requests
    )


async def test_the_card_has_four_buttons_at_most_and_the_time_is_told_with_the_buttons_for_it() -> None:
    async with house() as h:
        fay, ann, *_ = await h.begin(4)
        assert _labels(h.newest(fay, "[Receive]")) == ["Receive", "Not yet", "Pass", "I need support"]
        await h.press(fay, "Receive")
        card = h.newest(fay, "[I'm done]")
        assert _labels(card) == ["I'm done", "One more minute", "I need support", "More"]
        assert words(card).count("Type /done to end sooner.") == 1
        assert "[Content note]" not in await h.press(ann, "More")
        assert "[Step out]\n[Ask for a pause]" in words(h.last.response)
        await h.press(ann, "More")
        assert sum("What would help now?" in words(m) for m in h.whispers(ann)) == 1

        # The warning is one note, whatever follows, and has its buttons as long as they would work
        await h.wait(_seconds_left(h, card) / 2 + 1)
        (note,) = _time_notes(h, fay)
        assert _labels(note) == ["I'm done", "One more minute"]
        await h.press(fay, "One more minute", note)
        (note,) = _time_notes(h, fay)
        assert "Your time ends" in words(note)
        assert _labels(note) == ["I'm done"]
        await h.wait(2)
        assert _labels(h.newest(ann, "[I'm done]")) == ["I'm done", "I need support", "More"]
        await h.wait(_seconds_left(h, note) + 1)
        (note,) = _time_notes(h, fay)
        assert "Your time is over." in words(note)
        assert "ends <t:" not in words(note)

        # I'm done on the note costs no more than on the card
        before = len(_limited(h))
        await h.press(fay, "I'm done", note)
        assert "The talking piece moves on." in words(h.whispers(fay)[-1])
        await h.wait(15)
        assert _limited(h)[before:] == [f"POST /channels/{h.room.id}/messages"]
        assert "[I'm done]" not in h.read(fay)
        assert h.holder() == "Ann"
        assert "The piece is with someone else" in await h.press(fay, "Receive")
        assert _time_notes(h, fay) == []


def _limited(h: House) -> list[str]:
    return [
        f"{request.method} {request.path}"
        for request in h.env.http_requests
        if not re.match(r"/(interactions|webhooks)/|/guilds/\d+/members/\d+$", request.path)
    ]


async def test_a_warning_goes_when_the_turn_ends_on_the_card_and_says_so_while_the_time_stands_still() -> (
    None
):
    async with house() as h:
        fay, ann, *_ = await h.begin(4)
        await h.press(fay, "Receive")
        await h.wait(_seconds_left(h, h.newest(fay, "[I'm done]")) / 2 + 1)
        await h.slash(fay, "circle pause", at=h.room)
        await h.wait(2)
        (note,) = _time_notes(h, fay)
        assert "stands still" in words(note)
        assert _labels(note) == []
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(2)
        assert _labels(_time_notes(h, fay)[0]) == ["I'm done", "One more minute"]
        await h.press(fay, "I'm done", h.newest(ann, "[I'm done]"))
        await h.wait(2)
        assert _time_notes(h, fay) == []


async def test_private_words_take_the_place_of_earlier_ones() -> None:
    async with house() as h:
        _, ann, ben, *_ = await h.begin(4)
        for _ in range(3):
            assert "The piece is with someone else" in await h.press(ben, "Receive")
        assert h.read(ben).count("The piece is with someone else") == 1
        out = await h.press(ben, "Step out")
        assert "[Come back in]" in out
        assert "with someone else" in h.read(ben), "what is said with buttons stands on its own"
        for _ in range(2):
            assert "[Come back in]" in await h.press(ben, "I need support")
        assert "Welcome back." in await h.press(ben, "Come back in")
        told = [words(m).split("\n")[0] for m in h.whispers(ben)]
        thanks = "Thank you. You are part of this circle."
        assert told == [
            thanks,
            "The piece is with someone else just now. It will come to you.",
            "### You are not alone with this.",
            "Welcome back. Your place was kept.",
        ], "one of each kind"
        question = "-# One question, if you like. Only the total of all answers is kept."
        assert [words(m) for m in h.whispers(ann)] == [
            f"{thanks}\n{question}\n[My first circle here this year]\n[Not my first]"
        ]


async def test_done_and_pass_can_be_typed_by_whoever_has_the_piece() -> None:
    async with house() as h:
        fay, ann, ben, cat = await h.begin(4)
        assert "Receive it first" in await h.slash(fay, "done", at=h.room)
        await h.press(fay, "Receive")
        assert "with someone else" in await h.slash(ann, "done", at=h.room)
        assert "with someone else" in await h.slash(ann, "pass", at=h.room)
        assert f"in the room of your circle. {h.way_in}" in await h.slash(fay, "done")
        assert "works in the room of a circle" in await h.slash(h.members[7], "pass")
        assert "The talking piece moves on." in await h.slash(fay, "done", at=h.room)
        await h.wait(7)
        assert h.read().count("The talking piece has moved on.") == 1
        assert h.holder() == "Ann"
        assert "The talking piece moves on." in await h.slash(ann, "pass", at=h.room)
        await h.wait(2)
        assert h.holder() == "Ben"
        assert ann.user.global_name not in h.read().split("has moved on")[-1], "a pass is nobody's business"
        await h.press(ben, "Receive")
        bot = h.bot.user
        await ben.send(h.room, f"{bot.mention}'s card is far up. That was it")
        assert h.holder() == "Ben"
        await ben.send(h.room, f"That was it. {bot.mention} Done, thank you")
        await h.wait(7)
        assert h.holder() == "Cat"
        assert cat.mention in words(h.newest(ann, "[Receive]"))


@pytest.mark.parametrize("restarts", [False, True])
async def test_after_eight_messages_the_card_comes_again_without_a_sound(restarts: bool) -> None:
    async with house() as h:
        fay, *_ = await h.begin(4)
        await h.press(fay, "Receive")
        if restarts:
            await h.restart()
        before = _posts(h)
        for number in range(7):
            await fay.send(h.room, f"Line {number}")
        await h.wait(2)
        assert _posts(h) == before
        await fay.send(h.room, "Line 7")
        await h.wait(2)
        (newest, *_) = [r for r in reversed(h.env.http_requests) if r.path.endswith(f"{h.room.id}/messages")]
        body = dict(newest.json or {})
        assert body["allowed_mentions"].get("users", []) == []
        assert body["flags"] & 1 << 12, "it rings for nobody"
        for number in range(8, 30):
            await fay.send(h.room, f"Line {number}")
        await h.wait(2)
        assert _posts(h) - before == 3, "once in eight messages"
        cards = [m for m in h.room.history() if "[I'm done]" in words(m)]
        assert len(cards) == 1, "the card further up is gone"
        await h.press(fay, "I'm done", cards[0])
        await h.wait(7)
        assert h.holder() == "Ann"
        for _ in range(9):
            await fay.send(h.room, "Thank you")
        await h.wait(2)
        assert len([m for m in h.room.history() if "[Receive]" in words(m)]) == 1


async def test_nothing_comes_again_in_a_pause_and_what_was_asked_for_before_it_is_dropped() -> None:
    async with house() as h:
        fay, *_ = await h.begin(4)
        await h.press(fay, "Receive")
        await h.slash(fay, "circle pause", at=h.room)
        await h.wait(2)
        before = _posts(h)
        for _ in range(20):
            await fay.send(h.room, "Just talking")
        await h.wait(2)
        assert _posts(h) == before
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(2)
        before = _posts(h)
        await fay.send(h.room, "Where was I")
        await h.wait(2)
        assert _posts(h) == before + 1


async def test_a_press_on_a_card_that_gives_way_in_that_instant_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with house() as h:
        fay, *_ = await h.begin(4)
        await h.press(fay, "Receive")
        card = h.newest(fay, "[I'm done]")
        gone: Any = SimpleNamespace(status=404, reason="Not Found")

        async def edit_message(*_: Any, **__: Any) -> None:
            raise discord.NotFound(gone, {"code": 10008, "message": "Unknown Message"})

        monkeypatch.setattr(discord.InteractionResponse, "edit_message", edit_message)
        assert "Done. The circle has moved on." in await h.press(fay, "I'm done", card)
        monkeypatch.undo()
        await h.wait(15)
        assert h.holder() == "Ann"
        assert "[I'm done]" not in h.read(), "the card is drawn by the outbox"


async def test_whoever_takes_no_direct_messages_is_warned_by_the_card_after_a_restart() -> None:
    """The bot knows nothing any more of what they pressed, so it cannot answer them in private."""
    async with house() as h:
        fay, *_ = await h.begin(4)
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
        await h.press(fay, "Receive")
        await h.restart()
        first = h.newest(fay, "[I'm done]")
        await h.wait(_seconds_left(h, first) / 2 + 5)
        assert _time_notes(h, fay) == []
        card = h.newest(fay, "[I'm done]")
        assert card.id != first.id, "it came again, before the time is over"
        assert _seconds_left(h, card) > 30
        assert sum("[I'm done]" in text for text in h.said(h.room)) == 1, "and the one further up is gone"
        await h.press(fay, "I'm done", card)
        await h.wait(15)
        assert h.holder() == "Ann"
