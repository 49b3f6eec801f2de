"""What the room asks of SimCord beyond its public calls: when something is due, moving time where nothing is,
and forgetting what only grows.

Each name used here is in the table `INTERNALS` in `patches`, and a test fails by that name when it changes.
Nothing of the bot or of the page is here.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import simcord
from simcord._settlement import _next_virtual_timer, _timer_records_waking

from bot.clock import UNSEEN

from ..patches import ALARM

ENOUGH = 400
"""Entries of SimCord's own diaries that are kept before they are cleared."""
MESSAGES = 200
"""Messages of people that a channel keeps, and as many again of the bot; the page shows fewer at once."""
FILES = 100


def elapsed(env: simcord.Env) -> float:
    """Simulated seconds since the beginning."""
    return env.backend.clock.elapsed


def next_due(env: simcord.Env) -> float | None:
    """When the next timer or Discord's own next deadline is due, in simulated seconds since the beginning."""
    state = env._settlement_state()
    due = [when for when in (_next_virtual_timer(state), env._next_resource_deadline()) if when is not None]
    return min(due, default=None)


def deliveries_due(env: simcord.Env) -> list[float]:
    """When the bot's own waits end, in simulated seconds since the beginning; not those that nobody sees, nor
    the alarm, which also only beats."""
    state = env._settlement_state()
    return [
        record.when
        for task, reason in env._work.external_waits.items()
        if reason not in UNSEEN and reason != ALARM
        for record in _timer_records_waking(state, task, getattr(task, "_fut_waiter", None))
        if record.when is not None
    ]


async def move(env: simcord.Env, seconds: float) -> None:
    """Let that many seconds pass. While nothing is due that is a number, and no work at all."""
    due = next_due(env)
    if due is None or due > elapsed(env) + seconds:
        env.backend.advance_clock(seconds)
    else:
        await env.advance_time(seconds)


def happened(env: simcord.Env) -> int:
    """A number that changes whenever anything crosses the border between the bot and Discord, the bot's looks at what
    is there left out: nobody sees them."""
    return sum(not (kind == "HTTP" and name.startswith("GET ")) for kind, name, _ in env.backend.transcript)


def raised(env: simcord.Env) -> list[BaseException]:
    """The errors the bot has raised since this was last asked."""
    errors = list(env._errors)
    env._errors.clear()
    env._error_ids.clear()
    env._errors_acknowledged = 0
    return errors


def tidy(env: simcord.Env) -> bool:
    """Forget what SimCord keeps for tests, and what is long past. Returns whether its diary was cleared."""
    backend = env.backend
    if len(backend.transcript) <= ENOUGH:
        return False
    backend.transcript.clear()
    backend.http_requests.clear()
    for messages in backend.messages.values():
        _keep_newest(messages, backend.bot_user.id)
    now = backend.now_iso()
    for interaction in list(backend.interactions.values()):
        if interaction.expires_at is not None and interaction.expires_at < now:
            del backend.interactions[interaction.id]
            backend.interaction_tokens.pop(interaction.token, None)
    blobs = backend.cdn._blobs
    for url in list(islice(blobs, max(0, len(blobs) - FILES))):
        del blobs[url]
    _forget_ids(backend)
    return True


def _keep_newest(messages: dict[int, Any], bot: int) -> None:
    for is_bot in (False, True):
        written = [number for number, message in messages.items() if (message.author_id == bot) is is_bot]
        for number in written[: max(0, len(written) - MESSAGES)]:
            del messages[number]


def _forget_ids(backend: Any) -> None:
    """An id holds its millisecond. Time only goes forward, so those of earlier ones cannot come again."""
    newest = max(backend._sequences, default=0)
    for millisecond in [at for at in backend._sequences if at < newest]:
        del backend._sequences[millisecond]
    first = newest << 22
    backend._reserved_ids.difference_update([number for number in backend._reserved_ids if number < first])
