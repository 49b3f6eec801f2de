"""`sudo make service` from a fresh clone in a clean Debian tree, on a machine where root's files are root's alone.

What systemd would do is not done: its `systemctl` is one that keeps what it was told. The unit itself is checked by
`systemd-analyze` in `test_hosting`.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

from bot.settings import ROOT
from tests.operating.debian import Tree
from tests.operating.test_setting_up import TOKEN

HOME, KEPT, UNIT = "/opt/story-circle", "/var/lib/story-circle", "/etc/systemd/system/story-circle.service"
SYSTEMCTL = '#!/bin/sh\necho "$*" >> /tmp/systemctl.log\n'


def try_out(base: Path, folder: Path) -> None:
    """Install the service, and update it. Raises `SystemExit` or `AssertionError`: something of it does not work."""
    tree = Tree(folder / "service")
    subprocess.run(["cp", "-a", "--reflink=auto", base, tree.root], check=True)
    home, unit, told = tree.path(HOME), tree.path(UNIT), tree.path("/tmp/systemctl.log")
    _clone(home)
    systemctl = tree.path("/usr/local/bin/systemctl")
    systemctl.write_text(SYSTEMCTL)
    systemctl.chmod(0o755)
    unit.parent.mkdir(parents=True, exist_ok=True)
    mine = home / "config.toml"  # of somebody who tried it by hand before
    mine.touch(0o600)

    said = tree.run(
        "/bin/sh", "-c", f"umask 077; cd {HOME} && make service", typed=f"{TOKEN}\n\nhelp@example.org\n"
    )
    print(said)
    assert TOKEN not in said
    assert "https://discord.com/oauth2/authorize?" in said
    assert told.read_text() == "daemon-reload\nenable --now story-circle\n"
    assert stat.S_IMODE(unit.stat().st_mode) == 0o644
    kept = tree.path(f"{KEPT}/config.toml").stat()
    assert (stat.S_IMODE(kept.st_mode), kept.st_uid == 0) == (0o600, False)
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600, "it has a token in it"

    home.joinpath("bot", "app.py").chmod(0o600)  # as git pull leaves it there
    tree.run("/bin/sh", "-c", f"umask 077; cd {HOME} && make service-update")
    assert told.read_text().endswith("daemon-reload\nrestart story-circle\n")
    start = next(line for line in unit.read_text().splitlines() if line.startswith("ExecStart="))
    program = start.removeprefix("ExecStart=").removesuffix(" run")
    print(tree.run("/bin/sh", "-c", f"cd {KEPT} && runuser -u story-circle -- {program} check"))


def _clone(home: Path) -> None:
    """What a clone has, for nobody but root."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).exists():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    subprocess.run(["chmod", "-R", "go-rwx", home], check=True)
    subprocess.run(["chown", "-R", "0:0", home], check=True)
