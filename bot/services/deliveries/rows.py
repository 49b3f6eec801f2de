"""Deliveries as rows of the outbox: the kind, and in JSON whatever else is known of one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.ids import SessionId
from bot.store import queries as q

from ..unit_of_work import Work
from ..unreadable import DELIVERY, Unreadable
from .lookup import policy_of, refreshing
from .policy import Delivery, ForSeat, Policy, Post, Refresh
from .table import TABLE

_FORMS: dict[type[Delivery], TypeAdapter[Any]] = {what: TypeAdapter(what) for what in TABLE}
_BY_KIND = {policy.kind: what for what, policy in TABLE.items()}
_REFRESHED = {refreshing(policy).kind: what for what, policy in TABLE.items() if issubclass(what, Post)}


@dataclass(frozen=True, slots=True)
class Plan:
    """A delivery to queue, and how many seconds from now it is due."""

    what: Delivery
    delay_s: float = 0
    by_answer: bool = field(default=False, compare=False)
    """Whether the answer to a press is about to show the same. Then nobody looks at it, unless that stays away."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox."""

    id: int
    what: Delivery
    not_before: datetime
    attempts: int
    nonce: str

    @property
    def policy(self) -> Policy:
        """How it behaves."""
        return policy_of(self.what)

    @property
    def post(self) -> Post | None:
        """The card it posts or brings up to date; None where it is about none."""
        return card_of(self.what)

    @property
    def is_refresh(self) -> bool:
        """Whether it brings a card up to date that was posted before."""
        return isinstance(self.what, Refresh)

    @property
    def seat(self) -> int | None:
        """The seat it is about; None where it is about none."""
        return self.what.seat if isinstance(self.what, ForSeat) else None


def card_of(what: Delivery) -> Post | None:
    """The card that a delivery posts or brings up to date; None where it is about none."""
    if isinstance(what, Refresh):
        return what.post
    return what if isinstance(what, Post) else None


def written(what: Delivery) -> dict[str, str]:
    """What is kept of a delivery: its kind, and the rest as JSON."""
    kept = what.post if isinstance(what, Refresh) else what
    about = _FORMS[type(kept)].dump_json(kept, exclude_defaults=True).decode()
    return {"kind": policy_of(what).kind, "about": about}


def read(kind: str, about: str) -> Delivery:
    """The delivery that was kept.

    Raises:
        ValueError: this version knows none like it.
    """
    refreshed = _REFRESHED.get(kind)
    what = refreshed or _BY_KIND.get(kind)
    if what is None:
        raise ValueError(f"no delivery is called {kind}")
    found: Delivery = _FORMS[what].validate_json(about)
    return Refresh(found) if isinstance(found, Post) and refreshed is not None else found


def is_readable(kind: str, about: str) -> bool:
    """Whether this version knows a delivery like that."""
    try:
        read(kind, about)
    except ValueError:
        return False
    return True


def slot(post: Post) -> str:
    """The name under which the message of a card is kept."""
    form = _FORMS[type(post)].dump_python(post)
    return f"{policy_of(post).kind}:{next(iter(form.values()), 0)}"


def stands_in_room(slot: str) -> bool:
    """Whether the card with this name is in the circle's room."""
    what = _BY_KIND.get(slot.partition(":")[0])
    return what is None or TABLE[what].with_room


def queue(work: Work, session_id: SessionId, plans: Sequence[Plan]) -> None:
    """Put deliveries into the outbox. The nonce is drawn here, so that a repeated send can be recognised."""
    if plans:
        rows = [
            {
                "session_id": session_id,
                "of_session": session_id,
                **written(item.what),
                "not_before": work.now + timedelta(seconds=item.delay_s),
                "attempts": 0,
                "nonce": secrets.token_urlsafe(16),
            }
            for item in plans
        ]
        work.db.execute(q.add_deliveries, rows)
        for item in plans:
            at = work.now + timedelta(seconds=item.delay_s)
            if item.by_answer and (card := card_of(item.what)) is not None:
                work.news.answers[session_id, slot(card)] = at
            else:
                work.news.queued(session_id, at)


def of_session(work: Work, session_id: SessionId) -> list[Row]:
    """What a session has waiting, oldest first.

    Raises:
        Unreadable: one of them is not known to this version.
    """
    # All of them first: a fault in the midst of a statement would leave its transaction open.
    return [from_row(row) for row in work.db.execute(q.deliveries_of, {"of_session": session_id}).all()]


def from_row(row: Any) -> Row:
    """One delivery from its row. Raises `Unreadable`."""
    try:
        what = read(row.kind, row.about)
    except ValueError:
        raise Unreadable(DELIVERY, row.id) from None
    return Row(row.id, what, row.not_before, row.attempts, row.nonce)


def rewrite(work: Work, delivery_id: int, what: Delivery) -> None:
    """Keep something else of a delivery that stays."""
    new = written(what)
    work.db.execute(
        q.rewrite_delivery, {"delivery_id": delivery_id, "new_kind": new["kind"], "new_about": new["about"]}
    )


def drop_for(work: Work, session_id: SessionId, what: type[ForSeat], seat: int) -> None:
    """Drop deliveries of one type that a session has waiting for one seat."""
    for row in of_session(work, session_id):
        if isinstance(row.what, what) and row.what.seat == seat:
            work.db.execute(q.drop_delivery, {"delivery_id": row.id})


def drop(work: Work, session_id: SessionId, kinds: Sequence[str]) -> None:
    """Drop what a session has waiting of these kinds (`lookup`)."""
    work.db.execute(q.drop_deliveries_of_kinds, {"of_session": session_id, "kinds": kinds})
