"""The pages beside the grids: rules, boards, Party units, households of another set."""

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.desk.cards import Card
from gridcenter.register.records import (
    GridLevel,
    GridSet,
    NoticeBoard,
    PartyCover,
    PartyUnit,
    Placement,
    Unit,
)
from gridcenter.register.services.boards import boards_now, note_made
from gridcenter.register.services.people import PersonEntry, appoint, enter_person
from gridcenter.register.services.sets import add_set
from gridcenter.register.todos import TODOS
from tests.pages.conftest import TODAY


@pytest.fixture
def write(office):
    def writing(verb, *args, **named):
        with office.database.write(office.actor) as session:
            return verb(session, office.actor, *args, **named)

    return writing


def one(office, query):
    with office.database.read() as session:
        return session.scalars(query).all()


def send(form, qtbot, **values):
    for key, value in values.items():
        form._slots[key].field.put(value)
    with qtbot.waitSignal(form.saved):
        form.submit()


def test_a_band_is_changed_and_stands_on_its_card(shell, qtbot, office):
    page = shell.go("rules") or shell.page("rules")
    send(page.edit_levels(), qtbot, low_grid=2, high_grid=600)
    [row] = one(office, select(GridLevel).where(GridLevel.key == "grid"))
    assert (row.low, row.high) == (2, 600)
    said = " ".join(label.text() for card in page.findChildren(Card) for label in card.findChildren(type(card.title)))
    assert "2–600 户" in said


def test_a_set_is_added_on_the_page_and_switched_to_on_the_grids(shell, go, cells, qtbot, office):
    page = shell.go("rules") or shell.page("rules")
    send(page.add_set(), qtbot, name="防疫")
    assert [row.name for row in one(office, select(GridSet))] == ["防疫"]
    grids = go("grids")
    assert [row[0].strip("　") for row in cells(grids)][1:3] == ["城关站", "前街网格"]
    assert cells(grids)[2][4] == "1"
    assert grids.sets.isVisible()
    with qtbot.waitSignal(grids.shown):
        grids.sets.setCurrentIndex(1)
        grids.sets.activated.emit(1)
    assert [row[0].strip("　") for row in cells(grids)][1:3] == ["城关站", "前街网格"]
    assert cells(grids)[2][4] == "0"


def test_households_are_placed_alike_and_by_hand(shell, go, cells, qtbot, office, write):
    made = write(add_set, name="防疫", copy_of="main", deepest="grid")
    page = go("placing")
    assert {row[4] for row in cells(page)} == {"还没有网格"}
    with qtbot.waitSignal(page.shown):
        page.place_alike()
    placed = one(office, select(Placement).where(Placement.grid_set == made.key))
    assert len(placed) == len(cells(page))
    page.open_record(placed[0].household_id)


def test_a_board_out_of_date_says_what_changed(go, cells, qtbot, office, write, ids, shell):
    with office.database.write(office.actor) as session:
        note_made(session, office.actor, boards_now(session, Month.of(TODAY)), TODAY)
    page = go("boards")
    assert {row[1] for row in cells(page)} == {"已打印，未张贴"}
    send(page.note_posted([ids["front"]]), qtbot, place="村委会门口")
    [board] = one(office, select(NoticeBoard).where(NoticeBoard.unit_id == ids["front"]))
    assert (board.put_up_on, board.place) == (TODAY, "村委会门口")
    with qtbot.waitSignal(page.shown), office.database.write(office.actor) as session:
        person = enter_person(session, office.actor, PersonEntry("冯志远", phone="10077778888"))
        appoint(session, office.actor, person_id=person.id, unit_id=ids["front"], post="guide", since=TODAY)
    changed = next(row for row in cells(page) if row[0].startswith("前街"))
    assert changed[1:3] == ["内容已变，要换", "党建指导员：没有 → 冯志远 10077778888"]
    page.open_record(ids["front"])


def test_a_party_unit_is_entered_and_laid_over_grids(go, cells, qtbot, office, ids):
    page = go("party-cover")
    send(page.enter_new(), qtbot, kind="branch", name="后街村党支部")
    [party] = one(office, select(PartyUnit).where(PartyUnit.name == "后街村党支部"))
    send(page.lay([ids["back"]]), qtbot, party_unit_id=party.id)
    [laid] = one(office, select(PartyCover).where(PartyCover.unit_id == ids["back"]))
    assert (laid.party_unit_id, laid.since) == (party.id, TODAY)
    with qtbot.waitSignal(page.shown):
        page.refresh()
    assert next(row for row in cells(page) if row[0].startswith("后街"))[2] == "后街村党支部"
    page.open_record(ids["back"])


def test_the_facts_of_a_grid_are_changed_on_its_form(go, qtbot, ids, office):
    page = go("grids")
    form = page.edit_unit(ids["front"])
    send(form, qtbot, extent="东至乡道", kind="special", managed_by="县供销社")
    [unit] = one(office, select(Unit).where(Unit.id == ids["front"]))
    assert (unit.extent, unit.kind, unit.managed_by) == ("东至乡道", "special", "县供销社")
    page.open_record(ids["front"])
    drawer = page.window()._drawers["grids"]
    assert {"东至乡道", "县供销社"} <= {label.text() for label in drawer.findChildren(QLabel)}


def test_vacant_posts_and_old_boards_wait_on_the_workbench(office, ids):
    day = Month.of(TODAY)
    with office.database.write(office.actor) as session:
        note_made(session, office.actor, boards_now(session, day), TODAY)
        session.get_one(Unit, ids["back"]).extent = "东至乡道"
    with office.database.read() as session:
        found = {(t.kind, t.what) for one in TODOS for t in one.find(session, day, TODAY) if t.unit_id == ids["back"]}
    assert found == {("缺岗", "缺网格长、党建指导员"), ("公示牌", "区域范围变了，要换公示牌")}
