"""The drawer of every wing: what is related leads there, history tells who changed what."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.ids import new_id
from gridcenter.desk.buttons import Button, Door
from gridcenter.desk.drawer import Drawer
from gridcenter.desk.history import deeds
from gridcenter.desk.history_tab import AT_ONCE, HistoryTab
from gridcenter.desk.page import Act
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.register.records import Person
from gridcenter.register.services.homes import change_resident, editable
from gridcenter.register.services.people import PersonEntry, ResidentEntry
from gridcenter.store.meta import set_meta
from gridcenter.store.records import field_info
from gridcenter.visits.records import Visit
from tests.pages.conftest import NUMBER, PHONE, TODAY


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def open_drawer(shell, page, record):
    page.open_record(record)
    return shell._drawers[shell.here]


def open_tab(drawer, title):
    button = next(b for b in drawer._group.buttons() if b.text().startswith(title))
    button.click()
    return drawer._stack.currentWidget()


def test_the_history_says_who_changed_what(shell, go, office, ids):
    page = go("residents")
    clerk = Actor("li", "李录入", ROLES["clerk"])
    with office.database.write(clerk) as session:
        before = editable(session, clerk, ids["李秀梅"])
        change_resident(
            session, clerk, ids["李秀梅"],
            ResidentEntry(
                PersonEntry("李秀梅", id_number=NUMBER, phone="10099998888", sex="female"),
                ids["home"], before.relation, note="腿脚不便" * 30,
            ),
        )  # fmt: skip
    tab = open_tab(open_drawer(shell, page, ids["李秀梅"]), "历史").findChild(HistoryTab)
    lines = said(tab)
    assert "李录入" in lines
    assert "联系电话：100****5678 → 100****8888" in lines
    assert not any(PHONE in line or NUMBER in line or "10099998888" in line for line in lines)
    note = next(label for label in tab.findChildren(QLabel) if label.text().startswith("备注：空 → 腿脚"))
    assert note.text().endswith("…")
    assert "腿脚不便" * 30 in note.toolTip()


def test_ids_and_codes_are_told_as_names_and_words(office, desk, ids):
    with office.database.write(office.actor) as session:
        visit = session.get_one(Visit, ids["visit"])
        visit.visitor_id, visit.result, visit.visited_on = ids["王德福"], "phone", TODAY.replace(day=1)
    with office.database.read() as session:
        newest = deeds(session, desk.lexicon, [(Visit, ids["visit"])])[0]
    edits = {edit.label: (edit.before, edit.after) for edit in newest.edits}
    assert edits[field_info(Visit, "visitor_id").label] == ("空", "王德福")
    assert edits["走访结果"] == ("已见面", "电话联系")
    assert edits.get("走访日期", ("", f"{TODAY.year}年{TODAY.month}月1日"))[1].endswith("月1日")


def test_what_came_from_another_pc_names_it(office, desk, ids):
    """Since the file was made the node has another name: all before is another PC's work."""
    with office.database.engine.begin() as connection:
        set_meta(connection, "node", new_id())
    with office.database.read() as session:
        assert deeds(session, desk.lexicon, [(Person, ids["李秀梅"])])[-1].pc == "另一台电脑"


def test_the_history_masks_what_the_declaration_says(desk, office, ids):
    with office.database.write(office.actor) as session:
        [party, *_rest] = session.scalars(select(DisputeParty).order_by(DisputeParty.side))
        party.name, party.phone = "欧阳大壮", "10055556666"
        session.get_one(Dispute, ids["dispute"]).narrative = "为滴水吵了一架"
    with office.database.read() as session:
        speech = repr(deeds(session, desk.lexicon, [(DisputeParty, party.id), (Dispute, ids["dispute"])]))
    assert "before='周**', after='欧***'" in speech
    assert "after='100****6666'" in speech
    for told in ("欧阳大壮", "周大壮", "10055556666", "滴水吵"):
        assert told not in speech


def test_older_deeds_come_on_demand(shell, go, office, ids):
    page = go("visits")
    for number in range(AT_ONCE + 5):
        with office.database.write(office.actor) as session:
            session.get_one(Visit, ids["visit"]).note = f"第 {number} 次改"
    tab = open_tab(open_drawer(shell, page, ids["visit"]), "历史").findChild(HistoryTab)
    assert sum("改动" in text for text in said(tab)) == AT_ONCE
    tab.more.click()
    assert "登记走访" in said(tab)
    assert tab.more.isHidden()


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space])
def test_a_related_record_is_a_door(shell, go, qtbot, ids, key):
    drawer = open_drawer(shell, go("residents"), ids["李秀梅"])
    door = open_tab(drawer, "走访").findChild(Door)
    assert "看这一条" in door.accessibleName()
    if key is None:
        door.click()
    else:
        door.setFocus()
        qtbot.keyClick(door, key)
    assert shell.here == "visits"
    assert shell._drawers["visits"].accessibleName() == "李秀梅户"


def test_three_acts_have_buttons_the_rest_a_menu(qtbot, look):
    done = []
    acts = [Act(f"第{n}件", lambda n=n: done.append(n), "check") for n in range(5)]
    drawer = Drawer(look, "李秀梅", acts=acts)
    qtbot.addWidget(drawer)
    drawer.show()
    buttons = {button.accessibleName(): button for button in drawer.findChildren(Button)}
    shown = [name for name, one in buttons.items() if name.startswith("第") and one.isVisible()]
    assert shown == ["第0件", "第1件", "第2件"]
    buttons["更多"].click()
    menu = drawer.findChild(QMenu)
    assert [act.text() for act in menu.actions()] == ["第3件", "第4件"]
    menu.actions()[1].trigger()
    menu.close()
    assert done == [4]


def test_the_drawer_is_read_at_once(shell, go, ids):
    page = go("residents")
    open_drawer(shell, page, ids["李秀梅"])
    began = time.perf_counter()
    open_drawer(shell, page, ids["李晓敏"])
    assert time.perf_counter() - began < 0.3


def buttons(drawer, acts):
    words = [act.text for act in acts]
    return [one for one in drawer.findChildren(Button) if one.accessibleName() in words]


def more(drawer):
    return next((one for one in drawer.findChildren(Button) if one.accessibleName() == "更多"), None)


def test_what_has_no_room_in_the_foot_is_in_the_menu(look, qtbot):
    done = []
    acts = [Act(text, lambda text=text: done.append(text)) for text in ("登记走访", "打印户卡", "编辑", "迁入")]
    drawer = Drawer(look, "李秀梅户", acts=acts)
    qtbot.addWidget(drawer)
    for number in range(8):
        drawer.add_tab(f"分页 {number}")
    tabs = drawer._group.buttons()
    for width, most in ((420, 3), (250, 2), (150, 1)):
        drawer.resize(width, 600)
        drawer.show()
        QApplication.processEvents()  # lets the layouts settle
        shown = [one for one in buttons(drawer, acts) if one.isVisible()]
        assert len(shown) == most
        assert [one.text() for one in (*shown, *tabs) if one.width() < one.sizeHint().width()] == []
        more(drawer).click()
        menu = next(one for one in drawer.findChildren(QMenu) if one.isVisible())
        assert [one.text() for one in menu.actions()] == [one.text for one in acts[most:]]
        menu.actions()[0].trigger()
        assert done.pop() == acts[most].text
        menu.close()
    bare = Drawer(look, "已销户的一户")
    qtbot.addWidget(bare)
    bare.resize(300, 400)
    bare.show()
    assert more(bare) is None
