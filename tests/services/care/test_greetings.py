"""Wishes to be greeted under any order of what people do: one greeter at most, and nothing once it is over."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, select

from bot.circle import commands as c
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.care import greetings
from bot.services.care.greeting_rows import Stage, every
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.not_possible import NotPossible
from bot.services.settings import servers
from bot.store.sqlite_store import SQLiteStore
from bot.store.tables import greeting
from tests.scan import of_person
from tests.working import CONTENT, work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, LOBBY, GREETERS = GuildXid(9), ChannelXid(4), ChannelXid(5)
ANN, BEN, GUS, GIL = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2, 3, 4))
DEEDS = (
    *("take gus", "take gil", "take ann", "pass gus", "pass gil", "pass ann", "pass ben", "serve", "serve"),
    *("end", "end ben", "erase ann", "erase gus", "channel", "an hour"),
)


def _circle(db: Connection) -> SessionId:
    w = work(db, VAULT, NOW)
    servers.change(w, HERE, servers.load(w, HERE).version, {"greeters_xid": GREETERS})
    choices = CircleChoices("Evening", "en", LOBBY, "check-in")
    invited = opening.Invitation(HERE, choices, CONTENT.formats["check-in"])
    session_id = opening.open_now(w, invited, opening.Person(BEN, language="en")).session.id
    acting.join(w, session_id, ANN, c.Join(), "de", ())
    return session_id


def _do(db: Connection, now: datetime, token: str, deed: str) -> None:
    """One deed, which may be impossible then."""
    w, (what, _, name) = work(db, VAULT, now), deed.partition(" ")
    who = {"gus": GUS, "gil": GIL, "ben": BEN}.get(name, ANN)
    with suppress(NotPossible):
        match what:
            case "take":
                greetings.take(w, HERE, token, who, "en")
            case "pass":
                greetings.pass_on(w, token, who)
            case "end":
                greetings.end(w, token, who)
            case "erase":
                greetings.erase(w, who)
                assert who not in set(greetings.people(w))
            case "channel":
                greetings.channel_gone(w, GREETERS)
            case "serve":
                _serve(db, now)


def _serve(db: Connection, now: datetime) -> None:
    """What is done about what is due, as `bot.delivery.greetings` does it, when Discord takes everything."""
    w = work(db, VAULT, now)
    for key in greetings.due(w)[0]:
        wish = greetings.look(w, key)
        if wish is None:
            continue
        if wish.stage is Stage.WISHED and wish.ends_at > now and wish.kept.member_xid is not None:
            greetings.posted(w, wish, GREETERS, MessageXid(77))
        elif wish.stage is Stage.TAKEN:
            greetings.told(w, wish)
        else:
            greetings.forget(w, wish)


async def test_in_any_order_one_greets_and_everything_is_gone_in_the_end(store: SQLiteStore) -> None:
    def evenings(db: Connection) -> set[Stage]:
        session_id, seen = _circle(db), set[Stage]()
        for seed in range(150):
            chance, now = random.Random(seed), NOW
            made = greetings.wish(work(db, VAULT, now), session_id, ANN, "de").wish
            assert made is not None
            assert greetings.wish(work(db, VAULT, now), session_id, ANN, "de").wish == replace(made)
            is_over = False
            for deed in chance.choices(DEEDS, k=12):
                now += timedelta(hours=1 if deed == "an hour" else 0)
                before = {one.key: one for one in every(work(db, VAULT, now))}
                _do(db, now, made.token, deed)
                for one in every(work(db, VAULT, now)):
                    seen.add(one.stage)
                    assert one.kept.greeter_xid in (None, GUS, GIL), (
                        "only greeters greet, and nobody themselves"
                    )
                    was = before[one.key].kept.greeter_xid
                    if deed.startswith("take") and was is not None:
                        assert one.kept.greeter_xid == was, "the first who says so greets"
                    if (again := one.kept.not_again_xid) is not None:
                        assert again != one.kept.greeter_xid, "another one greets, when another was asked for"
                    assert (one.kept.greeter_xid is not None) >= (one.stage in (Stage.TAKEN, Stage.TOLD))
                    if is_over:
                        assert one.stage is Stage.OVER, "who wishes no more is not greeted"
                is_over = is_over or deed in ("end", "erase ann")
            # Whatever happened, a few days later nothing is left
            for _ in range(4):
                now += timedelta(days=1)
                _serve(db, now)
            assert db.execute(select(greeting)).all() == [], seed
        return seen

    assert await store.write(evenings) == set(Stage)


async def test_whoever_was_passed_over_greets_no_more_and_can_have_that_erased(store: SQLiteStore) -> None:
    def evening(db: Connection) -> None:
        w = work(db, VAULT, NOW)
        made = greetings.wish(w, _circle(db), ANN, "de").wish
        assert made is not None
        with pytest.raises(greetings.NoGreeting):
            greetings.take(w, GuildXid(8), made.token, GUS, "fr")  # in another server
        for deed in ("serve", "take gus", "serve", "pass ann"):
            _do(db, NOW, made.token, deed)
        (one,) = every(w)
        assert (one.kept.not_again_xid, one.kept.greeter_language) == (GUS, "en"), "they can be told"
        _do(db, NOW, made.token, "serve")
        with pytest.raises(greetings.AnotherAskedFor):
            greetings.take(w, HERE, made.token, GUS, "fr")
        assert greetings.kept_for(w, GUS) == (0, 1)
        (before,) = every(w)
        greetings.erase(w, GUS)
        (after,) = every(w)
        assert GUS not in set(greetings.people(w))
        assert (after.stage, after.look_at) == (Stage.POSTED, before.look_at), (
            "the others are asked as before"
        )
        greetings.take(w, HERE, made.token, GIL, "en")

    await store.write(evening)


async def test_a_wish_that_nobody_can_read_is_over_and_its_card_is_known(store: SQLiteStore) -> None:
    def evening(db: Connection) -> None:
        made = greetings.wish(work(db, VAULT, NOW), _circle(db), ANN, "de").wish
        assert made is not None
        _do(db, NOW, made.token, "serve")
        other = work(db, Vault(b"o" * 64), NOW)
        found = greetings.look(other, made.key)
        assert found is not None
        assert (found.stage, found.kept.member_xid, found.kept.greeter_xid) == (Stage.OVER, None, None)
        assert (found.channel_xid, found.message_xid) == (GREETERS, MessageXid(77)), (
            "it goes with the name on it"
        )
        greetings.forget(other, found)
        assert db.execute(select(greeting)).all() == []

    await store.write(evening)


async def test_a_row_says_nothing_of_anybody_and_is_always_of_one_length(store: SQLiteStore) -> None:
    def evening(db: Connection) -> None:
        session_id = _circle(db)
        lengths = set()
        for deeds in (
            (),
            ("serve",),
            ("serve", "take gus"),
            ("serve", "take gus", "serve", "pass gus"),
            ("serve", "take gus", "serve", "pass ann", "serve", "take gil"),
            ("end",),
        ):
            made = greetings.wish(work(db, VAULT, NOW), session_id, ANN, "de").wish
            assert made is not None
            for deed in deeds:
                _do(db, NOW, made.token, deed)
            (row,) = db.execute(select(greeting)).all()
            lengths.add(len(row.words))
            secrets = [*of_person(ANN), *of_person(GUS), *of_person(GIL)]
            assert not any(secret in bytes(row.key + row.words) for secret in secrets)
            db.execute(delete(greeting))
        assert len(lengths) == 1

    await store.write(evening)
