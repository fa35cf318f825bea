"""Ctrl+K over everything, by keyboard: what is found, by what, how it is told, where it opens."""

import shutil
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import delete

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.reach import sight_in
from gridcenter.app import finding
from gridcenter.app.machine import Machine
from gridcenter.app.window import Ways, Window
from gridcenter.base.periods import Month
from gridcenter.base.workdays import add_working_days
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.search_popup import Hit
from gridcenter.matters.services import MatterEntry, register_matter
from gridcenter.office import open_office
from gridcenter.register.reach import reach_of
from gridcenter.register.records import Unit
from gridcenter.store.finding import find
from gridcenter.store.meta import Meta
from gridcenter.store.search import SearchEntry
from gridcenter.supervision.records import Inspection
from gridcenter.wings import FENCES
from tests.desk.typing_in import type_in
from tests.pages.conftest import MONTH, TODAY

LATE = (TODAY - add_working_days(TODAY - timedelta(days=60), 5)).days
DAY = f"{TODAY.month}月{TODAY.day}日"


@pytest.fixture
def window(desk, office, qapp, qtbot):
    """Makes the window of an account of a role."""
    ways = Ways(Machine(qapp, desk.look, desk.memory), print, print, print, print)

    def maker(role="head"):
        actor = Actor("someone", "某人", ROLES[role])
        made = Window(desk, replace(office, actor=actor), ways)
        qtbot.addWidget(made.shell)
        made.shell.resize(1366, 768)
        made.shell.show()
        return made

    return maker


@pytest.fixture
def ask(qtbot):
    """Types into the search and returns what it shows: kind → lines."""

    def asker(window, words):
        if window.finding.popup is None:
            window.shell.search_requested.emit("")
        popup = window.finding.popup
        popup.words.clear()
        type_in(popup.words, words)
        qtbot.waitUntil(lambda: popup._fresh)
        return shown(popup)

    return asker


def shown(popup):
    model, groups = popup._found, {}
    for row in range(model.rowCount()):
        data = model.item(row).data(Qt.ItemDataRole.UserRole + 0)
        if isinstance(data, Hit):
            groups[list(groups)[-1]].append((data.title, data.note))
        else:
            groups[data.title] = []
    return groups


def press(qtbot, window, *keys):
    for key in keys:
        qtbot.keyClick(window.finding.popup.words, key)


def drawer_says(window, words):
    drawers = window.shell.findChildren(Drawer)
    return any(words in label.text() for drawer in drawers for label in drawer.findChildren(QLabel))


@pytest.mark.parametrize(
    ("words", "kind", "hit"),
    [
        ("李秀梅", "人员", ("李秀梅", "女 70 岁　前街一组")),
        ("lxm", "人员", ("李晓敏", "前街一组")),
        ("lixiu", "户", ("李秀梅户", "前街一组　2 人")),
        ("5678", "人员", ("李秀梅", "女 70 岁　前街一组　100****5678")),
        ("9967", "人员", ("李秀梅", "女 70 岁　前街一组　证件 3****************7")),
        ("3 组", "人员", ("李晓敏", "前街一组　3 组 41 号")),
        ("0042", "户", ("王德福户", "后街网格　1 人　户号 0042")),
        ("李 前街", "人员", ("李晓敏", "前街一组")),
        ("lxm 5678", "人员", ("李秀梅", "女 70 岁　前街一组　100****5678")),
        ("qjwg", "网格和站", ("前街网格", "基本网格　网格长 马建国")),
        ("马建国", "网格和站", ("前街网格", "基本网格　网格长 马建国")),
        ("2222", "网格和站", ("前街网格", "基本网格　网格长 马建国　100****2222")),
        ("马建国", "人员", ("马建国", "前街网格网格长")),
        ("后街村", "行政村", ("后街村", "1 个网格")),
        ("ldbl", "事项", ("路灯不亮", f"后街网格　办理中　逾期 {LATE} 天")),
        ("孙二妮", "事项", ("路灯不亮", f"后街网格　办理中　逾期 {LATE} 天　诉求人 孙**")),
        ("4444", "事项", ("路灯不亮", f"后街网格　办理中　逾期 {LATE} 天　100****4444")),
        ("周大壮", "矛盾纠纷", (None, f"前街网格　正在调解　{DAY}登记　当事人 周**")),
        ("后街党支部", "党员", ("王德福", "后街党支部")),
    ],
)  # fmt: skip
def test_everything_is_found_and_told_with_masked_numbers(window, ask, words, kind, hit):
    lines = ask(window(), words)[kind]
    title, note = hit
    assert note in [line[1] for line in lines if title in {None, line[0]}]


