"""The key that what waits of a quarter is sealed with. It goes with the quarter, and with it whatever lies in copies.

Only here it is said where that key lies.
"""

from __future__ import annotations

from bot.privacy.quarters import Quarter
from bot.privacy.sealing import SealError
from bot.store import participation_queries as pq

from ..unit_of_work import Work


def hide(work: Work, quarter: Quarter, words: bytes) -> bytes:
    """Seal words of that quarter. The first of a quarter make its key."""
    salt = _salt(work, quarter)
    if salt is None:
        salt = work.vault.new_salt()
        work.db.execute(pq.add_salt, [{"quarter": str(quarter), "value": salt}])
    return work.vault.hide(salt, words)


def show(work: Work, quarter: Quarter, hidden: bytes) -> bytes:
    """The words that were sealed.

    Raises:
        SealError: the key is gone, or is another one.
    """
    salt = _salt(work, quarter)
    if salt is None:
        raise SealError("The key of a quarter is gone.")
    return work.vault.show(salt, hidden)


def forget(work: Work, before: str) -> None:
    """Drop the keys of the quarters before that one."""
    work.db.execute(pq.drop_salts, {"before": before})


def _salt(work: Work, quarter: Quarter) -> bytes | None:
    found: bytes | None = work.db.execute(pq.salt_of, {"of_quarter": str(quarter)}).scalar()
    return found
