"""Who may lead: whoever holds the circle now, and everybody else by what Discord says of them at that press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor

from bot.circle.model import Phase
from bot.ids import SessionId
from tests.journeys.forging import forge
from tests.journeys.hopeful import submit
from tests.journeys.house import House, house

NOT_LEADING = (
    "Only this circle's facilitator",
    "You do not have a seat in this circle",
    "There is no circle of yours here",
    "This circle is over. Thank you",
    "Only the facilitator can write through me.",
)
COMMANDS: dict[str, dict[str, Any]] = {
    "circle panel": {},
    "circle start": {},
    "circle pause": {},
    "circle resume": {},
    "circle next": {},
    "circle extend": {},
    "circle order": {},
    "circle remove": {"member": "eve"},
    "circle handover": {"member": "eve"},
    "circle prompt": {},
    "circle prompt ": {"prompt": "What is a sound you like?"},
    "circle end": {},
}
PRESSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("begin", "beginfew", "pause", "resume", "next", "silence", "handover", "end", "endnow"), ()
    ),
    **dict.fromkeys(("drawanother", "typeone", "choosefrom"), ()),
    "menu:choosefromtheme": ("0",),
    "menu:choosefrompart": ("0",),
    "menu:choosefromone": ("open-01",),
    "menu:handover": ("4",),
    **dict.fromkeys(("order", "first", "remind", "panel"), ()),
    "menu:first": ("4",),
    "menu:remind": ("0",),
    "menu:order": ("4",),
    **dict.fromkeys(("quiet", "unquiet"), ()),
    "menu:quiet": ("4",),
    "write": (),
    "menu:write": ("4",),
}
HOLDS_ONLY = ("write", "menu:write")
"""What is for whoever holds the circle, whatever others may."""


@dataclass
class People:
    """Everybody who might try, each by what they are."""

    lead: dict[str, MemberActor]
    do_not: dict[str, MemberActor]
    eve: MemberActor
    abroad: Any
    """The channel of another server that its admin and a stranger are in."""
    elsewhere_xid: int


def lose(who: MemberActor, h: House) -> None:
    """Somebody loses their roles in the server."""
    h.env.backend.get_guild(h.guild.id).members[who.id].role_ids.clear()


async def in_a_round(h: House) -> People:
    """A circle that Fay opened and handed to Ben, in its first round; Fay and Hal have lost their role since."""
    leads = h.guild.roles["Facilitators"]
    hal = h.guild.add_member(h.env.create_user("helper", global_name="Hale"), roles=[leads])
    await h.open(4, format="talking-circle")
    ben, eve = h.members[0], h.members[2]
    for who in (h.co, hal):
        await h.press(who, "Save me a seat")
    await h.slash(h.fay, "circle start", at=h.room)
    await h.wait(60)
    await h.slash(h.fay, "circle handover", at=h.room, member=ben)
    lose(h.fay, h)
    lose(hal, h)
    elsewhere = h.env.create_guild("Another house")
    abroad = elsewhere.create_text_channel("lobby")
    runs = elsewhere.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
    await h.env.settle()
    return People(
        lead={"holder": ben, "co-facilitator by role": h.co, "admin": h.admin},
        do_not={
            "stranger": elsewhere.add_member(h.env.create_user("sam", global_name="Sam")),
            "admin of another server": elsewhere.add_member(
                h.env.create_user("max", global_name="Max"), roles=[runs]
            ),
            "member without seat": h.members[7],
            "facilitator by role without seat": h.guild.add_member(
                h.env.create_user("fred", global_name="Fred"), roles=[leads]
            ),
            "seated member": h.members[1],
            "former facilitator without role": h.fay,
            "former co-facilitator without role": hal,
        },
        eve=eve,
        abroad=abroad,
        elsewhere_xid=elsewhere.id,
    )


async def state_of(h: House) -> Any:
    """The session's state."""
    return (await h.sim.bot.desks.circle.get(SessionId(1))).state


