import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gridcenter.base.errors import StorageFailed
from gridcenter.base.progress import Progress, Stopped
from gridcenter.exchange.frame import check_package, write_package
from gridcenter.exchange.handover import file_sha256, hand_over, seal_into, sweep

SIZE = 3 << 20
posix = pytest.mark.skipif(os.name == "nt", reason="limits and mounts of POSIX")


@pytest.fixture
def source(tmp_path):
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    path = outbox / "包裹.gcpkg"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def stick(tmp_path):
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MiB, mounted."""
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(mount)]
    known = shutil.which("mount") is not None
    if not known or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


@pytest.fixture
def small_files():
    """No file may grow beyond 1 MiB."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def when(done_at, act):
    """Return a Progress that does something once so many bytes are copied."""

    def report(done, _total, _text):
        if done == done_at:
            act()

    return Progress(report)


def test_a_package_is_sealed_and_handed_over(tmp_path, stick, township, county):
    sealed = seal_into(
        tmp_path / "一.gcpkg",
        lambda target: write_package(
            target, township.header(), [{"a": 1}], township.keys, [county.keys.recipient]
        ),
    )
    copied = hand_over(tmp_path / "一.gcpkg", stick, sha256=sealed.sha256)
    assert copied.path == stick / "一.gcpkg"
    assert (copied.sha256, copied.size) == (sealed.sha256, sealed.size)
    assert check_package(copied.path, county.trusts(township)) == sealed.header
    assert names(stick) == ["一.gcpkg"]


def test_progress_reaches_the_end(source, stick):
    told = []
    hand_over(source, stick, progress=Progress(lambda *step: told.append(step)))
    assert told[0] == (0, SIZE, "包裹.gcpkg")
    assert told[-1] == (SIZE, SIZE, "包裹.gcpkg")


def test_a_whole_copy_is_left_as_it_is(source, stick):
    first = hand_over(source, stick).path.stat()
    again = hand_over(source, stick).path.stat()
    assert (again.st_ino, again.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)


def test_a_spoilt_copy_is_replaced(source, stick):
    (stick / source.name).write_bytes(bytes(SIZE))
    assert file_sha256(hand_over(source, stick).path) == file_sha256(source)


def test_a_failed_seal_leaves_nothing(tmp_path):
    def failing(target):
        target.write(b"half")
        raise ZeroDivisionError

    (tmp_path / "old.gcpkg").write_bytes(b"old")
    for name in ("new.gcpkg", "old.gcpkg"):
        with pytest.raises(ZeroDivisionError):
            seal_into(tmp_path / name, failing)
    assert names(tmp_path) == ["old.gcpkg"]
    assert (tmp_path / "old.gcpkg").read_bytes() == b"old"


@posix
def test_a_file_that_cannot_grow_is_told_and_removed(source, stick, small_files):
    with pytest.raises(StorageFailed, match="空间不足"):
        hand_over(source, stick)
    with pytest.raises(StorageFailed, match="空间不足"):
        seal_into(stick / "b.gcpkg", lambda target: target.write(bytes(SIZE)))
    assert names(stick) == []


@posix
def test_a_disk_that_is_too_small_is_told_beforehand(source, small_disk):
    (small_disk / "别的").write_bytes(bytes(2 << 20))
    with pytest.raises(StorageFailed, match=r"需要 3.1 MB，只剩 2.1 MB"):
        hand_over(source, small_disk)
    assert names(small_disk) == ["别的"]


@posix
def test_a_disk_that_fills_up_meanwhile_is_told(source, small_disk):
    fill = when(1 << 20, lambda: (small_disk / "别的").write_bytes(bytes(2 << 20)))
    with pytest.raises(StorageFailed, match="空间不足"):
        hand_over(source, small_disk, progress=fill)
    assert names(small_disk) == ["别的"]


@posix
def test_a_stick_pulled_while_copying_is_told(source, small_disk):
    def pull():
        subprocess.run(["umount", "-l", str(small_disk)], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", str(small_disk)], check=True)

    with pytest.raises(StorageFailed, match="U盘可能已拔出"):
        hand_over(source, small_disk, progress=when(1 << 20, pull))
    assert names(small_disk) == []


@posix
def test_a_folder_removed_while_copying_is_told(source, stick):
    with pytest.raises(StorageFailed, match="U盘可能已拔出"):
        hand_over(source, stick, progress=when(1 << 20, lambda: shutil.rmtree(stick)))
    assert not stick.exists()


def test_a_missing_stick_or_file_is_told(source, tmp_path, stick):
    with pytest.raises(StorageFailed, match="找不到"):
        hand_over(source, tmp_path / "away")
    with pytest.raises(StorageFailed, match="找不到"):
        hand_over(tmp_path / "away.gcpkg", stick)
    assert not (tmp_path / "away").exists()


def test_a_stick_that_forgets_what_it_took_is_told(source, stick):
    def rot():
        with (stick / "包裹.gcpkg.part").open("r+b") as part:
            part.seek(1000)
            part.write(b"rot")

    with pytest.raises(StorageFailed, match="读回来与原件不一致"):
        hand_over(source, stick, progress=when(SIZE, rot))
    assert names(stick) == []


def test_another_content_than_sealed_is_never_named(source, stick):
    with pytest.raises(StorageFailed, match="不一致"):
        hand_over(source, stick, sha256=hashlib.sha256(b"other").digest())
    assert names(stick) == []


def test_stopping_leaves_nothing(source, stick):
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        hand_over(source, stick, progress=progress)
    assert names(stick) == []


def test_sweep_takes_only_our_own_leftovers(stick):
    for name in ("a.gcpkg.part", "b.gccard.part", "film.part", "a.gcpkg", "报表.xlsx"):
        (stick / name).write_bytes(b"x")
    assert [path.name for path in sweep(stick)] == ["a.gcpkg.part", "b.gccard.part"]
    assert names(stick) == ["a.gcpkg", "film.part", "报表.xlsx"]
    with pytest.raises(StorageFailed, match="找不到"):
        sweep(stick / "away")


COPY_AND_WAIT = """
import sys
from pathlib import Path
from gridcenter.base.progress import Progress
from gridcenter.exchange.handover import hand_over
wait_at = int(sys.argv[3])
def report(done, total, text):
    if done == wait_at:
        print("waiting", flush=True)
        sys.stdin.read()
hand_over(Path(sys.argv[1]), Path(sys.argv[2]), progress=Progress(report))
"""


@posix
@pytest.mark.parametrize("wait_at", [0, 1 << 20, SIZE])
def test_a_killed_copy_leaves_only_a_part(source, stick, wait_at):
    command = [sys.executable, "-c", COPY_AND_WAIT, str(source), str(stick), str(wait_at)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"waiting\n"
        process.kill()
        process.wait()
    assert names(stick) == ["包裹.gcpkg.part"]
    assert [path.name for path in sweep(stick)] == ["包裹.gcpkg.part"]
    assert file_sha256(hand_over(source, stick).path) == file_sha256(source)


@posix
def test_a_read_only_place_is_told(source):
    with pytest.raises(StorageFailed):
        hand_over(source, Path("/proc/self"))
