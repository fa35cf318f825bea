"""The first month: set up, bring in, visit, take back, find, print, hand out, seal; then with less rights."""

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLabel
from sqlalchemy import select

from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import today
from gridcenter.desk.fault_box import FaultBox
from gridcenter.desk.search_popup import SearchPopup
from gridcenter.desk.shell import Shell
from gridcenter.desk.watch import Watch
from gridcenter.exchange.nodes import trust_card, write_card
from gridcenter.office import add_account, found, open_office
from gridcenter.register.records import Household, Unit
from gridcenter.visits.records import Visit
from gridcenter.visits.services import VisitEntry, record_visit
from tests.journeys import test_window as steps
from tests.journeys.keyboard import Keyboard

GRIDS = (
    *steps.GRIDS,
    ("第一服务管理站", "前庄科村", "前庄科村网格", "于兴丽", "前庄科村01子网格", "赖永义", "10096037519"),
)
HEADS = ("村名", "子网格", "户号", "户主姓名", "姓名", "与户主关系", "联系电话")
PEOPLE = (
    ("严务村", "严务村01子网格", "20100001", "周晓敏", "周晓敏", "户主", "10013800001"),
    ("前庄科村", "前庄科村01子网格", "20200001", "孙二妮", "孙二妮", "户主", "10013800004"),
)
window = steps.window


def test_the_first_month(window, qtbot, tmp_path, monkeypatch):
    hands, keys = window(), Keyboard(qtbot)
    steps.set_up(hands)
    steps.log_in_after_a_mistake(hands)
    shell = hands.shown
    steps.bring_in(hands, shell, "grids", steps.write(tmp_path / "网格.xlsx", steps.GRID_HEADS, GRIDS), 2)
    steps.bring_in(hands, shell, "residents", steps.write(tmp_path / "花名册.xlsx", HEADS, PEOPLE), 2)
    visit_and_take_back(hands, keys)
    find_and_open(hands, keys)
    hand_out(keys, tmp_path, monkeypatch)
    seal(hands, keys, tmp_path, monkeypatch)
    everything = set(shell._items)
    add_accounts(hands)
    less_for_the_clerk(hands, keys, everything)
    own_grid_for_its_head(hands, keys, everything)


def visit_and_take_back(hands, keys):
    keys.press("Alt+4")
    keys.until("这个月还没有走访")
    keys.press("Ctrl+N")
    keys.form("登记走访")
    keys.type("zxm")
    keys.press("Return")
    keys.type("昨天")
    keys.press("Return", "Return", "Return", "Return")
    keys.type("想装路灯")
    keys.press("Ctrl+S")
    keys.toast("已登记")
    keys.back(hands.shown)
    page = hands.shown.page("visits")
    keys.wait(lambda: page.model.rowCount() == 1)
    keys.press("Ctrl+Z")
    assert "登记走访　周晓敏户" in keys.box().accessibleName()
    keys.press("Return")
    keys.wait(lambda: page.model.rowCount() == 0)
    keys.back(hands.shown)
    keys.press("Ctrl+Y")
    keys.wait(lambda: page.model.rowCount() == 1)


def find_and_open(hands, keys):
    keys.press("Ctrl+K")
    keys.wait(lambda: isinstance(keys.active, SearchPopup))
    keys.type("zxm")
    keys.press("Return")
    keys.wait(lambda: "residents" in hands.shown._drawers)
    assert hands.shown._drawers["residents"].accessibleName() == "周晓敏"


def hand_out(keys, folder, monkeypatch):
    paper, sheet = folder / "走访台账.pdf", folder / "走访.xlsx"
    keys.press("Alt+0")
    keys.until("台账打印")
    keys.type("zftz")
    keys.press("Return", "Return")
    keys.until("1 行　1 页")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (str(paper), ""))
    keys.press("Ctrl+S")
    keys.until("已存为")
    said = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert ("周晓敏" in said, "想装路灯" in said) == (True, True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ignored: (str(sheet), ""))
    keys.press("Alt+4", "Ctrl+E")
    keys.toast("已导出 1 行")
    cells = [str(cell.value) for row in load_workbook(sheet).active for cell in row]
    assert {"周晓敏", "想装路灯"} <= set(cells)


