"""Drawing questions: by theme, with a server's own, never twice until the part is used up, then anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select

from bot.circle import commands as c
from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.content import GENERAL, load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.desks import Desks, open_desks
from bot.services.prompts.drawing import part
from bot.services.prompts.own_prompts import MOST, NewPrompt, TooManyPrompts
from bot.settings import ROOT
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import prompt_use
from tests.databases import address
from tests.working import transactions

CONTENT = load_content(ROOT / "data")
GUILD, FAY = 7, 100


class Desk:
    """A server's desks, and circles that begin."""

    def __init__(self, desks: Desks) -> None:
        self.desks = desks

    async def add(self, *texts: str, theme: str = GENERAL, kind: str = "story", language: str = "en") -> None:
        new = [NewPrompt(theme=theme, language=language, kind=PromptKind(kind), text=text) for text in texts]
        await self.desks.prompts.add(GuildXid(GUILD), new)

    async def open(
        self, name: str = "Evening", prompt: Prompt | None = None, format: str = "quick-circle"
    ) -> int:
        wanted = Invitation(
            GuildXid(GUILD), CircleChoices(name, "en", ChannelXid(1), format), CONTENT.formats[format], prompt
        )
        answer = await self.desks.circle.open(wanted, MemberXid(FAY))
        for member in (101, 102):
            await self.desks.circle.act(answer.session.id, MemberXid(member), c.Join())
        made = {"of_session": answer.session.id, "new_room_xid": answer.session.id}
        await self.desks.transactions.store.write(lambda db: db.execute(q.set_room, made).rowcount)
        return answer.session.id

    async def begin(self, theme: str | None = None, **options: object) -> dict[int, Prompt]:
        """Open and begin a circle, and end it. Returns its questions by stage."""
        session = await self.open(**options)  # type: ignore[arg-type]
        answer = await self.desks.circle.begin(SessionId(session), MemberXid(FAY), c.Begin(), theme=theme)
        assert answer.refusal is None
        await self.desks.circle.act(SessionId(session), MemberXid(FAY), c.End())
        return dict(answer.session.state.prompts)

    async def story(self, theme: str | None = None, **options: object) -> str:
        """The id of the story question of a circle that begins."""
        format_ = CONTENT.formats["quick-circle"]
        stage = next(i for i, s in enumerate(format_.stages) if s.prompt is PromptKind.STORY)
        return (await self.begin(theme, **options))[stage].id or ""


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await open_store(address(tmp_path / "circle.db"))
    vault = Vault(b"k" * 64)
    yield Desk(open_desks(transactions(store, vault)))
    await store.close()


async def test_a_theme_draws_from_its_deck(desk: Desk) -> None:
    grief = {prompt.id for prompt in CONTENT.decks["grief"].prompts}
    assert {await desk.story("grief") for _ in range(6)} <= grief
    assert await desk.story() not in grief


async def test_a_theme_without_a_deck_is_the_general_one(desk: Desk) -> None:
    assert "/" not in await desk.story("gardening")


async def test_nothing_comes_twice_until_the_part_is_used_up_and_then_not_the_last_one(desk: Desk) -> None:
    stories = [p.id for p in CONTENT.decks["grief"].of(PromptKind.STORY)]
    first = [await desk.story("grief") for _ in stories]
    assert Counter(first) == Counter(stories)
    second = [await desk.story("grief") for _ in stories[:-1]]
    assert second[0] != first[-1]
    assert len(set(second)) == len(second)


async def test_another_circle_has_a_past_of_its_own(desk: Desk) -> None:
    stories = CONTENT.decks["grief"].of(PromptKind.STORY)
    for _ in stories:
        await desk.story("grief")
    await desk.story("grief", name="Morning")

    def rows(db: Connection) -> list[int]:
        return list(db.execute(select(prompt_use.c.circle_id)).scalars())

    uses = Counter(await desk.desks.transactions.store.read(rows))
    assert uses[2] < uses[1]


async def test_using_a_part_up_forgets_only_that_part(desk: Desk) -> None:
    kinds = {p.id: p.kind for deck in CONTENT.decks.values() for p in deck.prompts}
    format_ = CONTENT.formats["story-circle"]
    count = len(CONTENT.decks["en"].of(PromptKind.REFLECTION))
    assert any(s.prompt is PromptKind.REFLECTION for s in format_.stages)
    for _ in range(count + 1):
        await desk.begin(format="story-circle")

    def rows(db: Connection) -> list[str]:
        return list(db.execute(select(prompt_use.c.prompt_id)).scalars())

    had = Counter(kinds[prompt_id] for prompt_id in await desk.desks.transactions.store.read(rows))
    assert had[PromptKind.REFLECTION] == 1
    assert had[PromptKind.STORY] == count + 1


async def test_the_servers_own_questions_are_drawn_with_their_words(desk: Desk) -> None:
    await desk.add(*(f"What grew in garden number {n}?" for n in range(3)), theme="grief")
    count = len(CONTENT.decks["grief"].of(PromptKind.STORY)) + 3
    drawn = {await desk.story("grief") for _ in range(count)}
    assert {"own/1", "own/2", "own/3"} <= drawn
    assert len(drawn) == count
    own = await desk.desks.prompts.own(GuildXid(GUILD))
    (found,) = [p for p in part(CONTENT, own, "en", "grief", PromptKind.STORY) if p.id == "own/2"]
    assert found.text == "What grew in garden number 1?"


