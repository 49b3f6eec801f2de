"""Private notes: which takes the place of which, and what becomes of one that cannot be changed any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.ids import ChannelXid, MemberXid, MessageXid, SessionId
from bot.ui.given_answer import GivenAnswer
from bot.ui.layout import Card
from bot.ui.pressed_cards import PressedCards
from bot.ui.private_notes import Topic
from bot.ui.room_traffic import AGAIN_AFTER, NEAR, RoomTraffic
from bot.ui.whispers import Whispers
from tests.still_clock import NOON, StillClock

A_WHILE = timedelta(minutes=15)
"""How long Discord lets an answer be changed."""
SESSION, ROOM, ANA = SessionId(1), ChannelXid(9), MemberXid(5)


def http_error(status: int, code: int = 0) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="no")
    kind = discord.NotFound if status == 404 else discord.HTTPException
    return kind(response, {"code": code, "message": "no"})


class Answer:
    """An interaction that was answered, and what was sent by its token: each message by its number."""

    def __init__(self, messages: dict[int, str], at: datetime, *, message: int | None = None) -> None:
        self.messages = messages
        self.user = SimpleNamespace(id=ANA)
        self.channel_id = ROOM
        self.message = None if message is None else SimpleNamespace(id=message)
        self.response = SimpleNamespace(is_done=lambda: True)
        self.followup = self
        self.expires_at = at + A_WHILE
        self.fails: discord.HTTPException | None = None

    def _may(self) -> None:
        if self.fails is not None:
            raise self.fails

    async def send(self, *, view: Card, ephemeral: bool, wait: bool) -> Any:
        assert ephemeral
        assert wait
        self._may()
        number = max(self.messages, default=0) + 1
        self.messages[number] = words(view)
        return SimpleNamespace(id=number)

    async def edit_message(
        self, number: int, *, view: Card, allowed_mentions: discord.AllowedMentions
    ) -> None:
        self._may()
        self.messages[number] = words(view)

    async def delete_message(self, number: int) -> None:
        self._may()
        del self.messages[number]

    async def edit_original_response(self, *, view: Card, allowed_mentions: discord.AllowedMentions) -> None:
        assert self.message is not None
        await self.edit_message(self.message.id, view=view, allowed_mentions=allowed_mentions)

    async def delete_original_response(self) -> None:
        assert self.message is not None
        await self.delete_message(self.message.id)


def words(card: Card) -> str:
    return "".join(item.content for item in card.walk_children() if isinstance(item, discord.ui.TextDisplay))


class People:
    """Ana, who has just been answered, and what she sees."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.traffic = RoomTraffic()
        self.sees: dict[int, str] = {}
        nobody: Any = SimpleNamespace()
        self.whispers = Whispers(nobody, nobody, self.traffic, self.clock)
        self.answer: Any
        self.presses_again()

    def presses_again(self) -> None:
        """She presses something, and is answered."""
        self.answer = Answer(self.sees, self.clock.now)
        self.whispers.remember(SESSION, self.answer)

    async def told(self, text: str, topic: Topic | None = Topic.TIME) -> dict[int, str]:
        assert await self.whispers.tell(SESSION, ANA, Card().say(text), topic=topic)
        return self.sees

    def much_is_written(self) -> None:
        for _ in range(NEAR + 1):
            self.traffic.heard(ROOM)


async def test_a_note_in_sight_is_changed_where_it_is() -> None:
    ana = People()
    assert await ana.told("one") == {1: "one"}
    assert await ana.told("two") == {1: "two"}


async def test_a_note_further_up_goes_once_the_new_one_is_there() -> None:
    ana = People()
    await ana.told("one")
    ana.much_is_written()
    assert await ana.told("two") == {2: "two"}
    assert await ana.told("three") == {2: "three"}, "where it is now counts"


async def test_notes_of_other_topics_and_words_that_are_to_stay_are_left_alone() -> None:
    ana = People()
    await ana.told("time")
    await ana.told("word", Topic.WORD)
    await ana.told("stays", None)
    assert await ana.told("more time") == {1: "more time", 2: "word", 3: "stays"}


async def test_a_note_that_cannot_be_changed_any_more_stays_and_the_next_is_new() -> None:
    ana = People()
    await ana.told("one")
    ana.clock.now += A_WHILE
    ana.presses_again()
    assert await ana.told("two") == {1: "one", 2: "two"}


async def test_a_note_that_was_dismissed_is_no_hindrance() -> None:
    ana = People()
    await ana.told("one")
    ana.answer.fails = http_error(404, 10008)
    ana.presses_again()
    assert await ana.told("two") == {1: "one", 2: "two"}
    await ana.whispers.bring_up_to_date(SESSION, ANA, Topic.TIME, None)
    assert ana.sees == {1: "one"}


