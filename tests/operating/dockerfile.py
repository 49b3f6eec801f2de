"""What a Dockerfile says, read as Docker reads it: as much of its language as ours uses, and an error for the rest."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from string import Template

KNOWN = {
    "COPY", "ENV", "RUN", "USER", "WORKDIR",
    "VOLUME", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, on one line."""

    word: str
    rest: str

    @property
    def values(self) -> list[str]:
        """What is in its list in JSON."""
        return list(json.loads(self.rest[self.rest.index("[") :]))


@dataclass(slots=True)
class Stage:
    """What follows one FROM."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def last(self, word: str) -> Instruction:
        """The one of that word that counts. Raises `StopIteration`: there is none."""
        return next(one for one in reversed(self.instructions) if one.word == word)


def read(text: str) -> list[Stage]:
    """Every stage of a Dockerfile. Raises `ValueError`: it has an instruction that nobody here understands."""
    stages: list[Stage] = []
    whole = re.sub(r"^[ \t]*#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    for line in filter(None, map(str.strip, whole.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base, name))
        elif word in KNOWN:
            stages[-1].instructions.append(Instruction(word, rest.strip()))
        else:
            raise ValueError(f"What does {word} mean?")
    return stages


def with_env(env: Mapping[str, str], rest: str) -> dict[str, str]:
    """An environment after an ENV: `NAME=value` as often as one likes, with `$NAME` for what was there before."""
    pairs = (pair.partition("=") for pair in shlex.split(rest))
    return {**env, **{name: Template(value).safe_substitute(env) for name, _, value in pairs}}


def is_let_through(path: PurePosixPath, patterns: Sequence[str]) -> bool:
    """Whether a file of the context comes to Docker, by the lines of `.dockerignore`: the last that fits it, or fits a
    folder that it is in, counts."""
    let = True
    names = [str(one) for one in (path, *path.parents) if one != PurePosixPath()]
    for line in patterns:
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        fits = [pattern, pattern.removeprefix("**/")] if pattern.startswith("**/") else [pattern]
        if any(_fits(name, one) for name in names for one in fits):
            let = line.startswith("!")
    return let


def _fits(name: str, pattern: str) -> bool:
    """Whether a path fits a pattern, in which a star stands for no slash but for `**/` at its beginning."""
    if pattern.startswith("**/"):
        return _fits(name.rpartition("/")[2], pattern.removeprefix("**/"))
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)
