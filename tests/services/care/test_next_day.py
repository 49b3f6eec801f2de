"""When a word for the next day is sent, and what a copy of the database says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.circle import commands as c
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.care import next_day
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.rights.everyone import everyone
from bot.services.settings import servers
from bot.store.sqlite_store import SQLiteStore
from bot.store.tables import next_day_word
from tests.scan import of_person, of_words
from tests.working import CONTENT, work

VAULT = Vault(b"k" * 64)
HERE, LOBBY = GuildXid(9), ChannelXid(4)
ANN, BEN, CAT = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2, 3))
NAME = "Ää" * 50
"""As long as a name can be, and twice as long in bytes."""


def _circle(db: Connection, now: datetime) -> SessionId:
    w = work(db, VAULT, now)
    choices = CircleChoices(NAME, "en", LOBBY, "check-in")
    invited = opening.Invitation(HERE, choices, CONTENT.formats["check-in"])
    session_id = opening.open_now(w, invited, opening.Person(BEN, language="en")).session.id
    for who in (ANN, CAT):
        acting.join(w, session_id, who, c.Join(), "de", ())
    acting.act(w, session_id, BEN, c.Begin(may_facilitate=True))
    return session_id


@pytest.mark.parametrize(
    ("zone", "asked_at", "hour"),
    [
        ("Europe/Berlin", 18, 18),
        ("Europe/Berlin", 20, 20),
        ("Europe/Berlin", 21, 31),
        ("Europe/Berlin", 3, 7),
        ("America/New_York", 1, 1),
        ("UTC", 23, 23),
    ],
)
async def test_it_comes_at_the_same_hour_unless_that_is_at_night(
    store: SQLiteStore, zone: str, asked_at: int, hour: int
) -> None:
    """Hours in UTC, in winter. Nobody has said by which clocks a server lives whose zone is UTC."""

    def evening(db: Connection) -> datetime | None:
        now = datetime(2026, 1, 10, asked_at, tzinfo=UTC)
        w = work(db, VAULT, now)
        servers.change(w, HERE, servers.load(w, HERE).version, {"zone": zone})
        return next_day.ask_for(w, _circle(db, now), ANN, "de").send_at

    expected = datetime(2026, 1, 11, tzinfo=UTC) + timedelta(hours=hour)
    assert await store.write(evening) == expected


async def test_what_is_kept_says_neither_who_nor_of_what_and_is_always_of_one_length(
    store: SQLiteStore,
) -> None:
    def evening(db: Connection) -> tuple[list[bytes], set[MemberXid]]:
        now = datetime(2026, 1, 10, 19, tzinfo=UTC)
        session_id = _circle(db, now)
        for who in (ANN, CAT):
            next_day.ask_for(work(db, VAULT, now), session_id, who, "de")
        acting.act(work(db, VAULT, now), session_id, BEN, c.End(may_facilitate=True))
        rows = [bytes(row.key + row.words) for row in db.execute(select(next_day_word))]
        return rows, everyone(work(db, VAULT, now))

    rows, people = await store.write(evening)
    assert len({len(row) for row in rows}) == 1
    assert people == {ANN, CAT}, "with the key, and the circle is over"
    secrets = [*of_person(ANN), *of_person(CAT), *of_words(NAME)]
    assert not [row for row in rows if any(secret in row for secret in secrets)]
