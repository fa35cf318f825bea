"""What the store does when the power fails, the disk fills or a page rots."""

import os
import pathlib
import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from gridcenter.base.errors import Busy, Damaged, StorageFailed
from gridcenter.register.records import Person
from gridcenter.store.backup import backup
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.lock import Holder, hold
from tests.store.conftest import KEY

PAGE = 4096

OPEN = f"""
import sys
from pathlib import Path
import gridcenter.wings
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import GridCenterError
from gridcenter.register.records import Person
from gridcenter.store.database import Database
from gridcenter.store.lock import Holder, hold
actor = Actor("heping", "何平", ROLES["head"])
database = Database(Path(sys.argv[1]) / "gridcenter.db", bytes.fromhex("{KEY.hex()}"))
rows = [{{"name": f"李{{n}}", "phone": "10012345678"}} for n in range(3000)]
"""

HALF = OPEN + """
with database.write(actor) as session:
    session.insert_many(Person, rows[:2])
with database.write(actor) as session:
    session.connection().exec_driver_sql("PRAGMA cache_size=5")
    session.insert_many(Person, rows)
    session.flush()
    print("half", flush=True)
    sys.stdin.read()
"""

MANY = OPEN + """
print("half", flush=True)
while True:
    with database.write(actor) as session:
        session.insert_many(Person, rows[:7])
    print("kept", flush=True)
"""

FULL = OPEN + """
import resource, os
size = max(os.path.getsize(database.path), 400_000)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
kept = 0
try:
    while True:
        with database.write(actor) as session:
            session.insert_many(Person, rows)
        kept += 1
except GridCenterError as error:
    print(type(error).__name__, error.words)
    print(kept, flush=True)
    os._exit(0)
"""

START = OPEN + """
try:
    with hold(Path(sys.argv[1]), Holder.here("窗口", "何平")):
        print("held", flush=True)
        sys.stdin.read()
except GridCenterError as error:
    print(type(error).__name__, error.words, flush=True)
"""


@pytest.fixture
def run(folder):
    """Starts a program on the folder; whatever still runs is killed at the end."""
    started = []

    def starter(program):
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", program, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        started.append(process)
        return process

    yield starter
    for process in started:
        process.kill()
        process.communicate()


def people(database):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Person))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_kill_in_the_middle_of_a_write_leaves_no_half(run, open_database, actor):
    process = run(HALF)
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    database = open_database()
    assert people(database) == 2
    assert check(database, deep=True).ok
    with database.write(actor) as session:
        session.add(Person(name="王五"))
    assert check(database, deep=True).ok


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_kill_at_any_moment_keeps_whole_transactions(run, open_database, after):
    process = run(MANY)
    for _ in range(after):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = after - 1 + process.stdout.read().count("kept")
    database = open_database()
    assert people(database) % 7 == 0
    assert people(database) // 7 >= told
    assert check(database, deep=True).ok


def test_two_starts_at_once_one_is_told_who_is_there(run):
    one, two = run(START), run(START)
    first, second = one.stdout.readline(), None
    if first != "held\n":
        first, second = two.stdout.readline(), first
    second = second or two.stdout.readline()
    assert first == "held\n"
    assert second.startswith("Busy ")
    assert "请先" in second


def test_a_second_writer_gives_up_in_words(open_database, actor):
    one, two = open_database(), open_database()
    with two.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with one.write(actor) as session:
        session.add(Person(name="张三"))
        session.flush()
        with pytest.raises(Busy, match="占用"), two.write(actor):
            pytest.fail("wrote beside another")
    with two.write(actor) as session:
        session.add(Person(name="李四"))
    assert people(two) == 2


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk_is_told_in_words_and_hurts_nothing(run, open_database, actor):
    process = run(FULL)
    told, kept = process.stdout.readline(), int(process.stdout.readline())
    assert process.wait() == 0
    assert told.startswith("StorageFailed ")
    assert "没有保存" in told
    database = open_database()
    assert people(database) == kept * 3000
    assert check(database, deep=True).ok
    with database.write(actor) as session:
        session.add(Person(name="张三"))
    assert people(database) == kept * 3000 + 1


@pytest.mark.skipif(os.name == "nt" or not pathlib.Path("/dev/full").exists(), reason="Linux")
def test_a_backup_to_a_full_disk_is_told_in_words(run, folder, tmp_path):
    program = OPEN + f"""
import resource
from gridcenter.store.backup import backup
(Path(sys.argv[1]) / "keyslots.json").write_bytes(bytes(300_000))
size = database.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))
try:
    backup(database, Path(sys.argv[1]), Path({str(tmp_path / "b.gcbak")!r}))
except GridCenterError as error:
    print(type(error).__name__, error.words, flush=True)
"""
    process = run(program)
    assert process.stdout.readline().startswith("StorageFailed 磁盘空间不足")
    assert process.wait() == 0
    assert not list(tmp_path.glob("b.gcbak*"))
    assert not (folder / ".backup").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_read_only_folder_is_told_in_words(folder, actor):
    program = OPEN + """
import os
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for work in (lambda: database.write(actor), lambda: hold(Path(sys.argv[1]), Holder.here("窗口"))):
    try:
        with work():
            print("wrote", flush=True)
    except GridCenterError as error:
        print(type(error).__name__, error.words, flush=True)
"""
    if os.getuid() != 0:
        pytest.skip("only root can become nobody")
    for path in (folder, *folder.parents[:3]):
        path.chmod(0o755)
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, str(folder)],
        capture_output=True, encoding="utf-8", check=True,
    ).stdout.splitlines()  # fmt: skip
    assert [line.split()[0] for line in said] == ["StorageFailed", "StorageFailed"]
    assert all("权限" in line for line in said)


@pytest.fixture
def full(database, actor):
    """A closed file of some hundred pages."""
    with database.write(actor) as session:
        session.insert_many(Person, [{"name": f"张{n}", "phone": "10012345678"} for n in range(2000)])
    assert check(database).ok
    database.close()
    return database.path


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_rotten_page_is_reported(full, share):
    raw = bytearray(full.read_bytes())
    raw[int(len(raw) * share) // PAGE * PAGE + 100] ^= 1
    full.write_bytes(raw)
    database = Database(full, KEY)
    found = check(database, deep=True)
    database.close()
    assert not found.ok
    assert "备份" in found.problems[0]


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_a_truncated_file_is_reported(full, kept):
    raw = full.read_bytes()
    full.write_bytes(raw[: int(len(raw) * kept)])
    database = Database(full, KEY)
    found = check(database)
    database.close()
    assert not found.ok
    assert "备份" in found.problems[0]


def test_work_on_a_rotten_page_fails_in_words(full, actor):
    raw = bytearray(full.read_bytes())
    for start in range(PAGE, len(raw), PAGE):
        raw[start + 200] ^= 1
    full.write_bytes(raw)
    database = Database(full, KEY)
    with pytest.raises((Damaged, StorageFailed), match=r"备份|损坏"), database.write(actor) as session:
        session.add(Person(name="李四"))
    with pytest.raises(Damaged):
        backup(database, full.parent, full.parent / "b.gcbak")
    database.close()


def test_a_folder_in_use_is_free_after_an_error(folder):
    with pytest.raises(ZeroDivisionError), hold(folder, Holder.here("窗口")):
        raise ZeroDivisionError
    with hold(folder, Holder.here("窗口")):
        pass
