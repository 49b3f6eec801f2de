"""A community over some quarters, played into the real tables, and what an attacker has of it.

What is asked of whom is random and independent of the person: whatever the attacker then says of somebody better than
by chance is attributed, and not guessed from what somebody is like.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    StaticPool,
    Table,
    create_engine,
    insert,
)

from bot.circle import events as e
from bot.circle.counts import Tally
from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Seat
from bot.ids import ChannelXid, CircleId, GuildXid, ScheduleId, SessionId
from bot.privacy.quarters import Quarter
from bot.privacy.sealing import Vault
from bot.services.circle.change import NOBODY, Change
from bot.services.circle.sessions import Session
from bot.services.participation import contributing, reports
from bot.store import queries as q
from bot.store.tables import metadata
from tests.working import CONTENT, work

GUILD = GuildXid(10**18)
BEGINS = datetime(2026, 1, 1, 19, tzinfo=UTC)
PEOPLE, CIRCLES, REGULARS, COMES, SEATS, KNOWN = 48, 4, 10, 0.85, 6, 0.7
"""How many people there are, circles, people who would come to each, how often they do, seats, and how many of those
seated are known. All evenings are equally large: of a smaller one it is more likely that it stands out."""
WEEKS = 13
CHOSEN = replace(CONTENT.formats["story-circle"], scale=True)

Copy = dict[str, dict[str, dict[str, Any]]]
"""All rows of all tables, in the order in which they lie there, each by all that is in it."""


@dataclass(frozen=True, eq=False)
class Evening:
    """One session. Attackers are given `circle`, `at`, `seats`, `known`, `before` and `after`."""

    circle: int
    at: datetime
    levels: dict[int, int]
    """How alone each of those seated felt on leaving."""
    known: tuple[int, ...]
    """Of whom the attacker knows that they were there: from the message history, or because they were seen."""
    before: Copy = field(repr=False)
    after: Copy = field(repr=False)
    told: tuple[reports.Report, reports.Report] = field(repr=False)
    """What whoever runs the server is shown before it, and after it."""

    @property
    def seats(self) -> int:
        return len(self.levels)

    @property
    def level(self) -> float:
        return sum(self.levels.values()) / self.seats

    @property
    def most_alone(self) -> int | None:
        """Who felt most alone; None when it was not one alone."""
        most = max(self.levels.values())
        who = [person for person, level in self.levels.items() if level == most]
        return who[0] if len(who) == 1 else None


with_pseudonyms = Table(
    "pseudonymous",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("pseudonym", LargeBinary, nullable=False),
    Column("level", Integer, nullable=False),
)
"""What is in the other schema besides: a row for each seat, by whom under a pseudonym. There is no session in it, and
rows of one evening lie there in an order that is chance."""


def play(
    seed: int,
    *,
    quarters: int,
    pseudonyms: bool = False,
    alike: bool = False,
    engine: Engine | None = None,
) -> list[Evening]:
    """All evenings of one community.

    Args:
        seed: whose chance it is.
        engine: an empty database; one in memory unless there is one.
        quarters: how long it lasts.
        pseudonyms: whether the schema has the table with pseudonyms besides.
        alike: whether people feel much the same on every evening.
    """
    chance = random.Random(seed)
    circles = [chance.sample(range(PEOPLE), REGULARS) for _ in range(CIRCLES)]
    names = {person: chance.randbytes(8) for person in range(PEOPLE)}
    usual = [chance.randint(1, 5) for _ in range(PEOPLE)]
    found = []
    # What the bot takes from chance is the same in every run, so that the figures are.
    with _database(engine) as db, patch.object(secrets, "token_bytes", chance.randbytes):
        vault, now = Vault(chance.randbytes(64)), BEGINS
        copy, told = _copy(db), reports.of_server(db, now, GUILD, (Quarter.of(now),))
        for week in range(WEEKS * quarters):
            for circle, regulars in enumerate(circles, 1):
                now = BEGINS + timedelta(days=7 * week, hours=circle)
                come = [person for person in regulars if chance.random() < COMES]
                if len(come) < SEATS:
                    continue
                there = chance.sample(come, SEATS)
                levels = {person: chance.randint(1, 5) for person in there}
                if alike:
                    levels = {p: min(5, max(1, usual[p] + chance.choice((-1, 0, 0, 1)))) for p in there}
                _end(db, vault, circle, levels, now)
                if pseudonyms:
                    rows = [{"pseudonym": names[person], "level": level} for person, level in levels.items()]
                    chance.shuffle(rows)
                    db.execute(insert(with_pseudonyms), rows)
                known = tuple(person for person in there if chance.random() < KNOWN)
                db.commit()
                after, shown = _copy(db, copy), told
                if after["cell"] is not copy["cell"]:
                    shown = reports.of_server(db, now, GUILD, (Quarter.of(now),))
                found.append(Evening(circle, now, levels, known, copy, after, (told, shown)))
                copy, told = after, shown
    return found


@contextmanager
def _database(given: Engine | None) -> Iterator[Connection]:
    engine = given or create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with_pseudonyms.metadata.create_all(engine)
    with engine.connect() as db:
        rows = [
            {"id": number, "guild_xid": GUILD, "name": f"Circle {number}"} for number in range(1, CIRCLES + 1)
        ]
        db.execute(q.add_circle, rows)
        yield db
    engine.dispose()


_TABLES = (*metadata.tables, *with_pseudonyms.metadata.tables)
_COUNT = "SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in _TABLES)
_ON_POSTGRESQL = (
    ", (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] AS ctid, xmin::text::bigint AS xmin"
)
"""Where a row lies, and which transaction wrote it: PostgreSQL keeps both beside every row."""


def _copy(db: Connection, before: Copy | None = None) -> Copy:
    """All that is there. What is as it was `before` is taken from there."""
    driver: Any = db.connection.dbapi_connection
    found: Copy = {}
    besides = _ON_POSTGRESQL if db.dialect.name == "postgresql" else ""
    for name, count in zip(_TABLES, driver.execute(_COUNT).fetchone(), strict=True):
        rows: dict[str, dict[str, Any]] = {}
        if count:
            cursor = driver.execute(f'SELECT *{besides} FROM "{name}"')
            columns = [column for column, *_ in cursor.description]
            rows = {repr(row): dict(zip(columns, row, strict=True)) for row in cursor}
        was = before[name] if before is not None else {}
        found[name] = was if was.keys() == rows.keys() and [*was] == [*rows] else rows
    return found


def _end(db: Connection, vault: Vault, circle: int, levels: dict[int, int], now: datetime) -> None:
    """End a session of that circle as the bot ends one."""
    opening = open_session(CHOSEN, 1, now)[-1]
    counts = [list(levels.values()).count(level) for level in range(1, 6)]
    seats = tuple(range(1, len(levels) + 1))
    tally = Tally(seats, (counts[0], counts[1], counts[2], counts[3], counts[4]))
    state = replace(
        opening.after,
        phase=Phase.ENDED,
        end_reason=EndReason.COMPLETED,
        started_at=now,
        seats=tuple(Seat(seat) for seat in seats),
        spoke=seats,
        check_in=Tally(seats, (0, 0, len(seats), 0, 0)),
        check_out=tally,
    )
    session = Session(
        *(SessionId(1), CircleId(circle), GUILD, ChannelXid(1), None, "", "", "en", None, state),
        schedule_id=ScheduleId(1),
    )
    ended = e.Ended(now, EndReason.COMPLETED)
    step = replace(opening, event=ended, after=state)
    contributing.contribute(work(db, vault, now), Change(session, (step,), NOBODY), ended)


def together(evenings: Sequence[Evening]) -> list[list[Evening]]:
    """The evenings of one circle that became part of the record at once, as two copies around the last of them tell."""
    waiting: dict[int, list[Evening]] = {}
    found = []
    for evening in evenings:
        waiting.setdefault(evening.circle, []).append(evening)
        if evening.before["cell"] is not evening.after["cell"]:
            found.append(waiting.pop(evening.circle))
    return found
