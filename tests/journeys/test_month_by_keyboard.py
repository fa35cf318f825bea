"""A month's work without the mouse and without a word to the program: keys to whatever has the focus."""

import shutil
from datetime import timedelta

import pytest
import xlsxwriter
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit

from gridcenter.app import dress
from gridcenter.app.program import Program
from gridcenter.base.periods import today
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lock import LockPage
from gridcenter.desk.login import LoginPage
from gridcenter.desk.search_popup import Hit, SearchPopup
from gridcenter.desk.shell import Shell
from gridcenter.exchange.nodes import trust_card, write_card
from gridcenter.office import found, open_office
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.sheets.imports import run_import
from tests.journeys.keyboard import Keyboard

HEADS = ("村名", "子网格", "户号", "户主姓名", "姓名", "与户主关系", "联系电话")
PEOPLE = (
    ("严务村", "严务村01子网格", "20100001", "周晓敏", "周晓敏", "户主", "10013800001"),
    ("严务村", "严务村01子网格", "20100001", "周晓敏", "周学明", "配偶", "10013800002"),
    ("严务村", "严务村02子网格", "20100002", "贾连峰", "贾连峰", "户主", "10013800003"),
    ("前庄科村", "前庄科村01子网格", "20200001", "孙二妮", "孙二妮", "户主", "10013800004"),
)
NEED = "屋后排水沟堵了"


