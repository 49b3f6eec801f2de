"""Whoever presses, types or chooses is answered once, and with what came of it, also when the line is cut."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from copy import deepcopy

import pytest

from bot.ids import SessionId
from tests.wire.line import ANN, FAY, Line, until
from tests.wire.stub import Fault, Json, buttons, words

CUTS: dict[str, Callable[[], Fault]] = {
    "reset": lambda: Fault(cut="reset"),
    "closed while waiting": lambda: Fault(cut="close"),
    "done, and then reset": lambda: Fault(cut="reset", done=True),
    "done, and then closed": lambda: Fault(cut="close", done=True),
}
ANSWERS = r"/interactions/.*"
MESSAGE, UPDATE, DEFERRED, CHOICES, MODAL = 4, 7, 5, 8, 9


async def _sentence(wire: Line) -> tuple[list[Json], int, str]:
    await wire.open()
    await wire.settled(wire.lobby)
    invitation = wire.stub.posted(wire.lobby)[0]
    fault_first(wire)
    return await wire.press(ANN, invitation, "Save me a seat"), MESSAGE, "You have a seat."


async def _redrawn(wire: Line) -> tuple[list[Json], int, str]:
    room = await wire.begin()
    await wire.reach_round(room)
    card = wire.newest(room, "Receive")
    fault_first(wire)
    return await wire.press(FAY, card, "Receive"), UPDATE, "has the talking piece"


async def _form(wire: Line) -> tuple[list[Json], int, str]:
    fault_first(wire)
    return await wire.slash(ANN, "story prepare"), MODAL, "A story of yours"


async def _typing(wire: Line) -> tuple[list[Json], int, str]:
    await wire.open()
    await wire.settled(wire.lobby)
    fault_first(wire)
    option = {"name": "session", "type": 3, "value": "Eve", "focused": True}
    data = {
        "id": "1",
        "name": "circle",
        "type": 1,
        "options": [{"name": "join", "type": 1, "options": [option]}],
    }
    answers = await wire._answer(await wire.stub.interact(ANN, wire.lobby, 4, data))
    return answers, CHOICES, "Evening circle"


def fault_first(wire: Line) -> None:
    """The first answer from here on is cut."""
    wire.cut = wire.stub.fail(wire.fault, "POST", ANSWERS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("way", [_sentence, _redrawn, _form, _typing])
async def test_a_first_answer_that_is_cut_is_given_once_more(
    wire: Line, way: Callable[[Line], Awaitable[tuple[list[Json], int, str]]], cut: str
) -> None:
    wire.fault = CUTS[cut]()  # type: ignore[attr-defined]
    answers, kind, says = await way(wire)
    assert wire.fault.hits == 1  # type: ignore[attr-defined]
    await wire.quiet()
    assert [answer["type"] for answer in answers] == [kind], (
        "one answer, and it is the one that was to be given"
    )
    assert says in str(answers[0]["data"])


async def test_a_card_whose_answer_discord_does_not_take_is_drawn_by_the_outbox(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    card = wire.newest(room, "Receive")
    gone = Fault(404, {"code": 10062, "message": "Unknown interaction"})
    refused = wire.stub.fail(gone, "POST", r"/interactions/.*", times=2)
    data = {"custom_id": buttons(card)["Receive"], "component_type": 2}
    await wire.stub.interact(FAY, room, 3, data, on=card)
    await until(lambda: refused.hits, "the answer is refused")
    edits = f"/channels/{room}/messages/{card['id']}"
    await until(lambda: wire.stub.tried("PATCH", edits), "the outbox draws it", 10)
    assert "has the talking piece" in words(wire.newest(room, "I'm done"))


@pytest.mark.parametrize("cut", ["reset", "closed while waiting"])
async def test_a_later_word_that_is_cut_is_given_once_more(wire: Line, cut: str) -> None:
    """Somebody presses a card that is over: it is drawn anew, and then it is said that the circle has moved on."""
    room = await wire.begin()
    await wire.reach_round(room)
    old = deepcopy(wire.newest(room, "Receive"))
    await wire.press(FAY, old, "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    fault = wire.stub.fail(CUTS[cut](), "POST", r"/webhooks/.*")
    await pressed(wire, ANN, old, buttons(old)["Pass"])
    await until(lambda: fault.hits == 1, "the word is cut")

    def said() -> list[Json]:
        private = wire.stub.interactions.seen_by(ANN)
        return [message for message in private if "The newest card is further down" in words(message)]

    await until(said, "and given once more")
    assert len(said()) == 1


async def pressed(wire: Line, person: int, message: Json, custom_id: str) -> list[Json]:
    """Somebody's screen still had that button when they pressed; the message as it is now is what the bot is told."""
    now = wire.stub.messages[int(message["id"])]
    assert custom_id not in buttons(now).values()
    data = {"custom_id": custom_id, "component_type": 2}
    channel = int(message["channel_id"])
    return await wire._answer(await wire.stub.interact(person, channel, 3, data, on=now, anyway=True))


async def test_a_press_on_a_card_that_was_redrawn_in_that_instant_is_understood(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    before = deepcopy(wire.newest(room, "I'm done"))
    old = buttons(before)["I'm done"]
    await wire.press(FAY, before, "One more minute")
    await until(lambda: old not in buttons(wire.newest(room, "I'm done")).values(), "it is drawn anew")
    answers = await pressed(wire, FAY, before, old)
    assert "The talking piece has moved on." in str(answers)
    state = (await wire.bot.desks.circle.get(SessionId(1))).state
    assert state.last_turn is not None


async def test_a_press_that_nobody_understands_is_answered_with_a_sentence(wire: Line) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    invitation = wire.stub.posted(wire.lobby)[0]
    for custom_id in ("sc:join:1", "sc:of:another:time", "something else"):
        answers = await pressed(wire, ANN, invitation, custom_id)
        assert "The circle has moved on. The newest card" in str(answers)


async def test_buttons_stay_the_same_when_their_card_is_drawn_anew(wire: Line) -> None:
    """Discord itself refuses a press whose button is not there any more, so it had better be there."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    before = deepcopy(wire.newest(room, "I'm done"))
    await wire.slash(FAY, "circle pause", room)
    await until(lambda: "The circle is paused" in words(wire.stub.messages[int(before["id"])]))
    await wire.slash(FAY, "circle resume", room)
    await until(lambda: "I'm done" in buttons(wire.stub.messages[int(before["id"])]), "it goes on")
    await wire.kill()
    await wire.start()
    await wire.quiet()
    assert buttons(wire.stub.messages[int(before["id"])]) == buttons(before)
