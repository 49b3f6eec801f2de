"""What goes wrong in real life, switched on and off again."""

from __future__ import annotations

import pytest

from bot.delivery import admission
from tests.rehearsal.room.visiting import Visit, visiting


async def _switches(v: Visit, **asked: object) -> None:
    assert await v.post("weather", asked) == {"ok": True}


async def test_a_member_leaves_and_comes_back() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.act("Ana", "join", (await v.places("Ana"))["Hearth"]["id"])
        await _switches(v, kind="leave", id=v.ids["Ana"], on=True)
        state = await v.state("Ana")
        assert state["weather"]["gone"] == [v.ids["Ana"]]
        assert [person["here"] for person in state["people"]] == [True, False, True, True, True, True]
        assert (state["channels"], state["channel"], state["messages"], state["commands"]) == ([], "", [], [])
        assert await v.ask("Ana", "send", room, text="Hello?") == {"error": "Ana has left the server."}
        assert (await v.places("Fay"))["Hearth"]["people"] == []
        await v.press("Fay", "Pass")
        await v.skip(200)
        assert "has the talking piece" not in await v.read("Fay", room)
        await _switches(v, kind="leave", id=v.ids["Ana"], on=False)
        assert "lobby" in await v.places("Ana")
        await _switches(v, kind="leave", id=v.ids["Fay"], on=True)
        await _switches(v, kind="leave", id=v.ids["Fay"], on=False)
        await v.act("Fay", "slash", name="circle open", options={"name": "Another"})
        assert (await v.state())["errors"] == []


async def test_closed_direct_messages_silence_nothing_else() -> None:
    async with visiting() as v:
        await v.begin()
        await v.forget_presses()
        await _switches(v, kind="dms_closed", id=v.ids["Fay"], on=True)
        assert (await v.state())["weather"]["dms_closed"] == [v.ids["Fay"]]
        await v.press("Ben", "I need support")
        await v.press("Ben", "Let the facilitator know")
        assert "I could not reach the facilitator." in await v.reads("Ben")
        await _switches(v, kind="dms_closed", id=v.ids["Fay"], on=False)
        await v.press("Ben", "Let the facilitator know")
        assert "Story Circle" in await v.places("Fay")


async def test_a_missing_permission_is_named_and_all_is_well_once_it_is_there() -> None:
    async with visiting() as v:
        await _switches(v, kind="permission", name="create_private_threads", on=True)
        await _switches(v, kind="permission", name="send_messages", on=True)
        assert (await v.state())["weather"]["missing"] == ["create_private_threads", "send_messages"]
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening"})
        assert "Create Private Threads" in await v.read("Fay")
        await _switches(v, kind="permission", name="send_messages", on=False)
        await _switches(v, kind="permission", name="create_private_threads", on=False)
        assert (await v.state())["weather"]["missing"] == []
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening"})
        assert "room" in await v.places("Fay")
        assert "error" in await v.post("weather", {"kind": "permission", "name": "fly", "on": True})


async def test_a_permission_that_comes_back_leaves_a_circles_own_channel_as_it_was() -> None:
    async with visiting() as v:
        await _switches(v, kind="permission", name="manage_channels", on=True)
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening", "room": "channel"})
        assert "Manage Channels" in await v.read("Fay")
        await _switches(v, kind="permission", name="manage_channels", on=False)
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening", "room": "channel"})
        await v.skip(2)
        backend = v.room.world.community.backend
        made = next(c for c in backend.channels.values() if c.name and c.name.startswith("circle-"))
        before = [(o.target_id, o.allow, o.deny) for o in made.overwrites]
        for name in ("send_messages", "view_channel"):
            await _switches(v, kind="permission", name=name, on=True)
        for name in ("send_messages", "view_channel"):
            await _switches(v, kind="permission", name=name, on=False)
        assert sorted((o.target_id, o.allow, o.deny) for o in made.overwrites) == sorted(before)
        await v.press("Ana", "Save me a seat")
        await v.skip(2)
        assert (await v.places("Ana"))["room"]["name"] == made.name
        assert (await v.state())["errors"] == []


async def test_a_slow_discord_lets_cards_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    # It is patient in real seconds, and a slow Discord takes simulated ones, which nobody lets pass meanwhile.
    monkeypatch.setattr(admission, "PATIENCE_S", 0.05)
    async with visiting() as v:
        await _switches(v, kind="slow", on=True)
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening"})
        assert "Save me a seat" not in await v.read("Ana")
        await v.skip(20)
        await v.press("Ana", "Save me a seat")
        await _switches(v, kind="slow", on=False)
        assert not (await v.state())["weather"]["slow"]
        assert (await v.state())["errors"] == []


async def test_while_discord_is_down_nobody_reaches_it_and_afterwards_all_goes_on() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.press("Fay", "Receive")
        await v.press("Fay", "I'm done")
        await _switches(v, kind="down")
        assert (await v.state())["weather"]["down"]
        assert await v.ask("Ana", "send", room, text="Hello?") == {
            "error": "Discord is down just now. It comes back in 30 seconds."
        }
        assert "down just now" in (await v.post("weather", {"kind": "restart"}))["error"]
        await v.skip(20)
        assert f"<@{v.ids['Ana']}>, the talking piece" not in await v.read("Fay", room)
        await v.skip(60)
        state = await v.state()
        assert not state["weather"]["down"]
        assert "Discord is back." in [notice["text"] for notice in state["notices"]]
        assert f"<@{v.ids['Ana']}>, the talking piece" in await v.read("Fay", room)
        assert state["errors"] == []


async def test_a_restarted_bot_knows_the_circle_and_its_old_buttons() -> None:
    async with visiting() as v:
        room = await v.begin()
        await v.act("Fay", "slash", room, name="circle prompt", options={})
        await v.press("Fay", "Type one")
        await _switches(v, kind="restart")
        assert "stopped and started again" in (await v.state())["notices"][-1]["text"]
        await v.act("Fay", "modal", room, values={"sc:prompt:words": "What made you smile?"})
        assert "I was restarted" in await v.read("Fay", room)
        await v.press("Fay", "Receive")
        await v.press("Fay", "I'm done")
        await v.skip(7)
        assert f"<@{v.ids['Ana']}>, the talking piece" in await v.read("Fay", room)
        assert "error" in await v.post("weather", {"kind": "hail"})
        assert (await v.state())["errors"] == []