@pytest.fixture(scope="module")
def village(hamlet_folder, tmp_path_factory):
    """The hamlet with three households, and a county that it trusts."""
    folder = tmp_path_factory.mktemp("village")
    with xlsxwriter.Workbook(folder / "花名册.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADS, *PEOPLE)):
            sheet.write_row(number, 0, row)
    found(folder / "县", division="371423", password="demo", admin="demo", name="县网格中心", county=True)
    with open_office(folder / "县", "", "demo", "命令行") as county:
        write_card(county.database, county.actor, folder / "县.gccard")
    data = shutil.copytree(hamlet_folder, folder / "data")
    with open_office(data, "", "demo", "命令行") as office:
        done = run_import(office.database, office.actor, RESIDENTS, folder / "花名册.xlsx", today=today())
        assert done.tally.rejected == 0
        trust_card(office.database, office.actor, folder / "县.gccard")
    return data


@pytest.fixture
def keys(qapp, qtbot, village, tmp_path):
    """Somebody at the keyboard, logged in."""
    dress(qapp)
    program = Program(qapp, shutil.copytree(village, tmp_path / "data"))
    program.begin()
    keys = Clerk(qtbot)
    keys.log_in()
    yield keys
    program.end()
    program.shown.close()
    program.shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Clerk(Keyboard):
    """What is done at this desk, by keys alone."""

    def log_in(self):
        self.wait(lambda: isinstance(self.active, LoginPage))
        self.type("demo")
        self.press("Return")
        self.wait(lambda: isinstance(self.active, Shell))
        self.desk = self.active
        self.until("登记事项")

    def find(self, words, wanted):
        """Ctrl+K, words, Enter: the first hit is the one wanted."""
        self.press("Ctrl+K")
        self.wait(lambda: isinstance(self.active, SearchPopup))
        self.type(words)
        self.wait(lambda: self.hits() and wanted in self.hits()[0].title)
        self.press("Return")

    def hits(self):
        model = self.active._found
        data = [model.item(row).data(256) for row in range(model.rowCount())]
        return [one for one in data if isinstance(one, Hit)]

    def narrow(self, words, rows):
        """Type into the filter and go down to the first row."""
        self.press("Ctrl+F")
        self.type(words)
        self.press("Return")
        self.wait(lambda: self.rows == rows and self.here.currentIndex().row() == 0)

    @property
    def rows(self):
        """How many rows the list in front has; -1 where no list has the focus."""
        model = getattr(self.here, "model", None)
        return model().rowCount() if model else -1

    def cells(self, row=0):
        model = self.here.model()
        return [model.index(row, column).data() for column in range(1, model.columnCount())]

    def save(self, told):
        self.press("Ctrl+S")
        self.toast(told)

    def counting(self):
        """Return how many keys are pressed from here on."""
        before = self.pressed
        return lambda: self.pressed - before


def test_a_visit_becomes_a_matter_and_is_closed(keys):
    keys.press("Alt+4")
    keys.until("这个月还没有走访")
    counted = keys.counting()
    enter_visit(keys)
    assert counted() == 6
    keys.back(keys.desk)
    keys.wait(lambda: keys.rows == 1)
    two_visits_in_one_go(keys)
    keys.wait(lambda: keys.rows == 3)
    turn_need_into_matter(keys)
    close_matter(keys)
    take_back_and_bring_back(keys)


def enter_visit(keys):
    """The shortest visit: initials of the head, met today."""
    keys.press("Ctrl+N")
    keys.form("登记走访")
    keys.type("zxm")
    keys.press("Return")
    keys.save("已登记")


def two_visits_in_one_go(keys):
    """With a need in Chinese, a day as one writes it; then the next one on the same form."""
    keys.press("Ctrl+N")
    form = keys.form("登记走访")
    keys.type("jlf")
    keys.press("Return")
    keys.type("昨天")
    keys.press("Return", "Return", "Return", "Return")
    assert isinstance(keys.here, QPlainTextEdit), keys.name
    keys.type(NEED)
    keys.press("Ctrl+Shift+S")
    keys.toast("已登记")
    assert keys.active is form, "the form goes although another visit is to be entered"
    keys.wait(lambda: "走访的户" in keys.name)
    keys.type("sen")
    keys.press("Return")
    keys.save("已登记")
    keys.back(keys.desk)


def turn_need_into_matter(keys):
    keys.narrow("jlf", 1)
    yesterday = today() - timedelta(days=1)
    assert (keys.cells()[0], NEED in keys.cells()) == (f"{yesterday:%m-%d}", True)
    keys.press("Return", "F6")
    assert keys.name == "转为事项"
    keys.press("Return")
    keys.toast("已转为 1 件事项")
    keys.wait(lambda: keys.name == "看事项")
    keys.press("Return")
    keys.wait(lambda: keys.desk.here == "matters" and keys.rows == 1)
    assert NEED in "".join(map(str, keys.cells()))


def close_matter(keys):
    keys.until("入户走访")
    keys.press("F6")
    assert keys.name == "办结"
    keys.press("Return")
    keys.form("办结事项")
    keys.press("Return")
    keys.type("沟已疏通，回访满意")
    keys.save("已办结")
    keys.back(keys.desk)
    keys.press("Esc")
    keys.wait(lambda: keys.rows == 1 and "已办结" in keys.cells())


def take_back_and_bring_back(keys):
    keys.press("Ctrl+Z")
    assert "办结事项" in keys.box().accessibleName()
    keys.press("Return")
    keys.toast("已撤销")
    keys.back(keys.desk)
    keys.wait(lambda: keys.rows == 1 and "已办结" not in keys.cells())
    keys.press("Ctrl+Y")
    keys.toast("已恢复")
    keys.wait(lambda: "已办结" in keys.cells())


def test_a_matter_and_a_dispute(keys):
    keys.press("Alt+6")
    keys.until("还没有登记事项")
    counted = keys.counting()
    keys.press("Ctrl+N")
    keys.form("登记事项")
    keys.press("Return")
    keys.type("zxc01")
    keys.press("Return")
    keys.wait(lambda: "来源渠道" in keys.name)
    keys.press("Return", "Return", "Return", "Return")
    keys.type("路灯不亮")
    keys.save("已登记事项")
    assert counted() == 17
    keys.back(keys.desk)
    keys.wait(lambda: keys.rows == 1 and "路灯不亮" in keys.cells())
    keys.press("Alt+7")
    keys.until("还没有登记纠纷")
    keys.press("Ctrl+N")
    keys.form("登记纠纷")
    keys.press("Return")
    keys.type("ywc")
    keys.press("Return")
    keys.wait(lambda: "甲方当事人" in keys.name)
    keys.type("周大壮")
    keys.press("Return")
    keys.type("10013800009")
    keys.press("Return")
    keys.type("吴小满")
    keys.press("Return", "Return")
    keys.type("ll")
    keys.press("Return", "Return")
    keys.type("房檐滴水起争执")
    keys.save("已登记纠纷")
    keys.back(keys.desk)
    keys.wait(lambda: keys.rows == 1)
    keys.press("Down", "Shift+F10")
    keys.wait(QApplication.activePopupWidget)
    keys.choose("调解结果")
    keys.form("调解结果")
    keys.press("Return")
    keys.type("kt")
    keys.press("Return", "Return")
    keys.type("各退一步")
    keys.save("调解结果")
    keys.back(keys.desk)
    keys.wait(lambda: keys.cells()[-2:] == ["口头", "调解成功"])


def test_an_inspection_with_a_problem_and_the_next_grid(keys):
    keys.press("Alt+9")
    keys.until("已督查 0 个")
    keys.narrow("fq", 1)
    keys.press("Ctrl+N")
    form = keys.form("月度督查打分")
    keys.press("Return", "Return")
    for points, why in (("18", ""), ("36.5", "台账不全"), ("20", ""), ("19", "")):
        keys.type(points)
        keys.press("Return")
        if why:
            keys.type(why)
        keys.press("Return")
    keys.tab_to("添一条")
    keys.press("Return")
    keys.type("公示牌褪色")
    keys.save("已保存冯桥村网格的督查")
    keys.wait(lambda: isinstance(keys.active, FormDialog) and keys.active is not form)
    assert "冯桥村" not in keys.active.ui.note.text()
    keys.press("Esc")
    keys.back(keys.desk)
    keys.wait(lambda: "93.5" in keys.cells())


def test_a_ledger_a_list_and_a_package_leave_the_house(keys, tmp_path, monkeypatch):
    keys.press("Alt+4")
    keys.until("这个月还没有走访")
    enter_visit(keys)
    keys.back(keys.desk)
    keys.wait(lambda: keys.rows == 1)
    shown = keys.cells()
    save_as(monkeypatch, tmp_path / "走访.xlsx")
    keys.press("Ctrl+E")
    keys.toast("已导出 1 行")
    sheet = load_workbook(tmp_path / "走访.xlsx").active
    assert [str(cell) for cell in shown if cell][:3] == [str(c.value) for c in sheet[sheet.max_row - 1]][1:4]
    save_as(monkeypatch, tmp_path / "走访台账.pdf")
    keys.press("Alt+0")
    keys.type("zftz")
    keys.press("Return", "Return")
    keys.until("1 行　1 页")
    keys.press("Ctrl+S")
    keys.until("已存为")
    paper = "".join(page.extract_text() for page in PdfReader(tmp_path / "走访台账.pdf").pages)
    assert "周晓敏" in paper
    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_ignored: str(stick))
    keys.find("封一个", "封一个新包")
    keys.until("已导出 1 个数据包")
    assert len(list(stick.glob("*.gcpkg"))) == 1


def save_as(monkeypatch, target):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (str(target), ""))


def test_a_resident_is_opened_and_the_desk_locked_and_left(keys):
    counted = keys.counting()
    keys.find("zxm", "周晓敏")
    assert counted() == 5
    keys.wait(lambda: keys.desk.here == "residents" and keys.says("详情"))
    keys.back(keys.desk)
    keys.press("Ctrl+N")
    form = keys.form("新增居民")
    keys.type("李")
    keys.press("Ctrl+L")
    keys.wait(lambda: isinstance(keys.active, LockPage))
    keys.type("demo")
    keys.press("Return")
    keys.back(form)
    keys.press("Esc")
    keys.box()
    keys.tab_to("不保存")
    keys.press("Return")
    keys.back(keys.desk)
    keys.find("退出登录", "退出登录")
    keys.wait(lambda: isinstance(keys.active, LoginPage))
    keys.log_in()
