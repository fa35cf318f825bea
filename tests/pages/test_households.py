"""The page of households: found, opened, entered with their people, changed through their lives."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import select

from gridcenter.desk.forms import FormDialog
from gridcenter.desk.messages import Box
from gridcenter.register.kinship import Kin, proposed
from gridcenter.register.pages.household_doors import TurnOf
from gridcenter.register.records import Household
from gridcenter.register.services.household_past import home_details
from gridcenter.register.services.stays import living
from tests.desk.typing_in import type_in
from tests.pages.conftest import NUMBER


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def family(office, home):
    with office.database.read() as session:
        return {one.name: one.relation for one in living(session, home)}


def known(office, home):
    with office.database.read() as session:
        return home_details(session, home)


def test_the_list_and_what_it_is_narrowed_to(go, qtbot, cells, ids):
    page = go("households")
    rows = {row[1]: row for row in cells(page)}
    assert rows["0041"][:5] == ["李秀梅", "0041", "前街一组", "独居老人户", "2"]
    assert page.note.text() == "2 户"
    for state, numbers in (("empty", set()), ("headless", set()), ("unplaced", set()), (None, {"0041", "0042"})):
        with qtbot.waitSignal(page.shown):
            page.filter_bar.choices["state"].choose(state)
        assert {row[1] for row in cells(page)} == numbers
    with qtbot.waitSignal(page.shown):
        type_in(page.filter_bar.search, "lxm")
    assert [row[1] for row in cells(page)] == ["0041"]


def test_from_the_list_to_a_person_and_a_visit_in_two_clicks(go, shell, ids):
    page = go("households")
    page.open_record(ids["home"])
    drawer = shell._drawers["households"]
    words = said(drawer)
    assert "李秀梅户" in words
    tabs = [button.text() for button in drawer._group.buttons()]
    assert tabs[:2] == ["户情", "成员 2"]
    assert "走访 1" in tabs
    door = next(d for d in drawer.findChildren(QPushButton) if "李晓敏" in d.toolTip())
    door.click()
    assert shell.here == "residents"
    assert "李晓敏" in said(shell._drawers["residents"])


def test_a_household_is_entered_with_its_people(go, fill, office, ids):
    form = go("households").enter_new()
    slots = form._slots
    assert slots["relation_0"].field.words() == "户主"
    assert "name_3" not in slots
    slots["name_2"].field.put("郑三妮")
    assert "name_3" in slots
    slots["relation_2"].field.put("daughter")
    done = fill(form, unit_id=ids["two"], number="0050", name_0="郑大山", name_1="钱桂花")
    assert done.result == "0050"
    assert {one.name: one.relation for one in known(office, _home(office, "0050")).members} == {
        "郑大山": "head", "钱桂花": "", "郑三妮": "daughter",
    }  # fmt: skip


def _home(office, number):
    with office.database.read() as session:
        return session.scalar(select(Household.id).where(Household.number == number))


def test_a_line_that_is_wrong_is_told_there(go, fill, ids):
    page = go("households")
    wrong = fill(page.enter_new(), unit_id=ids["two"], number="0051", name_0="郑大山", phone_1="10012345678")
    assert wrong.errors == {"name_1": "请填写姓名，或删去这一行"}
    second = fill(page.enter_new(), unit_id=ids["two"], number="0051", name_0="郑大山", relation_0="son")
    assert second.errors == {"relation_0": "请给这一户选一位户主"}


def test_a_split_by_the_form(go, fill, office, shell, ids):
    page = go("households")
    form = page._life.split(known(office, ids["home"]))
    daughter = ids["李晓敏"].hex()
    form._slots[f"go_{daughter}"].field.put(True)
    assert form._slots[f"relation_{daughter}"].field.value() == "head"
    assert form._slots[f"relation_{ids['李秀梅'].hex()}"].field.value() == "head"
    assert fill(form, number="0060").result == "0060"
    assert family(office, ids["home"]) == {"李秀梅": "head"}
    assert family(office, _home(office, "0060")) == {"李晓敏": "head"}


def test_another_head_proposes_the_relations(go, fill, office, ids):
    page = go("households")
    form = page._life.change_head(known(office, ids["home"]))
    mother, daughter = ids["李秀梅"].hex(), ids["李晓敏"].hex()
    form._slots[f"relation_{daughter}"].field.put("head")
    assert form._slots[f"relation_{mother}"].field.value() == "mother"
    assert fill(form).result == "李晓敏"
    assert family(office, ids["home"]) == {"李晓敏": "head", "李秀梅": "mother"}


def test_the_head_dies_and_the_next_is_proposed(go, fill, office, shell, ids):
    page = go("households", TurnOf("death", ids["home"], ids["李秀梅"]))
    form = next(f for f in page.window().findChildren(FormDialog) if f.windowTitle() == "登记去世")
    assert form._slots[f"relation_{ids['李晓敏'].hex()}"].field.value() == "head"
    assert fill(form).result == "李秀梅"
    assert family(office, ids["home"]) == {"李晓敏": "head"}


def test_several_households_go_to_another_grid(go, fill, office, ids):
    page = go("households")
    assert fill(page.move_grid([ids["home"], ids["other"]]), unit_id=ids["two"]).result == "2"
    assert known(office, ids["other"]).unit == "前街二组"
    again = fill(page.move_grid([ids["home"]]), unit_id=ids["two"])
    assert again.errors == {"unit_id": "所选的户本来就在这个网格"}


def test_a_household_joins_another(go, fill, office, qtbot, ids):
    page = go("households")
    form = page._life.join(known(office, ids["home"]))
    form._slots["other"].field.put(ids["other"])
    stranger = f"relation_{ids['王德福'].hex()}"
    assert form._slots[stranger].field.value() == "other"
    assert fill(form, **{stranger: "son_in_law"}).result == "李秀梅户"
    assert family(office, ids["home"])["王德福"] == "son_in_law"
    assert known(office, ids["other"]).until is not None


def test_who_moved_out_is_no_longer_listed(go, fill, office, qtbot, cells, shell, ids):
    residents = go("residents")
    page = go("households")
    form = page._life.move_away(known(office, ids["home"]), ids["李晓敏"])
    assert fill(form, went_to="济南市").result == "李秀梅户迁出 1 人"
    shell.go("residents")
    qtbot.waitUntil(lambda: {row[0] for row in cells(residents)} == {"李秀梅", "王德福"})


def test_one_who_is_gone_is_told_of_in_a_box(go):
    page = go("households")
    page.open_record(bytes(16))
    box = page.findChild(Box)
    assert "这一户已经不在" in box.accessibleName()
    box.reject()


@pytest.mark.parametrize(
    ("people", "head", "told"),
    [
        ("head1 spouse2 son1 daughter_in_law2 grandson1", "son", "father mother head spouse son"),
        ("head1 spouse2 son1 daughter2 grandson1", "son", "father mother head sister other"),
        ("head2 son1 daughter2", "daughter", "mother brother head"),
        ("head1 spouse2 son1 father1", "spouse", "spouse head son other"),
        ("head1 father1 mother2 brother1 son1 spouse2", "father",
         "son head spouse son grandson daughter_in_law"),
        ("head1 spouse2 grandson1 granddaughter2 son1", "grandson", "grandfather grandmother head sister father"),
        ("head brother1 other2", "brother1", "other head other"),
    ],
)  # fmt: skip
def test_relations_to_a_new_head_follow_from_those_to_the_old(people, head, told):
    names = people.split()
    kin = {name.encode(): Kin(name.rstrip("12"), name[-1] if name[-1] in "12" else "") for name in names}
    chief = next(one for one in kin if one.decode().startswith(head))
    assert list(proposed(kin, chief).values()) == told.split()


def test_the_card_of_a_household_is_shown_as_printed(go, office, qtbot, ids):
    page = go("households")
    page.print_cards([ids["home"]])
    qtbot.waitUntil(lambda: page.output.shown is not None)
    shown = page.output.shown
    assert shown.preview.pages == 1
    text = PdfReader(BytesIO(shown._drawn.content)).pages[0].extract_text()
    for words in ("农户情况卡", "李秀梅", "李晓敏", "屋后排水沟堵塞", "3****************7", "用途："):
        assert words in text
    assert NUMBER not in text
    shown.reject()
