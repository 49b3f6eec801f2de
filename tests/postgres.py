"""A PostgreSQL server of the tests' own: made in a temporary folder, used by one run, and thrown away.

It listens on a Unix socket in that folder and waits for no disk. `initdb` refuses to run as root, so then it runs as
somebody else. Debian keeps its programs out of the path, so they are looked for there too.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

ENVIRONMENT = "TEST_POSTGRES"
"""Where it is written where the folder of the run's server is."""
MISSING = "there is no PostgreSQL here: `initdb` was not found"
_SETTINGS = (
    *(
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "listen_addresses=",
        "shared_buffers=16MB",
    ),
    *(
        "max_connections=200",
        "autovacuum=off",
        "max_wal_size=256MB",
        "log_min_messages=fatal",
        "lc_messages=C",
    ),
)


def programs() -> Path | None:
    """The folder with PostgreSQL's own programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: file.parts[-3])
    return versions[-1].parent if versions else None


class Server:
    """One server, from `start` to `remove`."""

    def __init__(self, folder: Path) -> None:
        """`folder`: of this server alone. Nothing is started yet."""
        self.folder = folder
        self.data = folder / "data"
        self._log = folder / "log"

    @classmethod
    def make(cls, *settings: str) -> Server:
        """Make one, and start it. `settings`: of PostgreSQL, such as `max_connections=5`, over those that are usual."""
        found = programs()
        assert found is not None, MISSING
        # Not below pytest's folder: a socket's name has room for 107 characters, and others may not look in there.
        folder = Path(tempfile.mkdtemp(prefix="story-circle-pg-"))
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        server = cls(folder)
        server._run(
            "initdb", "-D", str(server.data), "-U", "circle", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        with (server.data / "postgresql.conf").open("a") as file:
            for setting in (*_SETTINGS, f"unix_socket_directories={folder}", *settings):
                name, _, value = setting.partition("=")
                file.write(f"{name} = '{value}'\n")
        server.start()
        return server

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://circle@/{database}?host={quote(str(self.folder), safe='')}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self._log), "-w", "-t", "60", "start")

    def stop(self) -> None:
        """Stop it at once, as a crash would, but for its children's orphans."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill it as the system does: no word to anybody."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        everyone = (pid, *map(int, children))
        for one in everyone:
            os.kill(one, signal.SIGKILL)
        while any(map(_is_running, everyone)):
            time.sleep(0.01)
        # Whoever is dead may not have been looked after yet, and would be taken for one that runs.
        for left in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL*")):
            left.unlink(missing_ok=True)

    def remove(self) -> None:
        """Stop it, and throw it away."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        found = programs()
        assert found is not None, MISSING
        _as_nobody([str(found / program), *arguments], self.folder)


def _is_running(pid: int) -> bool:
    try:
        return "\tZ" not in Path(f"/proc/{pid}/status").read_text()  # nobody may have looked after it yet
    except (FileNotFoundError, ProcessLookupError):
        return False


def _as_nobody(command: Sequence[str], folder: Path) -> None:
    user = {"user": "nobody", "group": "nogroup", "extra_groups": ()} if os.geteuid() == 0 else {}
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        **user,  # type: ignore[call-overload]
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
