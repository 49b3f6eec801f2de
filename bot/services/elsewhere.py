"""What a transaction has made due in sessions that another process looks after, and how that process hears of it.

A notice has numbers of sessions and servers only. PostgreSQL hands it on when the transaction is committed, and not
otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.ids import GuildXid, SessionId
from bot.settings import Cluster

from .news import News

LONGEST = 7_000
"""How long a notice may be; PostgreSQL takes a little more."""


def notice(news: News, own: Mapping[int, int], cluster: Cluster) -> str | None:
    """What others are to be told of it; None if it is nothing."""
    theirs = {number: slot for number, slot in _slots(news).items() if slot not in own}
    held = [guild_xid for guild_xid in news.held if cluster.slot_of(guild_xid) not in own]
    if not theirs and not held and not news.rules and not news.gatherings:
        return None
    text = json.dumps(
        {
            "due": [[number, slot] for number, slot in theirs.items() if number in _due(news)],
            "changed": [[number, slot] for number, slot in theirs.items() if number in news.changed],
            "moved": [[number, slot] for number, slot in theirs.items() if number in news.moved],
            "held": held,
            "sparks": news.sparks,
            "gatherings": news.gatherings,
            "rules": sorted(news.rules),
        },
        separators=(",", ":"),
    )
    return text if len(text) <= LONGEST else "{}"


def heard(text: str, now: datetime) -> News:
    """What another process has told. Without anything in it, it may be about any session."""
    told = json.loads(text)
    if not told:
        return News(
            is_any_session=True,
            deadline=now,
            sparks=True,
            gatherings=True,
            schedules=True,
            rules={GuildXid(0)},
        )
    news = News(
        sparks=told["sparks"],
        gatherings=told.get("gatherings", False),
        held=set(told["held"]),
        rules=set(told["rules"]),
        deadline=now,
    )
    for what in ("due", "changed", "moved"):
        news.slot_of.update((SessionId(number), slot) for number, slot in told[what])
    news.sessions = {SessionId(number): now for number, _ in told["due"]}
    news.changed = {SessionId(number) for number, _ in told["changed"]}
    news.moved = {SessionId(number) for number, _ in told["moved"]}
    return news


def ours(news: News, own: Mapping[int, int], cluster: Cluster) -> News:
    """The same without what others have to do. What has changed is of interest here too: a panel may be open."""
    theirs = {number for number, slot in _slots(news).items() if slot not in own}
    return replace(
        news,
        sessions={number: at for number, at in news.sessions.items() if number not in theirs},
        answers={card: at for card, at in news.answers.items() if card[0] not in theirs},
        held={guild_xid for guild_xid in news.held if cluster.slot_of(guild_xid) in own},
    )


def _due(news: News) -> set[SessionId]:
    return news.sessions.keys() | {session_id for session_id, _ in news.answers}


def _slots(news: News) -> dict[SessionId, int]:
    """The slot of each session in it that was read. The sender looks itself whether one is its own."""
    return {
        number: news.slot_of[number]
        for number in _due(news) | news.changed | news.moved
        if number in news.slot_of
    }