def led(answer: str) -> bool:
    """Whether what was answered is not that somebody does not lead."""
    return not any(sentence in answer for sentence in NOT_LEADING)


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_that_leads_is_for_those_who_may_now(command: str) -> None:
    async with house() as h:
        people = await in_a_round(h)

        async def typed(who: MemberActor) -> str:
            at, eve = h.room, people.eve
            if who.id not in h.guild.member_ids():
                at, eve = people.abroad, who
            elif who.id not in h.room._channel.thread_members:
                at = h.lobby
            options = {key: eve if value == "eve" else value for key, value in COMMANDS[command].items()}
            return await h.slash(who, command.strip(), at=at, **options)

        before = await state_of(h)
        for kind, who in people.do_not.items():
            assert not led(await typed(who)), kind
            assert await state_of(h) == before, f"{kind} has changed something"
        for kind, who in people.lead.items():
            if (await state_of(h)).phase is not Phase.ENDED:
                assert led(await typed(who)), kind


@pytest.mark.parametrize("verb", PRESSES)
async def test_a_press_that_leads_is_for_those_who_may_now(verb: str) -> None:
    async with house() as h:
        people = await in_a_round(h)
        values = tuple(str(people.eve.id) if value == "eve" else value for value in PRESSES[verb])

        async def pressed(who: MemberActor, **how: Any) -> str:
            custom_id = f"sc:{verb}:1:{(await state_of(h)).version}"
            return await forge(h, who, custom_id, values=values, **how)

        before = await state_of(h)
        for kind, who in people.do_not.items():
            is_abroad = who.id not in h.guild.member_ids()
            where = {"at": people.abroad, "guild_xid": people.elsewhere_xid} if is_abroad else {}
            assert not led(await pressed(who, **where)), kind
            assert await state_of(h) == before, f"{kind} has changed something"
        for kind in (
            "co-facilitator by role",
            "former co-facilitator without role",
            "former facilitator without role",
        ):
            who = {**people.lead, **people.do_not}[kind]
            assert not led(await pressed(who, direct=True)), f"{kind}, in a direct message"
        assert await state_of(h) == before
        for kind, who in people.lead.items():
            if (await state_of(h)).phase is not Phase.ENDED and (verb not in HOLDS_ONLY or kind == "holder"):
                assert led(await pressed(who)), kind


async def test_the_panel_is_not_for_everyone_once_a_circle_is_over() -> None:
    async with house() as h:
        people = await in_a_round(h)
        await h.slash(people.lead["holder"], "circle end", at=h.room)
        await h.wait(2)
        for kind in ("member without seat", "seated member", "former facilitator without role"):
            who = people.do_not[kind]
            for direct in (False, True):
                answer = await forge(h, who, "sc:endnow:1:999", direct=direct)
                assert not led(answer), kind
                assert "[Look back]" not in answer
        assert led(await forge(h, h.co, "sc:endnow:1:999")), "whoever may hold circles"


async def test_whoever_held_a_circle_looks_back_after_its_end() -> None:
    async with house() as h:
        holder = (await in_a_round(h)).lead["holder"]
        await h.slash(holder, "circle end", at=h.room)
        await h.press(holder, "Look back", h.last.response)
        assert h.last.modal is not None


async def test_whoever_holds_the_circle_leads_in_a_direct_message_too() -> None:
    async with house() as h:
        people = await in_a_round(h)
        answer = await forge(h, people.lead["holder"], "sc:pause:1:999", direct=True)
        assert "The circle is paused." in answer


async def test_a_form_is_sent_by_whoever_may_lead_when_they_send_it() -> None:
    async with house() as h:
        people = await in_a_round(h)
        result = await h.co.slash(h.room, "circle prompt")
        await h.press(h.co, "Type one", result.response)
        lose(h.co, h)
        before = await state_of(h)
        assert "Only this circle's facilitator" in await submit(h, h.co, sc__prompt__words="What is warm?")
        assert await state_of(h) == before
        assert people.lead["holder"] is h.members[0]


