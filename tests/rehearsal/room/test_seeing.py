"""What each person at the page sees, and what they do not."""

from __future__ import annotations

import json

from tests.rehearsal.room.visiting import Visit, visiting, words

PERSON = {"id", "name", "role", "auto", "language", "here", "connected", "microphone"}
STATE = {
    "version": int,
    "now": str,
    "speed": int,
    "guild": str,
    "viewer": str,
    "channel": str,
    "people": list,
    "channels": list,
    "messages": list,
    "commands": list,
    "events": list,
    "modal": type(None),
    "users": dict,
    "channel_names": dict,
    "roles": dict,
    "notices": list,
    "errors": list,
    "weather": dict,
    "guide": type(None),
    "lessons": list,
    "locales": list,
}
CHANNEL = {"id", "name", "kind", "parent", "archived", "unread", "can_send"}
MESSAGE = {
    "id", "author", "at", "edited", "content", "ephemeral", "system", "components", "embeds", "files", "reply",
}  # fmt: skip


async def test_the_state_is_what_the_page_was_promised() -> None:
    async with visiting() as v:
        state = await v.state()
        assert {key: type(value) for key, value in state.items()} == STATE
        assert [(p["name"], p["role"]) for p in state["people"]] == [
            ("Fay", "facilitator"),
            *((name, "member") for name in ("Ana", "Ben", "Cleo", "Dev")),
            ("Olu", "outsider"),
        ]
        assert set(state["people"][0]) == PERSON
        assert [(c["name"], c["kind"]) for c in state["channels"]] == [
            ("lobby", "text"),
            ("hope", "text"),
            ("Hearth", "voice"),
            ("Porch", "stage"),
            ("greeters", "text"),
        ]
        assert set(state["channels"][0]) == CHANNEL
        assert set(state["channels"][2]) == CHANNEL | {"people", "aloud"}
        (message,) = state["messages"]
        assert set(message) == MESSAGE
        assert state["weather"] == {
            "down": False, "slow": False, "dms_closed": [], "gone": [], "missing": [], "dropped": [],
        }  # fmt: skip
        assert "en-US" in state["locales"]
        assert "de" in state["locales"]
        (command,) = (c for c in state["commands"] if c["name"] == "circle open")
        assert set(command) == {"name", "description", "options"}
        assert set(command["options"][0]) == {
            "name", "type", "description", "required", "choices", "autocomplete",
        }  # fmt: skip


async def test_a_private_room_is_seen_by_those_in_it_and_by_nobody_else() -> None:
    async with visiting() as v:
        room = await v.begin(members=3)
        await v.act("Ana", "send", room, text="A word that stays here.")
        for inside in ("Fay", "Ana", "Ben", "Cleo"):
            assert "A word that stays here." in await v.read(inside, room)
        for outside in ("Dev", "Olu"):
            seen = await v.state(outside, room)
            assert seen["channel"] == v.lobby
            assert room not in json.dumps([seen["channels"], seen["messages"], seen["channel_names"]])
            assert "A word that stays here." not in json.dumps(seen)
            assert "room" not in await v.places(outside)


async def test_private_answers_and_direct_messages_are_for_one_person() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.press("Ben", "I need support")
        assert "You are not alone with this." in await v.read("Ben", room)
        for other in ("Fay", "Ana", "Olu"):
            assert "You are not alone with this." not in await v.reads(other)
        await v.forget_presses()
        await v.press("Ben", "Let the facilitator know")
        private = (await v.places("Fay"))["Story Circle"]
        assert (private["kind"], private["unread"]) == ("dm", 1)
        assert "could use some support" in await v.read("Fay", private["id"])
        for other in ("Ana", "Ben", "Olu"):
            assert "Story Circle" not in await v.places(other)
            assert "could use some support" not in await v.reads(other)


async def test_a_modal_is_open_for_one_person() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.act("Fay", "slash", room, name="circle prompt", options={})
        await v.press("Fay", "Type one")
        assert (await v.state("Fay"))["modal"]["title"] == "A question for the circle"
        assert (await v.state("Ana"))["modal"] is None


async def test_unread_counts_are_each_persons_own() -> None:
    async with visiting() as v:
        for name in ("Ana", "Ben"):
            await v.act(name, "read")
        await v.act("Ana", "send", text="One.")
        await v.act("Ana", "send", text="Two.")
        assert (await v.places("Ana"))["lobby"]["unread"] == 0
        assert (await v.places("Ben"))["lobby"]["unread"] == 2
        assert (await v.places("Fay"))["lobby"]["unread"] == 3
        await v.act("Ben", "read")
        assert (await v.places("Ben"))["lobby"]["unread"] == 0


