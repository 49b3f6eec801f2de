"""The room over HTTP: who is let in, what every answer carries, and how pages hear that something has changed."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from contextlib import AsyncExitStack
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientTimeout

from bot.rehearsal.room import server
from bot.rehearsal.room.guard import HEADERS, LARGEST
from bot.rehearsal.room.page_updates import MOST_PAGES
from bot.services.participation.reports import Figures, Quarter, QuarterRow
from bot.ui.cards.participation import chart
from bot.ui.i18n import Translator
from tests.recorded import keep_quarters
from tests.rehearsal.room.visiting import Visit, visiting

JSON = "application/json"
GALLERY = 12
ROW = QuarterRow(Quarter(2026, 1), True, Figures(sessions=5, seats_taken=15))


async def _raw(v: Visit, method: str, path: str, data: Any = None, **headers: str) -> tuple[int, str]:
    async with v.client.request(method, path, data=data, headers=headers) as response:
        for name, value in HEADERS.items():
            assert response.headers[name] == value, (path, name)
        assert "Server" not in response.headers
        return response.status, await response.text()


async def test_only_the_rooms_own_page_is_let_in(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "bot.rehearsal.room")
    async with visiting() as v:
        below, good = f"/{v.address.token}", json.dumps({"speed": 10})
        ours = {"Origin": v.origin, "Content-Type": JSON}
        host = f"127.0.0.1:{v.address.port}"
        forged: list[tuple[str, str, dict[str, str]]] = [
            ("GET", "/", {}),
            ("GET", "/favicon.ico", {}),
            ("GET", below, {}),
            ("GET", f"{below[:-1]}/", {}),
            ("GET", f"{below}x/", {}),
            ("GET", f"{below}/static/../../community.py", {}),
            ("GET", f"{below}/static/..%2fhouse.py", {}),
            ("GET", f"{below}/static/nothing.js", {}),
            ("GET", f"{below}/api/do", {}),
            ("GET", f"{below}/", {"Host": "evil.example"}),
            ("GET", f"{below}/", {"Host": f"evil.example:{v.address.port}"}),
            ("GET", f"{below}/api/state", {"Origin": "http://evil.example"}),
            ("GET", f"{below}/save.html?viewer=1", {}),
            ("GET", f"{below}/cdn?u=file:///etc/passwd", {}),
            ("POST", f"{below}/api/time", {"Content-Type": JSON}),
            ("POST", f"{below}/api/time", {"Content-Type": JSON, "Origin": "null"}),
            ("POST", f"{below}/api/time", {"Content-Type": JSON, "Origin": f"https://{host}"}),
            ("POST", f"{below}/api/time", {"Content-Type": JSON, "Origin": "http://127.0.0.1:1"}),
            ("POST", f"{below}/api/time", {**ours, "Content-Type": "text/plain"}),
            ("POST", f"{below}/api/time", {**ours, "Host": "evil.example"}),
            ("POST", f"{below}/api/nothing", ours),
            ("POST", "/other/api/time", ours),
            ("PUT", f"{below}/api/time", ours),
            ("OPTIONS", f"{below}/api/time", {}),
        ]
        for method, path, headers in forged:
            status, text = await _raw(v, method, path, good if method != "GET" else None, **headers)
            assert status == 403, (method, path, headers, text)
        assert (await v.state())["speed"] == 0
        assert len(caplog.records) == len(forged)
        assert v.address.token not in caplog.text
        localhost = {"Origin": f"http://localhost:{v.address.port}", "Host": f"localhost:{v.address.port}"}
        assert (await _raw(v, "POST", f"{below}/api/time", good, **{**ours, **localhost}))[0] == 200
        assert (await v.state())["speed"] == 10


async def test_what_is_no_json_or_too_much_is_refused() -> None:
    async with visiting() as v:
        path, ours = f"/{v.address.token}/api/do", {"Origin": v.origin, "Content-Type": JSON}
        for nonsense in ("", "{", "[]", "7", "[" * 5000, b"\xff\xfe"):
            status, text = await _raw(v, "POST", path, nonsense, **ours)
            assert status == 400
            assert "error" in json.loads(text)
        status, text = await _raw(v, "POST", path, io.BytesIO(bytes(LARGEST + 1)), **ours)
        assert (status, json.loads(text)) == (413, {"error": "That is too large to send."})


async def test_the_page_and_its_parts_are_served_packed_and_kept_while_they_are_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><script src="static/main.js"></script>', "utf-8")
    (tmp_path / "main.js").write_text(f"export {{}}; // {'many words ' * 200}", "utf-8")
    (tmp_path / "notes.py").write_text("secret", "utf-8")
    (tmp_path / ".hidden.js").write_text("secret", "utf-8")
    async with visiting(static=tmp_path) as v:
        page = await v.get("")
        assert (page.status, page.content_type) == (200, "text/html")
        assert page.headers["Cache-Control"] == "no-store"
        path = _part_of(await page.text())
        part = await v.get(path)
        assert (part.status, part.content_type) == (200, "text/javascript")
        assert "immutable" in part.headers["Cache-Control"]
        assert part.headers["Content-Encoding"] in ("gzip", "deflate")
        assert int(part.headers["Content-Length"]) < 200
        assert "many words" in await part.text()
        assert (await v.client.get(part.url.path, headers={"Host": "evil.example"})).status == 403
        plain = await v.client.get(part.url.path, headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers
        for name in ("notes.py", ".hidden.js", "index", "..", "main.js/.."):
            assert (await v.get(path.replace("main.js", name))).status == 403
        assert (await v.get("static/0000000000000000/main.js")).status == 403
        # What is changed has another address, and the old one is no longer there.
        (tmp_path / "main.js").write_text("export {};", "utf-8")
        fresh = _part_of(await (await v.get("")).text())
        assert fresh != path
        assert await (await v.get(fresh)).text() == "export {};"
        assert (await v.get(path)).status == 403


def _part_of(page: str) -> str:
    return page.partition('src="')[2].partition('"')[0]


async def test_files_of_the_simulated_discord_are_served_as_what_they_are() -> None:
    async with visiting() as v:
        ana = next(g for g in v.room.world.community.circle if g.name == "Ana")
        files = [("leaf.png", b"\x89PNG"), ("page.html", b"<script>")]
        async with v.room.time_control.turn():
            await ana.actor.send(v.room.world.community.lobby, "Look.", attachments=files)
        picture, page = (await v.state("Ben"))["messages"][-1]["files"]
        assert (picture["name"], picture["image"], page["image"]) == ("leaf.png", True, False)
        async with v.client.get(f"/{v.address.token}/{picture['url']}") as response:
            assert (response.content_type, await response.read()) == ("image/png", b"\x89PNG")
        async with v.client.get(f"/{v.address.token}/{page['url']}") as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"] == "attachment"
        saved = await (await v.get("save.html", viewer=v.ids["Ben"])).text()
        assert 'src="data:image/png;base64,iVBORw=="' in saved
        assert "&lt;script&gt;" not in saved


async def _heard(response: Any, seconds: float) -> list[str]:
    """What a page hears within that time."""
    found: list[str] = []
    try:
        async with asyncio.timeout(seconds):
            async for line in response.content:
                if text := line.decode().strip():
                    found.append(text)
    except TimeoutError:
        pass
    return found


async def test_pages_hear_of_changes_and_not_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "KEEP_S", 0.3)
    async with visiting() as v:
        path = f"/{v.address.token}/events"
        async with v.client.get(path, timeout=ClientTimeout(total=None)) as page:
            assert page.content_type == "text/event-stream"
            assert (await _heard(page, 0.2))[0] == f'data: {{"version": {(await v.state())["version"]}}}'
            for number in range(100):
                await v.act("Ana", "send", text=f"{number}")
            heard = await _heard(page, 0.5)
            assert heard[-1] == ": keep" or "version" in heard[-1]
            versions = [int(found[0]) for found in (re.findall(r"\d+", line) for line in heard) if found]
            assert versions[-1] == (await v.state())["version"]
            assert versions == sorted(set(versions))
            assert len(versions) < 50
            assert ": keep" in await _heard(page, 1)


async def test_two_pages_are_two_people_and_too_many_are_told_so() -> None:
    async with visiting() as v:
        path = f"/{v.address.token}/events"
        async with v.client.get(path) as one, v.client.get(path) as two:
            await _heard(one, 0.15), await _heard(two, 0.15)
            await v.act("Ana", "send", text="From the first page.")
            assert await _heard(one, 0.3)
            assert await _heard(two, 0.3)
            ears = [v.room.world.page_updates.listening() for _ in range(MOST_PAGES - 2)]
            for ear in ears:
                ear.__enter__()
            async with v.client.get(path) as three:
                assert three.status == 429
                assert "Close some of the others" in (await three.json())["error"]
            for ear in ears:
                ear.__exit__(None, None, None)


async def test_a_page_that_is_closed_makes_room_for_another_at_once() -> None:
    async with visiting() as v:
        path, updates = f"/{v.address.token}/events", v.room.world.page_updates
        for _ in range(2):
            async with AsyncExitStack() as pages:
                for _ in range(MOST_PAGES):
                    page = await pages.enter_async_context(v.client.get(path))
                    assert page.status == 200
                assert updates.pages == MOST_PAGES
            # Nothing has changed and nothing is written; the pages have only gone away.
            for _ in range(200):
                if updates.pages:
                    await asyncio.sleep(0.01)
            assert updates.pages == 0


async def test_what_somebody_did_is_done_whole_though_their_page_goes_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, may_go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with visiting() as v:

        async def slow(asked: Any) -> Any:
            begun.set()
            await may_go_on.wait()
            done.set()
            return {"ok": True}

        monkeypatch.setattr(v.room._acting, "do", slow)
        pressing = asyncio.ensure_future(v.act("Ana", "send", text="Bye."))
        await begun.wait()
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        await asyncio.sleep(0.05)
        may_go_on.set()
        async with asyncio.timeout(2):
            await done.wait()


async def test_an_error_of_the_room_itself_is_shown_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async with visiting() as v:
        with monkeypatch.context() as patched:
            patched.setattr(v.room.guide, "next", lambda: 1 / 0)
            answer = await v.post("guide", {"next": True})
        assert answer == {"error": "Something went wrong with that; it is shown on the page."}
        assert "ZeroDivisionError" in (await v.state())["errors"][-1]["text"]
        await v.act("Ana", "send", text="Still here.")


async def test_a_picture_of_a_card_stands_where_the_card_has_it() -> None:
    async with visiting() as v:
        assert chart.pictures(Translator("en", NullTranslations()), [ROW])  # so that it is imported
        bot = v.room.world.sim.bot
        (guild,) = bot.guilds
        await bot.desks.transactions.store.write(keep_quarters, guild.id, bot.clock.utcnow())
        await v.act("Fay", "slash", name="participation report", options={})
        messages = (await v.state("Fay"))["messages"]
        shown = next(message for message in messages if "Participation" in str(message["components"]))
        assert shown["files"] == [], "and not once more below it"
        (box,) = shown["components"]
        galleries = [part for part in box["components"] if part["type"] == GALLERY]
        assert len(galleries) == 3
        for gallery in galleries:
            (item,) = gallery["items"]
            assert item["description"]
            query = urlencode({"u": item["media"]["url"]})
            async with v.client.get(f"/{v.address.token}/cdn?{query}") as response:
                assert response.content_type == "image/png"
