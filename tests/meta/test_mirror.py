"""`tests/` mirrors the packages: what tests a package lies in the folder of its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta.test_import_circles import ABOVE, SLICES

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
ROOMS_OF_ITS_OWN = {"benchmarks", "journeys", "kept", "meta", "strict", "wire", "rehearsal/browser"}
"""What is about the whole, or about no package (CONTRIBUTING.md says what is in each)."""
TESTED_ELSEWHERE = {"commands", "events", "evolve", "machine"}
"""What every test of the core goes through: `test_table`, `test_properties` and `test_explorer` are about these."""


def _folders() -> list[str]:
    found = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")} - {"."}
    return sorted(
        name for name in found if not any(f"{name}/".startswith(f"{own}/") for own in ROOMS_OF_ITS_OWN)
    )


@pytest.mark.parametrize("folder", _folders())
def test_a_folder_of_tests_has_the_name_of_a_package(folder: str) -> None:
    homes = [ROOT / "bot" / folder, ROOT / "cogs" / folder]
    assert any((home / "__init__.py").is_file() for home in homes), (
        f"tests/{folder} tests no package; move it beside the tests of what it is about"
    )


def _named_like_a_module_below() -> Iterator[str]:
    """Tests with the name of a module that lies in a package below theirs."""
    for folder in _folders():
        for top in (ROOT / "bot", ROOT / "cogs"):
            for path in sorted((TESTS / folder).glob("test_*.py")):
                name = f"{path.stem.removeprefix('test_')}.py"
                if not (top / folder / name).is_file():
                    for module in (top / folder).rglob(name):
                        yield f"{path.relative_to(ROOT)} belongs into tests/{module.parent.relative_to(top)}"


def test_a_test_lies_in_the_folder_of_its_module() -> None:
    wrong = set(_named_like_a_module_below())
    # What an operator types where the circles are in PostgreSQL, and not the doctor alone.
    wrong.remove("tests/operating/test_on_postgresql.py belongs into tests/operating/doctor")
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("name", sorted({*SLICES, *ABOVE} - TESTED_ELSEWHERE))
def test_every_slice_of_the_core_has_tests_of_its_own(name: str) -> None:
    assert (TESTS / "circle" / f"test_{name}.py").is_file(), (
        f"bot/circle/{name}.py has no tests/circle/test_{name}.py"
    )
