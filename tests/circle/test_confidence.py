"""What people have in confidence is marked where it is declared, and only where it is looked for."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

import bot.circle
from bot.circle.counts import Echo
from bot.circle.model import SessionState, Story, Turn


def _marked(kind: Any) -> bool:
    fields = getattr(kind, "__dataclass_fields__", {})
    return any("room" in field.metadata for field in fields.values())


def _named_in(hint: Any) -> set[Any]:
    return {hint}.union(*map(_named_in, get_args(hint))) if get_args(hint) else {hint}


def test_no_field_is_marked_where_nobody_looks() -> None:
    """In the state, and in what one of its fields holds, alone or as a tuple; not in what lies deeper."""
    modules = [
        importlib.import_module(f"bot.circle.{m.name}") for m in pkgutil.iter_modules(bot.circle.__path__)
    ]
    found = {
        kind for module in modules for kind in vars(module).values() if is_dataclass(kind) and _marked(kind)
    }
    held = set().union(*map(_named_in, get_type_hints(SessionState).values()))
    assert {SessionState, Turn, Story, Echo} <= found <= held | {SessionState}
