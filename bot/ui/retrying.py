"""What people typed into a form that was refused, so that they need not type it again.

The words are in memory only, for a quarter of an hour. A restart forgets them. There is one form of a kind for one
person, and a fixed number over all; the oldest go first.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import LRUCache

from bot.clock import Clock
from bot.ids import MemberXid

KEPT_S = 900.0
"""How long the words of one form are kept, in seconds."""
MOST = 200
"""How many forms are kept at most, over all people."""

Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Form]):
    token: str
    form: Form
    take_away: Callable[[], Awaitable[None]] | None


class RefusedForms(Generic[Form]):
    """The forms that were refused lately, by person and kind of form."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: LRUCache[tuple[MemberXid, type], _Kept[Form]] = LRUCache(MOST)

    def __len__(self) -> int:
        return len(self._kept)

    def keep(
        self, member_xid: MemberXid, form: Form, token: str, take_away: Callable[[], Awaitable[None]] | None
    ) -> None:
        """Keep a form that was refused.

        Args:
            member_xid: whose words they are.
            form: the form, with the words in it.
            token: what `Try again` asks for it with.
            take_away: takes the refusal from the screen; None when that cannot be done.
        """
        key = member_xid, type(form)
        self._kept[key] = _Kept(token, form, take_away)
        self._clock.do_later(KEPT_S, lambda: self._lapse(key, token))

    def _lapse(self, key: tuple[MemberXid, type], token: str) -> None:
        if (kept := self._kept.get(key)) is not None and kept.token == token:
            del self._kept[key]

    def forget(self, member_xid: MemberXid) -> None:
        """Forget every form of this person."""
        for key in [key for key in self._kept if key[0] == member_xid]:
            del self._kept[key]

    def find(self, member_xid: MemberXid, token: str) -> Form | None:
        """The form of this person with that token; None when it is not kept any more."""
        for (owner_xid, _), kept in self._kept.items():
            if owner_xid == member_xid and secrets.compare_digest(kept.token, token):
                return kept.form
        return None

    def done(self, member_xid: MemberXid, form: Form) -> Callable[[], Awaitable[None]] | None:
        """Forget the words of this person and kind of form. Returns what takes the refusal from the screen."""
        kept = self._kept.pop((member_xid, type(form)), None)
        return None if kept is None else kept.take_away


def new_token() -> str:
    """A token that nobody can guess, of the length that a button of a token has."""
    return secrets.token_urlsafe(16)
