"""The key file: made whole, for its owner only; and whatever is wrong with it is said in one sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.privacy import keyfile
from bot.privacy.sealing import KEY_BYTES, SealError


@pytest.fixture(params=[0o000, 0o022, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
def test_a_key_is_made_whole_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "seal.key"
    assert keyfile.read(path) is None
    master = keyfile.make(path)
    assert len(master) == KEY_BYTES
    assert keyfile.read(path) == master
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["seal.key"]


def test_it_has_its_name_only_when_the_disk_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "seal.key"
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(opened: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "sync file")
        assert path.exists() == (done[-1] == "sync folder")
        fsync(opened)

    def noted_replace(self: Path, target: Path) -> Path:
        done.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    keyfile.make(path)
    assert done == ["sync file", "rename", "sync folder"]


def test_what_a_stop_in_between_left_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    (tmp_path / "seal.key.new").write_bytes(b"half")
    assert keyfile.read(path) is None
    master = keyfile.make(path)
    assert keyfile.read(path) == master
    assert not (tmp_path / "seal.key.new").exists()


def _file(content: bytes, mode: int = 0o600) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)
        path.chmod(mode)

    return make


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty": (_file(b""), "the key file is empty"),
    "too short": (_file(b"k" * 63), "not a key file"),
    "too long": (_file(b"k" * 65), "not a key file"),
    "huge": (_file(b"k" * 2**20), "not a key file"),
    "for the group": (
        _file(b"k" * 64, 0o640),
        "others on this machine can read the key file. Run: chmod 600",
    ),
    "for everybody": (_file(b"k" * 64, 0o604), "others on this machine can read the key file"),
    "a folder": (Path.mkdir, "this is a folder"),
    "a loop": (lambda path: path.symlink_to(path), "cannot be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_with_it_is_one_sentence_and_it_stays_as_it_is(name: str, tmp_path: Path) -> None:
    make, said = WRONG[name]
    path = tmp_path / "seal.key"
    make(path)
    before = os.lstat(path)
    with pytest.raises(SealError) as caught:
        keyfile.read(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    after = os.lstat(path)
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    )


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # this test may be run by root, who may read everything
    with pytest.raises(SealError, match="cannot be read: Permission denied"):
        keyfile.read(tmp_path / "seal.key")


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SealError, match="cannot be made"):
        keyfile.make(tmp_path / "file" / "seal.key")
