"""Finding in the table how a delivery behaves."""

from __future__ import annotations

from collections.abc import Callable

from .policy import ApiCall, Delivery, Policy, Post, Refresh
from .table import TABLE


def refreshing(policy: Policy) -> Policy:
    """How it behaves to bring a card up to date: nothing waits for that, and it pings nobody."""
    call = ApiCall.TAKE_AWAY if policy.goes else ApiCall.EDIT
    call = ApiCall.EVENT if policy.call is ApiCall.EVENT else call
    return Policy(f"refresh_{policy.kind}", policy.where, call, with_room=policy.with_room, goes=policy.goes)


_REFRESHES = {what: refreshing(policy) for what, policy in TABLE.items() if issubclass(what, Post)}


def policy_of(what: Delivery) -> Policy:
    """How a delivery behaves."""
    return _REFRESHES[type(what.post)] if isinstance(what, Refresh) else TABLE[type(what)]


def kind_of(what: type[Delivery]) -> str:
    """How deliveries of this type are kept."""
    return TABLE[what].kind


POLICIES = (*TABLE.values(), *_REFRESHES.values())


def kinds(which: Callable[[Policy], bool]) -> list[str]:
    """How deliveries that behave so are kept."""
    return [policy.kind for policy in POLICIES if which(policy)]
