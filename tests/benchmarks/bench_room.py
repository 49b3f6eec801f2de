"""The rehearsal room as a person feels it: from a press to its effect in the browser, and what a quiet room costs.

The server is a process of its own, as for people; its CPU time is what the system says it used.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from playwright.async_api import ViewportSize

from bot.settings import ROOT
from tests.benchmarks.measure import percentile
from tests.benchmarks.report import Report
from tests.rehearsal.browser.chromium import chromium, in_chromium
from tests.rehearsal.browser.tab import Tab

pytestmark = in_chromium

PRESSES = 20
CHATS_A_SECOND = 3
IDLE_S = 20.0
SESSION_S = 90 * 60
FAST = 60
EFFECT_AT_MOST_MS, IDLE_AT_MOST, SESSION_AT_MOST_S = 150, 2, 180
SETTLING_S = 3.0
PAUSE_S = 0.1
PRIVATE = "You are not alone with this."
EFFECT_MS = """([label, words]) => new Promise((resolve) => {
  const log = document.querySelector("[role=log]");
  const button = [...log.querySelectorAll("button")].findLast((one) => one.textContent === label);
  const since = performance.now();
  const look = () => {
    if (!log.textContent.includes(words)) return;
    watcher.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - since));
  };
  const watcher = new MutationObserver(look);
  watcher.observe(log, { childList: true, subtree: true, characterData: true });
  button.click();
})"""
"""From the press to the frame that shows what came of it, by the browser's own clock."""


class Served:
    """A room in a process of its own."""

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self._stat = Path(f"/proc/{pid}/stat")

    def cpu_s(self) -> float:
        """Seconds of CPU it has used, with what it asked of the system."""
        fields = self._stat.read_text("utf-8").rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def _served(*arguments: str) -> AsyncIterator[Served]:
    command = [sys.executable, "-m", "bot", "rehearse", "--port", str(unused_port()), *arguments]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"http://\S+", said)):
            line = await process.stdout.readline()
            assert line, f"The room does not open: {said}"
            said += line.decode()
        yield Served(found[0], process.pid)
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def _tab(room: Served) -> AsyncIterator[Tab]:
    """A tab as Fay, in the lobby."""
    async with chromium() as browser:
        page = await browser.new_page(viewport=ViewportSize(width=1280, height=800))
        await page.goto(room.url)
        tab = Tab(page, "Fay")
        await tab.sees("Is there a circle tonight?")
        yield tab


@asynccontextmanager
async def _chatting(room: Served, tab: Tab) -> AsyncIterator[None]:
    """Meanwhile the others talk where Fay is, three times a second."""
    channel = parse_qs(urlsplit(tab.page.url).fragment)["in"][0]
    parts = urlsplit(room.url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}

    async def chat(asking: ClientSession) -> None:
        async with asking.get(f"{room.url}api/state") as answer:
            people = (await answer.json())["people"]
        for person in cycle(person for person in people if person["role"] == "member"):
            said = {"viewer": person["id"], "channel": channel, "kind": "send", "text": "I am here, too."}
            async with asking.post(f"{room.url}api/do", json=said, headers=headers) as answer:
                assert await answer.json() == {"ok": True}
            await asyncio.sleep(1 / CHATS_A_SECOND)

    async with ClientSession() as asking:
        talking = asyncio.ensure_future(chat(asking))
        try:
            yield
        finally:
            assert not talking.done(), talking.exception()
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)


async def _effects_ms(tab: Tab) -> list[float]:
    """From a press to its private answer, many times."""
    found = []
    for _ in range(PRESSES):
        found.append(await tab.page.evaluate(EFFECT_MS, ["I need support", PRIVATE]))
        await tab.log.get_by_role("button", name="Dismiss message").last.click()
        await tab.sees_not(PRIVATE)
        await asyncio.sleep(PAUSE_S)
    return found


async def test_a_press_shows_its_effect(report: Report) -> None:
    async with _served("--auto") as room, _tab(room) as fay:
        await fay.command("circle open", name="Evening circle")
        await fay.speed("60×")
        await fay.go_to("thread")
        await fay.sees("5 of 8 seats are taken")
        await fay.press("Begin")
        await fay.button("I agree").wait_for()
        await fay.speed("1×")
        group = "The rehearsal room: from a press in the browser to the frame with its effect"
        quiet = await _effects_ms(fay)
        async with _chatting(room, fay):
            lively = await _effects_ms(fay)
    for name, found in (("in a quiet room", quiet), (f"at {CHATS_A_SECOND} chats a second", lively)):
        basis = f"wall, median of {PRESSES}"
        report.add(group, name, median(found), "ms", basis, at_most=EFFECT_AT_MOST_MS)
        report.add(group, f"{name}, 95 of 100", percentile(found, 0.95), "ms", "wall")


async def test_a_quiet_room_costs_next_to_nothing(report: Report) -> None:
    group = f"The rehearsal room: CPU of its process at real time, one page open, over {IDLE_S:.0f} s"
    for name, arguments in (("nobody on auto", ()), ("four on auto, waiting", ("--auto",))):
        async with _served(*arguments) as room, _tab(room):
            await asyncio.sleep(SETTLING_S)
            before, since = room.cpu_s(), time.monotonic()
            await asyncio.sleep(IDLE_S)
            share = 100 * (room.cpu_s() - before) / (time.monotonic() - since)
        report.add(group, name, share, "%", "CPU of one core", at_most=IDLE_AT_MOST)


async def test_ninety_minutes_at_sixty_times(report: Report) -> None:
    async with _served("--auto", "--members", "8") as room, _tab(room) as tab:
        await tab.be("Olu")
        await tab.speed("60×")
        before, since = room.cpu_s(), time.monotonic()
        ends = await _now(room, tab) + timedelta(seconds=SESSION_S)
        async with asyncio.timeout(2 * SESSION_AT_MOST_S):
            # The room is another process; there is nothing to wait on but its clock.
            while (left := ends - await _now(room, tab)) > timedelta():  # noqa: ASYNC110
                await asyncio.sleep(min(left.total_seconds() / FAST, 5))
        wall, cpu = time.monotonic() - since, room.cpu_s() - before
        await tab.sees("This circle has closed.")
        await tab.is_untroubled()
    group = f"The rehearsal room: {SESSION_S // 60} simulated minutes at {FAST} times, a whole circle of 8 on auto"
    report.add(group, "until they have passed", wall, "s", "wall, once", at_most=SESSION_AT_MOST_S)
    report.add(group, "the server's CPU", cpu, "s", "CPU, once")


async def _now(room: Served, tab: Tab) -> datetime:
    """What time it is in the room."""
    # Asked as whoever the page shows: to ask as somebody is to be them.
    viewer = parse_qs(urlsplit(tab.page.url).fragment)["as"][0]
    async with (
        ClientSession() as asking,
        asking.get(f"{room.url}api/state", params={"viewer": viewer, "channel": ""}) as answer,
    ):
        return datetime.fromisoformat((await answer.json())["now"])