async def test_what_the_general_deck_lends_comes_with_the_servers_general_questions(desk: Desk) -> None:
    await desk.add("What did you carry in with you today?", kind="opening")
    own = await desk.desks.prompts.own(GuildXid(GUILD))
    opening = part(CONTENT, own, "en", "grief", PromptKind.OPENING)
    assert ("own/1" in {p.id for p in opening}) == (not CONTENT.decks["grief"].of(PromptKind.OPENING))
    assert "own/1" not in {p.id for p in part(CONTENT, own, "en", "grief", PromptKind.STORY)}


async def test_own_questions_in_the_circles_language_go_first_and_others_serve_when_there_are_none(
    desk: Desk,
) -> None:
    await desk.add("Was hat dich heute getragen?", language="de")
    assert "own/1" in {
        p.id
        for p in part(CONTENT, await desk.desks.prompts.own(GuildXid(GUILD)), "en", GENERAL, PromptKind.STORY)
    }
    await desk.add("What carried you today, if anything?", language="en-GB")
    ids = {
        p.id
        for p in part(CONTENT, await desk.desks.prompts.own(GuildXid(GUILD)), "en", GENERAL, PromptKind.STORY)
    }
    assert "own/2" in ids
    assert "own/1" not in ids


async def test_a_chosen_question_brings_its_theme(desk: Desk) -> None:
    session = await desk.open(prompt=Prompt(id="grief/story-02"))
    answer = await desk.desks.circle.draw_another(
        SessionId(session), MemberXid(FAY), c.SetPrompt(prompt=Prompt())
    )
    assert answer.refusal is None
    ((_, prompt),) = answer.session.state.prompts
    assert prompt.id is not None
    assert prompt.id.startswith("grief/")
    assert prompt.id != "grief/story-02"


async def test_a_session_goes_on_when_its_own_question_was_removed(desk: Desk) -> None:
    await desk.add("What do you still cook for two?", theme="grief")
    (mine,) = await desk.desks.prompts.own(GuildXid(GUILD))
    session = await desk.open(prompt=mine.prompt)
    await desk.desks.prompts.remove(GuildXid(GUILD), mine.id)
    answer = await desk.desks.circle.draw_another(
        SessionId(session), MemberXid(FAY), c.SetPrompt(prompt=Prompt())
    )
    assert answer.refusal is None
    # It is gone, so its theme is not known any more; the circle goes on with the general deck.
    ((_, prompt),) = answer.session.state.prompts
    assert "/" not in (prompt.id or "")


async def test_drawing_again_goes_through_the_whole_part(desk: Desk) -> None:
    session = await desk.open(prompt=Prompt(id="grief/story-01"))
    count = len(CONTENT.decks["grief"].of(PromptKind.STORY))
    seen = []
    for _ in range(count - 1):
        answer = await desk.desks.circle.draw_another(
            SessionId(session), MemberXid(FAY), c.SetPrompt(prompt=Prompt())
        )
        seen.append(answer.session.state.prompts[0][1].id)
    assert len(set(seen)) == count - 1
    again = await desk.desks.circle.draw_another(
        SessionId(session), MemberXid(FAY), c.SetPrompt(prompt=Prompt())
    )
    assert again.session.state.prompts[0][1].id != seen[-1]


async def test_drawing_again_is_refused_to_members_and_changes_nothing(desk: Desk) -> None:
    session = await desk.open(prompt=Prompt(id="grief/story-01"))
    answer = await desk.desks.circle.draw_another(
        SessionId(session), MemberXid(101), c.SetPrompt(prompt=Prompt())
    )
    assert answer.refusal is not None
    assert answer.session.state.prompts[0][1].id == "grief/story-01"


async def test_a_number_is_never_given_twice(desk: Desk) -> None:
    await desk.add("What made this week a week?")
    await desk.desks.prompts.remove(GuildXid(GUILD), 1)
    await desk.add("What made this week a week?")
    assert [p.id for p in await desk.desks.prompts.own(GuildXid(GUILD))] == [2]


async def test_a_server_has_room_for_so_many_and_all_or_none_are_added(desk: Desk) -> None:
    await desk.add(*(f"What happened on day {n} of it?" for n in range(MOST - 1)))
    with pytest.raises(TooManyPrompts) as caught:
        await desk.add("What came first that morning?", "What came last that night?")
    assert caught.value.room == 1
    assert len(await desk.desks.prompts.own(GuildXid(GUILD))) == MOST - 1


async def test_what_is_there_already_is_skipped_here_or_in_a_deck(desk: Desk) -> None:
    shipped = CONTENT.decks["grief"].prompts[0]
    await desk.add("What made this week a week?")
    new = [
        NewPrompt(theme="grief", language="en", kind=shipped.kind, text=shipped.text.upper()),
        NewPrompt(theme=GENERAL, language="en", kind=PromptKind.STORY, text="what made this WEEK a week?"),
        NewPrompt(theme=GENERAL, language="en", kind=PromptKind.STORY, text="What was there before?"),
        NewPrompt(theme=GENERAL, language="en", kind=PromptKind.STORY, text="What was there before?"),
    ]
    done = await desk.desks.prompts.add(GuildXid(GUILD), new)
    assert (done.added, done.skipped) == (1, 3)


async def test_another_server_has_nothing_of_it(desk: Desk) -> None:
    await desk.add("What made this week a week?")
    assert await desk.desks.prompts.own(GuildXid(8)) == ()
    assert await desk.desks.prompts.remove(GuildXid(8), 1) is None
    assert len(await desk.desks.prompts.own(GuildXid(GUILD))) == 1
