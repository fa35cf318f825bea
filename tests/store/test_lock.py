import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gridcenter.base.errors import Busy, StorageFailed
from gridcenter.store.lock import HOLDER_NAME, Holder, hold, holder

WHO = Holder("窗口", "周敏", "PC-3", 4711, datetime(2026, 11, 3, 8, 10).astimezone())

HOLD_FOREVER = """
import sys
from pathlib import Path
from gridcenter.store.lock import Holder, hold
with hold(Path(sys.argv[1]), Holder.here("命令行", "何平")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    command = [sys.executable, "-c", HOLD_FOREVER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.stdin.close()


def test_second_comer_is_told_who_holds_it(tmp_path):
    with hold(tmp_path, WHO), pytest.raises(Busy) as refused, hold(tmp_path, WHO):
        pytest.fail("held twice")
    assert refused.value.words == (
        "数据正由 周敏 在电脑 PC-3 上使用（11月3日 08:10 起），请先在那里退出"
    )


def test_released_folder_is_free_and_clean(tmp_path):
    with hold(tmp_path, WHO):
        assert holder(tmp_path) == WHO
    assert holder(tmp_path) is None
    with hold(tmp_path, WHO):
        pass


def test_an_error_inside_releases_too(tmp_path):
    with pytest.raises(ZeroDivisionError), hold(tmp_path, WHO):
        raise ZeroDivisionError
    with hold(tmp_path, WHO):
        assert holder(tmp_path) == WHO


def test_another_process_holds_it(tmp_path, other):
    with pytest.raises(Busy, match=r"何平 .*用命令行使用"), hold(tmp_path, WHO):
        pytest.fail("held twice")
    assert holder(tmp_path).pid == other.pid


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_process_blocks_nobody(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert holder(tmp_path).account == "何平"
    with hold(tmp_path, WHO):
        assert holder(tmp_path) == WHO


@pytest.mark.parametrize("junk", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_a_damaged_side_file_does_not_matter(tmp_path, junk):
    (tmp_path / HOLDER_NAME).write_bytes(junk)
    with hold(tmp_path, WHO):
        (tmp_path / HOLDER_NAME).write_bytes(junk)
        with pytest.raises(Busy, match="另一个程序"), hold(tmp_path, WHO):
            pytest.fail("held twice")


def test_missing_folder_is_told_in_words(tmp_path):
    away = tmp_path / "away"
    with pytest.raises(StorageFailed, match="找不到"), hold(away, WHO):
        pytest.fail("held nothing")
    assert not away.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc stands for a read-only disk")
def test_unwritable_folder_is_told_in_words():
    with pytest.raises(StorageFailed), hold(Path("/proc/self"), WHO):
        pytest.fail("held in /proc")


def test_this_process_describes_itself():
    who = Holder.here("窗口", "周敏")
    assert who.pid == os.getpid()
    assert who.pc
    assert abs((datetime.now(UTC) - who.since).total_seconds()) < 60
