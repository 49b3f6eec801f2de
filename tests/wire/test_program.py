"""The real program as a new operator runs it: from nothing to a circle, stopped in the middle, and started again."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import discord
import pytest

from bot.settings import ROOT
from tests.operating.test_setting_up import TOKEN
from tests.oracle import problems
from tests.strict.faults import Fault
from tests.wire.line import ANN, BEN, FAY, until
from tests.wire.program import Program
from tests.wire.stub import Json, Stub, buttons, words

pytestmark = pytest.mark.exhaustive

MOST_STEPS = 6
KEPT_ENV = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")
"""What a machine needs to trust its network. Nothing else of this one's environment is there."""


def by_hand(words_: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """`make init` and `make run` do this, once everything is installed."""
    kept = {name: os.environ[name] for name in KEPT_ENV if name in os.environ}
    clean = {"PATH": "/usr/bin:/bin", **kept, **env}
    script = str(Path(sys.executable).with_name("story-circle"))
    return ["env", "-i", *(f"{name}={value}" for name, value in clean.items()), script, *words_]


STEPS = ("git clone", "make init", "Open the link", "make run", "/settings setup` and then `/circle open")
"""What the guide says after the token, if one tries it by hand."""


def test_the_guide_has_these_steps() -> None:
    guide = (ROOT / "docs" / "hosting.md").read_text("utf-8").split("\n## By hand")[1].split("\n## ")[0]
    steps = re.findall(r"^\d\. (.*)", guide, re.M)
    assert [does in step.replace(",", "") for does, step in zip(STEPS, steps, strict=True)] == [True] * len(
        STEPS
    )
    assert 1 + len(STEPS) <= MOST_STEPS, "the token is the first"


def test_the_guide_leads_to_a_circle_and_a_stop_in_mid_hand_off_loses_nothing(tmp_path: Path) -> None:
    asyncio.run(_first_evening(tmp_path))  # in real time, as the program is


async def _first_evening(home: Path) -> None:
    async with Stub() as stub:
        wire = Program(stub, home, by_hand)
        code, said = await wire.typed("init", answers=f"{TOKEN}\n\nhelp@example.org\n")
        assert code == 0, said
        assert TOKEN not in said
        assert re.search(r"^https://discord\.com/oauth2/authorize\?\S+$", said, re.M), "the link, whole"
        await wire.start()
        wire.stub.world.add_role(wire.guild, discord.Permissions(manage_guild=True), FAY)
        assert "Discord" not in words((await wire.slash(FAY, "settings setup"))[0]["data"]), (
            "nothing is missing"
        )
        room = await wire.begin()
        await wire.reach_round(room)

        # The machine is switched off between two people: Discord has the next card, or has it not.
        for person, after, fault in (
            (FAY, ANN, Fault(gate=asyncio.Event())),
            (ANN, BEN, Fault(503, gate=asyncio.Event())),
        ):
            await wire.press(person, wire.newest(room, "Receive"), "Receive")
            await wire.press(person, wire.newest(room, "I'm done"), "I'm done")
            before = len(cards_of(stub, room, after))
            stub.fail(fault, "POST", f"/channels/{room}/messages")
            await until(lambda: fault.hits, "the next card is on its way", wire.patience_s)  # noqa: B023
            log = await wire.stopped()
            assert wire.ended == 0, log
            assert "Traceback" not in log
            assert fault.gate is not None
            fault.gate.set()
            await wire.start()
            await until(
                lambda: len(cards_of(stub, room, after)) > before,  # noqa: B023
                "the next card is there",
                wire.patience_s,
            )
            assert "Receive" in buttons(stub.posted(room)[-1])
            assert len(cards_of(stub, room, after)) == before + 1, "once"
        await wire.press(BEN, wire.newest(room, "Receive"), "Receive")

        code, said = await wire.typed("doctor")
        assert code == 0, said
        assert "to do" not in said
        assert await wire.stopped()
        assert not stub.unknown
        assert not (wrong := problems(stub.calls)), wrong
    assert stat.S_IMODE((home / "config.toml").stat().st_mode) == 0o600


def test_a_start_waits_until_discord_can_be_reached(tmp_path: Path) -> None:
    """As after a power cut, when the machine is there before its network."""
    asyncio.run(_start_before_the_network(tmp_path))


async def _start_before_the_network(home: Path) -> None:
    async with Stub() as stub:
        wire = Program(stub, home, by_hand)
        assert (await wire.typed("init", answers=f"{TOKEN}\n\nhelp@example.org\n"))[0] == 0
        down = Fault(503)
        stub.fail(down, "GET", "/users/@me", times=2)
        await wire.start()
        log = await wire.stopped()
        assert (down.hits, wire.ended) == (2, 0), log
        assert log.count("Discord cannot be reached.") == 2, log
        assert "It is tried again in 2 seconds." in log
        assert "It is tried again in 4 seconds." in log
        assert "Traceback" not in log


def cards_of(stub: Stub, room: int, person: int) -> list[Json]:
    """The cards that offered somebody the piece."""
    offer = f"<@{person}>"
    return [one for one in stub.posted(room) if offer in words(one) and "talking piece" in words(one)]
