"""`make image-check`: the Dockerfile's own commands in a clean Debian tree, and the bot run there as by compose.yaml.

Where Docker is not to be had, this is what it would do: each RUN, COPY, ENV and USER, on a Debian with its own
Python in place of the base image. Then the tree is read-only, its user has no rights, and the strict Discord is
Discord. It needs root, debootstrap and a package registry. In `ARGS` a folder can be named in which that Debian is kept
for the next time.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from bot.settings import ROOT
from tests.operating import service
from tests.operating.debian import OF_THIS_MACHINE, Tree, debian
from tests.operating.dockerfile import Instruction, Stage, is_let_through, read, with_env
from tests.operating.test_setting_up import TOKEN
from tests.wire.line import FAY, until
from tests.wire.program import Program
from tests.wire.stub import Stub


def build(stages: Sequence[Stage], base: Path, folder: Path) -> Tree:
    """Carry out a Dockerfile. Returns the image."""
    trees: dict[str, Tree] = {}
    for number, stage in enumerate(stages):
        assert stage.base.startswith("python:3.11-slim"), f"The Debian here is not {stage.base}."
        tree = Tree(folder / f"stage-{number}")
        subprocess.run(["cp", "-a", "--reflink=auto", base, tree.root], check=True)
        for one in stage.instructions:
            print(f"{one.word} {one.rest}")
            _carry_out(tree, one, trees)
        trees[stage.name or str(number)] = tree
    return trees[stages[-1].name or str(len(stages) - 1)]


def _carry_out(tree: Tree, one: Instruction, earlier: Mapping[str, Tree]) -> None:
    match one.word:
        case "RUN":
            print(tree.run("/bin/sh", "-c", one.rest), end="")
        case "ENV":
            tree.env = with_env(tree.env, one.rest)
        case "USER":
            tree.user = one.rest
        case "WORKDIR":
            tree.cwd = one.rest
            tree.path(one.rest).mkdir(parents=True, exist_ok=True)
        case "COPY":
            _copy(tree, shlex.split(one.rest), earlier)


def _copy(tree: Tree, words: list[str], earlier: Mapping[str, Tree]) -> None:
    *sources, to = words
    if sources[0].startswith("--from="):
        of = earlier[sources.pop(0).removeprefix("--from=")]
        for source in sources:
            subprocess.run(["cp", "-a", f"{of.path(source)}/.", _made(tree.path(to))], check=True)
        return
    assert not sources[0].startswith("--"), f"What does {sources[0]} mean?"
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in sources:
        begin = ROOT / source
        files = sorted(begin.rglob("*")) if begin.is_dir() else [begin]
        for file in files:
            name = file.relative_to(ROOT)
            if file.is_file() and is_let_through(PurePosixPath(name), patterns):
                target = tree.path(to) / (file.relative_to(begin) if begin.is_dir() else file.name)
                _made(target.parent)
                shutil.copy2(file, target)
                os.chown(target, 0, 0)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def of_compose() -> dict[str, list[str]]:
    """What compose.yaml says of the bot where nobody sets anything: every key with its value, or its list."""
    text = (ROOT / "compose.yaml").read_text("utf-8")
    ours = re.split(r"^  (?=\w)", text.partition("\nservices:\n")[2], flags=re.M)
    (bot,) = (part for part in ours if part.startswith("bot:"))
    found: dict[str, list[str]] = {}
    for line in bot.splitlines():
        if key := re.fullmatch(r"    (\w+): ?(.*)", line):
            found[key[1]] = [key[2]] if key[2] else []
        elif value := re.fullmatch(r"      - (.*)", line):
            found[next(reversed(found))].append(value[1])
        elif pair := re.fullmatch(r"      (\w+): (?:\$\{\w+:-(.*)\}|(.*))", line):
            found[next(reversed(found))].append(f"{pair[1]}={pair[2] or pair[3] or ''}")
    return found


def as_compose_runs_it(image: Tree, said: Mapping[str, Sequence[str]], folder: Path) -> Tree:
    """The image with the volumes and without the rights of compose.yaml."""
    assert said["read_only"] == ["true"]
    assert said["cap_drop"] == ["ALL"]
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["tmpfs"] == ["/tmp"]
    image.is_shut = True
    image.env |= dict(pair.split("=", 1) for pair in said.get("environment", ()))
    for volume in said["volumes"]:
        name, _, there = volume.partition(":")
        # A volume begins as a copy of what the image has in its place, and belongs to the same user.
        subprocess.run(["cp", "-a", image.path(there), folder / name], check=True)
        image.volumes[there] = folder / name
    return image


async def evening(image: Tree, last: Stage, grace_s: float) -> None:
    """From the first answer to a circle that goes on in a new container, as the guide has it."""
    entry = last.last("ENTRYPOINT").values
    assert last.last("CMD").values == ["run"]
    healthcheck = last.last("HEALTHCHECK").values

    def command(words: Sequence[str], env: Mapping[str, str]) -> list[str]:
        return image.command([*entry, *words], env)

    async with Stub() as stub:
        wire = Program(stub, ROOT, command, OF_THIS_MACHINE)
        code, said = await wire.typed("init", answers=f"{TOKEN}\nhelp@example.org\n")
        assert code == 0, said
        assert not _ends_well(image, ["touch", "/app/changed"]), "it can write in its own code"
        assert _ends_well(image, ["touch", "/tmp/made"])
        await wire.start()
        await until(lambda: _ends_well(image, healthcheck), "the container is healthy", 60)
        room = await wire.begin()
        await wire.reach_round(room)
        for words in (["doctor"], ["backup"]):
            code, said = await wire.typed(*words)
            print(said)
            assert code == 0, said
        began = time.monotonic()
        log = await wire.stopped(signal.Signals[last.last("STOPSIGNAL").rest])
        print(log)
        assert wire.ended == 0
        assert time.monotonic() - began < grace_s
        assert "Traceback" not in log
        assert not _ends_well(image, healthcheck), "nothing answers any more"
        await wire.start()
        await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
        await wire.card(room, "[I'm done]")
        await wire.stop()


def _ends_well(image: Tree, words: Sequence[str]) -> bool:
    return subprocess.run(image.command(words), capture_output=True, check=False).returncode == 0


def look_over(image: Tree) -> None:
    """Nothing is in the image that has no place in it, and nothing can be changed there."""
    app = image.path("/app")
    for name in (".git", ".venv", "tests", "config.toml", "requirements-dev.lock", "postgres.lock"):
        assert not (app / name).exists(), f"{name} is in the image"
    for folder in (app, image.path("/venv")):
        for file in folder.rglob("*"):
            about = file.lstat()
            is_volume = about.st_uid == int(image.user.partition(":")[0])
            assert about.st_uid == 0 or (is_volume and file.is_dir() and not any(file.iterdir())), file
            assert file.is_symlink() or not about.st_mode & stat.S_IWOTH, f"anybody may change {file}"


def main() -> None:
    """Build the image and run it. Raises `SystemExit` or `AssertionError`: something of it does not work."""
    if os.geteuid() or not all(map(shutil.which, ("debootstrap", "unshare", "cp"))):
        raise SystemExit("It has to be root, and needs debootstrap and unshare.")
    stages = read((ROOT / "Dockerfile").read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="story-circle-image-") as made:
        folder = Path(made)
        base = debian(Path(sys.argv[1]) if len(sys.argv) > 1 else folder)
        image = build(stages, base, folder)
        look_over(image)
        said = of_compose()
        asyncio.run(evening(as_compose_runs_it(image, said, folder), stages[-1], _seconds(said)))
        print("The image can be built, and a circle goes on in it.")
        service.try_out(base, folder)
        print("The service can be installed, and updated.")


def _seconds(said: Mapping[str, Sequence[str]]) -> float:
    return float(said["stop_grace_period"][0].removesuffix("s"))


if __name__ == "__main__":
    main()
