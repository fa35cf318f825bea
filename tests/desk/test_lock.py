"""The lock: when it comes, what it hides, how long a wrong password must wait."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from gridcenter.access.patience import Patience
from gridcenter.desk.idle import Idle
from gridcenter.desk.lock import Lock, LockPage
from gridcenter.desk.memory import Memory
from gridcenter.desk.topbar import Account


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk_window(qtbot):
    window = QLineEdit()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def idle(qapp, clock, desk_window):
    idle = Idle(qapp, clock)
    idle.wanted = []
    idle.lock_wanted.connect(lambda: idle.wanted.append(clock.now))
    idle.start(15)
    yield idle
    idle.stop()


def test_quiet_minutes_lock_and_a_key_counts_anew(idle, clock, desk_window, qtbot):
    clock.now += 14 * 60
    idle.look_up()
    assert idle.wanted == []
    qtbot.keyClick(desk_window.windowHandle(), Qt.Key.Key_A)
    assert desk_window.text() == "a"
    clock.now += 14 * 60
    idle.look_up()
    assert idle.wanted == []
    assert idle._timer.isActive()
    clock.now += 60
    idle.look_up()
    assert idle.wanted == [clock.now]


def test_a_touch_after_the_pc_slept_locks_and_goes_no_further(idle, clock, desk_window, qtbot):
    clock.now += 3600
    qtbot.keyClick(desk_window.windowHandle(), Qt.Key.Key_A)
    assert idle.wanted
    assert desk_window.text() == ""


def test_a_window_opened_in_the_background_stays_beneath(qapp, look, qtbot):
    main = QWidget()
    main.show()
    cover = Lock(qapp, LockPage(look, "严务乡", Account("周敏", "中心主任")))
    qtbot.addWidget(main)
    qtbot.addWidget(cover.page)
    cover.put_on(main)
    late = QDialog(main)
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    asked = QDialog(cover.page)
    asked.open()
    qapp.processEvents()
    assert asked.isVisible()
    cover.take_off()
    assert (main.isVisible(), late.isVisible(), cover.on) == (True, True, False)


def test_a_dialog_that_ends_beneath_the_lock_stays_away(qapp, look, qtbot):
    main = QWidget()
    main.show()
    over = QDialog(main)
    over.open()
    cover = Lock(qapp, LockPage(look, "严务乡", Account("周敏", "中心主任")))
    qtbot.addWidget(main)
    qtbot.addWidget(cover.page)
    cover.put_on(main)
    assert not over.isVisible()
    over.accept()
    cover.take_off()
    assert (main.isVisible(), over.isVisible()) == (True, False)


def test_guessing_takes_longer_and_longer(clock, tmp_path):
    def opened():
        return Patience(Memory(tmp_path / "window.ini").of, clock)

    patience = opened()
    for _ in range(4):
        patience.wrong("周敏")
    assert patience.refusal("周敏") == ""
    patience.wrong("周敏")
    assert patience.refusal("周敏") == "口令连着错了 5 次，请过 10 秒再试"
    assert patience.refusal("李晓敏") == ""
    clock.now += 3
    assert opened().refusal("周敏") == "口令连着错了 5 次，请过 7 秒再试"
    clock.now += 7
    assert patience.refusal("周敏") == ""
    opened().wrong("周敏")
    assert "请过 20 秒" in patience.refusal("周敏")
    clock.now -= 10_000
    assert "请过 20 秒" in patience.refusal("周敏")
    patience.right("周敏")
    assert opened().refusal("周敏") == ""
    assert "周敏" not in (tmp_path / "window.ini").read_text("utf-8")


def test_each_account_has_a_memory_of_its_own(tmp_path):
    memory = Memory(tmp_path / "window.ini")
    memory.keep("theme", {"name": "dark"})
    mine, other = memory.of("周敏"), memory.of("李晓敏")
    mine.keep("hint/visits", {"seen": "3"})
    mine.keep("list/visits", {"sort": "day"})
    assert other.recall("hint/visits") == {}
    mine.forget("hint")
    assert mine.recall("hint/visits") == {}
    assert mine.recall("list/visits") == {"sort": "day"}
    assert memory.recall("theme") == {"name": "dark"}
    assert "周" not in (tmp_path / "window.ini").read_text("utf-8")
