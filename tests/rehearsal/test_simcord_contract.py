"""SimCord's internals that the rehearsal uses: each by its name, so that a new version fails by the name it changed."""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.backend import Backend
from simcord.backend.models import Interaction, Message
from simcord.http import FakeHTTPClient

from bot.rehearsal.internals import INTERNALS
from bot.settings import ROOT

PARAMETERS = {
    "simcord.env:Env._settle_internal": ("self", "timeout", "idle", "dispatch", "_deadline"),
    "simcord._settlement:_run_due_virtual_callbacks": ("self", "deadline"),
    "simcord._settlement:_callback_is_parked": ("self", "record", "deadline"),
    "simcord._settlement:_is_parked": ("self", "task", "deadline"),
    "simcord._settlement:_owned_tasks": ("self",),
    "simcord.http.routes.messages:bot_message": ("ctx", "channel_id"),
    "simcord.interactions:base_payload": ("backend", "type", "channel_id", "guild_id", "user_id", "data"),
    "simcord.http:FakeHTTPClient.request": ("self", "route", "files", "form", "kwargs"),
    "simcord._runtime:_selected_env": ("driver",),
    "simcord._settlement:_next_virtual_timer": ("self",),
    "simcord._settlement:_timer_records_waking": ("self", "task", "waiter"),
    "simcord.backend.access:channel_accessible": ("backend", "channel_id", "viewer_id", "history"),
    "simcord.backend:Backend().advance_clock": ("seconds",),
    "simcord.backend:Backend().compute_permissions": ("guild_id", "user_id", "channel_id"),
    "simcord.backend:Backend().visible_commands": ("user_id", "channel_id", "type"),
    "simcord.backend:Backend().find_command": ("name", "guild_id", "type"),
    "simcord.backend:Backend().require_permissions": ("guild_id", "user_id", "channel_id", "names"),
    "simcord.backend:Backend().set_voice_state": ("guild_id", "user_id", "channel_id", "flags"),
    "simcord.backend:Backend().set_overwrite": ("channel_id", "overwrite"),
    "simcord.backend:Backend().edit_role": ("guild_id", "role_id", "changes"),
    "simcord.backend:Backend().delete_overwrite": ("channel_id", "target_id"),
    "simcord.backend:Backend().edit_bot_profile": ("username",),
    "simcord.interactions:command_leaves": ("command",),
    "simcord.interactions:walk_to_subcommand": ("command", "path"),
    "simcord.interactions:parse_option_input": ("command_name", "option", "raw"),
    "simcord.results:ResponseMessage": ("env", "message"),
}
"""What the functions among them are given, as they are called here."""

OUR_OWN = {"languages", "slow_s"}
"""What `patches` adds to SimCord's backend."""
HELD = {"backend", "_backend"}
ENVS = {"env", "_env"}


def _new(name: str) -> Any:
    client = discord.Client(intents=discord.Intents.none())
    match name:
        case "Env":
            return simcord.Env(client)
        case "FakeHTTPClient":
            loop = asyncio.new_event_loop()
            try:
                return FakeHTTPClient(Backend(), loop)
            finally:
                loop.close()
        case "ChannelHandle":
            env = simcord.Env(client)
            return env.create_guild().create_text_channel("lobby")
    return Backend()


def look_up(name: str) -> Any:
    """The thing of that name.

    Raises:
        AttributeError: there is none.
    """
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        plain = part.removesuffix("()")
        if dataclasses.is_dataclass(found) and isinstance(found, type):
            fields = {field.name: field for field in dataclasses.fields(found)}
            found = fields[plain] if plain in fields else getattr(found, plain)
        elif found is simcord.InteractionResult and plain == "_interaction":
            assert "self._interaction" in inspect.getsource(vars(found)["__init__"])
        elif plain == "code" and isinstance(found, type):
            assert "self.code" in inspect.getsource(vars(found)["__init__"])
        else:
            getattr(found, plain)
            found = _new(plain) if part.endswith("()") else getattr(found, plain)
    return found


@pytest.mark.parametrize("name", INTERNALS)
def test_simcord_still_has(name: str) -> None:
    try:
        look_up(name)
    except (AttributeError, ImportError, AssertionError, KeyError) as error:
        pytest.fail(
            f"SimCord has no {name} any more ({error}). The rehearsal uses it for: {INTERNALS[name]}."
        )


