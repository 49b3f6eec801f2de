"""Sparks of hope over a real connection: retried with one nonce, posted once in spite of a crash, taken back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.privacy import sparks as keys
from bot.privacy.sparks import Spark
from bot.services.harvest import sparks
from bot.services.unit_of_work import Work
from bot.store.tables import spark
from tests.wire.line import Line, until
from tests.wire.stub import Fault, limited, refused, words
from tests.wire.test_backup import put_back

LINES = ("A loaf, still warm.", "Dog number seven.", "A blue chair.")


async def waiting(wire: Line, in_s: float = 0) -> tuple[int, list[str]]:
    """Three sparks on their way, due in that many seconds. Returns the hope channel and the tokens."""
    hope = wire.stub.add_channel(wire.guild)
    desks = wire.bot.desks
    await wire.open()
    await desks.settings.change(wire.guild, 0, hope_xid=hope)
    tokens = [keys.new_token() for _ in LINES]

    def release(work: Work) -> None:
        for token, line in zip(tokens, LINES, strict=True):
            sparks.add(work, 1, wire.guild, token, Spark(words=line))
        sparks.release(work, 1, wire.guild)
        work.db.execute(update(spark).values(post_at=work.now + timedelta(seconds=in_s)))

    await desks.transactions.write(release)
    return hope, tokens


def shown(wire: Line, hope: int) -> list[str]:
    return sorted(words(message).splitlines()[0] for message in wire.stub.posted(hope))


EXPECTED = sorted(f"> {line}" for line in LINES)


@pytest.mark.parametrize("fault", [refused(503), refused(500), Fault(cut="reset"), limited(0.05)])
async def test_what_is_not_taken_is_sent_again_with_the_same_nonce(wire: Line, fault: Fault) -> None:
    wire.stub.fail(fault, "POST", r"/channels/\d+/messages", times=2)
    hope, _ = await waiting(wire)
    await until(lambda: shown(wire, hope) == EXPECTED, "all three are posted", 10)
    posts = wire.stub.tried("POST", f"/channels/{hope}/messages")
    assert len({call.body["nonce"] for call in posts}) == 3
    assert all(call.body["enforce_nonce"] and len(call.body["nonce"]) <= 25 for call in posts)
    assert all(call.body["allowed_mentions"] == {"parse": []} for call in posts)


async def test_a_bot_that_was_killed_before_the_answer_came_posts_nothing_twice(wire: Line) -> None:
    hope_gate = asyncio.Event()
    wire.stub.fail(Fault(done=True, gate=hope_gate), "POST", r"/channels/\d+/messages", times=50)
    hope, tokens = await waiting(wire)
    await until(lambda: wire.stub.posted(hope), "Discord has the first")
    await wire.kill()
    hope_gate.set()
    wire.stub.heal()
    await wire.start()
    await until(lambda: len(shown(wire, hope)) == 3, "the others follow", 10)
    assert shown(wire, hope) == EXPECTED
    for token in tokens:
        assert (await wire.bot.hope.withdraw(token)).what == "after"
    assert wire.stub.posted(hope) == []


@pytest.mark.parametrize(("away_h", "appear"), [(2, True), (24, False)])
async def test_sparks_of_a_backup_do_not_appear_again(
    wire: Line, tmp_path: Path, away_h: float, appear: bool
) -> None:
    """They have been posted since, and perhaps withdrawn. A bot that was only away for a while posts them."""
    hope, _ = await waiting(wire, in_s=3600)
    await put_back(wire, tmp_path, hours=away_h)
    await wire.quiet()
    if appear:
        await until(lambda: shown(wire, hope) == EXPECTED, "all three are posted", 10)
    left = await wire.bot.desks.transactions.store.read(lambda db: db.execute(select(spark)).all())
    assert bool(left) is appear
    assert bool(shown(wire, hope)) is appear


async def test_a_withdrawal_that_did_not_get_through_can_be_tried_again(wire: Line) -> None:
    hope, tokens = await waiting(wire)
    await until(lambda: len(shown(wire, hope)) == 3, "all three are posted", 10)
    wire.stub.fail(refused(503), "DELETE", r"/channels/\d+/messages/\d+", times=1)
    assert (await wire.bot.hope.withdraw(tokens[0])).what == "again"
    assert len(shown(wire, hope)) == 3
    assert (await wire.bot.hope.withdraw(tokens[0])).what == "after"
    wire.stub.heal()
    wire.stub.fail(refused(403, 50001, "Missing Access"), "DELETE", r"/channels/\d+/messages/\d+", times=1)
    assert (await wire.bot.hope.withdraw(tokens[1])).what == "forbidden"
    await wire.stub.delete_channel(hope)
    assert (await wire.bot.hope.withdraw(tokens[1])).what in ("gone", "nothing")
