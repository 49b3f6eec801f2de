"""The arrows between packages, and the other rules of this repository, as tests."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

MAY_IMPORT: dict[str, set[str]] = {
    "bot.circle": set(),
    "bot.calendar": set(),
    "bot.clock": set(),
    "bot.ids": set(),
    "bot.pace": {"bot.clock", "bot.ids"},
    "bot.setting_values": set(),
    "bot.whole_files": set(),
    "bot.slots": set(),
    "bot.settings": {"bot.setting_values"},
    "bot.logs": {"bot.settings"},
    "bot.content": {"bot.circle"},
    "bot.privacy": {"bot.ids", "bot.circle", "bot.whole_files"},
    "bot.store": {"bot.circle", "bot.whole_files"},
    "bot.services": {
        "bot.ids",
        "bot.calendar",
        "bot.circle",
        "bot.clock",
        "bot.content",
        "bot.privacy",
        "bot.store",
        "bot.settings",
        "bot.slots",
    },
    "bot.timing": {"bot.ids", "bot.clock", "bot.services"},
    "bot.ui": {
        "bot.ids",
        "bot.calendar",
        "bot.circle",
        "bot.clock",
        "bot.content",
        "bot.pace",
        "bot.services",
        "bot.settings",
    },
    "bot.delivery": {
        "bot.ids",
        "bot.circle",
        "bot.clock",
        "bot.content",
        "bot.pace",
        "bot.privacy",
        "bot.services",
        "bot.settings",
        "bot.ui",
    },
    "bot.cluster": {
        "bot.client",
        "bot.clock",
        "bot.content",
        "bot.ids",
        "bot.pace",
        "bot.services",
        "bot.settings",
        "bot.slots",
        "bot.store",
        "bot.ui",
    },
    "bot.client": {
        "bot.slots",
        "bot.ids",
        "bot.clock",
        "bot.content",
        "bot.pace",
        "bot.services",
        "bot.settings",
        "bot.ui",
    },
    "bot.operating": {
        "bot.client",
        "bot.ids",
        "bot.calendar",
        "bot.clock",
        "bot.content",
        "bot.privacy",
        "bot.services",
        "bot.settings",
        "bot.store",
        "bot.ui",
        "bot.whole_files",
    },
    "bot.rehearsal": {
        "bot.ids",
        "bot.privacy",
        "bot.app",
        "bot.circle",
        "bot.client",
        "bot.clock",
        "bot.settings",
        "bot.ui",
    },
    "cogs": {
        "bot.ids",
        "bot.calendar",
        "bot.circle",
        "bot.content",
        "bot.services",
        "bot.settings",
        "bot.ui",
    },
}
"""Who may import whom, besides itself and libraries. `bot.app` and `bot.__main__` put it all together."""

ANYTHING = {"bot.app", "bot.__main__"}
STANDARD_ONLY = {"bot.circle"}
LARGEST = {"bot": 350, "cogs": 200}
"""Lines a file may have. A longer one is hard to hold in the head; split it by what it is for."""


def _files() -> Iterator[Path]:
    for top in ("bot", "cogs"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[0] if parts[0] == "cogs" else ".".join(parts[:2])


def _cog(module: str) -> str:
    return ".".join(module.split(".")[:2])


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    module = _module(path)
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name


FILES = list(_files())


def test_imports_go_the_way_the_architecture_says() -> None:
    wrong = []
    for path in FILES:
        room = _room(_module(path))
        if room in ANYTHING or room == "bot":
            continue
        for name in _imports(path):
            target = _room(name)
            if name.split(".")[0] in ("bot", "cogs") and target not in (room, *MAY_IMPORT[room]):
                wrong.append(
                    f"{path.relative_to(ROOT)} imports {name}, but {room} may import only "
                    f"{sorted(MAY_IMPORT[room]) or 'nothing of ours'} (docs/architecture.md)"
                )
    assert not wrong, "\n".join(wrong)


def test_no_cog_knows_another() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}; what two cogs need belongs into bot/ui"
        for path in FILES
        if _room(_module(path)) == "cogs"
        for name in _imports(path)
        if _room(name) == "cogs" and _cog(name) != _cog(_module(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_uses_the_standard_library_only() -> None:
    allowed = {"bot"} | set(sys.stdlib_module_names) - {"random", "time", "asyncio", "secrets", "os"}
    wrong = [
        f"{path.name} imports {name}; the core is pure (bot/circle/__init__.py)"
        for path in FILES
        if _room(_module(path)) in STANDARD_ONLY
        for name in _imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert not wrong, "\n".join(wrong)


CLOCK_CALLS = re.compile(r"datetime\.now\(|\.utcnow\(\)|time\.time\(|time\.monotonic\(|asyncio\.sleep\(")


def test_only_the_clock_reads_time_or_waits() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number} reads time or waits; ask a Clock (bot/clock.py)"
        for path in FILES
        if _module(path) != "bot.clock" and _room(_module(path)) != "bot.rehearsal"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if CLOCK_CALLS.search(line) and not re.search(r"clock\.utcnow\(\)", line)
    ]
    assert not wrong, "\n".join(wrong)


def test_files_can_be_held_in_the_head() -> None:
    wrong = []
    for path in FILES:
        most = LARGEST[path.relative_to(ROOT).parts[0]]
        lines = len(path.read_text("utf-8").splitlines())
        if lines > most:
            wrong.append(f"{path.relative_to(ROOT)} has {lines} lines; {most} are enough, split it")
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_it_is_for() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} begins with no sentence on what it is for"
        for path in FILES
        if not ast.get_docstring(_parsed(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_room_of_threads_knows_threads() -> None:
    """Another kind of room adds its own files, and nobody else has to ask which kind a room is."""
    knows = (
        "bot.delivery.rooms.thread",
        "bot.delivery.rooms.kinds",
        "bot.delivery.rooms.hearing.wants",  # below a channel there can be threads
        "bot.ui.rooms.threads",
    )
    named = re.compile(
        r"discord\.Thread|RawThread|thread_(?:id|type)|private_thread|_threads\b|rooms\.thread|ThreadRoom"
    )
    for path in FILES:
        if _module(path) not in knows and _room(_module(path)) != "bot.rehearsal":
            found = named.search(path.read_text("utf-8"))
            assert found is None, f"{path.relative_to(ROOT)} knows of threads"


def test_only_the_files_of_one_database_know_sql_of_its_own() -> None:
    own = re.compile(r"PRAGMA|BEGIN IMMEDIATE|VACUUM|sqlite_master|ON CONFLICT|sqlite3")
    for path in FILES:
        if _module(path) not in ("bot.store.sqlite", "bot.store.key_database", "bot.store.key_server"):
            assert not own.search(path.read_text("utf-8")), f"{path.name} has SQL of one database's own"


def test_only_the_rehearsal_knows_simcord() -> None:
    for path in FILES:
        if _room(_module(path)) != "bot.rehearsal":
            assert not any(name.startswith("simcord") for name in _imports(path)), path


def test_fields_for_words_are_made_in_one_place() -> None:
    """`bot.ui.modal.text_field` says what is required and fills the field in; a form made by hand forgets one."""
    found = [
        path.relative_to(ROOT)
        for folder in ("bot/ui", "cogs")
        for path in (ROOT / folder).rglob("*.py")
        if "ui.TextInput(" in path.read_text() and path.name != "modal.py"
    ]
    assert not found, f"use text_field() and SafeModal.ask() in {found}"
