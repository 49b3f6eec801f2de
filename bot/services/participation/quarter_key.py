"""The key that what waits of a quarter is sealed with. It goes with the quarter, and so does what lies in copies."""

from __future__ import annotations

from bot.privacy.keyring import QUARTER, kind_of, of_quarter
from bot.privacy.quarters import Quarter
from bot.privacy.sealing import SealError

from ..unit_of_work import Work


def hide(work: Work, quarter: Quarter, words: bytes) -> bytes:
    """Seal words of that quarter. The first of a quarter make its key."""
    name = of_quarter(str(quarter))
    return work.vault.hide(work.key_of(name) or work.new_key(name), words)


def show(work: Work, quarter: Quarter, hidden: bytes) -> bytes:
    """The words that were sealed.

    Raises:
        SealError: the key is gone, or is another one.
    """
    key = work.key_of(of_quarter(str(quarter)))
    if key is None:
        raise SealError("The key of a quarter is gone.")
    return work.vault.show(key, hidden)


def forget_before(work: Work, quarter: Quarter) -> None:
    """Drop the keys of the quarters before that one."""
    for name in work.vault.keys.now():
        if kind_of(name) == QUARTER and name < of_quarter(str(quarter)):
            work.drop_key(name)