def seal(hands, keys, folder, monkeypatch):
    office, card = hands.program.opened.office, folder / "县.gccard"
    found(folder / "县", division="371423", password="demo", admin="demo", name="县网格中心", county=True)
    with open_office(folder / "县", "", "demo", "命令行") as county:
        write_card(county.database, county.actor, card)
    trust_card(office.database, office.actor, card)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_ignored: str(folder))
    keys.press("Ctrl+K")
    keys.wait(lambda: isinstance(keys.active, SearchPopup))
    keys.type("封一个")
    keys.press("Return")
    keys.until("已导出 1 个数据包")
    assert len(list(folder.glob("*.gcpkg"))) == 1


def add_accounts(hands):
    office = hands.program.opened.office
    with office.database.read() as session:
        grid = session.scalar(select(Unit.id).where(Unit.name == "严务村第一网格"))
    add_account(office, login="lulu", name="李录", role="clerk", area=None, password="lulu")
    add_account(office, login="grid", name="马建国", role="grid", area=grid, password="grid")


def change_account(hands, login):
    hands.program.log_out()
    hands.wait(lambda: hasattr(hands.shown, "account"))
    hands.shown.account.choose(login)
    hands.log_in(login)
    hands.wait(lambda: isinstance(hands.shown, Shell))


def less_for_the_clerk(hands, keys, everything):
    change_account(hands, "lulu")
    shell = hands.shown
    assert set(shell._items) < everything
    assert not {"accounts", "access-log", "exchange"} & set(shell._items)
    assert {"visits", "residents", "ledgers"} <= set(shell._items)
    keys.press("Ctrl+K")
    keys.wait(lambda: isinstance(keys.active, SearchPopup))
    keys.type("sen")
    keys.press("Return")
    keys.wait(lambda: "residents" in shell._drawers)
    said = "".join(label.text() for label in shell._drawers["residents"].findChildren(QLabel))
    assert "100****0004" in said
    assert "10013800004" not in said


def own_grid_for_its_head(hands, keys, everything):
    change_account(hands, "grid")
    shell, office = hands.shown, hands.program.opened.office
    assert set(shell._items) < everything
    for typed, found_here in (("zxm", True), ("sen", False)):
        keys.press("Ctrl+K")
        keys.wait(lambda: isinstance(keys.active, SearchPopup))
        popup = keys.active
        keys.type(typed)
        keys.wait(lambda p=popup: p._fresh)
        heard = [popup._found.item(row).text() for row in range(popup._found.rowCount())]
        assert any("周晓敏" in one for one in heard) is found_here
        assert not any("孙二妮" in one for one in heard)
        keys.press("Esc")
        keys.back(shell)
    office.database.sight, sight = None, office.database.sight
    with office.database.read() as session:
        other = session.scalar(select(Household.id).where(Household.number == "20200001"))
    office.database.sight = sight
    entry = VisitEntry(today(), other, "马建国")
    with pytest.raises(GridCenterError), office.database.write(office.actor) as session:
        record_visit(session, office.actor, entry, today=today())


@pytest.fixture
def watch(tmp_path):
    watch = Watch(tmp_path)
    watch.begin()
    yield watch
    watch.end()


def fail():
    raise ZeroDivisionError("周晓敏")


def test_a_fault_in_the_middle_of_a_form(window, watch, qtbot, tmp_path):
    """Told once; what was typed is there, and saving works."""
    found(tmp_path / "data", division=steps.TOWNSHIP, password=steps.PASSWORD, admin="周敏")
    hands, keys = steps.enter(window), Keyboard(qtbot)
    watch.caught.connect(hands.program.say_fault)
    shell = hands.shown
    for kind, heads, rows in (("grids", steps.GRID_HEADS, GRIDS), ("residents", HEADS, PEOPLE)):
        steps.bring_in(hands, shell, kind, steps.write(tmp_path / f"{kind}.xlsx", heads, rows), 2)
    keys.press("Alt+4", "Ctrl+N")
    form = keys.form("登记走访")
    keys.type("zxm")
    keys.press("Return", "Return", "Return", "Return", "Return")
    keys.type("想装路灯")
    for _twice in range(2):
        QTimer.singleShot(0, fail)
    keys.wait(lambda: keys.seen(FaultBox))
    assert len(keys.seen(FaultBox)) == 1
    keys.press("Return")
    keys.back(form)
    assert form._slots["need"].field.words() == "想装路灯"
    keys.press("Ctrl+S")
    keys.toast("已登记")
    with hands.program.opened.office.database.read() as session:
        assert session.scalars(select(Visit.need)).all() == ["想装路灯"]