async def test_voice_and_stage_say_who_is_there_and_how() -> None:
    async with visiting() as v:
        places = await v.places("Ana")
        await v.act("Ana", "join", places["Hearth"]["id"])
        await v.act("Ben", "join", places["Porch"]["id"])
        seen = await v.places("Ana")
        quiet = dict.fromkeys(("mute", "self_mute", "deaf", "suppress", "hand", "invited"), False)
        well = {"me": True, "heard": True, "microphone": True}
        assert seen["Hearth"]["people"] == [{"id": v.ids["Ana"], "name": "Ana", **quiet, **well}]
        (ben,) = seen["Porch"]["people"]
        assert (ben["suppress"], ben["hand"], ben["me"]) == (True, False, False)
        await v.act("Ben", "hand", on=True)
        assert (await v.places("Ana"))["Porch"]["people"][0]["hand"]
        await v.act("Ben", "hand", on=False)
        assert not (await v.places("Ana"))["Porch"]["people"][0]["hand"]
        await v.act("Ben", "hand", on=True)
        await v.act("Ben", "join", places["Hearth"]["id"])
        ben = (await v.places("Ana"))["Hearth"]["people"][1]
        assert (ben["name"], ben["suppress"], ben["hand"]) == ("Ben", False, False)
        assert "Nobody has invited" in (await v.ask("Ben", "answer", on=True))["error"]
        await v.act("Ben", "join", places["Porch"]["id"])
        await v.invite_to_speak("Ben")
        (ben,) = (await v.places("Ana"))["Porch"]["people"]
        assert (ben["suppress"], ben["hand"], ben["invited"]) == (False, False, True)
        assert "in the audience" in (await v.ask("Ben", "hand", on=True))["error"]
        await v.act("Ben", "answer", on=True)
        (ben,) = (await v.places("Ana"))["Porch"]["people"]
        assert (ben["suppress"], ben["invited"]) == (False, False)
        await v.act("Ben", "answer", on=False)
        assert (await v.places("Ana"))["Porch"]["people"][0]["suppress"]
        await v.act("Ben", "join", places["Hearth"]["id"])
        await v.act("Ben", "leave")
        assert len((await v.places("Ana"))["Hearth"]["people"]) == 1
        assert (await v.places("Ana"))["Porch"]["people"] == []


async def test_each_person_may_have_a_language_of_their_own() -> None:
    async with visiting() as v:
        assert await v.post("person", {"id": v.ids["Ana"], "language": "de"}) == {"ok": True}
        ana, fay = (await v.state())["people"][1], (await v.state())["people"][0]
        assert (ana["language"], fay["language"]) == ("de", "en-US")
        assert "language" in (await v.post("person", {"id": v.ids["Ana"], "language": "xx"}))["error"]


async def test_discords_own_lines_tell_nobody_of_a_private_room() -> None:
    async with visiting() as v:
        await v.open()
        lobby = (await v.state("Olu", v.lobby))["messages"]
        assert [m["system"] for m in lobby] == [None, None]
        assert "Save me a seat" in words(lobby[1])


async def _saved(v: Visit, name: str) -> str:
    response = await v.get("save.html", viewer=v.ids[name])
    assert response.headers["Content-Disposition"] == f'attachment; filename="rehearsal-{name.lower()}.html"'
    return await response.text()


async def test_the_saved_page_has_what_one_person_saw_and_nothing_else() -> None:
    async with visiting() as v:
        room = await v.begin(members=3)
        await v.act("Ana", "send", room, text="<b>Only</b> & *here*")
        await v.press("Ben", "I need support")
        await v.act("Fay", "slash", room, name="circle end", options={})
        await v.skip(11 * 60)
        assert "room" not in await v.places("Fay")
        fay, ben, olu = [await _saved(v, name) for name in ("Fay", "Ben", "Olu")]
        assert '&lt;b&gt;Only&lt;/b&gt; &amp; <span class="i">here</span>' in fay
        assert "deleted since" in fay
        assert "<script" not in fay
        assert "<style>" in fay
        assert "You are not alone with this." in ben
        assert "You are not alone with this." not in fay
        assert "Only&lt;" not in olu
        assert "Circle " not in olu.split("</h1>")[1].replace("Story Circle", "")
        assert "Evening" in olu
        assert 'href="' not in fay + ben + olu
