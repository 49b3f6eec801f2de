"""Gatherings as use cases: who waits, who can hold it, when the circle opens, and what is left of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.privacy.keyring import of_gathering
from bot.privacy.sealing import Vault
from bot.services.absence import absences
from bot.services.circle import sessions
from bot.services.circle.choices import CircleChoices
from bot.services.fencing import NotOurs
from bot.services.gathering import coming_to_be, gatherings, on_call
from bot.services.gathering.coming_to_be import GatheringFull, HeldAlready, Shown
from bot.services.gathering.gatherings import Asked, NoGathering, Outcome, Someone, TooManyGatherings
from bot.services.gathering.on_call import Hours, TooManyOnCall
from bot.services.rights import erasing
from bot.services.rights.everyone import everyone
from bot.services.rights.kept import kept_of
from bot.services.schedule.reminders import QuietHours, Reminding, keep_wish
from bot.services.settings import servers
from bot.services.starting.letting_go import let_go
from bot.services.starting.loose_keys import destroy_loose
from bot.services.unit_of_work import Work
from bot.store.opening import open_store
from bot.store.store import Store
from bot.store.tables import gathered, gathering, session
from bot.store.tables import on_call as on_call_table
from tests.scan import found, of_chance, of_person
from tests.working import work

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
HERE, LOBBY, OTHER = GuildXid(10**18), ChannelXid(5), ChannelXid(6)
ANN, BEN, CAT, DEV, FAY = (MemberXid(1_100_000_000_000_000_000 + number) for number in range(5))
HALF_AN_HOUR = 1800.0


def _in(db: Connection, vault: Vault, at: datetime = NOON) -> Work:
    return work(db, vault, at)


def _start(w: Work, starter: Someone | None = None, channel: ChannelXid = LOBBY) -> int:
    wanted = CircleChoices("Circle for now", "en", channel, "check-in")
    known, is_new = gatherings.start(w, HERE, wanted, HALF_AN_HOUR, starter or Someone(ANN), "nonce")
    assert is_new
    return known.id


def _count(w: Work, table: object) -> int:
    return int(w.db.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


async def test_whoever_presses_in_whatever_order_there_is_one_circle_with_just_those_who_wait(
    store: Store,
) -> None:
    """The same as a few sets and one rule: it opens when somebody holds it and three wait."""

    def play(db: Connection, seed: int) -> bool:
        chance, w = Random(seed), _in(db, Vault(bytes(64)))
        number, waiting, holder = _start(w), set[MemberXid](), None
        for _ in range(chance.randrange(2, 20)):
            who = chance.choice((ANN, BEN, CAT, DEV, FAY))
            match chance.choice(("wait", "wait", "stop", "hold", "look")):
                case "wait":
                    answer = coming_to_be.wait(w, number, who, "en")
                    waiting.add(who)
                case "stop":
                    coming_to_be.stop_waiting(w, number, who)
                    waiting.discard(who)
                    holder = None if holder == who else holder
                    answer = None
                case "hold" if holder not in (None, who):
                    with pytest.raises(HeldAlready):
                        coming_to_be.hold(w, number, who, "en")
                    continue
                case "hold":
                    answer = coming_to_be.hold(w, number, who, "en")
                    holder = who
                case _:
                    look, answer = coming_to_be.look(w, number), None
                    assert look is not None
                    assert look.shown is (Shown.ENOUGH if len(waiting) >= 3 else Shown.OPEN)
            assert (answer is not None) == (holder is not None and len(waiting) >= 3)
            if answer is not None:
                people, _ = sessions.seated(w, sessions.load(w, answer.session.id))
                assert set(people.values()) == waiting | {holder}
                assert people[1] == holder == answer.people[1]
                assert _count(w, gathered) == 0
                assert w.key_of(of_gathering(number)) is None
                with pytest.raises(NoGathering):
                    coming_to_be.wait(w, number, ANN, "en")
                db.execute(session.delete())
                return True
        gatherings.forget(w, number)
        return False

    def many(db: Connection) -> list[bool]:
        return [play(db, seed) for seed in range(60)]

    opened = await store.write(many)
    assert 10 < sum(opened) < 60


async def test_people_are_read_in_an_order_that_does_not_say_who_came_first(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        for seed in range(5):
            everyone_there = [MemberXid(ANN + who) for who in range(7)]
            Random(seed).shuffle(everyone_there)
            for who in everyone_there:
                coming_to_be.wait(w, number, who, "en")
            open_one = gatherings.load(w, number)
            assert open_one.key is not None
            seals = [w.vault.seal(open_one.key, one.member_xid) for one in gatherings.people_in(w, open_one)]
            assert seals == sorted(seals)
            assert len(seals) == 7
            for who in everyone_there:
                coming_to_be.stop_waiting(w, number, who)

    await store.write(play)


async def test_a_process_that_has_lost_the_server_does_nothing_for_its_gatherings(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        slot = w.settings.cluster.slot_of(HERE)
        assert coming_to_be.look(replace(w, slots={slot: 0}), number) is not None
        with pytest.raises(NotOurs):
            coming_to_be.look(replace(w, slots={slot: 1}), number)

    await store.write(play)


async def test_a_channel_has_one_and_a_server_a_few(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        wanted = CircleChoices("Another", "en", LOBBY, "check-in")
        known, is_new = gatherings.start(w, HERE, wanted, 60.0, Someone(BEN), "other")
        assert (known.id, is_new) == (number, False)
        _start(w, channel=ChannelXid(6))
        _start(w, channel=ChannelXid(7))
        with pytest.raises(TooManyGatherings):
            _start(w, channel=ChannelXid(8))
        late = _in(db, w.vault, NOON + timedelta(seconds=HALF_AN_HOUR))
        for one in range(number, number + 3):
            assert coming_to_be.look(late, one) is not None
        assert _start(late) > number, "what is over is in nobody's way"

    await store.write(play)


async def test_as_many_wait_as_there_are_seats_and_no_more(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        people = [MemberXid(10**18 + n) for n in range(8)]
        for who in people[:7]:
            assert coming_to_be.wait(w, number, who, "en") is None
        with pytest.raises(GatheringFull):
            coming_to_be.wait(w, number, people[7], "en")
        assert coming_to_be.wait(w, number, people[0], "en") is None, "who waits already waits"
        answer = coming_to_be.hold(w, number, people[7], "en")
        assert answer is not None
        assert len(answer.session.state.seated) == 8

    await store.write(play)


async def test_nobody_is_asked_before_there_are_enough_and_nobody_twice(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        on_call.keep(w, HERE, FAY, Hours(), "de")
        on_call.keep(w, HERE, DEV, Hours((1,)), "en")  # on Tuesdays
        number = _start(w, Someone(ANN, asked=Asked.TO_ASK))
        for who in (ANN, BEN):
            coming_to_be.wait(w, number, who, "en")
            look = coming_to_be.look(w, number)
            assert look is not None
            assert look.to_ask == ()
        coming_to_be.wait(w, number, CAT, "en")
        look = coming_to_be.look(w, number)
        assert look is not None
        assert {one.member_xid for one in look.to_ask} == {ANN, FAY}
        assert coming_to_be.is_asked(w, number, FAY)
        assert not coming_to_be.is_asked(w, number, DEV)
        assert {one.language for one in look.to_ask} == {"en", "de"}
        assert coming_to_be.is_to_ask(w, number, FAY)
        assert not coming_to_be.is_to_ask(w, number, DEV)
        for who in (ANN, FAY):
            coming_to_be.was_asked(w, number, who)
            assert not coming_to_be.is_to_ask(w, number, who)
        coming_to_be.stop_waiting(w, number, CAT)
        coming_to_be.wait(w, number, CAT, "en")
        again = coming_to_be.look(w, number)
        assert again is not None
        assert again.to_ask == ()
        coming_to_be.stop_waiting(w, number, FAY)
        answer = coming_to_be.hold(w, number, FAY, "de")
        assert answer is not None
        people, _ = sessions.seated(w, answer.session)
        may = {people[seat.number]: seat.may_facilitate for seat in answer.session.state.seated}
        assert may == {FAY: True, ANN: True, BEN: False, CAT: False}

    await store.write(play)


async def test_it_ends_by_the_clock_without_its_key_and_when_a_server_goes(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        coming_to_be.wait(w, number, ANN, "en")
        late = _in(db, w.vault, NOON + timedelta(seconds=HALF_AN_HOUR))
        with pytest.raises(NoGathering):
            coming_to_be.wait(late, number, BEN, "en")
        ended = coming_to_be.look(late, number)
        assert ended is not None
        assert ended.shown is Shown.NOTHING
        assert _count(w, gathered) == 0
        coming_to_be.card_shown(late, number, None, Shown.NOTHING)
        assert coming_to_be.look(late, number) is None

        number = _start(w)
        coming_to_be.wait(w, number, ANN, "en")
        lost = _in(db, Vault(bytes(64)))
        look = coming_to_be.look(lost, number)
        assert look is not None
        assert look.gathering.outcome is Outcome.NOTHING
        assert _count(w, gathered) == 0

        _start(w)
        on_call.keep(w, HERE, FAY, Hours(), "en")
        assert HERE in absences.compare(w)
        absences.begin(w, HERE, removed=True)
        absences.erase_due(_in(db, w.vault, NOON + timedelta(days=8)))
        assert _count(w, gathering) == _count(w, on_call_table) == 0

    await store.write(play)


async def test_what_is_kept_of_somebody_is_told_and_goes_when_they_ask(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        number = _start(w)
        coming_to_be.wait(w, number, ANN, "en")
        coming_to_be.wait(w, number, BEN, "en")
        on_call.keep(w, HERE, ANN, Hours((0, 4), time(18), time(22)), "en-US")
        found = kept_of(w, ANN)
        assert [one.about.waits for one in found.gatherings] == [True]
        assert found.on_call[0] is not None
        assert found.on_call[0].hours == Hours((0, 4), time(18), time(22))
        assert {ANN, BEN} <= everyone(w)
        assert destroy_loose(w) == 0, "the key of an open gathering is needed"
        erasing.erase(w, ANN, (), ())
        assert kept_of(w, ANN).is_nothing
        assert ANN not in everyone(w)
        assert len(kept_of(w, BEN).gatherings) == 1
        gatherings.forget(w, number)

    await store.write(play)


async def test_being_on_call_ends_by_itself_and_with_a_lost_key(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        on_call.keep(w, HERE, ANN, Hours(), "en")
        on_call.keep(w, HERE, ANN, Hours((2,)), "en")
        assert _count(w, on_call_table) == 1, "what was said last holds"
        assert on_call.drop(w, HERE, ANN)
        assert not on_call.drop(w, HERE, ANN)
        for number in range(on_call.MOST):
            on_call.keep(w, HERE, MemberXid(10**18 + number), Hours(), "en")
        with pytest.raises(TooManyOnCall):
            on_call.keep(w, HERE, ANN, Hours(), "en")
        on_call.keep(w, HERE, MemberXid(10**18), Hours((2,)), "en")
        assert len({len(row.words) for row in db.execute(select(on_call_table))}) == 1
        almost = _in(db, w.vault, datetime(2027, 3, 31, tzinfo=UTC))
        on_call.forget_old(almost)
        assert _count(w, on_call_table) == on_call.MOST
        on_call.forget_old(_in(db, w.vault, datetime(2027, 4, 1, tzinfo=UTC)))
        assert _count(w, on_call_table) == 0
        on_call.keep(w, HERE, ANN, Hours(), "en")
        assert let_go(_in(db, Vault(b"o" * 64))).on_call == 1
        assert _count(w, on_call_table) == 0

    await store.write(play)


async def test_the_hours_are_those_of_the_server(store: Store) -> None:
    def play(db: Connection) -> None:
        w = _in(db, Vault(bytes(64)))
        servers.change(w, HERE, 0, {"zone": "Asia/Tokyo"})  # 21:00 there
        on_call.keep(w, HERE, ANN, Hours((0,), time(20), time(22)), "en")
        assert [one.member_xid for one in on_call.on_call_now(w, HERE)] == [ANN]
        assert on_call.on_call_now(_in(db, w.vault, NOON + timedelta(hours=2)), HERE) == []
        keep_wish(w, ANN, Reminding(quiet=QuietHours(time(11), time(13), "UTC")))
        assert on_call.on_call_now(w, HERE) == [], "nor in quiet hours of their own"

    await store.write(play)


@given(
    days=st.frozensets(st.integers(0, 6), min_size=1),
    begins=st.integers(0, 23),
    hours=st.integers(1, 24),
    at=st.integers(0, 7 * 24 * 60 - 1),
)
def test_hours_are_within_what_begins_on_a_chosen_day(
    days: frozenset[int], begins: int, hours: int, at: int
) -> None:
    """The same as minutes of a week, counted."""
    chosen = Hours(tuple(sorted(days)), time(begins), time((begins + hours) % 24))
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    week = 7 * 24 * 60
    within = any((at - (day * 24 + begins) * 60) % week < hours * 60 for day in days)
    assert chosen.have(monday + timedelta(minutes=at)) == within


@pytest.mark.sqlite
async def test_nothing_in_the_files_leads_to_anybody_who_waited_or_is_on_call(tmp_path: Path) -> None:
    vault, people = Vault(bytes(64)), (ANN, BEN, FAY)
    wanted = {str(who): of_person(who) for who in people}
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'circle.db'}")

    def begin(db: Connection) -> tuple[int, dict[str, list[bytes]]]:
        w = _in(db, vault)
        number = _start(w, Someone(ANN, asked=Asked.TO_ASK))
        coming_to_be.wait(w, number, BEN, "en")
        on_call.keep(w, HERE, FAY, Hours(), "en")
        key = w.key_of(of_gathering(number))
        assert key is not None
        seals = {"ann": vault.seal(key, ANN), "ben": vault.seal(key, BEN)}
        seals["fay"] = on_call.sealed_on_call(vault, HERE, FAY)
        return number, {name: of_chance(seal) for name, seal in seals.items()}

    number, seals = await store.write(begin)
    assert found([tmp_path], wanted) == []
    assert {line.split()[0] for line in found([tmp_path], seals)} == {"ann", "ben", "fay"}
    await store.write(lambda db: gatherings.end(_in(db, vault), number, Outcome.NOTHING))
    await store.write(lambda db: on_call.drop(_in(db, vault), HERE, FAY))
    assert found([tmp_path], seals) == [], "gone before anybody hears of it"
    await store.close()