def test_the_story_of_a_dispute_and_whole_numbers_are_not_shown(window, ask):
    made = window()
    assert "矛盾纠纷" not in ask(made, "滴水")
    for words in ("10012345678", "371423195603129967", "周大壮"):
        lines = [line for group in ask(made, words).values() for line in group]
        assert lines
        assert not any(words in note for _title, note in lines)


def test_it_says_how_it_understood(window, ask):
    made = window()
    for words, how in (("lxm", "拼音首字母"), ("5678", "电话尾号"), ("1001234", "电话"), ("0042", "户号"), ("李", "")):
        ask(made, words)
        assert made.finding.popup._how.text() == how


@pytest.mark.parametrize(
    ("words", "kind", "page", "says"),
    [
        ("李晓敏", "人员", "residents", "李晓敏"), ("王德福", "户", "households", "王德福户"),
        ("路灯", "事项", "matters", "路灯不亮"), ("吴小满", "矛盾纠纷", "disputes", "邻里纠纷"),
        ("lxm", "党员", "members", "李秀梅"), ("后街网格", "网格和站", "grids", "后街网格"),
        ("后街村", "行政村", "grids", "后街网格"),
    ],
)  # fmt: skip
def test_a_hit_opens_the_record_itself_by_keyboard(window, ask, qtbot, words, kind, page, says):
    made = window()
    kinds = list(ask(made, words))
    press(qtbot, made, *[Qt.Key.Key_Tab] * kinds.index(kind), Qt.Key.Key_Return)
    assert made.shell.here == page
    assert drawer_says(made, says)


def test_an_inspection_opens_in_its_month(window, ask, qtbot, office, ids):
    past = MONTH.shift(-2)
    with office.database.write(office.actor) as session:
        session.add(Inspection(unit_id=ids["front"], month=str(past)))
    made = window()
    assert ask(made, "前街 督查")["督查"] == [(f"前街网格 {past.words}督查", "")]
    press(qtbot, made, Qt.Key.Key_Return)
    assert (made.shell.here, made.shell.month) == ("inspections", past)


def test_all_of_a_kind_are_a_door_to_its_list(window, ask, qtbot, office, ids):
    with office.database.write(office.actor) as session:
        for number in range(8):
            entry = MatterEntry(f"下水道堵塞 {number}", TODAY, unit_id=ids["one"])
            register_matter(session, office.actor, entry)
    made = window()
    lines = ask(made, "xsdds")["事项"]
    assert (len(lines), lines[-1][0]) == (7, "全部 8 条")
    press(qtbot, made, Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 6, Qt.Key.Key_Return)
    page = made.shell.page("matters")
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)
    assert page.wish.words == "xsdds"


def test_what_can_be_done_is_found_and_done(window, ask, qtbot):
    made = window()
    assert next(iter(ask(made, "djsx"))) == "页面和命令"
    press(qtbot, made, Qt.Key.Key_Return)
    assert made.shell.here == "matters"
    assert made.shell.findChild(FormDialog).isVisible()
    made.shell.findChild(FormDialog)._leave()


def test_every_errand_is_an_act_of_its_page(window):
    made = window()
    errands = [(item.key, errand) for item in made._items for errand in item.errands]
    assert len(errands) > 5
    for key, errand in errands:
        acts = {act.text: act.keys for act in made.shell.page(key).acts}
        assert acts[errand.text] == errand.keys


def test_an_account_finds_only_what_it_may_see_and_do(window, ask):
    reader = window("auditor")
    assert "登记事项" not in {title for title, _note in ask(reader, "dj").get("页面和命令", ())}
    assert "李秀梅" in {title for title, _note in ask(reader, "lxm")["人员"]}
    manager = window("admin")
    assert ask(manager, "lxm") == {}
    assert set(ask(manager, "数据")) == {"页面和命令"}


