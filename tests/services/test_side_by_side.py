"""Two processes on one database: what is pressed in the same instant is done once each, and no limit is passed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.circle import commands as c
from bot.circle.agreed_lines import MOST_LINES, lines_of
from bot.circle.formats import PromptKind
from bot.circle.model import SeatPlace
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.care import places
from bot.services.circle import acting, opening, sessions
from bot.services.circle.answer import Answer
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation, Person, TooManyOpen
from bot.services.deliveries import batch
from bot.services.deliveries.batch import Outcome
from bot.services.formats import drafts, own_formats
from bot.services.formats.problems import FormatChanged, FormatRefused, FormatsFull
from bot.services.gathering import coming_to_be, gatherings
from bot.services.gathering.coming_to_be import GatheringFull, HeldAlready
from bot.services.gathering.gatherings import NoGathering, Someone
from bot.services.prompts import own_prompts
from bot.services.prompts.own_prompts import NewPrompt, TooManyPrompts
from bot.services.schedule import agreeing
from bot.services.schedule.reminders import Reminding, keep_wish
from bot.services.settings import servers
from bot.services.settings.servers import ChangedMeanwhile
from bot.services.unit_of_work import Transactions
from bot.settings import Circles
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import circle, delivery, gathered, seat, session, session_format, wish
from tests.databases import address
from tests.working import CONTENT, SETTINGS, transactions

pytestmark = pytest.mark.postgresql

AT_ONCE = 60
GUILD = GuildXid(10**18)
FORMAT = CONTENT.formats["quick-circle"]
MOST_OPEN = 5


@pytest_asyncio.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[Transactions, Transactions]]:
    """Two processes' worth of connections and threads, and the keys that both know."""
    vault, url = Vault(bytes(64)), address(tmp_path / "circle.db")
    settings = SETTINGS.model_copy(update={"circles": Circles(open_per_server=MOST_OPEN)})
    async with AsyncExitStack() as stack:
        found = []
        for _ in range(2):
            store = await open_store(url)
            stack.push_async_callback(store.close)
            found.append(transactions(store, vault, settings=settings))
        yield found[0], found[1]


async def at_once(
    both: tuple[Transactions, Transactions], ask: Callable[[Transactions, int], Any]
) -> list[Any]:
    """What comes of it when it is asked sixty times in the same instant, in turn in each process."""
    asked = [ask(one, number) for number, one in zip(range(AT_ONCE), cycle(both), strict=False)]
    return await asyncio.gather(*asked, return_exceptions=True)


def unexpected(outcomes: list[Any], *expected: type[BaseException]) -> list[Any]:
    return [one for one in outcomes if isinstance(one, BaseException) and not isinstance(one, expected)]


def wanted(name: str, chosen: Any = FORMAT) -> Invitation:
    return Invitation(GUILD, CircleChoices(name, "en", ChannelXid(1), chosen.id), chosen)


async def opened(one: Transactions) -> SessionId:
    answer = await one.write(opening.open_now, wanted("Evening"), Person(MemberXid(1)))
    return answer.session.id


async def count(one: Transactions, table: Any) -> int:
    return await one.store.read(
        lambda db: int(db.execute(select(func.count()).select_from(table)).scalar_one())
    )


async def test_sixty_who_join_at_once_are_all_answered_and_no_seat_is_given_twice(
    both: tuple[Transactions, Transactions],
) -> None:
    session_id = await opened(both[0])
    answers = await at_once(
        both, lambda one, n: one.write(acting.join, session_id, MemberXid(100 + n), c.Join(), "en", ())
    )
    assert unexpected(answers) == []
    now = await both[0].read(sessions.load, session_id)
    seated = [seat.number for seat in now.state.seats if seat.place is SeatPlace.SEATED]
    assert len(seated) == FORMAT.capacity
    people = await both[1].read(sessions.members, now)
    assert people.keys() == {seat.number for seat in now.state.seats} == set(range(1, FORMAT.capacity + 1))
    assert len(set(people.values())) == FORMAT.capacity
    refused = [answer for answer in answers if answer.refusal is not None]
    assert len(refused) == AT_ONCE + 1 - FORMAT.capacity


async def test_sixty_who_would_like_a_circle_at_once_have_one_gathering_and_one_circle(
    both: tuple[Transactions, Transactions],
) -> None:
    circle_for_now = CircleChoices("Circle for now", "en", ChannelXid(1), FORMAT.id)
    begun = await at_once(
        both,
        lambda one, n: one.write(
            gatherings.start, GUILD, circle_for_now, 600.0, Someone(MemberXid(100 + n)), f"nonce {n}"
        ),
    )
    assert unexpected(begun) == []
    assert len({known.id for known, _ in begun}) == sum(is_new for _, is_new in begun) == 1
    number = begun[0][0].id

    async def press(one: Transactions, n: int) -> Answer | None:
        pressed = coming_to_be.hold if n % 10 == 5 else coming_to_be.wait
        answer: Answer | None = await one.write(pressed, number, MemberXid(100 + n), "en")
        return answer

    pressed = await at_once(both, press)
    assert unexpected(pressed, NoGathering, GatheringFull, HeldAlready) == []
    answers = [one for one in pressed if isinstance(one, Answer)]
    assert len(answers) == await count(both[0], session) == 1
    seats = len(answers[0].session.state.seated)
    assert FORMAT.minimum < seats <= FORMAT.capacity
    assert await count(both[1], seat) == seats
    assert await count(both[1], gathered) == 0


