"""From an empty folder through the window: set up, log in, import, find, print, take back."""

from datetime import date

import pytest
import xlsxwriter
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton

from gridcenter.access.actors import Right
from gridcenter.access.log import read_log
from gridcenter.app import dress
from gridcenter.app.program import Program
from gridcenter.base.periods import Month
from gridcenter.desk.first_run import FirstRun
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.hints import Hint, Hints
from gridcenter.desk.key_sheet import KeySheet
from gridcenter.desk.login import LoginPage
from gridcenter.desk.manual import Manual
from gridcenter.desk.messages import Box
from gridcenter.desk.shell import Shell
from gridcenter.office import found

TOWNSHIP = "371423200"
PASSWORD = "qian-jie-41"
PATIENCE = 20_000
GRID_HEADS = ("服务管理站", "行政村（社区）", "基本网格", "网格长", "子网格", "网格员", "联系电话")
GRIDS = (("第一服务管理站", "严务村", "严务村第一网格", "马建国", "严务村01子网格", "赵丽", "10012340001"),)
HEADS = ("村名", "子网格", "户号", "户主姓名", "姓名", "与户主关系", "身份证号", "联系电话")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(body):
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


PEOPLE = (
    ("周晓敏", "户主", identity("37142319870416998"), "10013800001"),
    ("周学明", "配偶", identity("37142319850312997"), "10013800002"),
    ("", "父亲", "", "10013800003"),
)


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    dress(qapp)
    opened = []

    def start(folder=tmp_path / "data"):
        program = Program(qapp, folder)
        opened.append(program)
        program.begin()
        return Hands(program, qtbot)

    yield start
    for program in opened:
        program.end()
        program.shown.close()
        program.shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Hands:
    """What a person does at the screen."""

    def __init__(self, program, qtbot):
        self.program, self.qtbot = program, qtbot

    @property
    def shown(self):
        return self.program.shown

    def type_in(self, field, text):
        field.setFocus()
        field.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def press(self, button):
        assert button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait(self, condition):
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def log_in(self, password=PASSWORD):
        self.type_in(self.shown.password, password)
        self.press(self.shown.enter)

    def answer_yes(self, parent):
        boxes = [box for box in parent.findChildren(Box) if box.isVisible()]
        self.press(boxes[-1].yes)


def test_from_an_empty_folder_to_a_printed_ledger_and_back(window, tmp_path, monkeypatch):
    hands = window()
    set_up(hands)
    log_in_after_a_mistake(hands)
    shell = hands.shown
    bring_in(hands, shell, "grids", write_grids(tmp_path / "网格划分表.xlsx"), 1)
    done = bring_in(hands, shell, "residents", write_people(tmp_path / "花名册.xlsx"), 2)
    assert (done.tally.created, done.tally.rejected) == (2, 1)
    narrow_by_initials(hands, shell)
    print_roster(hands, shell, tmp_path / "一览表.pdf", monkeypatch)
    take_back(hands, shell)


def set_up(hands):
    guide = hands.shown
    assert isinstance(guide, FirstRun)
    hands.press(guide.next)
    assert guide.at == 0, "goes on without a township"
    hands.type_in(guide.where.code, TOWNSHIP)
    hands.qtbot.keyClick(guide.where.code, Qt.Key.Key_Return)
    assert guide.where.words == "山东省　德州市　庆云县　严务乡"
    hands.press(guide.next)
    hands.wait(lambda: len(guide.villages.villages) == 20)
    hands.type_in(guide.villages.names["station"], "片区")
    hands.press(guide.next)
    hands.type_in(guide.account.login, "周敏")
    hands.type_in(guide.account.password, PASSWORD)
    hands.press(guide.next)
    assert guide.account.grid.slots["again"].error == "请把口令再输一遍"
    hands.type_in(guide.account.again, "another")
    hands.press(guide.next)
    assert guide.account.grid.slots["again"].error == "两遍口令不一样，请重新输入"
    hands.type_in(guide.account.again, PASSWORD)
    hands.press(guide.next)
    hands.wait(lambda: guide.recovery.code)
    hands.press(guide.next)
    assert guide.at == 3, "goes on before the code is safe"
    guide.recovery.copied.setChecked(True)
    hands.press(guide.next)
    hands.press(guide.next)


