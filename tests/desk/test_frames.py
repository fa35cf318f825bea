from datetime import date

import pytest
from demo import FOUND, drawer, first_run, login
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import GridCenterError, RuleBroken
from gridcenter.desk.faults import explain
from gridcenter.desk.jobs import Job
from gridcenter.desk.layouts import block, column
from gridcenter.desk.memory import Memory
from gridcenter.desk.messages import Question, Toast, ask
from gridcenter.desk.page import Act
from gridcenter.desk.progress_dialog import ProgressDialog
from gridcenter.desk.search_popup import SearchPopup
from gridcenter.desk.shots import photograph
from gridcenter.desk.wizard import Step, Wizard
from gridcenter.desk.words import words


@pytest.fixture
def window(qtbot, look):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return window


def test_login_hands_over_account_and_password(qtbot, look):
    page = login(look)
    qtbot.addWidget(page)
    page.show()
    page.account.choose("cgd")
    qtbot.keyClicks(page.password, "Kou-ling 9")
    with qtbot.waitSignal(page.submitted) as given:
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert given.args == ["cgd", "Kou-ling 9"]
    page.refuse("口令不对，还可以再试 4 次")
    assert page.said == "口令不对，还可以再试 4 次"
    assert page.password.property("bad") is True


def test_login_without_a_password_is_not_handed_over(qtbot, look):
    page = login(look)
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(page.submitted):
        page.enter.click()
    assert page.said == "请输入口令"


def test_login_notices_the_caps_lock(qtbot, look):
    page = login(look)
    qtbot.addWidget(page)
    page.show()
    qtbot.keyClick(page.password, "A", Qt.KeyboardModifier.ShiftModifier)
    assert page.said == ""
    qtbot.keyClick(page.password, "A")
    assert "大写锁定" in page.said


def test_a_guide_goes_on_only_when_the_step_agrees(qtbot, look):
    allowed = []

    def check():
        if not allowed:
            raise RuleBroken("town", "还没选乡镇，请从名单里选一个")

    guide = Wizard(
        look, "第一次使用", "", [Step("乡镇", words("a"), check), Step("完成", words("b"))]
    )
    qtbot.addWidget(guide)
    guide.show()
    guide.next.click()
    assert guide.at == 0
    assert guide._said.text() == "还没选乡镇，请从名单里选一个"
    allowed.append(True)
    guide.next.click()
    assert (guide.at, guide.next.accessibleName()) == (1, "开始使用")
    assert guide._said.text() == ""
    with qtbot.waitSignal(guide.finished):
        guide.next.click()


def test_a_guide_names_the_next_step(qtbot, look):
    guide = first_run(look)
    qtbot.addWidget(guide)
    guide.next.click()
    assert guide.next.accessibleName() == "下一步：谁来管"
    assert guide._bar.accessibleName() == "第 2 步，共 5 步：站和网格"


def test_a_question_does_no_harm_by_esc_or_enter(qtbot, look, window):
    done = []
    question = Question("“李晓敏”要删除吗？", "删除")
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        box = ask(window, look, question, lambda: done.append(1))
        with qtbot.waitSignal(box.finished):
            qtbot.keyClick(box.no, key)
    assert done == []
    box = ask(window, look, question, lambda: done.append(1))
    qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_a_toast_undoes_and_goes(qtbot, look, window):
    undone = []
    toast = Toast(window, look, "已登记", Act("撤销", lambda: undone.append(1)))
    button = next(w for w in toast.findChildren(QWidget) if w.accessibleName() == "撤销")
    with qtbot.waitSignal(toast.destroyed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    short = Toast(window, look, "已保存", stay=1)
    qtbot.waitSignal(short.destroyed).wait()


def test_progress_is_shown_and_closing_stops_the_work(qtbot, look, jobs, window):
    def endless(progress):
        n = 0
        while True:
            progress.step(n := n + 1, 22, "正在打印")

    job = Job(endless)
    dialog = ProgressDialog(window, look, "打印全部户卡", job)
    dialog.show()
    jobs.start(job)
    qtbot.waitUntil(lambda: dialog.line.words.text().startswith("正在打印　"))
    with qtbot.waitSignal(job.stopped):
        dialog.close()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_known_errors_keep_their_words(tmp_path):
    fault = explain(GridCenterError("U 盘满了，请换一个"), tmp_path / "log.txt")
    assert (fault.words, fault.report) == ("U 盘满了，请换一个", "")
    assert not (tmp_path / "log.txt").exists()


def fault_of_the_program():
    def inner():
        return {}["李晓敏 10012345678"]

    def outer():
        try:
            inner()
        except KeyError as error:
            raise RuntimeError("李晓敏") from error

    with pytest.raises(RuntimeError) as caught:
        outer()
    return caught.value


def test_a_fault_of_the_program_is_logged_without_personal_data(tmp_path):
    log = tmp_path / "logs" / "log.txt"
    error = fault_of_the_program()
    fault = explain(error, log)
    text = log.read_text(encoding="utf-8")
    assert fault.report in fault.words
    assert fault.report in text
    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "test_frames.py" in text
    assert "李晓敏" not in text
    assert "1001234" not in text


def test_a_log_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "没能写进日志" in explain(ValueError(), tmp_path / "file" / "log.txt").words


def test_the_search_shows_what_it_is_given_and_tells_the_choice(qtbot, look, window):
    popup = SearchPopup(window, look)
    popup.show()
    with qtbot.waitSignal(popup.asked) as asked:
        qtbot.keyClicks(popup.words, "lxm")
    assert asked.args == ["lxm"]
    popup.show_groups(FOUND, "拼音首字母")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(popup.words, key)
    with qtbot.waitSignal(popup.chosen) as chosen:
        qtbot.keyClick(popup.words, Qt.Key.Key_Return)
    assert chosen.args == [3]


def test_a_search_without_hits_says_so(qtbot, look, window):
    popup = SearchPopup(window, look, "zzz")
    popup.show()
    popup.show_groups([])
    assert popup._nothing.text().startswith("没有找到")
    assert popup._nothing.isVisible()


def test_tabs_of_a_drawer_turn(qtbot, look):
    made = drawer(look)
    qtbot.addWidget(made)
    made.show()
    made._group.button(1).click()
    assert made._stack.currentIndex() == 1


def test_the_machine_remembers_widths(tmp_path):
    Memory(tmp_path / "window.ini").keep("list/people", {"name": "90", "hidden": "kin,phone"})
    again = Memory(tmp_path / "window.ini")
    assert again.recall("list/people") == {"name": "90", "hidden": "kin,phone"}
    assert again.recall("list/other") == {}


def test_a_picture_has_the_size_of_the_screen(qtbot, look, tmp_path):
    widget = block(column(words(date(2026, 11, 3).isoformat())), "canvas")
    qtbot.addWidget(widget)
    path = photograph(widget, tmp_path / "pictures" / "a.png")
    assert (QImage(str(path)).width(), QImage(str(path)).height()) == (1366, 768)
