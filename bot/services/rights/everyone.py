"""Everyone of whom something is kept, to be looked for where nobody may be found."""

from __future__ import annotations

from bot.ids import MemberXid
from bot.privacy.keyring import of_gathering, of_series, of_session
from bot.privacy.sealing import SealError
from bot.services.rooms.marks import EditKind
from bot.store import gathering_queries as gq
from bot.store import question_queries as qq
from bot.store import rights_queries as rq
from bot.store import series_queries as cq

from ..care import greetings, next_day
from ..circle.question_rests import owner_of as asked_of
from ..gathering.on_call import owner_of as on_call_owner
from ..rooms.sealed_targets import target_of
from ..schedule.reminders import owner_of
from ..unit_of_work import Work


def everyone(work: Work) -> set[MemberXid]:
    """The ids of all whom the key can name. What it cannot open is passed over."""
    found = set()
    seats = [(work.key_of(of_session(number)), member) for number, member in work.db.execute(rq.all_seats)]
    seats += [(work.key_of(of_series(number)), member) for number, member in work.db.execute(cq.every_seat)]
    waiting = [(work.key_of(of_gathering(n)), member) for n, member in work.db.execute(gq.everybody)]
    for salt, sealed in [*seats, *waiting, *work.db.execute(rq.sealed_rotas)]:
        if salt is None:
            continue
        try:
            found.add(work.vault.open(salt, sealed))
        except SealError:
            continue
    for owner in work.db.execute(rq.sealed_wishes).scalars():
        try:
            found.add(owner_of(work.vault, owner))
        except SealError:
            continue
    for guild_xid, sealed, _ in work.db.execute(gq.every_on_call).all():
        try:
            found.add(on_call_owner(work.vault, guild_xid, sealed))
        except SealError:
            continue
    for sealed, week in work.db.execute(qq.every).all():
        try:
            found.add(asked_of(work.vault, sealed, week))
        except SealError:
            continue
    found.update(next_day.owners(work), greetings.people(work))
    for kind, guild_xid, target in work.db.execute(rq.sealed_marks).all():
        if kind != EditKind.OVERWRITE:  # those may be of roles, whose ids are kept openly elsewhere
            try:
                found.add(target_of(work.vault, guild_xid, target))
            except SealError:
                continue
    return found
