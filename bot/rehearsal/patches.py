"""Every place where the simulation patches a library, each with its reason, all undone afterwards.

Nothing of this touches the bot: in production this module is not even imported. What else the rehearsal uses of
SimCord's inside is listed with these in `internals`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from typing import Any
from unittest.mock import patch

import discord
import simcord.backend.serializers as simcord_serializers
import simcord.components
import simcord.gateway
import simcord.http.router
import simcord.http.routes.guilds as simcord_guilds
import simcord.http.routes.messages as simcord_routes
import simcord.interactions as simcord_interactions
import simcord.results
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from discord.mixins import Hashable
from discord.user import BaseUser
from simcord._runtime import _CallbackRecord, _selected_env
from simcord.backend import Backend
from simcord.backend.errors import target_not_connected_to_voice
from simcord.backend.ops.polls import PollMixin
from simcord.enums import ChannelType
from simcord.http import FakeHTTPClient

from . import settling

NONCES = 1000
"""How many are remembered; Discord forgets them after some minutes."""
_PLAIN = frozenset((str, int, bool, float, type(None)))
ALARM = "APScheduler's timer"
"""What the wait of the bot's alarm is called."""


class _Meta(type(dt.datetime)):  # type: ignore[misc]
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, dt.datetime)


class _SimulatedDatetime(dt.datetime, metaclass=_Meta):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        now = discord.utils.utcnow()
        return now.astimezone(tz) if tz is not None else now.astimezone().replace(tzinfo=None)


@contextmanager
def installed() -> Iterator[None]:
    """Keep the patches in place for as long as the simulation runs."""
    with ExitStack() as stack:
        stack.enter_context(settling.installed())
        stack.enter_context(_apscheduler_follows_the_clock())
        stack.enter_context(_nonces_are_honoured())
        stack.enter_context(_people_have_languages())
        stack.enter_context(_discord_can_be_slow())
        stack.enter_context(_stages_are_as_at_discord())
        stack.enter_context(_payloads_are_copied_quickly())
        stack.enter_context(_ids_are_told_apart())
        stack.enter_context(_many_sessions_are_no_burden())
        yield


@contextmanager
def _apscheduler_follows_the_clock() -> Iterator[None]:
    with (
        apscheduler_asks_discords_clock(),
        patch.object(AsyncIOScheduler, "_start_timer", _start_simulated_timer),
    ):
        yield


@contextmanager
def apscheduler_asks_discords_clock() -> Iterator[None]:
    """APScheduler asks `datetime.now` by its own module-level name; whoever simulates time moves discord.py's clock."""
    with ExitStack() as stack:
        for name in ("schedulers.base", "executors.base", "triggers.interval", "triggers.date"):
            module = importlib.import_module("apscheduler." + name)
            if hasattr(module, "datetime"):
                stack.enter_context(patch.object(module, "datetime", _SimulatedDatetime))
        yield


def _start_simulated_timer(scheduler: Any, wait_s: float | None) -> None:
    """A bare `call_later` that is shorter than the settling time would be waited for in real time."""
    scheduler._stop_timer()
    env = _selected_env()
    if wait_s is not None and env is not None:
        scheduler._timeout = asyncio.ensure_future(_wake_later(env, scheduler, wait_s))


async def _wake_later(env: Any, scheduler: Any, wait_s: float) -> None:
    await env.external_wait(asyncio.sleep(wait_s), reason=ALARM)
    del scheduler._timeout
    scheduler.wakeup()


@contextmanager
def _nonces_are_honoured() -> Iterator[None]:
    """Discord answers a repeated nonce with the message it has; SimCord knows nothing of nonces."""
    original = simcord_routes.bot_message  # type: ignore[attr-defined]
    known: dict[tuple[int, int, str], Any] = {}

    def bot_message(ctx: Any, channel_id: int, *args: Any, **kwargs: Any) -> Any:
        body = ctx.body()
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        key = (id(ctx.backend), channel_id, str(nonce))
        if nonce is not None and key in known:
            return known[key]
        message = original(ctx, channel_id, *args, **kwargs)
        if nonce is not None:
            known[key] = message
            if len(known) > NONCES:
                del known[next(iter(known))]
        return message

    with patch.object(simcord_routes, "bot_message", bot_message):
        yield


@contextmanager
def _people_have_languages() -> Iterator[None]:
    """SimCord says en-US for everybody; here `speak` chooses a person's, and a server has its own."""
    original = simcord_interactions.base_payload

    def base_payload(backend: Any, *, guild_id: int | None, user_id: int, **kwargs: Any) -> Any:
        record, payload = original(backend, guild_id=guild_id, user_id=user_id, **kwargs)
        payload["locale"] = getattr(backend, "languages", {}).get(user_id, "en-US")
        if guild_id is not None:
            payload["guild_locale"] = backend.get_guild(guild_id).preferred_locale
        return record, payload

    with patch.object(simcord_interactions, "base_payload", base_payload):
        yield