def log_in_after_a_mistake(hands):
    page = hands.shown
    assert isinstance(page, LoginPage)
    assert page.account.currentText() == "周敏"
    hands.log_in("wrong")
    hands.wait(lambda: "不对" in page.said)
    hands.log_in()
    hands.wait(lambda: isinstance(hands.shown, Shell))


def write_grids(path):
    return write(path, GRID_HEADS, GRIDS)


def write_people(path):
    place = ("严务村", "严务村01子网格", "20100001", "周晓敏")
    return write(path, HEADS, [(*place, *person) for person in PEOPLE])


def write(path, heads, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return path


def bring_in(hands, shell, kind, path, written):
    shell.go("import", kind)
    page = shell.page("import")
    drop(page.start_view.drop, path)
    hands.wait(lambda: page.write.isVisible() and page.write.isEnabled())
    assert f"写入 {written} 行" in page.write.text()
    hands.press(page.write)
    hands.wait(page.result_view.isVisible)
    done = page.result
    hands.press(page.result_view.another)
    return done


def drop(zone, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    middle = zone.rect().center()
    QApplication.sendEvent(zone, QDragEnterEvent(middle, copy, data, left, none))
    QApplication.sendEvent(zone, QDropEvent(QPointF(middle), copy, data, left, none))


def narrow_by_initials(hands, shell):
    shell.go("residents")
    page = shell.page("residents")
    hands.wait(lambda: page.model.rowCount() == 2)
    hands.type_in(page.filter_bar.search, "zxmin")
    hands.wait(lambda: page.model.rowCount() == 0)
    hands.type_in(page.filter_bar.search, "zxm")
    hands.wait(lambda: page.model.rowCount() == 2)
    hands.type_in(page.filter_bar.search, "周学明")
    hands.wait(lambda: page.model.rowCount() == 1)
    assert page.model.index(0, 1).data() == "周学明"


def print_roster(hands, shell, target, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (str(target), ""))
    shell.go("ledgers")
    page = shell.page("ledgers")
    hands.type_in(page.list.search, "hfjry")
    hands.press(next(b for b in page.list.findChildren(QPushButton) if "一览表" in b.text() and b.isVisible()))
    hands.wait(lambda: page.preview.pages == 1 and page.title.text() == "网格划分及人员一览表")
    hands.wait(page.buttons[1].isEnabled)
    hands.press(page.buttons[1])
    hands.wait(target.exists)
    assert target.read_bytes() == page.preview.pdf
    text = "".join(sheet.extract_text() for sheet in PdfReader(target).pages)
    assert "严务村01子网格" in text
    assert Month.of(date.today()).words in text.replace(" ", "")  # noqa: DTZ011
    assert ("马建国" in text, "赵丽" in text) == (True, True)


def take_back(hands, shell):
    shell.go("import")
    page = shell.page("import")
    hands.press(page.start_view.undo)
    hands.answer_yes(page)
    hands.wait(lambda: "已经撤回" in page.notice.text)
    hands.wait(lambda: not page.start_view.undo.isEnabled())
    shell.go("residents")
    residents = shell.page("residents")
    residents.filter_bar.put()
    hands.wait(lambda: residents.model.rowCount() == 0)
    assert "还没有登记居民" in residents.empty.text.text()


def test_a_second_window_is_told_who_works_there(window, tmp_path):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    first = window()
    first.log_in()
    first.wait(lambda: isinstance(first.shown, Shell))
    second = window()
    second.log_in()
    second.wait(lambda: "正由 周敏 在电脑" in second.shown.said)
    first.program.end()
    second.log_in()
    second.wait(lambda: isinstance(second.shown, Shell))


def test_a_file_that_is_no_spreadsheet_changes_nothing(window, tmp_path):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = enter(window)
    shell = hands.shown
    shell.go("import", "residents")
    page = shell.page("import")
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    drop(page.start_view.drop, picture)
    hands.wait(lambda: "照片.xlsx" in page.notice.text)
    assert page.start_view.isVisible()
    assert not page.write.isVisible()


def test_a_column_pointed_out_by_hand_is_remembered(window, tmp_path):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = enter(window)
    shell = hands.shown
    shell.go("import", "grids")
    page = shell.page("import")
    heads = ("服务管理站", "行政村（社区）", "基本网格", "领头的", "子网格", "网格员", "联系电话")
    drop(page.start_view.drop, write(tmp_path / "甲.xlsx", heads, GRIDS))
    hands.wait(lambda: page.result is not None)
    choice = page.check_view.mapping.choice_of("领头的")
    assert choice.currentText() == "不导入"
    choice.choose("grid_head")
    verdicts = page.check_view.verdicts
    hands.wait(lambda: verdicts.first.isVisible() and verdicts.first.model_.rowCount() > 0)
    hands.press(page.check_view.mapping.again)
    hands.wait(lambda: page.result is not None and "grid_head" in page.result.reading.mapping.values())
    hands.press(page.write)
    hands.wait(page.result_view.isVisible)
    hands.press(page.result_view.another)
    drop(page.start_view.drop, write(tmp_path / "乙.xlsx", heads, GRIDS))
    hands.wait(lambda: page.result is not None and page.result.reading.path.name == "乙.xlsx")
    assert page.check_view.mapping.choice_of("领头的").currentText() == "网格长"


def test_a_fault_of_the_program_is_one_sentence(window):
    hands = window()
    hands.program.say_fault(ZeroDivisionError("周晓敏 371423198704169985"))
    box = hands.shown.findChild(Box)
    assert "程序出了差错" in box.accessibleName()
    assert "周晓敏" not in box.accessibleName()


def test_a_ledger_that_names_people_leaves_a_line_in_the_log(window, tmp_path, monkeypatch):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = enter(window)
    page = hands.shown.page("ledgers")
    for name, button, ending in (("members", 1, "pdf"), ("members", 0, "xlsx"), ("grid-roster", 1, "pdf")):
        target = tmp_path / f"{name}.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, t=target: (str(t), ""))
        hands.shown.go("ledgers", name)
        hands.wait(page.buttons[button].isEnabled)
        hands.press(page.buttons[button])
        hands.wait(lambda t=target: f"已存为 {t}" in page.notice.text)
    office = hands.program.opened.office
    with office.database.read() as session:
        lines = [entry.what for entry in read_log(session, office.actor)]
    assert [(line.split()[0], line[-5:]) for line in lines] == [
        ("导出", "（pdf）"), ("导出", "xlsx）"), ("导出", "（pdf）"),
    ]  # fmt: skip


def test_a_pc_without_a_printer_is_told_so(window, tmp_path):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = enter(window)
    hands.shown.go("ledgers")
    page = hands.shown.page("ledgers")
    hands.wait(page.buttons[2].isEnabled)
    hands.press(page.buttons[2])
    assert "没有装打印机" in page.notice.text


def test_two_computers_exchange_by_a_stick(window, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    found(tmp_path / "乡", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    found(tmp_path / "县", division="371423", password=PASSWORD, admin="陈国栋", name="县网格中心", county=True)
    town, county = enter(window, tmp_path / "乡"), enter(window, tmp_path / "县")
    pages = [hands.shown.page("exchange") for hands in (town, county)]
    for hands, page, name in zip((town, county), pages, ("乡", "县"), strict=True):
        hands.shown.go("exchange")
        page.save_card(stick / f"{name}.gccard")
        hands.wait(lambda p=page, n=name: f"{n}.gccard" in p.notice.text)
    for hands, page, name in zip((town, county), pages, ("县", "乡"), strict=True):
        page.trust(stick / f"{name}.gccard")
        hands.answer_yes(page)
        hands.wait(lambda p=page: "已信任" in p.notice.text)
    pages[0].seal(stick)
    town.wait(lambda: "已导出 1 个数据包" in pages[0].notice.text)
    pages[1].take_in(sorted(stick.glob("*.gcpkg")))
    county.wait(lambda: "已取入" in pages[1].notice.text)
    pages[1].acknowledge(stick)
    county.wait(lambda: "回执已写好" in pages[1].notice.text)
    pages[0].take_in(sorted(stick.glob("*.gcpkg")))
    town.wait(lambda: "个包等回执" not in town.shown.topbar.doors["sync"].accessibleName())
    town.wait(lambda: "已取入" in pages[0].notice.text)


def enter(window, folder=None):
    hands = window(folder) if folder else window()
    hands.log_in()
    hands.wait(lambda: isinstance(hands.shown, Shell))
    return hands


def test_a_backup_comes_back_on_another_pc(window, tmp_path):
    found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = enter(window)
    kept = tmp_path / "备份.gcbackup"
    hands.program.window.backup(kept)
    hands.wait(kept.exists)
    other = window(tmp_path / "另一台")
    hands.press(next(b for b in other.shown.findChildren(QPushButton) if "从备份恢复" in b.text()))
    form = other.shown.findChild(FormDialog)
    fields = form.findChildren(QLineEdit)
    for field, text in zip(fields, (str(kept), "", PASSWORD), strict=True):
        other.type_in(field, text)
    other.press(form.save)
    other.wait(lambda: isinstance(other.shown, LoginPage))
    other.log_in()
    other.wait(lambda: isinstance(other.shown, Shell))
    assert other.program.window.township == "严务乡"


def test_a_forgotten_password_is_set_anew_by_the_recovery_code(window, tmp_path):
    code = found(tmp_path / "data", division=TOWNSHIP, password=PASSWORD, admin="周敏").recovery_code
    hands = window()
    hands.press(next(b for b in hands.shown.findChildren(QPushButton) if "忘了口令" in b.text()))
    form = hands.shown.findChild(FormDialog)
    fields = form.findChildren(QLineEdit)
    for field, text in zip(fields, (code[:-1] + ("A" if code[-1] != "A" else "B"), "new-one", "new-one"), strict=True):
        hands.type_in(field, text)
    hands.press(form.save)
    hands.wait(lambda: "抄写有误" in "".join(label.text() for label in form.findChildren(QLabel)))
    hands.type_in(fields[0], code.lower())
    hands.press(form.save)
    hands.wait(lambda: "已经重设" in hands.shown.said)
    hands.log_in("new-one")
    hands.wait(lambda: isinstance(hands.shown, Shell))


def test_help_is_about_what_is_on_the_screen(window, tmp_path):
    folder = tmp_path / "data"
    found(folder, division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = window(folder)
    hands.log_in()
    hands.wait(lambda: isinstance(hands.shown, Shell))
    program, shell = hands.program, hands.shown
    shell.go("residents")
    hands.wait(lambda: QApplication.activeWindow() is shell)
    hands.qtbot.keyClick(shell.page("residents").table, Qt.Key.Key_F1)
    assert program.help.isVisible()
    assert program.help.here == "residents"
    shell.go("visits")
    shell.activateWindow()
    form = shell.page("visits").enter_new()
    hands.wait(lambda: QApplication.activeWindow() is form)
    hands.qtbot.keyClick(form.focusWidget(), Qt.Key.Key_F1)
    assert program.help.here == "visits"
    form.reject()
    shell.activateWindow()
    hands.wait(lambda: QApplication.activeWindow() is shell)
    hands.qtbot.keyClick(shell.page("visits").table, Qt.Key.Key_Question)
    [sheet] = shell.findChildren(KeySheet)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert {"登记走访", "Ctrl+N", "操作手册", "F1"} <= set(said)
    sheet.accept()


def test_every_page_has_its_chapter_and_its_hint_goes_away(window, tmp_path):
    folder = tmp_path / "data"
    found(folder, division=TOWNSHIP, password=PASSWORD, admin="周敏")
    hands = window(folder)
    hands.log_in()
    hands.wait(lambda: isinstance(hands.shown, Shell))
    chapters = {chapter.key for chapter in Manual.shipped().chapters}
    shell = hands.shown
    assert hands.program.opened.office.actor.role.rights == frozenset(Right)  # pages of every role
    for key in shell._items:
        assert key in chapters
        shell.go(key)
    [hint] = shell.page("visits").findChildren(Hint)
    settle = next(b for b in hint.findChildren(QPushButton) if b.text() == "知道了")
    shell.go("visits")
    hands.press(settle)
    hands.wait(lambda: not shell.page("visits").findChildren(Hint))
    assert not Hints(hands.program.memory.of("周敏")).wants("visits")