def test_the_empty_search_offers_what_was_opened_and_what_is_often_done(window, ask, qtbot):
    made = window()
    ask(made, "李晓敏")
    press(qtbot, made, Qt.Key.Key_Return)
    made.shell.search_requested.emit("")
    groups = shown(made.finding.popup)
    assert groups["最近打开"] == [("李晓敏", "前街一组")]
    assert "登记走访" in {title for title, _note in groups["常用"]}


def test_enter_before_the_answer_opens_what_comes(window, qtbot):
    made = window()
    made.shell.search_requested.emit("")
    type_in(made.finding.popup.words, "王德福")
    press(qtbot, made, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.shell.here == "residents")
    assert drawer_says(made, "王德福")


def test_the_answer_to_an_older_question_is_dropped(window, qtbot, monkeypatch):
    made = window()
    began, go_on = Event(), Event()

    def slow(session, sources, words):
        if words == "王德福":
            began.set()
            go_on.wait(10)
        return find(session, sources, words)

    monkeypatch.setattr(finding, "find", slow)
    made.shell.search_requested.emit("王德福")
    popup = made.finding.popup
    assert began.wait(10)
    popup.words.clear()
    type_in(popup.words, "李秀梅")
    seen = []
    popup._found.rowsInserted.connect(lambda *_at: seen.append(set(shown(popup))))
    go_on.set()
    qtbot.waitUntil(lambda: popup._fresh and bool(seen))
    assert "王德福" not in {t for group in shown(popup).values() for t, _note in group}
    assert "李秀梅" in {t for group in shown(popup).values() for t, _note in group}


def test_tab_goes_round_the_kinds_and_the_key_that_opens_closes(window, ask, qtbot):
    made = window()
    kinds = list(ask(made, "王德福"))
    popup = made.finding.popup
    here = lambda: popup._list.currentIndex().data(Qt.ItemDataRole.UserRole).icon  # noqa: E731
    icons = [here()]
    for _kind in kinds:
        press(qtbot, made, Qt.Key.Key_Tab)
        icons.append(here())
    assert len(set(icons[:-1])) == len(kinds) > 2
    assert icons[0] == icons[-1]
    press(qtbot, made, Qt.Key.Key_Backtab)
    assert here() == icons[-2]
    qtbot.keyClick(popup.words, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert made.finding.popup is None


def test_a_file_of_an_older_program_finds_the_new_kinds_once_opened(template, tmp_path):
    folder = shutil.copytree(template[0], tmp_path / "old")
    with open_office(folder, "", "demo", "窗口") as office, office.database.engine.begin() as connection:
        connection.execute(delete(Meta).where(Meta.key.like("search/%")))
        connection.execute(delete(SearchEntry).where(SearchEntry.kind.not_in(["person", "household"])))
    assert kinds_found(folder) > {"person", "unit", "village", "member"}


def kinds_found(folder):
    with open_office(folder, "", "demo", "命令行", writing=False) as office, office.database.read() as session:
        return {one.source.kind for one in find(session, office.index.sources, "后街")}


def test_a_grid_that_was_closed_is_found_no_more(office, ids):
    with office.database.write(office.actor) as session:
        session.get_one(Unit, ids["two"]).until = Month.of(TODAY).first
    with office.database.read() as session:
        titles = {hit.title for one in find(session, office.index.sources, "前街二组") for hit in one.hits}
    assert titles == set()


def test_the_list_stands_at_the_record_opened(window, ask, qtbot, ids):
    made = window()
    ask(made, "王德福")
    press(qtbot, made, Qt.Key.Key_Return)
    table = made.shell.page("residents").table
    qtbot.waitUntil(lambda: table.current == ids["王德福"])


def test_an_account_of_an_area_finds_only_what_lies_there(window, ask, office, ids):
    with office.database.read() as session:
        office.database.sight = sight_in(reach_of(session, ids["front"]), FENCES)
    made = window("clerk")
    assert {"人员", "户", "党员"} <= set(ask(made, "李秀梅"))
    for words in ("王德福", "0042", "路灯", "4444", "后街党支部"):
        found = ask(made, words)
        assert not {"人员", "户", "事项", "党员"} & set(found), (words, found)
    assert ask(made, "l")["人员"] == [("李秀梅", "女 70 岁　前街一组"), ("李晓敏", "前街一组")]
