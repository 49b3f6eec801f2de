"""How much memory the real program takes in many servers, with a circle under way in one of them.

Each server is like a real one of some thousand people: channels with permissions of their own, roles, emojis. What the
program takes in one server alone is the floor: Python, the libraries, the content.
"""

from __future__ import annotations

import asyncio
import copy
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.report import Report
from tests.strict.shapes import Json
from tests.wire.line import until
from tests.wire.program import Program
from tests.wire.stub import Stub

SERVERS, MOST_MB = 2_500, 200.0
CHANNELS, ROLES, EMOJIS = 20, 12, 10


def program(words: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """The program as it runs elsewhere: with settings from the environment, and nothing else from here."""
    clean = {"PATH": os.environ["PATH"], "STORY_CIRCLE_DISCORD__TOKEN": "not.a.token", **env}
    script = str(Path(sys.executable).with_name("story-circle"))
    return ["env", "-i", *(f"{name}={value}" for name, value in clean.items()), script, *words]


def in_servers(stub: Stub, like: int, count: int) -> None:
    """Let the bot be in so many servers besides, as far as the gateway tells. Nothing happens in them."""
    world, first = stub.world, stub.world.guild(like)
    of_this = world.guild
    channel, role = first["channels"][0], first["roles"][-1]
    others = {world.snowflake(): None for _ in range(count)}

    def told(xid: int) -> Json:
        if xid not in others:
            return of_this(xid)
        made: Json = copy.deepcopy(first) | {"id": str(xid), "name": f"Server {xid}"}
        everyone = first["roles"][0] | {"id": str(xid)}
        own = [role | {"id": str(xid + n), "name": f"Role {n}"} for n in range(1, ROLES)]
        made["roles"] = [everyone, *first["roles"][1:], *own]
        denied = [{"id": str(xid + n), "type": 0, "allow": "1024", "deny": "2048"} for n in range(2)]
        about = {"guild_id": str(xid), "topic": "What this channel is for, in one sentence or two."}
        made["channels"] = [
            channel
            | about
            | {"id": str(xid + 100 + n), "name": f"channel-{n}", "permission_overwrites": denied}
            for n in range(CHANNELS)
        ]
        made["emojis"] = [{"id": str(xid + 200 + n), "name": f"emoji{n}", "roles": []} for n in range(EMOJIS)]
        return made

    for xid in others:
        world.guilds[xid] = world.guilds[like]
        world.servers[xid] = world.servers[like]
    world.guild = told  # type: ignore[method-assign]


async def megabytes(home: Path, servers: int) -> tuple[float, float]:
    """What the program takes with a circle under way, and at most until then."""
    async with Stub() as stub:
        wire = Program(stub, home, program)
        wire.patience_s = 120
        in_servers(stub, wire.guild, servers - 1)
        await wire.start()
        await until(lambda: len(stub.gateway.told) >= servers, "it is told of all servers", 120)
        room = await wire.begin()
        await wire.reach_round(room)
        status = Path(f"/proc/{wire.process_id}/status").read_text("ascii")  # noqa: ASYNC240
        await wire.stop()
    now, most = (
        int(re.findall(rf"^{name}:\s+(\d+) kB", status, re.M)[0]) / 1024 for name in ("VmRSS", "VmHWM")
    )
    return now, most


def test_servers(report: Report, tmp_path: Path) -> None:
    group = (
        f"Memory of one process in {SERVERS:,} servers of {CHANNELS} channels, {ROLES} roles, {EMOJIS} emojis"
    )
    for home in ("one", "many"):
        (tmp_path / home).mkdir()
    floor, _ = asyncio.run(megabytes(tmp_path / "one", 1))
    now, most = asyncio.run(megabytes(tmp_path / "many", SERVERS))
    report.add(group, "floor: in one server", floor, "MB", "resident")
    report.add(group, "a server", 1024 * (now - floor) / SERVERS, "kB", "mean")
    report.add(group, "in all of them, with a circle under way", now, "MB", "resident", at_most=MOST_MB)
    report.add(group, "at most since the start", most, "MB", "resident")
