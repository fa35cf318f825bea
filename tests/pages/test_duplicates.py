"""The pages of duplicates, as a person uses them: warned while typing, looked at, merged, parted."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import func, select

from gridcenter.access.log import read_log
from gridcenter.base.periods import today
from gridcenter.desk.either_field import EitherField
from gridcenter.desk.messages import Box
from gridcenter.desk.undoing import undo_now
from gridcenter.register.pages.pair_search import AfterImport
from gridcenter.register.pages.twin_line import TwinLine
from gridcenter.register.records import Merger, Person, Residence
from gridcenter.register.services.duplicates.lists import WAITING_PAIRS
from gridcenter.register.services.people import PersonEntry, ResidentEntry, enter_resident
from gridcenter.store.acts import last_act
from gridcenter.store.listing import Wish
from gridcenter.visits.records import Visit
from tests.desk.typing_in import type_in
from tests.pages.conftest import MONTH, NUMBER, PHONE

TURNED = NUMBER[:7] + NUMBER[8] + NUMBER[7] + NUMBER[9:]
"""Two figures of the number turned."""


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


@pytest.fixture
def twin(office, ids):
    """李秀梅 once more, in another household, her number with two figures turned."""
    entry = PersonEntry("李绣梅", id_number=TURNED, phone="10099998888")
    with office.database.write(office.actor) as session:
        made = enter_resident(session, office.actor, ResidentEntry(entry, ids["other"], "mother"))
        batch = session.unit.txn
        session.get_one(Visit, ids["visit"]).visitor_id = made.person_id
    return made.person_id, batch


@pytest.fixture
def pairs(go, qtbot, twin):
    """The page, the pair found."""
    page = go("duplicates")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    return page


def test_who_is_typed_again_is_told_calmly_and_may_be_saved(go, fill, qtbot, ids):
    form = go("residents").enter_new()
    slots = form._slots
    type_in(slots["name"].field, "李绣梅")
    type_in(slots["phone"].field, "100-1234 5678")
    told = "可能已经登记过：李秀梅（前街一组　0041 户，姓名同音、电话相同）"
    qtbot.waitUntil(lambda: told in said(form))
    assert fill(form, relation="daughter", household_id=ids["other"]).result == "李绣梅"


def test_namesakes_are_not_told(go, qtbot):
    form = go("residents").enter_new()
    type_in(form._slots["phone"].field, PHONE)
    type_in(form._slots["name"].field, "李晓敏")
    line = form.findChild(TwinLine)
    assert line._pause.isActive()
    qtbot.waitUntil(lambda: not line._pause.isActive() and not line._newest.waiting)
    assert not any("可能已经登记过" in words for words in said(form))


def test_a_pair_is_shown_side_by_side_with_its_reasons(pairs, shell, cells):
    assert cells(pairs)[0][0:3:2] == ["李秀梅", "李绣梅"]
    assert cells(pairs)[0][4:6] == ["很可能", "证件号码有两位写颠倒了，姓名同音"]
    pairs.open_record(pairs.model.ids[0])
    words = said(shell)
    assert "身份证号：第 8、9 位不同" in words
    assert not any(NUMBER in text for text in words)
    assert TURNED not in words


def test_a_merger_is_chosen_field_by_field_undone_and_parted(pairs, go, fill, qtbot, office, desk, ids, twin):
    form = pairs.merge(pairs.model.ids[0])
    assert {k for k, s in form._slots.items() if isinstance(s.field, EitherField)} == {
        "name", "id_number", "phone", "home",
    }  # fmt: skip
    assert fill(form).errors == {"home": "请选现在住在哪一户"}
    done = fill(form, phone="second", home=ids["home"])
    assert done.result == "李秀梅"
    with office.database.read() as session:
        kept = session.get_one(Person, ids["李秀梅"])
        assert (kept.name, kept.id_number, kept.phone) == ("李秀梅", NUMBER, "10099998888")
        assert session.get(Person, twin[0]) is None
        assert session.get_one(Visit, ids["visit"]).visitor_id == ids["李秀梅"]
        act = last_act(session, office.actor.login)
        assert act.words == "合并人员　李秀梅"
    qtbot.waitUntil(lambda: pairs.model.rowCount() == 0)
    with qtbot.waitSignal(undo_now(pairs, desk, office.actor, act.txn).succeeded):
        pass
    with office.database.read() as session:
        assert session.get_one(Person, twin[0]).name == "李绣梅"
    qtbot.waitUntil(lambda: pairs.model.rowCount() == 1)
    fill(pairs.merge(pairs.model.ids[0]), phone="second", home=ids["home"])
    mergers = go("mergers")
    row = mergers.model.row_of(0)
    assert (row.kept, row.gone, row.open) == ("李秀梅", "李绣梅", True)
    mergers.ask_part(row)
    box = mergers.window().findChildren(Box)[-1]
    box.accept()
    qtbot.waitUntil(lambda: _count(office, Person, id=twin[0]) == 1)
    with office.database.read() as session:
        assert session.scalar(select(Merger.parted_on)) == today()
        assert session.get_one(Visit, ids["visit"]).visitor_id == twin[0]
        assert session.scalar(select(Residence.until).where(Residence.person_id == twin[0])) is None


def test_numbers_are_shown_whole_for_a_reason_that_is_logged(pairs, fill, qtbot, office):
    form = pairs.merge(pairs.model.ids[0])
    number = form._slots["id_number"].field
    assert NUMBER not in number.buttons[0].text()
    see = next(b for b in form.findChildren(QPushButton) if "显示完整号码" in b.text())
    see.click()
    qtbot.waitUntil(lambda: number.buttons[0].text() == NUMBER)
    with office.database.read() as session:
        entry = read_log(session, office.actor)[0]
    assert "核对重复登记" in entry.what
    assert entry.reason == "合并重复登记"
    form.reject()


def test_two_who_are_two_are_listed_no_more_but_found_again(pairs, qtbot, office):
    with qtbot.waitSignal(pairs.set_aside(pairs.model.ids[:1]).succeeded):
        pass
    qtbot.waitUntil(lambda: pairs.model.rowCount() == 0)
    pairs.filter_bar.put(filters={"said": True})
    qtbot.waitUntil(lambda: pairs.model.rowCount() == 1)
    with qtbot.waitSignal(pairs.take_up(pairs.model.ids[:1]).succeeded):
        pass
    pairs.filter_bar.put()
    qtbot.waitUntil(lambda: pairs.model.rowCount() == 1)


def test_the_workbench_and_an_import_lead_to_the_pairs(pairs, go, qtbot, office, desk, twin):
    with office.database.read() as session:
        [todo] = WAITING_PAIRS.find(session, MONTH, today())
    assert (todo.page, todo.what) == ("duplicates", "1 对登记可能重复，请核对是不是同一个")
    after = AfterImport(desk, office.actor)
    with qtbot.waitSignal(after.noticed) as noticed:
        after.look(twin[1])
    assert noticed.args == [twin[1], "这一批里有 1 对登记可能重复"]
    with qtbot.waitSignal(pairs.shown):
        go("duplicates", Wish(filters={"batch": twin[1]}))
    assert pairs.model.rowCount() == 1
    with qtbot.waitSignal(pairs.shown):
        go("duplicates", Wish(filters={"batch": bytes(16)}))
    assert pairs.model.rowCount() == 0


def _count(office, cls, **values):
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(cls).filter_by(**values))
