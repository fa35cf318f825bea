"""A wing of under a hundred lines: its form comes wholly from the declarations of its record."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.desk.day_field import DayField
from gridcenter.desk.fields import LineField, Unclear
from gridcenter.desk.picking import PickField
from gridcenter.register.records import PartyUnit
from gridcenter.store.listing import Wish
from gridcenter.workbench import pages as workbench_pages
from tests.pages import small_wing
from tests.pages.conftest import TODAY, shown


@pytest.fixture
def shell(desk, office, qtbot):
    """The window with the workbench and the new wing alone."""
    items = [
        *workbench_pages.nav_items(desk, office.actor, [small_wing.WING]),
        *small_wing.PAGES.items(desk, office.actor),
    ]
    return shown(desk, qtbot, items)


@pytest.fixture
def page(go):
    return go("party_units")


def test_a_wing_needs_less_than_a_hundred_lines():
    assert len(Path(small_wing.__file__).read_text("utf-8").splitlines()) < 100


def test_its_form_comes_from_the_declarations(page):
    form = page.enter_new()
    slots = form._slots
    assert [slot.label for slot in slots.values()] == ["类别", "名称", "上级党组织", "所在村", "成立日期"]
    assert [slot.required for slot in slots.values()] == [True, True, False, False, False]
    assert isinstance(slots["kind"].field, PickField)
    assert isinstance(slots["since"].field, DayField)
    name = slots["name"].field
    assert isinstance(name, LineField)
    name.put("长" * 51)
    assert name.text() == "长" * 51
    with pytest.raises(Unclear, match="最多 50 字，多了 1 字"):
        name.value()
    assert "类别 *" in {label.text() for label in form.findChildren(QLabel)}
    form.reject()


def test_its_form_saves_and_its_list_and_drawer_show(page, fill, qtbot, cells, office, ids):
    assert set(fill(page.enter_new(), since=TODAY).errors) == {"kind", "name"}
    with qtbot.waitSignal(page.shown):
        fill(
            page.enter_new(), kind="group", name="前街第一党小组", parent_id=ids["branch"],
            village_id=ids["village"], since=TODAY,
        )  # fmt: skip
    assert cells(page)[1] == ["前街第一党小组", "党小组", "前街党支部", "前街村", f"{TODAY:%Y-%m-%d}"]
    with office.database.read() as session:
        made = session.scalar(select(PartyUnit).where(PartyUnit.name == "前街第一党小组"))
        facts = {fact.label: fact.value for fact in page.describe(session, made.id).facts}
    assert facts["上级党组织"] == "前街党支部"
    assert facts["所在村"] == "前街村"


@pytest.fixture
def group(office, ids):
    with office.database.write(office.actor) as session:
        made = PartyUnit(
            kind="group", name="前街第二党小组", position=3, parent_id=ids["branch"],
            village_id=ids["village"], since=TODAY,
        )  # fmt: skip
        session.add(made)
    return made.id


def test_its_card_on_the_workbench_is_a_door_to_its_list(shell, group, go, qtbot):
    bench = shell.page("workbench")
    with qtbot.waitSignal(bench.status):
        shell.go("workbench")
    tile = bench.tiles["groups"]
    assert tile.accessibleName() == "党小组 1"
    page = shell.page("party_units")
    with qtbot.waitSignal(page.shown):
        qtbot.keyClick(tile, Qt.Key.Key_Return)
    assert shell.here == "party_units"
    assert page.model.ids == [group]


def test_its_card_follows_what_is_entered(shell, office, ids, qtbot):
    bench = shell.page("workbench")
    with qtbot.waitSignal(bench.status):
        shell.go("workbench")
    with qtbot.waitSignal(bench.status), office.database.write(office.actor) as session:
        session.add(PartyUnit(kind="group", name="后街党小组", position=4))
    assert bench.tiles["groups"].accessibleName() == "党小组 1"


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        (Wish("第二"), ["前街第二党小组"]),
        (Wish("前街党支部"), ["前街党支部", "前街第二党小组"]),
        (Wish("小组"), ["前街第二党小组"]),
        (Wish("没有这个"), []),
        (Wish(sort_by="kind"), ["前街党支部", "后街党支部", "前街第二党小组"]),
        (Wish(sort_by="village_id", descending=True), ["前街第二党小组"]),
        (Wish(sort_by="since", descending=True), ["前街第二党小组"]),
    ],
)
def test_its_list_finds_and_sorts_by_what_it_shows(page, group, office, wish, names):
    listing = page._spec.listing
    with office.database.read() as session:
        found = listing.find(session, wish)
        rows = listing.load(session, found)
    assert [rows[one].words["name"] for one in found][: len(names) or None] == names


def test_its_list_narrows_to_an_area(page, group, office, ids):
    listing = page._spec.listing
    with office.database.read() as session:
        for area, found in (("village", [group]), ("front", [group]), ("back", [])):
            assert listing.find(session, Wish(filters={"area": ids[area]})) == found


def test_its_drawer_opens(page, group, qtbot):
    with qtbot.waitSignal(page.shown):
        page.refresh()
    with qtbot.waitSignal(page.drawer_wanted) as wanted:
        page.open_record(group)
    said = {label.text() for label in wanted.args[0].findChildren(QLabel)}
    assert {"前街第二党小组", "党小组", "前街党支部"} <= said
