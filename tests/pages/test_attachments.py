"""Attachments in the window: dropped, pasted, looked at, saved elsewhere, taken away and back."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QMenu

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.attachments import attach, attachments_of, prepare
from gridcenter.access.log import read_log
from gridcenter.base.ids import new_id
from gridcenter.base.periods import today
from gridcenter.desk.attach_field import AttachField
from gridcenter.desk.attach_sources import Source
from gridcenter.desk.attach_tab import THUMB, AttachTab, size_words
from gridcenter.desk.attach_viewer import Viewer
from gridcenter.desk.buttons import Button, Door
from gridcenter.desk.drawer_def import make_drawer
from gridcenter.desk.messages import Box, Toast
from gridcenter.desk.rights import allowed_drawer
from gridcenter.store.meta import set_meta
from gridcenter.visits.records import Visit


def said(widget):
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def picture(path, size=(900, 600), colour="red"):
    Image.new("RGB", size, colour).save(path)
    return path


def files_of(paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget, mime):
    event = QDropEvent(
        QPoint(50, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    widget.dropEvent(event)


@pytest.fixture
def drawer(shell, go, ids):
    """The drawer of a visit, at its attachments."""
    go("visits").open_record(ids["visit"])
    drawer = shell._drawers["visits"]
    next(b for b in drawer._group.buttons() if b.text().startswith("附件")).click()
    return drawer


@pytest.fixture
def tab(drawer):
    return drawer.findChild(AttachTab)


@pytest.fixture
def held(office, ids):
    def reader(record="visit"):
        with office.database.read() as session:
            return attachments_of(session, "visit", ids[record])

    return reader


def test_files_dropped_on_the_drawer_are_attached(drawer, tab, held, qtbot, tmp_path):
    assert "还没有附件" in said(tab)
    paths = [picture(tmp_path / "排水沟.png"), tmp_path / "记录.txt"]
    paths[1].write_text("已告知村委会", encoding="utf-8")
    with qtbot.waitSignal(tab.counted):
        drop(drawer, files_of(paths))
    assert [one.name for one in held()] == ["排水沟.jpg", "记录.txt"]
    assert {"排水沟.jpg", "记录.txt"} <= set(said(tab))
    assert any(b.text() == "附件 2" for b in drawer._group.buttons())
    qtbot.waitUntil(lambda: all(not face.pixmap().isNull() for face in tab._faces.values()))
    assert all(door.height() >= THUMB for door in tab.findChildren(Door))


def test_a_screenshot_is_pasted_from_the_list(shell, go, held, qtbot, ids):
    shot = QImage(300, 200, QImage.Format.Format_RGB32)
    shot.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(shot)
    page = go("visits")
    page.table.go_to(ids["visit"])
    page.open_record(ids["visit"])
    shell.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: held() != [])
    assert held()[0].name.startswith("截图 ")
    drawer = shell._drawers["visits"]
    assert drawer._stack.currentWidget().isAncestorOf(drawer.findChild(AttachTab))


def test_going_on_to_the_next_record_loses_no_file(shell, drawer, tab, held, qtbot, ids, tmp_path):
    """The worker goes on when the drawer that was dropped on is gone."""
    job = tab.add_files([Source("一.png", picture(tmp_path / "一.png", (3000, 3000)))])
    with qtbot.waitSignal(job.finished):
        shell.page("visits").open_record(ids["plain visit"])
        assert shell._drawers["visits"] is not drawer
    assert [one.name for one in held()] == ["一.jpg"]
    assert held("plain visit") == []


def test_what_will_not_do_is_told_in_a_box(shell, drawer, tab, held, qtbot, tmp_path):
    program = tmp_path / "程序.exe"
    program.write_bytes(b"MZ")
    drop(drawer, files_of([program]))
    assert "“程序.exe”这种文件不能添加" in shell.findChild(Box).accessibleName()
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"\xff\xd8\xff")
    shell.findChild(Box).accept()
    drop(drawer, files_of([broken]))
    qtbot.waitUntil(lambda: any("已损坏" in box.accessibleName() for box in shell.findChildren(Box)))
    assert held() == []


@pytest.fixture
def filled(tab, qtbot, tmp_path):
    """The tab with two pictures and a text."""
    text = tmp_path / "记录.txt"
    text.write_text("事", encoding="utf-8")
    paths = [picture(tmp_path / "一.png"), picture(tmp_path / "二.png", (200, 2000), "blue"), text]
    with qtbot.waitSignal(tab.counted):
        tab.take(files_of(paths))
    return tab


def test_pictures_are_looked_at_inside_the_program(shell, filled, qtbot, tmp_path):
    filled.findChild(Door).click()
    viewer = shell.findChild(Viewer)
    qtbot.waitUntil(lambda: viewer.canvas.image.size().toTuple() == (900, 600))
    assert viewer.isModal()
    assert not viewer.before.isEnabled()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.canvas.image.size().toTuple() == (160, 1600))
    whole = viewer.canvas.height()
    assert whole <= viewer.height()
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.canvas.height() > whole
    assert not viewer.after.isEnabled()
    viewer.reject()


def test_a_copy_is_saved_and_logged(filled, office, qtbot, tmp_path):
    target = tmp_path / "U盘" / "一.jpg"
    target.parent.mkdir()
    job = filled.save_to(filled._held[0], target)
    with qtbot.waitSignal(job.finished):
        pass
    with Image.open(io.BytesIO(target.read_bytes())) as copy:
        assert copy.size == (900, 600)
    with office.database.read() as session:
        assert read_log(session, office.actor)[-1].what == "另存走访的附件 一.jpg"


def test_deleting_asks_and_is_undone(filled, held, qtbot, shell):
    filled.remove(filled._held[0])
    box = filled.findChildren(Box)[-1]
    assert "一.jpg" in box.accessibleName()
    with qtbot.waitSignal(filled.counted):
        box.yes.click()
    assert [one.name for one in held()] == ["二.jpg", "记录.txt"]

    def told():
        return [one for one in shell.findChildren(Toast) if "已删除" in one.accessibleName()]

    qtbot.waitUntil(lambda: bool(told()))
    undo = next(b for b in told()[0].findChildren(Button) if b.accessibleName() == "撤销")
    with qtbot.waitSignal(filled.counted):
        undo.click()
    assert [one.name for one in held()] == ["一.jpg", "二.jpg", "记录.txt"]


def test_the_history_of_a_record_names_its_attachments(filled, drawer):
    drawer.open_tab(drawer.tabs - 1)
    lines = said(drawer._stack.currentWidget())
    assert {"登记附件", "附件：一.jpg", "附件：记录.txt", "登记走访"} <= set(lines)


def test_a_file_that_is_on_another_pc_says_so(office, filled, shell, go, ids):
    media = office.database.media
    media.path(filled._held[0].digest).unlink()
    filled.refresh()
    assert "文件不见了，请从备份里恢复" in said(filled)
    with office.database.engine.begin() as connection:
        set_meta(connection, "node", new_id())
    filled.refresh()
    assert "文件在另一台电脑上，还没收到附件包" in said(filled)
    assert len(filled.findChildren(Door)) >= 2


def test_an_auditor_looks_but_does_not_add(office, desk, filled, ids, shell, qtbot):
    auditor = Actor("shen", "审计员", ROLES["auditor"])
    page = shell.page("visits")
    with office.database.read() as session:
        drawer = make_drawer(session, desk, auditor, page.describe(session, ids["visit"]), print)
    qtbot.addWidget(drawer)
    drawer.show()
    drawer.open_tab(2)
    tab = drawer.findChild(AttachTab)
    assert tab.add.isHidden()
    assert len(tab.findChildren(Door)) == 3
    assert not drawer.acceptDrops()
    tab._menu(tab, tab._held[0])
    assert [act.text() for act in tab.findChild(QMenu).actions()] == ["看图片"]
    tab.findChild(QMenu).close()


def test_a_clerk_adds_nothing_to_a_grid(office, desk, ids, shell, qtbot):
    clerk, page = Actor("li", "李录入", ROLES["clerk"]), shell.page("grids")
    with office.database.write(office.actor) as session:
        made = attach(session, office.database.media, office.actor, "unit", ids["front"],
                      [prepare("界线.txt", "东至村路".encode())], on=today())  # fmt: skip
        assert made
    with office.database.read() as session:
        spec = allowed_drawer(clerk, page.describe(session, ids["front"]))
        drawer = make_drawer(session, desk, clerk, spec, print)
    qtbot.addWidget(drawer)
    drawer.show()
    next(b for b in drawer._group.buttons() if b.text() == "附件 1").click()
    tab = drawer.findChild(AttachTab)
    assert tab.add.isHidden()
    assert not drawer.acceptDrops()
    tab._menu(tab, tab._held[0])
    assert "删除…" not in [act.text() for act in tab.findChild(QMenu).actions()]
    tab.findChild(QMenu).close()


def test_files_of_a_form_are_kept_with_the_record(go, fill, ids, qtbot, tmp_path, office):
    page = go("visits")
    form = page.enter_new()
    field = form.findChild(AttachField)
    drop(field, files_of([picture(tmp_path / "一.png"), picture(tmp_path / "二.png")]))
    field.findChildren(type(field.add))[-1].click()
    assert [one.name for one in field.value()] == ["一.png"]
    assert form.dirty
    with qtbot.waitSignal(page.shown):
        fill(form, household_id=ids["other"])
    with office.database.read() as session:
        visit = session.query(Visit).order_by(Visit.id.desc()).first()
        assert [one.name for one in attachments_of(session, "visit", visit.id)] == ["一.jpg"]


def test_a_bad_file_is_refused_at_the_field_and_nothing_is_saved(go, fill, ids, office):
    page = go("matters")
    before = page.model.rowCount()
    form = page.enter_new()
    form.findChild(AttachField).put((Source("坏.jpg", data=b"\xff\xd8"),))
    done = fill(form, unit_id=ids["one"], category="other", urgency="normal", content="路灯")
    assert "已损坏" in done.errors["files"]
    assert page.model.rowCount() == before
    form._leave()


def test_sizes_as_people_write_them():
    assert [size_words(n) for n in (10, 900_000, 3 << 20)] == ["1 KB", "879 KB", "3.0 MB"]