@contextmanager
def _discord_can_be_slow() -> Iterator[None]:
    """SimCord answers at once; here `slow_down` lets each call of the bot's own work take a while.

    Answers to presses and commands are not slowed: they go another way, and would be refused after three
    seconds.
    """
    original = FakeHTTPClient.request

    async def request(client: Any, route: Any, **kwargs: Any) -> Any:
        seconds = getattr(client.backend, "slow_s", 0.0)
        env, task = _selected_env(), asyncio.current_task()
        if seconds and env is not None and task in env._work.tasks and task not in env._work.external_waits:
            await env.external_wait(asyncio.sleep(seconds), reason="a slow Discord")
        return await original(client, route, **kwargs)

    with patch.object(FakeHTTPClient, "request", request):
        yield


@contextmanager
def _stages_are_as_at_discord() -> Iterator[None]:
    """At Discord whoever comes to a stage is in its audience, and who is asked to speak there is heard only once they
    have accepted. SimCord lets everybody speak at once; nor does it tell of the stages that are live, or of the feature
    without which a server has none."""
    prepare = Backend.prepare_voice_state
    payload = simcord_serializers.guild_create_payload

    def prepare_voice_state(
        backend: Any, guild_id: int, user_id: int, channel_id: int | None, **flags: Any
    ) -> Any:
        before = backend.get_guild(guild_id).voice_states.get(user_id)
        if channel_id is not None and (before is None or before.channel_id != channel_id):
            is_stage = backend.get_channel(channel_id).type == ChannelType.STAGE_VOICE
            flags = {"suppress": is_stage, "request_to_speak_timestamp": None, **flags}
        return prepare(backend, guild_id, user_id, channel_id, **flags)

    def edit_voice_state(ctx: Any, guild_id: int, user_id: int) -> None:
        is_held = bool(ctx.fields("suppress", ignore=("channel_id",))["suppress"])
        state = ctx.backend.get_guild(guild_id).voice_states.get(user_id)
        if state is None:
            raise target_not_connected_to_voice()
        asked = None if is_held else ctx.backend.now_iso()
        ctx.backend.set_voice_state(
            guild_id, user_id, state.channel_id, suppress=is_held, request_to_speak_timestamp=asked
        )

    def guild_create_payload(backend: Any, guild: Any) -> Any:
        live = [
            simcord_serializers.stage_instance_payload(instance)
            for instance in backend.stage_instances.values()
            if instance.guild_id == guild.id
        ]
        features = [] if guild.id in getattr(backend, "without_community", ()) else ["COMMUNITY"]
        return {**payload(backend, guild), "features": features, "stage_instances": live}

    with (
        patch.object(Backend, "prepare_voice_state", prepare_voice_state),
        patch.object(simcord_guilds, "_edit_voice_state", edit_voice_state),
        patch.object(simcord_serializers, "guild_create_payload", guild_create_payload),
    ):
        yield


@contextmanager
def _payloads_are_copied_quickly() -> Iterator[None]:
    """SimCord copies every card several times, for whoever might change it. An eighth of the time a story takes went
    by in `deepcopy`, which asks of each part whether it has met it before. A payload is JSON: it has no circles."""
    with (
        patch.object(simcord.http.router, "copy", _Copy),
        patch.object(simcord.gateway, "copy", _Copy),
        patch.object(simcord.components, "deepcopy", copied),
        patch.object(simcord.results, "deepcopy", copied),
    ):
        yield


@contextmanager
def _ids_are_told_apart() -> Iterator[None]:
    """discord.py hashes an id by its milliseconds. In simulated time everything is made in the same one, so all that
    is in a dictionary together would be compared one by one, a fifth of the time a held circle takes."""

    def of_id(thing: Any) -> int:
        return hash(thing.id)

    with ExitStack() as stack:
        for kind in (Hashable, discord.Object, BaseUser):
            stack.enter_context(patch.object(kind, "__hash__", of_id))
        yield


@contextmanager
def _many_sessions_are_no_burden() -> Iterator[None]:
    """SimCord compares what it waits for, field by field, to find one of them, and looks through all messages for
    polls whenever time goes on; the bot makes none. With two hundred sessions that took a third of the time."""
    with (
        patch.object(_CallbackRecord, "__eq__", object.__eq__),
        patch.object(PollMixin, "expire_due_polls", lambda backend: None),
        patch.object(PollMixin, "next_poll_deadline", lambda backend: None),
    ):
        yield


def copied(part: Any) -> Any:
    """A copy of JSON, all the way down; of anything else what `deepcopy` makes of it."""
    kind = type(part)
    if kind is dict:
        return {key: copied(value) for key, value in part.items()}
    if kind is list:
        return [copied(value) for value in part]
    return part if kind in _PLAIN else deepcopy(part)


class _Copy:
    """What SimCord uses of the module `copy`."""

    deepcopy = staticmethod(copied)


def slow_down(env: simcord.Env, seconds: float) -> None:
    """Let each of the bot's calls take that many simulated seconds; 0 for none."""
    backend: Any = env.backend
    backend.slow_s = seconds


def begin_at(env: simcord.Env, instant: dt.datetime) -> None:
    """Let simulated time begin then. Before the bot is started: to it, time never jumps."""
    env.backend.clock._epoch = instant - dt.timedelta(seconds=env.backend.clock.elapsed)


def speak(env: simcord.Env, user_id: int, language: str) -> None:
    """Let a simulated person use Discord in that language."""
    backend: Any = env.backend
    if not hasattr(backend, "languages"):
        backend.languages = {}
    backend.languages[user_id] = language
