"""A clean Debian tree, made with debootstrap, and commands run in it as in a container: for `make image-check`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.settings import ROOT

SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"
"""The Debian that python:3.11-slim is, and that has Python 3.11 itself."""
PACKAGES = "python3,python3-venv,ca-certificates,make"
OF_THIS_MACHINE = "/run/this-machine"
"""Where in a tree lies what this machine needs to reach a registry, and the strict Discord. It is in no image."""
CERTIFICATES = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")
BARE_ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}


@dataclass
class Tree:
    """A root folder, and what an image says of it."""

    root: Path
    env: dict[str, str] = field(default_factory=lambda: dict(BARE_ENV))
    cwd: str = "/"
    user: str = "0"
    volumes: dict[str, Path] = field(default_factory=dict)
    """Which folders of this machine are mounted where."""
    is_shut: bool = False
    """Whether it is read-only but for its volumes and /tmp, and nobody in it has a right of root's."""

    def command(self, words: Sequence[str], env: Mapping[str, str] | None = None) -> list[str]:
        """What to run here for a command to run there. It replaces itself, so a signal comes to that command."""
        root, machine = shlex.quote(str(self.root)), shlex.quote(f"{self.root}{OF_THIS_MACHINE}")
        steps = [
            "set -e",
            f"mount --bind {root} {root}",
            f"mount --rbind /proc {root}/proc",
            f"mount --rbind /dev {root}/dev",
            f"mount -t tmpfs tmpfs {root}/run",
            f"mkdir {machine}",
            f"cp /etc/resolv.conf {machine}/",
        ]
        trusted = os.environ.get("SSL_CERT_FILE")
        if trusted:
            steps.append(f"cp {shlex.quote(trusted)} {machine}/trusted.crt")
        steps.append(f"cp {shlex.quote(str(ROOT / 'tests/strict/elsewhere/sitecustomize.py'))} {machine}/")
        if not self.is_shut:
            steps.append(f"mount --bind {machine}/resolv.conf {root}/etc/resolv.conf")
        else:
            steps += [f"mount -o remount,bind,ro {root}", f"mount -t tmpfs tmpfs {root}/tmp"]
        steps += [
            f"mount --bind {shlex.quote(str(here))} {root}{there}" for there, here in self.volumes.items()
        ]
        all_env = {**self.env, **(env or {})}
        if trusted:
            all_env |= dict.fromkeys(CERTIFICATES, f"{OF_THIS_MACHINE}/trusted.crt")
        user, _, group = self.user.partition(":")
        rights = ["setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups"]
        if self.is_shut:
            rights += ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]
        there = ["env", "-i", *(f"{name}={value}" for name, value in all_env.items())]
        there += ["/bin/sh", "-c", 'cd "$1"; shift; exec "$@"', "sh", self.cwd, *rights, *words]
        steps.append(f"exec chroot {root} {shlex.join(there)}")
        return ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", "\n".join(steps)]

    def path(self, there: str) -> Path:
        """Where a path of it is on this machine."""
        return self.root / PurePosixPath(self.cwd, there).relative_to("/")

    def run(self, *words: str, typed: str = "") -> str:
        """Run a command to its end. Returns what it printed. Raises `SystemExit`: it failed."""
        done = subprocess.run(self.command(words), input=typed, text=True, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"{shlex.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr


def debian(folder: Path) -> Path:
    """A clean Debian with Python and make, made once in a folder."""
    root = folder / f"{SUITE}-with-python-and-make"
    if not root.exists():
        print(f"Making a clean Debian in {root}; this takes a minute or two.")
        new = folder / f"{SUITE}-unfinished"
        shutil.rmtree(new, ignore_errors=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, new, MIRROR],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        # The base image has it under this name.
        (new / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        new.rename(root)
    return root
