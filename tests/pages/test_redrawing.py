"""Grids redrawn at the screen: the menu, the form with its preview, dragging, the page of what was done."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from sqlalchemy import select

from gridcenter.access.log import AccessLog
from gridcenter.desk.forms import FormDialog
from gridcenter.register.pages.redraw_names import NamesDialog
from gridcenter.register.records import Placement, Redrawing, Unit
from gridcenter.register.services.household_places import move_homes
from gridcenter.register.services.placing import place_homes
from gridcenter.register.services.redraw_names import names_ledger
from gridcenter.register.services.redraw_wish import Filing, Merge
from gridcenter.register.services.redrawing import redraw
from gridcenter.register.services.sets import add_set
from gridcenter.register.services.structure import Tree
from tests.desk.typing_in import type_in
from tests.pages.conftest import TODAY


@pytest.fixture
def page(go):
    return go("grids")


def field(form, key):
    return next(slot.field for slot in form.fields if slot.key == key)


def pane(form):
    return next(w for w in form.findChildren(object) if type(w).__name__ == "PreviewPane")


def give_reason(form):
    field(form, "reason").put("population")


def submit(form, qtbot):
    with qtbot.waitSignal(form.saved, timeout=5000):
        form.submit()


def names(office, day=TODAY):
    with office.database.read() as session:
        tree = Tree.load(session, day)
        above = {unit.id: unit.name for unit in tree.units}
        return {unit.name: above.get(unit.parent_id, "") for unit in tree.units}


def test_a_sub_grid_is_dealt_to_a_new_grid_after_a_look_at_what_it_does(page, office, qtbot, ids):
    form = page.redraw.split(ids["front"])
    type_in(field(form, "name"), "前街东网格")
    give_reason(form)
    deal = field(form, "parts")
    deal.list.go_to(ids["two"])
    deal.list.model_.tick([ids["two"]], on=True)
    deal.deal.click()
    qtbot.waitUntil(lambda: pane(form).shown is not None, timeout=5000)
    assert pane(form).shown.title == "前街网格拆分为 2 个网格"
    assert names(office)["前街二组"] == "前街网格"
    submit(form, qtbot)
    assert names(office)["前街二组"] == "前街东网格"


def test_what_cannot_be_is_said_before_and_at_the_field(page, office, qtbot, ids):
    form = page.redraw.close(ids["front"])
    give_reason(form)
    qtbot.waitUntil(lambda: pane(form).findChildren(object) and "不能停用" in words_of(pane(form)), timeout=5000)
    form.submit()
    qtbot.waitUntil(lambda: "不能停用" in form._said.text(), timeout=5000)
    with office.database.read() as session:
        assert session.scalar(select(Redrawing.id)) is None
    form._leave()


def words_of(widget):
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415  (only here)

    return "".join(label.text() for label in widget.findChildren(QLabel))


def test_a_box_dragged_onto_another_opens_the_form_and_moves_nothing_yet(page, office, qtbot, ids):
    sheet = page.views.chart.sheet
    page.views.enter(ids["station"])
    blocks = {block.id: block for block in sheet.drawing.blocks}

    def place(record):
        x, y = blocks[record].middle
        return QPoint(round(x * page.views.chart.scale), round(y * page.views.chart.scale))

    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=place(ids["one"]))
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=place(ids["back"]))
    [form] = page.window().findChildren(FormDialog)
    assert (form.windowTitle(), field(form, "parent_id").value()) == ("移动网格", ids["back"])
    assert names(office)["前街一组"] == "前街网格"
    give_reason(form)
    submit(form, qtbot)
    assert names(office)["前街一组"] == "后街网格"


def test_the_menu_of_the_tree_has_every_way(page, ids):
    menu = page.redraw.open_menu(ids["front"], QPoint(5, 5))
    assert [act.text() for act in menu.actions()] == [
        "拆分…", "合并…", "移动…", "改名…", "新增下级…", "停用…",
    ]  # fmt: skip
    menu.close()


def test_the_page_lists_it_and_shows_the_tree_of_the_day_before(page, go, office, qtbot, ids):
    form = page.redraw.rename(ids["back"])
    type_in(field(form, "name"), "后街北网格")
    give_reason(form)
    submit(form, qtbot)
    listed = go("redrawings")
    qtbot.waitUntil(lambda: len(listed.table.rows.ids) == 1, timeout=5000)
    [record] = listed.table.rows.ids
    listed.open_record(record)
    with office.database.read() as session:
        told = listed.describe(session, record)
        assert session.get_one(Unit, ids["back"]).name == "后街北网格"
    dialog = told.acts[0].run()
    qtbot.waitUntil(lambda: "后街网格" in str([i.text() for i in dialog.tree._items.values()]), timeout=5000)
    dialog.accept()


def test_a_node_dragged_in_the_tree_opens_the_form_to_move_it(page, office, qtbot, ids):
    tree = page.views.tree.tree
    page.views.choose(ids["one"])
    items = page.views.tree._items
    at = tree.visualRect(items[ids["back"]].index()).center()
    data = tree.model().mimeData([items[ids["one"]].index()])
    tree.dropEvent(QDropEvent(
        QPointF(at), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    ))  # fmt: skip
    [form] = page.window().findChildren(FormDialog)
    assert (form.windowTitle(), field(form, "parent_id").value()) == ("移动网格", ids["back"])
    assert names(office)["前街一组"] == "前街网格"
    assert items[ids["one"]].parent() is items[ids["front"]]
    form._leave()


def test_the_names_behind_the_preview_are_listed_and_what_is_saved_of_them_is_logged(
    page, office, qtbot, ids, tmp_path, monkeypatch
):
    form = page.redraw.merge([ids["front"]])
    field(form, "into").put(ids["back"])
    give_reason(form)
    qtbot.waitUntil(lambda: pane(form).shown is not None, timeout=5000)
    [door] = [one for one in pane(form).findChildren(QAbstractButton) if "看名单" in one.text()]
    door.click()
    [dialog] = form.findChildren(NamesDialog)
    shown = pane(form).shown
    qtbot.waitUntil(lambda: len(dialog.list.model_.ids) == shown.households > 0, timeout=5000)
    with office.database.read() as session:
        paper = names_ledger(session, shown)
    [homes, *_others] = paper.parts
    assert len(homes.rows) == shown.households
    assert {row.cells[4] for row in homes.rows} == {"后街网格"}
    target = tmp_path / "名单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    dialog.export.click()
    qtbot.waitUntil(target.exists, timeout=5000)
    with office.database.read() as session:
        assert "网格调整名单" in session.scalar(select(AccessLog.what).order_by(AccessLog.number.desc()).limit(1))
    dialog.accept()
    form._leave()


def test_a_split_in_a_second_set_leaves_the_main_one_alone(page, office, qtbot, ids):
    with office.database.write(office.actor) as session:
        made = add_set(session, office.actor, name="防疫", copy_of="main", deepest="grid")
        theirs = Tree.load(session, grid_set=made.key).units
        other = next(one.id for one in theirs if one.name == "前街网格")
        place_homes(session, office.actor, [ids["home"], ids["other"]], other, None)
    main = names(office)

    def places(grid_set):
        with office.database.read() as session:
            query = select(Placement.household_id, Placement.unit_id)
            return set(session.execute(query.where(Placement.grid_set == grid_set, Placement.until.is_(None))).all())

    before, theirs = places("main"), places(made.key)
    home = ids["home"]
    form = page.redraw.split(other)
    type_in(field(form, "name"), "前街防疫二格")
    give_reason(form)
    field(form, "parts").put({home: 1})
    submit(form, qtbot)
    with office.database.read() as session:
        fresh = session.scalars(select(Unit).where(Unit.name == "前街防疫二格")).one()
        assert fresh.grid_set == made.key
    assert places(made.key) == theirs - {(home, other)} | {(home, fresh.id)}
    assert places("main") == before
    assert names(office) == main
    page.sets.choose(made.key)
    with office.database.read() as session:
        top = session.scalars(select(Unit.id).where(Unit.level == "township")).one()
    form = page.redraw.open_below(top)
    field(form, "level").put("grid")
    type_in(field(form, "name"), "园区防疫网格")
    give_reason(form)
    submit(form, qtbot)
    with office.database.read() as session:
        assert session.scalars(select(Unit.grid_set).where(Unit.name == "园区防疫网格")).one() == made.key
    assert names(office) == main


def test_a_household_that_two_pcs_placed_lies_in_one_grid_after_a_move_or_a_redrawing(office, ids):
    def lying(home):
        with office.database.read() as session:
            query = select(Placement.unit_id).where(Placement.household_id == home, Placement.until.is_(None))
            return session.scalars(query).all()

    def clash(home, unit):
        with office.database.write(office.actor) as session:
            session.add(Placement(household_id=home, unit_id=unit, grid_set="main"))
        assert len(lying(home)) == 2

    def move(home, unit):
        with office.database.write(office.actor) as session:
            move_homes(session, office.actor, [home], unit, day=TODAY, today=TODAY)
        assert lying(home) == [unit]

    clash(ids["home"], ids["back"])
    move(ids["home"], ids["back"])
    clash(ids["other"], ids["two"])
    move(ids["other"], ids["one"])
    clash(ids["other"], ids["two"])
    with office.database.write(office.actor) as session:
        filing = Filing(effective=TODAY, reason="other")
        redraw(session, office.actor, Merge([ids["one"]], ids["two"]), filing)
    assert lying(ids["other"]) == [ids["two"]]
