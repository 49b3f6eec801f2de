"""Every action of the page, and a plain sentence for each that cannot be done."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest

from bot.rehearsal.room import typed
from bot.rehearsal.room.refused import Refused
from bot.ui.request import Request
from tests.rehearsal.room.visiting import Visit, visiting, walk


async def test_words_are_sent_where_one_may_write() -> None:
    async with visiting() as v:
        await v.act("Ana", "send", text="Good evening.")
        assert "Good evening." in await v.read("Ben")
        assert await v.ask("Ana", "send", text="  ") == {"error": "There are no words to send yet."}
        assert "too long" in (await v.ask("Ana", "send", text="x" * 2001))["error"]
        assert "not there any more" in (await v.ask("Ana", "send", "12", text="x"))["error"]
        room = await v.open(members=3)
        assert (await v.ask("Olu", "send", room, text="Hello"))["error"] == (
            "This person cannot see that, so they cannot use it."
        )


async def test_somebody_writes_to_the_bot_in_private() -> None:
    async with visiting() as v:
        await v.begin()
        await v.forget_presses()
        await v.press("Ben", "I need support")
        await v.press("Ben", "Let the facilitator know")
        private = (await v.places("Fay"))["Story Circle"]["id"]
        await v.act("Fay", "send", private, text="Thank you for telling me.")
        assert "Thank you for telling me." in await v.read("Fay", private)
        assert "error" in await v.ask("Ana", "send", private, text="May I?")


async def test_commands_take_every_kind_of_option() -> None:
    async with visiting() as v:
        await v.act(
            "Fay",
            "slash",
            name="circle open",
            options={"name": "Evening", "format": "quick-circle", "capacity": "4", "minutes": " 2 "},
        )
        assert "of 4 seats" in await v.read("Olu")
        for name in ("Ana", "Ben"):
            await v.press(name, "Save me a seat")
        await v.skip(2)
        room = (await v.places("Fay"))["room"]["id"]
        await v.act("Fay", "slash", room, name="circle handover", options={"member": v.ids["Ana"]})
        assert "They hold the circle now" in await v.read("Fay", room)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Please fill in “name”; the command needs it."),
        ({"name": "x", "capacity": "many"}, "“capacity” needs a whole number."),
        (
            {"name": "x", "capacity": "99999999999999999999"},
            "The number for “capacity” is too large for Discord.",
        ),
    ],
    ids=str,
)
async def test_options_that_do_not_fit_are_named(options: dict[str, str], sentence: str) -> None:
    async with visiting() as v:
        assert await v.ask("Fay", "slash", name="circle open", options=options) == {"error": sentence}


async def test_commands_that_are_not_there_are_refused() -> None:
    async with visiting() as v:
        for name in ("nothing", "circle nothing"):
            assert await v.ask("Fay", "slash", name=name, options={}) == {
                "error": "There is no such command."
            }
        assert "first part" in (await v.ask("Fay", "slash", name="circle", options={}))["error"]
        assert "no command" in (await v.ask("Fay", "slash", name="", options={}))["error"]
        room = await v.open()
        answer = await v.ask("Fay", "slash", room, name="circle handover", options={"member": "77"})
        assert answer == {"error": "There is nobody here with that number."}


async def test_options_are_completed_while_somebody_types() -> None:
    async with visiting() as v:
        answer = await v.ask(
            "Fay", "autocomplete", name="circle open", option="format", value="quick", options={}
        )
        assert answer == {"choices": [{"name": "Quick circle", "value": "quick-circle"}]}
        half_typed = {"name": "", "capacity": "fo", "format": "check"}
        answer = await v.ask(
            "Fay", "autocomplete", name="circle open", option="format", value="check", options=half_typed
        )
        assert [choice["value"] for choice in answer["choices"]] == ["check-in"]
        answer = await v.ask("Fay", "autocomplete", name="circle open", option="name", value="x", options={})
        assert "error" in answer


async def test_menus_take_what_they_offer() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.act("Fay", "slash", room, name="circle order", options={})
        message = (await v.state("Fay", room))["messages"][-1]
        (menu,) = (part for part in walk(message["components"]) if part["type"] == 3)
        offered = {option["label"]: option["value"] for option in menu["options"]}
        chosen = {"message": message["id"], "custom_id": menu["custom_id"], "ctype": 3}
        assert "error" in await v.ask("Fay", "select", room, **chosen, values=offered["Dev"])
        assert "choices" in (await v.ask("Fay", "select", room, **chosen, values=[]))["error"]
        await v.act("Fay", "select", room, **chosen, values=[offered["Dev"]])
        await v.press("Fay", "Pass")
        await v.skip(7)
        assert f"<@{v.ids['Dev']}>, the talking piece comes to you." in await v.read("Fay", room)


async def test_a_form_is_filled_in_or_put_away() -> None:
    async with visiting() as v:
        room = await v.begin()
        ask = {"name": "circle prompt", "options": {}}
        await v.act("Fay", "slash", room, **ask)
        await v.press("Fay", "Type one")
        await v.act("Fay", "modal_cancel", room)
        assert (await v.state("Fay"))["modal"] is None
        assert "no form open" in (await v.ask("Fay", "modal", room, values={}))["error"]
        await v.act("Fay", "slash", room, **ask)
        await v.press("Fay", "Type one")
        form = (await v.state("Fay"))["modal"]
        (field,) = (part["custom_id"] for part in walk(form["components"]) if part.get("custom_id"))
        assert "fill in everything" in (await v.ask("Fay", "modal", room, values={field: ""}))["error"]
        assert "form has changed" in (await v.ask("Fay", "modal", room, values={"other": "x"}))["error"]
        await v.act("Fay", "modal", room, values={field: "What made you smile?"})
        assert (await v.state("Fay"))["modal"] is None
        await v.skip(12)
        assert "What made you smile?" in await v.read("Ana", room)


async def test_what_is_not_there_cannot_be_pressed() -> None:
    async with visiting() as v:
        await v.open()
        message, button, _ = await v.find("Ana", "Save me a seat")
        press = {"message": message["id"], "custom_id": button["custom_id"]}
        for change, words in (
            ({"message": "5"}, "not there any more"),
            ({"custom_id": "sc:nothing"}, "not there any more"),
        ):
            assert words in (await v.ask("Ana", "click", **{**press, **change}))["error"]
        panel, end, _ = await v.find("Fay", "End")
        answer = await v.ask("Ana", "click", message=panel["id"], custom_id=end["custom_id"])
        assert answer == {"error": "This person cannot see that message."}


async def test_a_press_that_crosses_with_a_redrawing_means_the_same_button() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.press("Fay", "Receive")
        message, button, _ = await v.find("Fay", "I'm done")
        await v.press("Fay", "One more minute")
        _, redrawn, _ = await v.find("Fay", "I'm done")
        assert redrawn["custom_id"] != button["custom_id"]
        await v.act("Fay", "click", room, message=message["id"], custom_id=button["custom_id"])
        assert await v.look_for("Fay", "I'm done") is None


async def test_actions_nobody_knows_are_refused() -> None:
    async with visiting() as v:
        assert "does not know" in (await v.ask("Ana", "dance"))["error"]
        assert "nobody here" in (await v.post("do", {"viewer": "1", "kind": "send"}))["error"]
        assert "error" in await v.ask("Ana", "join")
        assert "stage" in (await v.ask("Ana", "hand", on=True))["error"]
        assert "values" in (await v.ask("Fay", "slash", name="circle open", options=["x"]))["error"]
        for strange in ({}, {"viewer": {"a": 1}}, {"viewer": None, "kind": ["send"]}):
            assert "error" in await v.post("do", strange)


async def test_an_error_of_the_bot_is_shown_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the roof leaks")

    async with visiting() as v:
        await v.open()
        version = (await v.state())["version"]
        with monkeypatch.context() as patched:
            patched.setattr(type(v.room.world.sim.bot.desks.circle), "open_in", broken)
            await v.ask("Ana", "slash", name="circle upcoming", options={})
        state = await v.state()
        assert [error["text"] for error in state["errors"] if "RuntimeError: the roof leaks" in error["text"]]
        assert state["version"] > version
        await v.act("Ana", "slash", name="circle upcoming", options={})
        assert "Circles that are open or to come" in await v.read("Ana")


async def test_no_answer_of_the_bot_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*_: object) -> None:
        return None

    async with visiting() as v:
        monkeypatch.setattr(Request, "say", silent)
        answer = await v.ask("Ana", "slash", name="circle upcoming", options={})
        assert "did not answer" in answer["error"]


MOVED = "That message is not there any more."


async def _chatting(v: Visit, room: str, name: str) -> int:
    sent = 0
    while True:
        await v.act(name, "send", room, text=f"{name} {sent}")
        sent += 1
        await asyncio.sleep(0.33)


async def test_presses_stay_accepted_while_others_chat_three_times_a_second() -> None:
    async with visiting(still=False) as v:
        room = await v.begin()
        await v.post("time", {"speed": 10})
        chats = [asyncio.ensure_future(_chatting(v, room, name)) for name in ("Ana", "Ben", "Cleo", "Dev")]
        try:
            answers: list[Any] = []
            for label in (
                "I need support",
                "Receive",
                "One more minute",
                "Step out",
                "Come back in",
                "I'm done",
            ):
                answer: Any = {"error": MOVED}
                while answer == {"error": MOVED}:  # a card that comes again below what was said meanwhile
                    message, button, where = await v.find("Fay", label)
                    await asyncio.sleep(0.1)
                    press = {"message": message["id"], "custom_id": button["custom_id"]}
                    answer = await v.ask("Fay", "click", where, **press)
                answers.append(answer)
        finally:
            for chat in chats:
                chat.cancel()
            ended = await asyncio.gather(*chats, return_exceptions=True)
        assert answers == [{"ok": True}] * 6
        assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended
        assert (await v.state())["errors"] == []


@pytest.mark.parametrize("value", ["a.toml", {}, {"name": "a.toml"}, {"name": "a.toml", "data": "no base64"}])
def test_a_file_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(Refused, match="did not arrive whole"):
        typed.file(value)


async def test_a_file_of_questions_can_be_taken_in() -> None:
    async with visiting() as v:
        questions = 'text,stage,theme\n"What has a window shown you lately, if anything?",story,general\n'
        file = {"name": "ours.csv", "data": base64.b64encode(questions.encode()).decode()}
        await v.act("Fay", "slash", name="prompts import", options={"file": file})
        assert "1 question was added." in await v.read("Fay")