async def test_the_role_is_taken_by_whoever_may_hold_circles_at_that_press() -> None:
    async with house() as h:
        people = await in_a_round(h)
        helper = people.do_not["former co-facilitator without role"]
        await h.press(people.lead["holder"], "Step out")
        await h.wait(10)
        card = h.newest(h.co, "[I'll hold the circle]")
        assert (await state_of(h)).host is None
        await h.press(helper, "I'll hold the circle", card)
        assert (await state_of(h)).host is None, "they could when they took their seat, and cannot any more"
        await h.press(h.co, "I'll hold the circle", card)
        assert (await state_of(h)).host is not None


async def test_a_circle_is_moved_to_another_channel_by_whoever_leads() -> None:
    async with house() as h:
        people = await in_a_round(h)
        other = h.guild.create_text_channel("garden")
        session = await h.sim.bot.desks.circle.get(SessionId(1))
        await h.env.settle()
        # The room and its channel are gone; nobody has told where it goes on.
        await h.sim.bot.desks.transactions.store.write(_without_room)
        answer = await h.slash(people.do_not["seated member"], "circle resume", at=other)
        assert not led(answer)
        answer = await h.slash(people.do_not["former facilitator without role"], "circle resume", at=other)
        assert not led(answer)
        assert (await h.sim.bot.desks.circle.get(SessionId(1))).parent_xid == session.parent_xid
        await h.slash(people.lead["holder"], "circle resume", at=other)
        assert (await h.sim.bot.desks.circle.get(SessionId(1))).parent_xid == other.id


async def test_support_is_told_to_nobody_who_lost_their_role() -> None:
    async with house() as h:
        await h.open(4)
        await h.press(h.co, "Save me a seat")
        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(2)
        ann = h.members[0]
        await h.press(ann, "I need support")
        lose(h.co, h)
        answer = await h.press(ann, "Let a co-facilitator know", h.last.response)
        assert "I could not reach a co-facilitator" in answer + h.read(ann, h.room)
        told = f"{ann.mention} could use some support"
        assert told not in h.private(h.co) + h.read(h.co) + h.read(h.co, h.lobby)


async def test_a_circle_whose_facilitator_left_is_held_by_whoever_may_and_begins_it() -> None:
    async with house() as h:
        await h.open(4)
        await h.press(h.co, "Save me a seat")
        await h.press(h.fay, "Give up my seat")
        await h.wait(12)
        assert "Any facilitator can begin it" in h.read(h.co)
        assert not led(await h.press(h.members[0], "Begin"))
        assert led(await h.press(h.co, "Begin"))
        state = await state_of(h)
        assert state.phase is Phase.LIVE
        assert state.host == 5


def _without_room(db: Any) -> None:
    from bot.store import queries as q

    db.execute(q.set_room, {"of_session": 1, "new_room_xid": None})


async def test_a_panel_on_the_screen_tells_somebody_who_leads_no_more_nothing_new() -> None:
    async with house() as h:
        await in_a_round(h)
        answer = await forge(h, h.fay, "sc:next:1:999")
        assert "The piece" not in answer
        assert "Only this circle's facilitator" in answer


async def test_in_ones_own_turn_it_is_as_much_for_everyone() -> None:
    async with house() as h:
        everyone = await h.begin(3, format="talking-circle")
        await h.press(h.fay, "Receive")
        await h.wait(5)
        before = (await state_of(h)).turn.ends_at
        answer = await h.slash(h.fay, "circle extend", at=h.room, minutes=10)
        assert "one more minute, as everyone has" in answer
        after = (await state_of(h)).turn.ends_at
        assert (after - before).total_seconds() == 60
        for _ in range(2):
            assert "have used your extra minute" in await h.slash(
                h.fay, "circle extend", at=h.room, minutes=10
            )
        await h.press(h.fay, "I'm done")
        await h.wait(6)
        await h.press(everyone[1], "Receive")
        before = (await state_of(h)).turn.ends_at
        await h.slash(h.fay, "circle extend", at=h.room, minutes=10)
        assert ((await state_of(h)).turn.ends_at - before).total_seconds() == 600, "more for somebody else"
        assert "have used your extra minute" in await h.slash(
            everyone[1], "circle extend", at=h.room, minutes=10
        )