async def test_bringing_up_to_date_tells_nobody_anything_new() -> None:
    ana = People()
    await ana.whispers.bring_up_to_date(SESSION, ANA, Topic.TIME, Card().say("now"))
    assert ana.sees == {}
    await ana.told("one")
    ana.much_is_written()
    await ana.whispers.bring_up_to_date(SESSION, ANA, Topic.TIME, Card().say("now"))
    assert ana.sees == {1: "now"}
    ana.whispers.forget(SESSION)
    await ana.whispers.bring_up_to_date(SESSION, ANA, Topic.TIME, None)
    assert ana.sees == {1: "now"}, "what is forgotten is left alone"


async def test_what_is_pressed_is_left_to_its_answer() -> None:
    ana = People()
    await ana.told("time")
    ana.whispers.take_up(SESSION, ANA, Topic.TIME)
    await ana.whispers.bring_up_to_date(SESSION, ANA, Topic.TIME, None)
    assert ana.sees == {1: "time"}
    await ana.told("word", Topic.WORD)
    await ana.whispers.answered(SESSION, ANA, Topic.WORD, GivenAnswer(ana.answer, MessageXid(1)))
    assert ana.sees == {1: "time"}, "the earlier word goes"


async def test_what_cannot_be_changed_any_more_is_forgotten_by_and_by() -> None:
    ana = People()
    notes, cards = ana.whispers._notes, PressedCards(ana.clock)
    for number in range(1, 5):
        old = Answer(ana.sees, ana.clock.now, message=number)
        notes.keep(SESSION, MemberXid(number), Topic.TIME, GivenAnswer(old, number), 0)  # type: ignore[arg-type]
        cards.keep(old)  # type: ignore[arg-type]
    ana.clock.now += A_WHILE
    new = Answer(ana.sees, ana.clock.now, message=9)
    notes.keep(SESSION, ANA, Topic.TIME, GivenAnswer(new, 9), 0)  # type: ignore[arg-type]
    cards.keep(new)  # type: ignore[arg-type]
    assert [member for _, member, _ in notes._notes] == [ANA]
    assert list(cards._answers) == [9]


# Cards that come again


def test_a_card_is_wanted_after_so_many_messages_and_once() -> None:
    traffic = RoomTraffic()
    asked = []
    for _ in range(2 * AGAIN_AFTER):
        traffic.heard(ROOM)
        traffic.posted(ROOM)
        asked.append(traffic.card_is_wanted(ROOM))
    assert [number for number, wanted in enumerate(asked, 1) if wanted] == [AGAIN_AFTER, 2 * AGAIN_AFTER]
    traffic.heard(ROOM)
    traffic.card_came(ROOM)
    for _ in range(AGAIN_AFTER - 1):
        traffic.heard(ROOM)
        assert not traffic.card_is_wanted(ROOM)


def test_no_more_rooms_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.room_traffic._MOST", 2)
    traffic = RoomTraffic()
    for room in (1, 2, 1, 3):
        traffic.heard(ChannelXid(room))
    assert [traffic.messages(room) for room in (1, 2, 3)] == [2, 0, 1]


# Cards that are changed by the last press on them

MESSAGE = MessageXid(7)


async def test_a_card_is_changed_and_taken_down_by_the_last_press_on_it() -> None:
    shown = {7: "old"}
    cards, press = PressedCards(StillClock()), Answer(shown, NOON, message=MESSAGE)
    assert not await cards.change(MESSAGE, Card().say("new"))
    cards.keep(press)  # type: ignore[arg-type]
    assert await cards.change(MESSAGE, Card().say("new"))
    assert shown == {7: "new"}
    assert await cards.take_down(MESSAGE)
    assert shown == {}


@pytest.mark.parametrize("how", ["expired", "unknown"])
async def test_without_that_press_a_card_is_a_message_like_any_other(how: str) -> None:
    clock = StillClock()
    cards, press = PressedCards(clock), Answer({7: "old"}, NOON, message=MESSAGE)
    cards.keep(press)  # type: ignore[arg-type]
    press.fails = http_error(404, 10015)
    if how == "expired":
        clock.now += A_WHILE
    assert not await cards.change(MESSAGE, Card().say("new"))
    press.fails = None
    assert not await cards.take_down(MESSAGE), "it is not tried again"
    assert len(cards._answers) == 0


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_when_discord_asks_for_time_it_is_tried_again_later(status: int) -> None:
    cards, press = PressedCards(StillClock()), Answer({7: "old"}, NOON, message=MESSAGE)
    cards.keep(press)  # type: ignore[arg-type]
    press.fails = http_error(status)
    with pytest.raises(discord.HTTPException):
        await cards.change(MESSAGE, Card().say("new"))
    press.fails = None
    assert await cards.change(MESSAGE, Card().say("new"))
