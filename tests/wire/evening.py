"""An evening with every feature used, over real HTTP: what people type, answer and do in confidence.

As a program it is what a scan looks at: the real bot in a process of its own, which is killed at one point.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import discord
from pydantic import SecretStr
from sqlalchemy import Connection, select

from bot import settings as s
from bot.circle import commands as c
from bot.circle.formats import StageKind
from bot.circle.model import Phase, SessionState
from bot.delivery.hope import HopePoster
from bot.ids import GuildXid, MemberXid, SessionId
from bot.logs import set_up_logging
from bot.privacy.keyring import SESSION, kind_of
from bot.services.schedule.reminders import QuietHours, Reminding
from bot.store.tables import seat
from bot.ui.cards.circle.feelings import LEVELS
from tests.databases import address
from tests.scan import found, of_chance, of_words
from tests.strict import virtual
from tests.strict.shapes import Json, custom_ids
from tests.wire.line import ANN, BEN, CAT, FAY, Line, QuickClock, impatient, until
from tests.wire.planned import NAME, at_its_hour, plan
from tests.wire.stub import Stub, words

DEV = FAY + 4
TIMES = 10
"""How much faster time runs: a story must not end by itself on a slow machine."""
PEOPLE = (FAY, ANN, BEN, CAT, DEV)
MAY = discord.Permissions(manage_events=True, manage_guild=True).value

CIRCLE = "Quittenkreis"
QUESTION = "Which Zwetschgenbaum was yours?"
PREPARED = ("Holunderhof", "Mirabellen", "Schlehenweg", "Stay for Berberitzen")
SPARKS = ("A loaf of Kornelkirsche", "Dog number Hagebutte", "One blue Sanddorn")
HANDED = "Sit with the Eberraute for a while"
"""What whoever holds the circle writes to somebody who asked for support."""
PLACE = ("Vogelbeerhaus", "Somebody answers at Ebereschen hours", "0800 7770001")
HOURS, ZONE = QuietHours(time(21, 7), time(6, 43), "America/Argentina/ComodRivadavia"), "ComodRivadavia"
HOURS_SAID = ("21:07 06:43", "time(21, 7", "time(6, 43")
"""Both hours together, as they are kept, and each as Python prints it. One alone may be when a line was logged."""
IN_CONFIDENCE = (QUESTION, *PREPARED, *SPARKS, HANDED, ZONE, *HOURS_SAID)
"""What is never to be read in any file."""
TYPED = (CIRCLE, NAME, *PLACE, *IN_CONFIDENCE)
"""What is never to be read in a log."""


@dataclass(frozen=True)
class Given:
    """What people answer and do in confidence."""

    arriving: tuple[int, ...] = (1, 2, 3, 4, 5)
    leaving: tuple[int, ...] = (1, 1, 2, 2, 3)
    gestures: tuple[tuple[str, ...], ...] = (("heard", "metoo"), ("hope",), ("heard",), ())
    """By each listener, in the order of the seats."""
    takes_back: bool = False
    """Whether somebody takes back what they have sent."""
    notes: tuple[str, ...] = ("loss", "self_harm")


OTHERWISE = Given(
    (5, 5, 5, 1, 2), (3, 3, 3, 3, 3), ((), (), ("metoo",), ("heard", "hope", "metoo")), True, ("other",)
)


class Evening:
    """The bot, the people, and the steps of the evening."""

    def __init__(self, wire: Line, given: Given, hope: int) -> None:
        self.wire, self.stub, self.given, self.hope = wire, wire.stub, given, hope
        self.session = 0
        self._on: Json | None = None
        """The message that was pressed last; a form that it opens belongs to it."""

    # Acting

    async def act(self, who: int, kind: int, channel: int, data: Json, on: Json | None = None) -> Json:
        """Act. Returns what is answered: a message, or a form."""
        xid = await self.stub.interact(who, channel, kind, data, on=on, may=MAY if who == FAY else 0)
        made = self.stub.interactions.every[xid]
        await until(
            lambda: made.original is not None or any(a["type"] in (6, 9) for a in made.answers), f"{data}"
        )
        form = next((answer for answer in made.answers if answer["type"] == 9), None)
        return made.original or (form["data"] if form else {})

    async def slash(self, who: int, words: str, at: int, **options: str) -> Json:
        self._on = None
        group, name = words.split()
        typed = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        inner = [{"name": name, "type": 1, "options": typed}]
        return await self.act(who, 2, at, {"id": "1", "name": group, "type": 1, "options": inner})

    async def press(self, who: int, on: Json, verb: str, values: tuple[str, ...] | None = None) -> Json:
        """Press what does this on a message, or choose in its menu."""
        await until(lambda: self._id(on, verb), f"{verb} on a card", 8)
        data: Json = {"custom_id": self._id(on, verb), "component_type": 2}
        if values is not None:
            data |= {"component_type": 3, "values": list(values)}
        self._on = now = self.stub.interactions.message(int(on["id"])) or on
        return await self.act(who, 3, int(on["channel_id"]), data, now)

    def _id(self, on: Json, verb: str) -> str:
        now = self.stub.interactions.message(int(on["id"])) or on
        return next((xid for xid in custom_ids(now) if xid.startswith(f"sc:{verb}")), "")

    async def card(self, channel: int, verb: str) -> Json:
        """The newest card in a channel on which this can be pressed."""

        def found() -> list[Json]:
            return [m for m in self.stub.posted(channel) if self._id(m, verb)]

        await until(found, f"a card with {verb}", 8)
        return found()[-1]

    async def fill_in(self, who: int, form: Json, at: int, *typed: str) -> Json:
        """Send a form with these words in its text fields, in their order; the others stay as they are."""
        words, sent = list(typed), []
        for row in form["components"]:
            field = row.get("component")
            if field is None:
                sent.append({"type": row["type"], "id": 1})
                continue
            value = words.pop(0) if words else field.get("value") or ""
            inner = {"type": 4, "id": 1, "custom_id": field["custom_id"], "value": value}
            sent.append({"type": row["type"], "id": 1, "component": inner})
        return await self.act(who, 5, at, {"custom_id": form["custom_id"], "components": sent}, self._on)

    # The evening

    async def state(self) -> SessionState:
        return (await self.wire.bot.desks.circle.get(SessionId(self.session))).state

    async def move_on_to(self, there: Callable[[SessionState], bool]) -> None:
        while not there(await self.state()):
            await self.wire.bot.desks.circle.act(SessionId(self.session), None, c.Next(steward=True))

    async def open(self, name: str, format: str, **options: str) -> int:
        """Open a circle, let everybody in and begin it. Returns its room."""
        lobby, before = self.wire.lobby, set(self.stub.threads(self.wire.lobby))
        self.session += 1
        await self.slash(FAY, "circle open", lobby, name=name, format=format, **options)
        await until(lambda: set(self.stub.threads(lobby)) - before, "a room", 8)
        (room,) = set(self.stub.threads(lobby)) - before
        invitation = await self.card(lobby, f"join:{self.session}")
        for person in PEOPLE[1:]:
            await self.press(person, invitation, f"join:{self.session}")
        await until(lambda: self.stub.inside[room] >= set(PEOPLE), "everyone is let in", 8)
        await self.slash(FAY, "circle start", room)
        return room

    async def one_that_is_over(self) -> list[str]:
        """A circle before, so that there is something that has to be gone. Returns what that is."""
        await self.open("The one before", "check-in")
        gone = await self.secrets()
        await self.wire.bot.desks.circle.act(SessionId(self.session), None, c.End(steward=True))
        return gone

    async def prepare(self) -> None:
        """What is typed beside the circle: a place to turn to, a wish, a story made ready."""
        lobby = self.wire.lobby
        listed = await self.slash(FAY, "care resources", lobby)
        form = await self.press(FAY, listed, "placeadd")
        await self.fill_in(FAY, form, lobby, *PLACE)
        await self.wire.bot.desks.schedule.wish(MemberXid(ANN), Reminding(quiet=HOURS))
        form = await self.slash(BEN, "story prepare", lobby)
        preview = await self.fill_in(BEN, form, lobby, *PREPARED)
        await self.press(BEN, preview, "storysend")

        def is_sent() -> bool:
            sent = [words(message) for message in self.stub.dms(BEN)]
            return all(any(part in text for text in sent) for part in PREPARED)

        await until(is_sent, "it comes as a direct message, if asked for")

    async def arrive(self) -> None:
        """The circle itself, up to its stories."""
        self.room = await self.open(CIRCLE, "story-circle", prompt=QUESTION)
        await self.move_on_to(
            lambda state: state.stage is not None and state.stage.kind is StageKind.AGREEMENTS
        )
        card = await self.card(self.room, "agree")
        for person, level in zip(PEOPLE, self.given.arriving, strict=True):
            asked = await self.press(person, card, "agree")
            asked = await self.press(person, asked, "notnew")
            await self.press(person, asked, "arrive" + LEVELS[level - 1])
        await self.move_on_to(lambda state: state.in_stories)

    async def support(self) -> None:
        """Somebody asks for support, and is answered in private."""
        shown = await self.press(CAT, await self.card(self.room, "support:"), "support:")
        await self.press(CAT, shown, "tell:")

        def told() -> list[Json]:
            seen = [*self.stub.interactions.seen_by(FAY), *self.stub.dms(FAY)]
            return [message for message in seen if self._id(message, "answer:")]

        await until(told, "a note to whoever holds the circle", 8)
        form = await self.press(FAY, told()[0], "answer:")
        await self.fill_in(FAY, form, self.room, HANDED)
        await until(lambda: any(HANDED in words(m) for m in self.stub.dms(CAT)), "it is handed through", 8)

    async def tell(self) -> None:
        """Everybody tells a story; the first has a note, and each meets with gestures."""
        for number in range(len(PEOPLE)):
            await self._until_offered()
            state = await self.state()
            if not state.in_stories or state.turn is None or state.turn.seat is None:
                break
            teller = PEOPLE[state.turn.seat - 1]
            card = await self.card(self.room, f"receive:{self.session}")
            await self.press(teller, card, "receive")
            if number == 0:
                more = await self.press(teller, card, "else")
                menu = await self.press(teller, more, "note")
                await self.press(teller, menu, "menu:note", self.given.notes)
            await self.wire.bot.desks.circle.act(SessionId(self.session), None, c.Resume(steward=True))
            if number == len(PEOPLE) - 1:
                break
            opened = (await self.state()).stories[-1].opened
            await self.press(teller, card, "done")
            below = await self.card(self.room, f"heard:{self.session}:{opened}")
            others = [person for person in PEOPLE if person != teller]
            for person, made in zip(others, self.given.gestures, strict=True):
                sent = [await self.press(person, below, gesture) for gesture in made]
                if sent and self.given.takes_back and person == others[-1]:
                    await self.press(person, sent[-1], "unsend")

    async def shown(self) -> None:
        """Wait until nothing is on its way to people."""
        delivery, clock = self.wire.bot.desks.delivery, self.wire.clock
        async with asyncio.timeout(15):
            while (await delivery.waiting(clock.utcnow())).sessions:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def _until_offered(self) -> None:
        async with asyncio.timeout(8):
            while (turn := (await self.state()).turn) is None or turn.phase.value != "offered":  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await self.shown()

    async def harvest(self) -> None:
        """The round is over; three sparks are offered."""
        stage = (await self.state()).stage_index
        await self.move_on_to(lambda state: state.stage_index > stage)
        await self.shown()
        await self.move_on_to(lambda state: state.stage is not None and state.stage.kind is StageKind.HARVEST)
        card = await self.card(self.room, "spark:")
        for person, line in zip(PEOPLE[1:4], SPARKS, strict=True):
            form = await self.press(person, card, "spark:")
            preview = await self.fill_in(person, form, self.room, "", line)
            await self.press(person, preview, "sharespark")

    async def close(self) -> None:
        """How alone people feel on leaving, and the end."""
        await self.move_on_to(lambda state: state.stage is not None and state.stage.kind is StageKind.CLOSING)
        card = await self.card(self.room, "depart")
        for person, level in zip(PEOPLE, self.given.leaving, strict=True):
            await self.press(person, card, "depart" + LEVELS[level - 1])
        await self.slash(FAY, "circle end", self.room)
        assert (await self.state()).phase is Phase.ENDED

    async def erase(self) -> None:
        """A wish and a place are taken back, and a spark is withdrawn."""
        await self.wire.bot.desks.schedule.wish(MemberXid(ANN), Reminding())
        (place,) = await self.wire.bot.desks.care.places(GuildXid(self.wire.guild))
        await self.wire.bot.desks.care.remove_place(GuildXid(self.wire.guild), place.id)
        for person in PEOPLE[1:4]:
            told = next(m for m in self.stub.dms(person) if self._id(m, "withdraw"))
            await self.press(person, told, "withdraw")

    async def what_comes_later(self) -> None:
        """The sparks appear in the hope channel; a date is announced, and its reminder is sent."""
        wire = self.wire
        clock = wire.clock
        assert isinstance(clock, QuickClock)
        clock.run_faster(600)
        hope = wire.bot.hope
        assert isinstance(hope, HopePoster)
        hope.wake()
        await until(lambda: len(self.stub.posted(self.hope)) == len(SPARKS), "the sparks are posted", 20)
        shown = " ".join(words(message) for message in self.stub.posted(self.hope))
        assert all(line in shown for line in SPARKS), "as they were typed"
        _, invitation = await plan(wire, 3960, (3600,))
        await self.press(BEN, invitation, "join")
        await at_its_hour(wire)
        await until(lambda: self._is_reminded(FAY) and self._is_reminded(BEN), "they are reminded", 20)

    def _is_reminded(self, person: int) -> bool:
        return any("Your seat is kept" in words(message) for message in self.stub.dms(person))

    async def erased(self, home: Path, gone: list[str], *words: str) -> None:
        """Wait until the eraser has done its work, for some seconds. Whether it has is for the scan to say."""
        await self.shown()
        wanted = {name: of_chance(bytes.fromhex(name)) for name in gone}
        wanted |= {word: of_words(word) for word in words}
        for _ in range(100):
            if not found([home], wanted):
                return
            await asyncio.sleep(0.1)

    async def secrets(self) -> list[str]:
        """Keys of sessions and sealed ids, as they are now. The key of a quarter outlives its sessions."""

        def read(db: Connection) -> list[bytes]:
            return list(db.execute(select(seat.c.member)).scalars())

        transactions = self.wire.bot.desks.transactions
        sealed = await transactions.store.read(read)
        keys = [key for name, key in transactions.vault.keys.now().items() if kind_of(name) == SESSION]
        return [secret.hex() for secret in (*keys, *sealed)]


@asynccontextmanager
async def evening(home: Path, given: Given, keys: Path | None = None) -> AsyncIterator[Evening]:
    """A bot and its people, before anything has happened."""
    async with Stub() as stub:
        with stub.in_place(), impatient():
            wire = Line(stub, home, clock=QuickClock(TIMES))
            stub.limits.times = 10**6  # which request meets a limit is chance
            wire.settings = s.Settings(
                discord=s.Discord(token=SecretStr("not.a.token")),
                database=s.Database(url=address(home / "circle.db")),
                privacy=s.Privacy(key_file=(keys or home) / "seal.key"),
                backup=s.Backup(nightly=False),
                circles=s.Circles(scale=True),
                rooms=s.Rooms(linger_minutes=600),
            )
            hope = stub.add_channel(wire.guild)
            await wire.start()
            try:
                if (await wire.bot.desks.settings.server(GuildXid(wire.guild))).version == 0:
                    await wire.bot.desks.settings.change(GuildXid(wire.guild), 0, hope_xid=hope)
                yield Evening(wire, given, hope)
            finally:
                await wire.stop()


async def whole(home: Path, given: Given) -> None:
    """All of it, from the first circle to the last erasure."""
    async with evening(home, given) as e:
        for step in (e.one_that_is_over, e.prepare, e.arrive, e.support, e.tell):
            await step()
        for step in (e.harvest, e.close, e.erase, e.shown):
            await step()


POINTS = (
    "as soon as it is over",
    "after what comes later",
    "in the middle",
    "after the end",
    "before anything is erased",
    "after the erasures",
    "at the next start",
)


async def until_killed(home: Path, told: list[str], tell: Callable[[str], object], point: str) -> None:
    """Play up to that point and be killed there.

    Args:
        home: where database and key are, in folders of their own.
        told: what had to be gone before, where the evening has been played already.
        tell: is told what has to be gone now.
        point: one of `POINTS`.
    """

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    async with evening(home / "data", Given(), home / "keys") as e:
        if point == "at the next start":
            await e.erased(home, told)
            die()
        gone = await e.one_that_is_over()
        steps: list[Callable[[], Awaitable[Any]]] = [e.prepare, e.arrive, e.support, e.tell]
        for step in steps:
            await step()
        if point == "in the middle":
            tell(json.dumps(gone))
            await e.erased(home, gone)
            die()
        await e.harvest()
        gone += await e.secrets()
        transactions = e.wire.bot.desks.transactions
        if point == "before anything is erased":  # it is quick, so the kill has to be quicker
            transactions.store._erase_at_once = lambda: True  # type: ignore[attr-defined]
        if point == "as soon as it is over":
            tell(json.dumps(gone))
            transactions.on_sparks.append(die)  # told in the same moment as whoever asked for the end
        await e.close()
        tell(json.dumps(gone))
        if point == "before anything is erased":
            die()
        if point == "after what comes later":
            await e.what_comes_later()
            await e.erased(home / "data", gone)
        if point == "after the erasures":
            await e.erase()
            await e.erased(home / "data", gone, *PLACE)
        await e.erased(home, gone)
        die()


if __name__ == "__main__":
    set_up_logging(s.Log(level="DEBUG"))
    place = Path(sys.argv[2])
    known = json.loads(place.read_text()) if place.exists() else []
    virtual.run(until_killed(Path(sys.argv[1]), known, place.write_text, sys.argv[3]))