async def test_sixty_presses_of_one_turn_move_the_circle_once(
    both: tuple[Transactions, Transactions],
) -> None:
    session_id = await opened(both[0])
    for number in range(2, 6):
        await both[0].write(acting.join, session_id, MemberXid(number), c.Join(), "en", ())
    answers = await at_once(
        both,
        lambda one, n: one.write(acting.act, session_id, MemberXid(1), c.Leave()),
    )
    assert unexpected(answers) == []
    versions = {answer.session.state.version for answer in answers if answer.events}
    assert len(versions) == len([answer for answer in answers if answer.events]) == 1


async def test_no_more_circles_are_open_than_may_be_and_each_name_is_kept_once(
    both: tuple[Transactions, Transactions],
) -> None:
    answers = await at_once(
        both, lambda one, n: one.write(opening.open_now, wanted(f"Circle {n % 3}"), Person(MemberXid(n)))
    )
    assert unexpected(answers, TooManyOpen) == []
    assert sum(isinstance(answer, Answer) for answer in answers) == MOST_OPEN == await count(both[0], session)
    assert await count(both[0], circle) <= 3
    assert await count(both[0], session_format) == 1


async def test_limits_of_a_server_hold(both: tuple[Transactions, Transactions]) -> None:
    place = places.SupportPlace(title="A line", review_on=date(2026, 12, 1))
    answers = await at_once(both, lambda one, n: one.write(places.add, GUILD, place))
    assert unexpected(answers, places.PlacesFull) == []
    assert len(await both[0].read(places.places_of, GUILD)) == places.MOST

    def questions(n: int) -> list[NewPrompt]:
        return [
            NewPrompt(
                theme="general",
                language="en",
                kind=PromptKind.STORY,
                text=f"Tell us of hour {n}, minute {m}.",
            )
            for m in range(30)
        ]

    answers = await at_once(both, lambda one, n: one.write(own_prompts.add, GUILD, questions(n)))
    assert unexpected(answers, TooManyPrompts) == []
    assert own_prompts.MOST - 30 < len(await both[0].read(own_prompts.all_own, GUILD)) <= own_prompts.MOST


async def test_sixty_formats_at_once_leave_no_more_than_may_be_and_each_name_once(
    both: tuple[Transactions, Transactions],
) -> None:
    def add(one: Transactions, n: int) -> Any:
        named = replace(FORMAT, title=f"Number {n // 2}")
        return one.write(own_formats.add, GUILD, named)

    answers = await at_once(both, add)
    assert unexpected(answers, FormatsFull, FormatRefused) == []
    kept = await both[0].read(own_formats.all_own, GUILD)
    assert len({one.format.title for one in kept}) == len(kept) == own_formats.MOST

    async def change(one: Transactions, n: int) -> Any:
        draft = await one.write(drafts.begin_change, GUILD, kept[0].id)
        return await one.write(drafts.confirm, GUILD, draft.id)

    answers = await at_once(both, change)
    assert unexpected(answers, FormatChanged) == []
    version = (await both[0].read(own_formats.find, GUILD, kept[0].id)).version
    assert version == len([one for one in answers if not isinstance(one, BaseException)])


async def test_of_sixty_who_change_the_same_options_one_does(both: tuple[Transactions, Transactions]) -> None:
    for version in (0, 1):
        answers = await at_once(
            both,
            lambda one, n, v=version: one.write(servers.change, GUILD, v, {"horizon_days": 1 + (n + v) % 28}),  # type: ignore[misc]
        )
        assert unexpected(answers, ChangedMeanwhile) == []
        assert (await both[0].read(servers.load, GUILD)).version == version + 1


async def test_lines_that_are_added_at_once_are_as_many_as_there_can_be(
    both: tuple[Transactions, Transactions],
) -> None:
    session_id = await opened(both[0])
    for number in range(2, 4):
        await both[0].write(acting.join, session_id, MemberXid(number), c.Join(), "en", ())
    made = {"of_session": session_id, "new_room_xid": 5}
    await both[0].store.write(lambda db: db.execute(q.set_room, made).rowcount)
    for command in (c.Begin(steward=True, knowing=0), c.Next(steward=True)):
        await both[0].write(acting.act, session_id, None, command)
    answers = await at_once(
        both,
        lambda one, n: one.write(
            agreeing.add_line, session_id, MemberXid(1), c.AddLine(line=f"Line {n % 20}.")
        ),
    )
    assert unexpected(answers) == []
    lines = lines_of((await both[1].read(sessions.load, session_id)).state.format)
    assert len(lines) == len(set(lines)) == MOST_LINES
    assert sum(bool(answer.events) for answer in answers) == MOST_LINES - len(lines_of(FORMAT))


async def test_a_wish_that_is_kept_twice_at_once_is_one(both: tuple[Transactions, Transactions]) -> None:
    answers = await at_once(both, lambda one, n: one.write(keep_wish, MemberXid(7), Reminding(wanted=False)))
    assert unexpected(answers) == []
    assert await count(both[0], wish) == 1


async def test_what_is_delivered_and_what_is_pressed_do_not_stand_in_each_others_way(
    both: tuple[Transactions, Transactions],
) -> None:
    session_id = await opened(both[0])
    rows = await both[0].read(batch.batch_of, session_id)

    def ask(one: Transactions, n: int) -> Any:
        if n % 2:
            return one.write(acting.join, session_id, MemberXid(100 + n), c.Join(), "en", ())
        return one.write(batch.keep, session_id, Outcome(done=[row.id for row in rows.rows]))

    assert unexpected(await at_once(both, ask)) == []
    closing = Outcome(closed=True)
    answers = await at_once(both, lambda one, n: one.write(batch.keep, session_id, closing))
    assert unexpected(answers, sessions.NoSession) == []
    assert (await count(both[0], delivery), await count(both[0], seat)) == (0, 0)
