"""Everyone of whom something is kept, to be looked for where nobody may be found."""

from __future__ import annotations

from bot.ids import MemberXid
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError
from bot.services.rooms.marks import EditKind
from bot.store import question_queries as qq
from bot.store import rights_queries as rq

from ..care import next_day
from ..circle.question_rests import owner_of as asked_of
from ..rooms.sealed_targets import target_of
from ..schedule.reminders import owner_of
from ..unit_of_work import Work


def everyone(work: Work) -> set[MemberXid]:
    """The ids of all whom the key can name. What it cannot open is passed over."""
    found = set()
    seats = [(work.key_of(of_session(number)), member) for number, member in work.db.execute(rq.all_seats)]
    for salt, sealed in [*seats, *work.db.execute(rq.sealed_rotas)]:
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
    for sealed, week in work.db.execute(qq.every).all():
        try:
            found.add(asked_of(work.vault, sealed, week))
        except SealError:
            continue
    found.update(next_day.owners(work))
    for kind, guild_xid, target in work.db.execute(rq.sealed_marks).all():
        if kind != EditKind.OVERWRITE:  # those may be of roles, whose ids are kept openly elsewhere
            try:
                found.add(target_of(work.vault, guild_xid, target))
            except SealError:
                continue
    return found
