"""Who imports whom in `bot/` and `cogs/`, module by module, imports for types and inside functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Graph = Mapping[str, frozenset[str]]


@cache
def import_graph() -> Graph:
    """For each module the modules of ours that it names in an import. Migrations stand for themselves."""
    files = {
        _module(path): path
        for top in ("bot", "cogs")
        for path in sorted((ROOT / top).rglob("*.py"))
        if "migrations" not in path.parts
    }
    names = frozenset(files)
    return {module: frozenset(_imported(path, names)) - {module} for module, path in files.items()}


def circles(graph: Graph) -> list[list[str]]:
    """Every set of modules in which each can be reached from each other one, by Tarjan's algorithm."""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    trail: list[str] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        trail.append(module)
        for target in sorted(graph[module]):
            if target not in number:
                visit(target)
                lowest[module] = min(lowest[module], lowest[target])
            elif target in trail:
                lowest[module] = min(lowest[module], number[target])
        if lowest[module] == number[module]:
            begin = trail.index(module)
            together = sorted(trail[begin:])
            del trail[begin:]
            if len(together) > 1:
                found.append(together)

    for module in graph:
        if module not in number:
            visit(module)
    return found


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, names: frozenset[str]) -> Iterator[str]:
    module = _module(path).split(".")
    package = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                submodule = f"{source}.{alias.name}"
                if submodule in names or source in names:
                    yield submodule if submodule in names else source
