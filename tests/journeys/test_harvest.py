"""Sparks of hope: what a person sees from offering one to withdrawing it, and what is posted without them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.ids import GuildXid
from bot.services.harvest import sparks
from tests.journeys.hopeful import (
    all_posted,
    at_harvest,
    card_now,
    change_rows,
    choose_hope,
    close_direct,
    direct,
    every_value,
    filled_in,
    finish,
    forbid,
    hope_of,
    offer,
    posted,
    press_twice,
    preview,
    rows,
    submit,
    token_of,
    withdraw,
)
from tests.journeys.house import House, house, words

pytestmark = pytest.mark.sqlite  # it looks into the file

LINES = ("A loaf, still warm.", "Dog number seven.", "A blue chair that holds.", "Twice round the block.")
DAY_US = 24 * 3600 * 10**6


async def test_three_offer_and_all_are_posted_later_without_names() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        card = words(h.newest(h.members[0], "## Harvest"))
        assert f"share one in {hope_of(h).mention}." in card
        assert "if at least three people share one" in card
        for who, line in zip(everyone, LINES, strict=False):
            assert "I have sent you a direct message" in await offer(h, who, spark=line)
        await finish(h)
        await h.wait(590)
        assert posted(h) == [], "not right after the circle"
        lines = await all_posted(h, hurry=False)
        assert sorted(lines) == sorted(f"> {line}" for line in LINES)
        for who in everyone:
            assert who.mention not in "".join(lines)
            assert who.name not in "".join(lines)
        assert not h.lobby.threads, "the circle and its seats are long gone"
        traces = rows(h)
        assert len(traces) == 4
        for trace in traces:
            kept = {name for name, value in trace.items() if value not in (None, 0)}
            assert kept == {"key", "guild_xid", "channel_xid", "message_xid"}


async def test_what_is_shown_before_is_exactly_what_is_posted_and_only_what_was_agreed() -> None:
    async with house() as h:
        _, ann, ben, cat = await at_harvest(h)
        title, spark = "The *blue* chair", "It holds_ > 2 people, `still`. # not a heading"
        shown = await preview(h, ann, title, spark)
        assert "[Share the title]\n[Share the spark]\n[Share both]\n[Leave it]" in shown
        assert rows(h) == [], "nothing is kept before anybody agrees"
        container = next(part for part in h.last.response.components if part["type"] == 17)
        pieces = [piece["content"] for piece in container["components"]]
        await h.press(ann, "Share both", h.last.response)
        await offer(h, ben, "Only the title", "and not this", share="Share the title")
        await offer(h, cat, "and not that", "Only the spark", share="Share the spark")
        await finish(h)
        lines = await all_posted(h)
        assert sorted(lines) == sorted(
            [
                "\n".join(pieces),
                "### Only the title",
                "> Only the spark",
            ]
        )
        assert "\n".join(pieces) in words(direct(h, ann, "[Withdraw]"))


async def test_only_what_was_typed_can_be_agreed_to_and_leaving_it_keeps_nothing() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h)
        shown = await preview(h, ann, title="A title alone")
        assert "[Share the title]\n[Leave it]" in shown
        assert "Both boxes are empty" in await preview(h, ann)
        shown = await preview(h, ann, spark="A spark alone")
        assert "[Share the spark]\n[Leave it]" in shown
        await h.press(ann, "Leave it", h.last.response)
        assert "nothing of it was kept" in card_now(h, ann)
        assert rows(h) == []
        (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        assert session.state.sparks == ()


async def test_two_offer_and_nothing_is_posted_and_nothing_kept() -> None:
    async with house() as h:
        _, ann, ben, _ = await at_harvest(h)
        await offer(h, ann, spark=LINES[0])
        await offer(h, ben, spark=LINES[1])
        assert len(rows(h)) == 2
        await finish(h)
        assert rows(h) == []
        assert await all_posted(h) == []
        assert "withdrawn, or it was never posted" in await withdraw(h, ann)


async def test_one_of_three_withdraws_in_the_circle_and_nothing_is_posted() -> None:
    async with house() as h:
        _, ann, ben, cat = await at_harvest(h)
        for who, line in zip((ann, ben, cat), LINES, strict=False):
            await offer(h, who, spark=line)
        assert "It had not been posted, and it will not be." in await withdraw(h, cat)
        await finish(h)
        assert await all_posted(h) == []
        assert sparks.LEAST == 3


async def test_each_person_offers_once_and_pressing_twice_is_once() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h)
        await preview(h, ann, spark="First")
        first = h.last.response
        await preview(h, ann, spark="Second")
        second = h.last.response
        await h.press(ann, "Share the spark", first)
        assert "Each person offers one" in await h.press(ann, "Share the spark", second)
        assert "Each person offers one" in await h.press(ann, "Offer a spark", h.newest(ann, "## Harvest"))
        assert len(rows(h)) == 1


async def test_agreeing_again_after_a_restart_that_came_between_is_answered_alike() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h)
        await preview(h, ann, spark="Still here")
        card = h.last.response
        await h.sim.restart()
        await h.press(ann, "Share the spark", card)
        assert "I have sent you a direct message" in card_now(h, ann)
        assert len(rows(h)) == 1
        assert "Still here" in words(direct(h, ann, "[Withdraw]"))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("restarted", [False, True])
async def test_withdrawing_before_and_after(when: str, restarted: bool) -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        if when == "after":
            await all_posted(h)
        if restarted:
            await h.sim.restart()
        ben = everyone[2]
        answer = await withdraw(h, ben)
        assert ("its message is deleted" if when == "after" else "it will not be") in answer
        assert "[Withdraw]" not in answer
        lines = await all_posted(h)
        assert len(lines) == len(rows(h)) == 3
        assert LINES[2] not in "".join(lines)


async def test_withdrawing_twice_is_answered_twice() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        card = direct(h, everyone[1], "[Withdraw]")
        await press_twice(h, everyone[1], card, "Withdraw")
        answered = [r for r in h.env.http_requests if r.path.endswith("/messages/@original")][-2:]
        assert "it will not be" in str(answered[0].json)
        assert "withdrawn, or it was never posted" in str(answered[1].json)
        assert len(rows(h)) == 3


async def test_agreeing_twice_in_the_same_instant_keeps_one_and_writes_once() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h)
        await preview(h, ann, spark="Once")
        await press_twice(h, ann, h.newest(ann, "[Share the spark]"), "Share the spark")
        assert "I have sent you a direct message" in card_now(h, ann)
        assert len(rows(h)) == 1
        assert h.private(ann).count("> Once") == 1


async def test_two_people_have_the_fields_open_at_once() -> None:
    async with house() as h:
        _, ann, ben, _ = await at_harvest(h)
        await h.press(ann, "Offer a spark", h.newest(ann, "[Offer a spark]"))
        first = h.last
        await h.press(ben, "Offer a spark", h.newest(ben, "[Offer a spark]"))
        shown = h._answer(await ben.submit_modal(h.last, {"sc:spark:words": "Of Ben"}))
        assert "> Of Ben" in shown
        shown = h._answer(await ann.submit_modal(first, {"sc:spark:words": "Of Ann"}))
        assert "> Of Ann" in shown


async def test_a_posted_spark_that_was_deleted_by_hand_is_forgotten() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        await all_posted(h)
        gone = next(m for m in hope_of(h).history() if LINES[1] in words(m))
        h.env.backend.delete_message(hope_of(h).id, gone.id)
        assert "had been deleted already" in await withdraw(h, everyone[1])
        assert len(rows(h)) == 3


async def test_when_discord_does_not_let_it_through_it_stays_and_can_be_tried_again() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        await all_posted(h)
        h.env.inject_error("DELETE", "/channels/*/messages/*", status=503)
        answer = await withdraw(h, everyone[1])
        assert "Please try again later." in answer
        assert "[Withdraw]" in answer
        assert len(rows(h)) == 4
        forbid(h, hope_of(h), view_channel=True)
        answer = await withdraw(h, everyone[1])
        assert "I lack this permission in the hope channel: **View Channel**" in answer
        assert len(rows(h)) == 4
        forbid(h, hope_of(h))
        assert "its message is deleted" in await withdraw(h, everyone[1])


async def test_without_direct_messages_a_code_withdraws_it() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        ann = everyone[1]
        close_direct(h, ann)
        kept = {who: await offer(h, who, spark=line) for who, line in zip(everyone, LINES, strict=False)}
        card = kept[ann]
        assert "I could not send you a direct message" in card
        assert "Later, for 5 years, type `/story withdraw` and enter this code." in card
        code = re.search(r"`([A-Z2-9]{5}-[A-Z2-9]{5})`", card)
        assert code is not None
        await finish(h)
        await all_posted(h)
        await h.sim.restart()
        await h.slash(ann, "story withdraw")
        assert "No spark here has this code." in await submit(h, ann, sc__code__typed="AAAAA-AAAAA")
        await h.slash(ann, "story withdraw", at=hope_of(h))
        answer = await submit(h, ann, sc__code__typed=f" {code[1].lower().replace('-', ' ')}")
        assert "its message is deleted" in answer
        assert not any(LINES[1] in text for text in posted(h))
        await h.slash(ann, "story withdraw")
        assert "No spark here has this code." in await submit(h, ann, sc__code__typed=code[1])
        assert len(posted(h)) == len(rows(h)) == 3


async def test_without_direct_messages_the_button_in_the_room_withdraws_it() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        ann = everyone[1]
        close_direct(h, ann)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await h.press(ann, "Withdraw", next(m for m in h.sees(ann) if "[Withdraw]" in words(m)))
        assert "it will not be" in card_now(h, ann)
        assert len(rows(h)) == 3


async def test_without_a_hope_channel_nothing_is_offered() -> None:
    async with house() as h:
        await at_harvest(h, hope=False)
        card = words(h.newest(h.members[0], "## Harvest"))
        assert "Write it here, or keep it to yourself." in card
        assert "[Offer a spark]" not in card


async def test_a_hope_channel_that_goes_away_while_sparks_wait() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        harvest = h.newest(everyone[3], "## Harvest")
        for who, line in zip(everyone[:3], LINES, strict=False):
            await offer(h, who, spark=line)
        h.env.backend.delete_channel(hope_of(h).id)
        await h.env.settle(idle=0.001)
        assert "no hope channel now" in await h.press(everyone[3], "Offer a spark", harvest)
        await finish(h)
        await all_posted(h)
        assert "I could not post 3 sparks of hope there." in await h.slash(h.admin, "settings show")
        h.hope = h.guild.create_text_channel("garden")  # type: ignore[attr-defined]
        await choose_hope(h, hope_of(h))
        assert len(await all_posted(h)) == 3


async def test_what_a_missing_permission_forbids_is_kept_for_a_day_and_then_dropped() -> None:
    async with house() as h:
        everyone = await at_harvest(h, 3)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        forbid(h, hope_of(h), send_messages=True)
        await finish(h)
        await all_posted(h)
        shown = await h.slash(h.admin, "settings show")
        assert "I lack this permission there: **Send Messages**." in shown
        assert "I could not post 3 sparks of hope there." in shown
        change_rows(h, "drop_at = post_at")  # as a day later
        await h.wait(601)
        assert rows(h) == []


async def test_what_discord_does_not_take_at_once_is_tried_again_and_posted_once() -> None:
    async with house() as h:
        everyone = await at_harvest(h, 3)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        h.env.inject_error("POST", f"/channels/{hope_of(h).id}/messages", status=503, times=4)
        assert len(await all_posted(h)) == 3


async def test_a_bot_that_was_away_for_days_still_posts_what_it_never_tried() -> None:
    async with house() as h:
        everyone = await at_harvest(h, 3)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        earlier = 5 * DAY_US
        change_rows(h, f"drop_at = drop_at - {earlier}, post_at = post_at - {earlier}")
        await h.sim.restart()
        await h.wait(5)
        assert len(posted(h)) == 3


async def test_what_was_to_be_posted_a_month_ago_is_not_posted_any_more() -> None:
    async with house() as h:
        everyone = await at_harvest(h, 3)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)
        earlier = 31 * DAY_US  # as in a copy of the database that is put back
        change_rows(h, f"drop_at = drop_at - {earlier}, post_at = post_at - {earlier}")
        await h.sim.restart()
        await h.wait(5)
        assert posted(h) == []
        assert rows(h) == []


async def test_a_direct_message_that_discord_does_not_take_is_no_fault() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h, 3)
        h.env.inject_error("POST", f"/channels/{ann.user.dm_channel.id}/messages", status=503)
        assert "I could not send you a direct message" in await offer(h, ann, spark=LINES[0])
        assert len(rows(h)) == 1


async def test_a_crash_between_posting_and_saving_posts_nothing_twice(monkeypatch: Any) -> None:
    async with house() as h:
        h.expected_faults = ["A spark could not be served"]
        everyone = await at_harvest(h, 3)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, spark=line)
        await finish(h)

        def dead(*_: Any) -> None:
            raise RuntimeError("the process is no more")

        with monkeypatch.context() as patched:
            patched.setattr(sparks, "posted", dead)
            await all_posted(h)
        assert len(posted(h)) == 3, "Discord has them all, and the bot knows of none"
        assert all(row["message_xid"] is None and row["attempts"] > 0 for row in rows(h))
        # One is withdrawn before the bot has looked again: it is found by its nonce.
        change_rows(h, f"post_at = post_at + {3600 * 1_000_000}")
        await h.sim.restart()
        assert "its message is deleted" in await withdraw(h, everyone[1])
        assert len(posted(h)) == 2
        await all_posted(h)
        assert len(posted(h)) == 2
        assert all(row["message_xid"] for row in rows(h))


@pytest.mark.parametrize(
    "typed",
    [
        "see https://example.com",
        "discord.gg/abcdef",
        "come to www.example.org now",
        "example.com/path",
        "write to ann@example.com",
        "[hope](https://example.com)",
        "discord.com/invite/abc",
    ],
)
async def test_links_and_invitations_are_refused_kindly_and_given_back(typed: str) -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h, 3)
        answer = await preview(h, ann, "A good title", typed)
        assert "It has a link or an invitation in it." in answer
        assert "[Share" not in answer
        await h.press(ann, "Try again", h.last.response)
        assert filled_in(h) == {"sc:spark:title": "A good title", "sc:spark:words": typed}


async def test_mentions_and_other_tricks_are_made_harmless() -> None:
    async with house() as h:
        everyone = await at_harvest(h, 3)
        ann, ben = everyone[1:]
        typed = f"thank {ben.mention} @everyone\n# big <#{h.lobby.id}> {ben.id} \u202eevil <:pic:{ben.id}>"
        shown = await preview(h, ann, spark=typed)
        assert "> thank someone everyone # big somewhere … evil :pic:" in shown
        await h.press(ann, "Share the spark", h.last.response)
        await offer(h, everyone[0], spark="x")
        await offer(h, ben, spark="y")
        await finish(h)
        lines = "\n".join(await all_posted(h))
        assert str(ben.id) not in lines
        assert "<@" not in lines


async def test_somebody_without_a_seat_and_a_press_after_the_harvest() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h, 3)
        await preview(h, ann, spark="Too late")
        mine = h.last.response
        (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        chance = await h.sim.bot.desks.harvest.chance(session.id, h.members[7].id)
        assert chance.refusal is not None
        await h.wait(121)
        assert "Sparks are gathered only during the harvest" in await h.press(ann, "Share the spark", mine)
        assert rows(h) == []


async def test_the_database_alone_links_no_posted_line_to_a_seat() -> None:
    async with house() as h:
        everyone = await at_harvest(h)
        for who, line in zip(everyone, LINES, strict=False):
            await offer(h, who, "A title", line)
        during = {bytes(row["key"]) for row in rows(h)}
        assert _texts(h, *LINES, "A title") == [], "sealed until it is posted"
        tokens = [token_of(h, person) for person in everyone]
        await finish(h)
        waiting = rows(h)
        assert all(row["session_id"] is None for row in waiting)
        assert not during & {bytes(row["key"]) for row in waiting}, "nor can an older copy be laid beside it"
        (ended,) = rows(h, "session")
        assert "sparks" not in ended["state"]
        assert len({len(row["words"]) for row in waiting}) == 1
        await all_posted(h)
        assert _texts(h, *LINES, "A title", *tokens) == []
        await h.wait(601)
        for table in ("seat", "session", "delivery", "card", "deadline"):
            assert rows(h, table) == []
        for row in rows(h):
            assert row["words"] is None
            assert row["post_at"] is row["drop_at"] is row["session_id"] is None


def _texts(h: House, *texts: str) -> list[tuple[str, str]]:
    """Where any of these is in the database."""
    found = []
    for table, column, value in every_value(h):
        plain = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        found += [(table, column) for text in texts if text in plain]
    return found


async def test_fields_that_were_closed_without_sending_are_not_remembered_for_ever() -> None:
    async with house() as h:
        _, ann, *_ = await at_harvest(h, 3)
        store = h.sim.bot._connection._view_store
        await h.press(ann, "Offer a spark", h.newest(ann, "[Offer a spark]"))
        assert len(store._modals) == 1
        await preview(h, ann, spark="Sent")
        assert len(store._modals) == 1, "what was sent is not held any more"
        await h.wait(1800)
        await h.wait(1801)
        assert len(store._modals) == 0