@pytest.mark.parametrize("name", PARAMETERS)
def test_simcord_still_takes(name: str) -> None:
    assert name in INTERNALS
    taken = tuple(inspect.signature(look_up(name)).parameters)
    expected = PARAMETERS[name]
    assert taken[: len(expected)] == expected, (
        f"SimCord's {name} now takes {taken}. The rehearsal uses it for: {INTERNALS[name]}."
    )


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "bot" / "rehearsal").rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def test_whatever_is_imported_from_within_simcord_is_in_the_table() -> None:
    typing_only = {"Channel", "Message", "ScheduledEvent", "VoiceState", "Overwrite", "MemberActor"}
    known = {name.split(":")[1].split(".")[0].removesuffix("()") for name in INTERNALS}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simcord."):
                for alias in node.names:
                    assert alias.name in known | typing_only, (
                        f"{path} imports {alias.name} from {node.module}"
                    )


def test_whatever_is_used_of_the_backend_or_is_private_is_in_the_table() -> None:
    backend = {name.split("Backend().")[1].split(".")[0] for name in INTERNALS if "Backend()." in name}
    env = {name.split("Env().")[1].split(".")[0] for name in INTERNALS if "Env()." in name}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute):
                continue
            of = getattr(node.value, "attr", getattr(node.value, "id", None))
            where = f"{path}:{node.lineno} uses {of}.{node.attr}"
            if of in HELD:
                assert node.attr in backend | OUR_OWN, where
            if of in ENVS and node.attr.startswith("_"):
                assert node.attr in env, where


# What they do


def test_settling_has_an_idle_wait_to_shorten() -> None:
    defaults = simcord.Env._settle_internal.__kwdefaults__
    assert defaults is not None
    assert defaults["idle"] == 0.05


def test_a_clock_that_is_moved_tells_nobody() -> None:
    backend = Backend()
    before = len(backend.transcript)
    backend.advance_clock(7.5)
    assert backend.clock.elapsed == 7.5
    assert len(backend.transcript) == before


def test_an_interaction_says_which_language_its_person_has() -> None:
    backend = Backend()
    guild = backend.create_guild("House")
    channel = backend.create_channel(guild.id, "lobby")
    payload = importlib.import_module("simcord.interactions").base_payload(
        backend, type=2, channel_id=channel.id, guild_id=guild.id, user_id=guild.owner_id, data={}
    )[1]
    assert payload["locale"] == payload["guild_locale"] == "en-US"


def test_messages_are_kept_oldest_first_and_private_ones_for_one_person() -> None:
    backend = Backend()
    guild = backend.create_guild("House")
    channel = backend.create_channel(guild.id, "lobby")
    first = backend.create_message(channel.id, guild.owner_id, "first")
    second = backend.create_message(channel.id, guild.owner_id, "second")
    assert list(backend.messages[channel.id]) == [first.id, second.id]
    assert first.id < second.id
    private = Message(1, 1, 1, flags=64, interaction_metadata={"user": {"id": "7"}})
    assert private.visible_to(7)
    assert not private.visible_to(8)
    assert not private.visible_to(None)


def test_a_fault_is_an_entry_that_can_be_taken_out_again() -> None:
    env = simcord.Env(discord.Client(intents=discord.Intents.none()))
    env.inject_error("*", "*", status=503, times=None)
    (fault,) = env.backend.faults
    assert (fault["method"], fault["path"], fault["status"], fault["times"]) == ("*", "*", 503, None)


def test_an_interaction_expires_as_text_that_can_be_compared() -> None:
    backend = Backend()
    record: Interaction = backend.new_interaction(2, 1, 1, None)
    assert record.expires_at is not None
    assert record.expires_at > backend.now_iso()
    backend.advance_clock(16 * 60)
    assert record.expires_at < backend.now_iso()


def test_an_id_holds_the_millisecond_it_was_made_in() -> None:
    backend = Backend()
    backend.advance_clock(1)
    number = backend.snowflake()
    assert number >> 22 == max(backend._sequences)
    assert number in backend._reserved_ids
