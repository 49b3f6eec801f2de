"""Nothing imports in a circle, and the slices of the core import exactly what is written here."""

from __future__ import annotations

import pytest

from tests.meta.module_graph import circles, import_graph

BELOW = {
    "agreed_lines",
    "appointment",
    "authority",
    "choices",
    "changing",
    "confided",
    "counts",
    "format_table",
    "formats",
    "second_circle",
    "known",
    "model",
    "one_seat",
    "parts",
    "refusals",
    "slices",
    "timers",
    "words",
}
"""What every slice of the core may import: the state, what a slice is made of, and plain questions."""
SLICES: dict[str, set[str]] = {
    "agreements": set(),
    "dates": set(),
    "doors": {"dates", "stages", "waiting"},
    "asking_in": set(),
    "facilitating": set(),
    "feelings": {"optional_questions"},
    "first_time": {"optional_questions"},
    "harvest": set(),
    "holds": set(),
    "late_comers": {"agreements", "seats"},
    "looking_back": {"stages", "turns"},
    "nominating": {"holds", "order", "turns"},
    "notes": {"holds", "turns"},
    "optional_questions": set(),
    "order": set(),
    "outage": {"dates", "stages"},
    "prompts": set(),
    "quieting": set(),
    "resonance": {"turns"},
    "seats": {"holds", "turns", "waiting"},
    "stages": {"dates", "facilitating", "resonance", "seats"},
    "turn_time": {"holds"},
    "turns": {"holds", "order", "turn_time"},
    "unseen": {"holds"},
    "waiting": set(),
    "writing": {"optional_questions", "turn_time"},
}
"""Which other slices each slice imports. Add one only when its rule must do what the other's rule does."""
ABOVE: dict[str, set[str]] = {
    "evolve": {"changing", "slices", "model"},
    "flow": {"slices", "model", "formats"},
    "moving_on": {"flow", "slices", "model", "refusals"},
    "clockwork": {"flow", "slices", "model", "formats"},
    "machine": {
        "appointment",
        "commands",
        "evolve",
        "flow",
        "authority",
        "slices",
        "model",
        "formats",
        "refusals",
    },
    "commands": {"clockwork", "moving_on", "authority", "slices", "model", "refusals"},
    "events": {"slices"},
}
"""What stands above the slices, and what each imports beside slices."""


def test_nothing_imports_in_a_circle() -> None:
    found = circles(import_graph())
    assert not found, (
        f"these import one another, types included: {found}. Move what both need into a module of its own"
    )


def test_the_look_for_circles_finds_them() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("ad"), "d": frozenset()}
    assert circles(graph) == [["a", "b", "c"]]
    assert circles({"a": frozenset("b"), "b": frozenset()}) == []


def _core() -> dict[str, set[str]]:
    prefix = "bot.circle."
    return {
        module.removeprefix(prefix): {name.removeprefix(prefix) for name in targets}
        for module, targets in import_graph().items()
        if module.startswith(prefix)
    }


@pytest.mark.parametrize("name", SLICES)
def test_a_slice_imports_the_slices_that_are_written_here(name: str) -> None:
    imported = _core()[name] - BELOW
    assert imported == SLICES[name], f"bot/circle/{name}.py imports {sorted(imported)}; say so in SLICES"


def test_what_lies_below_the_slices_imports_none() -> None:
    core = _core()
    for name in BELOW:
        assert core[name] <= BELOW, f"bot/circle/{name}.py lies below the slices and imports {core[name]}"


def test_what_stands_above_the_slices_imports_what_is_written_here() -> None:
    core = _core()
    for name, may in ABOVE.items():
        assert core[name] <= may | set(SLICES), f"bot/circle/{name}.py imports {core[name] - set(SLICES)}"


def test_every_module_of_the_core_has_its_place() -> None:
    assert set(_core()) == BELOW | set(SLICES) | set(ABOVE) | {"confidence", "speaking"}
