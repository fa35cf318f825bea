"""Errors nobody expected: said once, the data kept, a report that names nobody, and work goes on."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gridcenter.desk.diagnosis import NATIVE, diagnosis
from gridcenter.desk.fault_box import FaultBox
from gridcenter.desk.faults import LOG, PAUSE, Faults
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.messages import Box
from gridcenter.desk.watch import Watch

NAME, NUMBER = "贾连峰", "371423195603129967"


@pytest.fixture
def hands(sit_down):
    hands = sit_down()
    watch = Watch(hands.office.folder)
    watch.caught.connect(hands.program.say_fault)
    watch.begin()
    yield hands
    watch.end()


def fail(*_ignored):
    name = NAME
    raise ValueError(f"{name} {NUMBER}")


def fault_box(hands):
    hands.wait(lambda: hands.visible(FaultBox))
    return hands.visible(FaultBox)[-1]


def log_of(hands):
    return (hands.office.folder / LOG).read_text(encoding="utf-8")


def in_a_slot(hands):
    QTimer.singleShot(0, fail)


def in_a_job(hands):
    hands.program.jobs.start(Job(fail))


def in_a_question(hands):
    hands.program.jobs.look_up(Job(fail))


def in_a_thread(hands):
    threading.Thread(target=fail).start()


class Broken(QWidget):
    """Fails at every drawing."""

    drawn = 0

    def paintEvent(self, _event):  # noqa: N802
        self.drawn += 1
        fail()


def in_a_painting(hands):
    broken = Broken(hands.shell)
    broken.resize(50, 50)
    broken.show()


@pytest.mark.parametrize("wherever", [in_a_slot, in_a_job, in_a_question, in_a_thread, in_a_painting])
def test_an_error_is_one_sentence_and_work_goes_on(hands, wherever):
    wherever(hands)
    box = fault_box(hands)
    assert "程序出了差错，刚才这一步没有做完，以前保存的数据不受影响" in box.accessibleName()
    hands.press_word(box, "继续用")
    hands.shell.go("matters")
    form = hands.shell.page("matters").enter_new()
    hands.wait(form.isVisible)
    log = log_of(hands)
    assert "ValueError" in log
    assert "test_crash.py" in log
    assert NAME not in log
    assert NUMBER not in log


def test_a_painting_that_always_fails_is_told_once(hands):
    broken = Broken(hands.shell)
    broken.resize(50, 50)
    broken.show()
    hands.press_word(fault_box(hands), "继续用")
    for wanted in range(broken.drawn + 1, broken.drawn + 15):
        broken.update()
        hands.wait(lambda n=wanted: broken.drawn >= n)
    QApplication.processEvents()
    assert hands.visible(FaultBox) == []
    log = log_of(hands)
    assert log.count("ValueError") == 1
    assert "第 10 次" in log


def test_a_fault_that_comes_back_later_is_told_again(tmp_path):
    now = [0.0]
    faults = Faults(tmp_path / LOG, lambda: now[0])

    def met():
        try:
            fail()
        except ValueError as error:
            return faults.tell(error)

    told = [met() is not None]
    for seconds in (1, PAUSE - 1, PAUSE + 1):
        now[0] += seconds
        told.append(met() is not None)
    assert told == [True, False, False, True]


def test_over_a_form_the_fault_is_within_reach_and_the_words_stay(hands):
    hands.shell.go("matters")
    form = hands.shell.page("matters").enter_new()
    hands.type_in(form._slots["content"].field, "井盖破损")
    QTimer.singleShot(0, fail)
    box = fault_box(hands)
    assert box.parent() is form
    hands.press_word(box, "继续用")
    assert isinstance(form, FormDialog)
    assert form._slots["content"].field.words() == "井盖破损"
    hands.wait(form.ui.draft.isVisible)


def test_the_report_names_nobody(hands, tmp_path, monkeypatch, yanwu):
    target = tmp_path / "报告.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (str(target), ""))
    (hands.office.folder / NATIVE).write_text(
        f'Fatal Python error: Aborted\n\nCurrent thread 0x00007f (most recent call first):\n'
        f'  File "C:\\Users\\{NAME}\\gridcenter\\app.py", line 7 in run\n{NUMBER}\n',
        encoding="utf-8",
    )
    QTimer.singleShot(0, fail)
    box = fault_box(hands)
    hands.press_word(box, "存一份诊断报告")
    assert "诊断报告已存为 报告.txt" in hands.visible(Box, box)[-1].accessibleName()
    report = target.read_text(encoding="utf-8")
    for part in ("版本 ", "Qt 6", "缩放 ", "person　", "ValueError", "app.py:7 run", "Fatal Python error"):
        assert part in report
    with hands.office.database.read() as session:
        texts = personal(session)
    assert len(texts) > 10
    assert [text for text in (*texts, NAME, NUMBER, str(hands.office.folder)) if text in report] == []


def personal(session):
    """Every name and telephone of the people in the file, and who works here."""
    rows = session.connection().exec_driver_sql("SELECT name, phone, id_number FROM person").all()
    logins = session.connection().exec_driver_sql("SELECT login, name FROM account").all()
    words = {str(value) for row in rows for value in row if value}
    return words | {f"{login}账号" for login, _name in logins}


DIE = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import qFatal
from gridcenter.desk.watch import Watch
app = QApplication([])
watch = Watch(Path(sys.argv[1]))
watch.begin()
watch.watch_death()
if sys.argv[2] == "qt":
    qFatal("贾连峰 371423195603129967")
os.abort()
"""


@pytest.mark.parametrize("how", ["abort", "qt"])
def test_a_sudden_death_leaves_its_last_words(tmp_path, how):
    died = subprocess.run(
        [sys.executable, "-c", DIE, tmp_path, how], stderr=subprocess.DEVNULL, check=False
    )
    assert died.returncode != 0
    report = diagnosis(tmp_path, None)
    assert "Fatal Python error: Aborted" in report
    assert "<string>" in report
    assert NAME not in report
    assert str(Path.home()) not in report
    if how == "qt":
        assert "Qt fatal" in report
