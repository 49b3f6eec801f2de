"""A server's own formats as they are kept: drafts, what two do at once, limits, and what cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.circle.formats import Format, StageKind
from bot.content import load_content
from bot.ids import GuildXid
from bot.privacy.sealing import Vault
from bot.services.desks import Desks, open_desks
from bot.services.formats import drafts
from bot.services.formats.editing import moved, without
from bot.services.formats.own_formats import MOST, own_id, own_number
from bot.services.formats.problems import FormatChanged, FormatGone, FormatRefused, FormatsFull, Unfit
from bot.settings import ROOT
from bot.store.store import Store
from tests.working import transactions, work

CONTENT = load_content(ROOT / "data")
HERE, ELSEWHERE = GuildXid(7), GuildXid(8)


def called(name: str) -> Format:
    """A format of that name that can be held."""
    return replace(CONTENT.formats["quick-circle"], title=name)


@pytest.fixture
def desks(store: Store) -> Desks:
    return open_desks(transactions(store, Vault(b"k" * 64)))


async def test_a_draft_becomes_a_format_of_its_server_alone(desks: Desks) -> None:
    desk = desks.formats
    draft = await desk.draft(HERE, called("Sunday"))
    assert len((await desk.content(HERE)).formats) == len(CONTENT.formats), "a draft is none yet"
    with pytest.raises(FormatGone):
        await desk.get_draft(ELSEWHERE, draft.id)
    saved = await desk.confirm(HERE, draft.id)
    assert saved.format.id == own_id(saved.id)
    assert saved.format.stages == CONTENT.formats["quick-circle"].stages
    assert own_number(saved.format.id) == saved.id
    assert saved.format.id in (await desk.content(HERE)).formats
    assert (await desk.content(ELSEWHERE)).formats == CONTENT.formats
    for gone in (
        desk.confirm(HERE, draft.id),
        desk.get_draft(HERE, draft.id),
        desk.find(ELSEWHERE, saved.id),
    ):
        with pytest.raises(FormatGone):
            await gone
    with pytest.raises(FormatGone):
        await desk.remove(ELSEWHERE, saved.id)
    await desk.remove(HERE, saved.id)
    later = await desk.add(HERE, called("Sunday"))
    assert later.id > saved.id, "a number is never given twice"


async def test_of_two_who_change_the_same_the_first_wins(desks: Desks) -> None:
    desk = desks.formats
    saved = await desk.add(HERE, called("Sunday"))
    one, other = [await desk.draft_of(HERE, saved.id) for _ in range(2)]
    changed = await desk.redraft(one, replace(one.format, capacity=5))
    with pytest.raises(FormatChanged):
        await desk.redraft(one, replace(one.format, capacity=6))
    assert (await desk.confirm(HERE, changed.id)).format.capacity == 5
    with pytest.raises(FormatChanged):
        await desk.confirm(HERE, other.id)
    assert (await desk.find(HERE, saved.id)).format.capacity == 5
    third = await desk.draft_of(HERE, saved.id)
    await desk.remove(HERE, saved.id)
    with pytest.raises(FormatGone):
        await desk.confirm(HERE, third.id)
    await desk.discard(HERE, third.id)


async def test_what_cannot_be_held_is_not_saved(desks: Desks) -> None:
    desk, made = desks.formats, called("Sunday")
    kinds = [stage.kind for stage in made.stages]
    the_round, agreements = kinds.index(StageKind.ROUND) + 1, kinds.index(StageKind.AGREEMENTS) + 1
    await desk.add(HERE, called("Monday"))
    for wrong, why in (
        (without(made, the_round), "no_round"),
        (replace(made, stages=()), "no_stage"),
        (without(made, agreements), Unfit.NO_AGREEMENTS),
        (moved(made, agreements, 1), Unfit.NO_AGREEMENTS),
        (replace(made, stages=(*made.stages, made.stages[agreements - 1])), Unfit.TWO_AGREEMENTS),
        (called("MONDAY"), Unfit.TITLE_TAKEN),
        (called("Quick circle"), Unfit.TITLE_TAKEN),
        (called("Quick Circle!"), Unfit.TITLE_TAKEN),
    ):
        draft = await desk.draft(HERE, wrong)
        with pytest.raises(FormatRefused) as refused:
            await desk.confirm(HERE, draft.id)
        assert why in [problem.what for problem in refused.value.problems]
    assert [one.title for one in (await desk.content(HERE)).formats.values()][len(CONTENT.formats) :] == [
        "Monday"
    ]


async def test_the_exception_stays_whatever_a_draft_says(desks: Desks) -> None:
    made = called("Sunday")
    stages = tuple(
        replace(stage, exception="No exception.") if stage.kind is StageKind.AGREEMENTS else stage
        for stage in made.stages
    )
    saved = await desks.formats.add(HERE, replace(made, stages=stages))
    assert [stage.exception for stage in saved.format.stages if stage.exception] == [CONTENT.exception]


async def test_a_server_has_so_many_and_no_more(desks: Desks) -> None:
    desk = desks.formats
    for number in range(MOST):
        await desk.add(HERE, called(f"Number {number}"))
    assert len((await desk.content(HERE)).formats) <= 25, "they fit a menu"
    draft = await desk.draft(HERE, called("One more"))
    for full in (desk.add(HERE, called("One more")), desk.confirm(HERE, draft.id)):
        with pytest.raises(FormatsFull):
            await full
    await desk.add(ELSEWHERE, called("One more"))


async def test_what_cannot_be_read_stands_in_nobodys_way_and_old_drafts_go(desks: Desks) -> None:
    desk, store = desks.formats, desks.transactions.store
    broken, sound = await desk.add(HERE, called("Sunday")), await desk.add(HERE, called("Monday"))
    draft = await desk.draft(HERE, called("Tuesday"))
    await store.write(
        lambda db: (
            db.execute(
                text("UPDATE own_format SET definition = :nonsense WHERE id IN (:one, :two)"),
                {"nonsense": "{", "one": broken.id, "two": draft.id},
            ).rowcount
        )
    )
    assert [one for one in (await desk.content(HERE)).formats if own_number(one)] == [sound.format.id]
    with pytest.raises(FormatGone):
        await desk.get_draft(HERE, draft.id)
    vault, later = desks.transactions.vault, datetime.now(UTC) + timedelta(days=2)
    await store.write(lambda db: drafts.begin(work(db, vault, later), ELSEWHERE, called("Later")).id)
    left = await store.read(
        lambda db: db.execute(text("SELECT count(*) FROM own_format WHERE is_draft = true")).scalar()
    )
    assert left == 1, "only the new one"
