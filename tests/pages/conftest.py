"""A small township in a real data folder, and the pages of the wings over it."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from gridcenter.app.lexicon import LEXICON
from gridcenter.app.rooms import PAGES, PASTS
from gridcenter.base.periods import Month, today
from gridcenter.desk.desk import Changes, Desk
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.memory import Memory
from gridcenter.desk.shell import Shell
from gridcenter.desk.theme import Look, load_fonts
from gridcenter.desk.tokens import LIGHT
from gridcenter.desk.topbar import Account
from gridcenter.disputes.services import DisputeEntry, register_dispute
from gridcenter.matters.services import MatterEntry, register_matter
from gridcenter.office import found, open_office
from gridcenter.party.records import Member
from gridcenter.register import pages as register_pages
from gridcenter.register.records import PartyUnit, Unit, Village
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    appoint,
    enter_household,
    enter_person,
    enter_resident,
)
from gridcenter.register.services.required import require_posts
from gridcenter.visits.services import VisitEntry, record_visit
from gridcenter.wings import CARD_PARTS, ENDS, WINGS
from gridcenter.workbench import pages as workbench_pages

DIVISION = "371423202"
TODAY = today()
MONTH = Month.of(TODAY)
NUMBER = "371423195603129967"
PHONE = "10012345678"


def unit(session, level, name, parent, position, village=None):
    made = Unit(
        level=level, grid_set="main", parent_id=parent, village_id=village, name=name, position=position
    )
    session.add(made)
    session.flush()
    return made.id


def add_village(session, name):
    made = Village(name=name, position=900)
    session.add(made)
    session.flush()
    return made.id


def draw_tree(session):
    """A station with two grids; the first has two sub-grids."""
    top = session.scalar(select(Unit.id).where(Unit.level == "township"))
    village = add_village(session, "前街村")
    ids = {"station": unit(session, "station", "城关站", top, 1), "village": village}
    ids["front"] = unit(session, "grid", "前街网格", ids["station"], 1, village)
    ids["back"] = unit(session, "grid", "后街网格", ids["station"], 2, add_village(session, "后街村"))
    ids["one"] = unit(session, "subgrid", "前街一组", ids["front"], 1, village)
    ids["two"] = unit(session, "subgrid", "前街二组", ids["front"], 2, village)
    return ids


def unstation(session, ids):
    """Hang the grids under the township and take the station away."""
    station = session.get_one(Unit, ids["station"])
    for grid in session.scalars(select(Unit).where(Unit.parent_id == station.id)):
        grid.parent_id = station.parent_id
    station.until = MONTH.shift(-2).last


def people(session, actor, ids):
    """Two households; a grid head for the first grid, none for the second."""
    ids["home"] = enter_household(
        session, actor, unit_id=ids["one"], number="0041", address="3 组 41 号", kind="elder_alone"
    ).id
    ids["other"] = enter_household(session, actor, unit_id=ids["back"], number="0042").id
    for home, name, relation, number, phone in (
        ("home", "李秀梅", "head", NUMBER, PHONE), ("home", "李晓敏", "daughter", "", ""),
        ("other", "王德福", "head", "", "10087654321"),
    ):  # fmt: skip
        entry = PersonEntry(name, id_number=number, phone=phone)
        ids[name] = enter_resident(session, actor, ResidentEntry(entry, ids[home], relation)).person_id
    head = enter_person(session, actor, PersonEntry("马建国", phone="10011112222"))
    appoint(session, actor, person_id=head.id, unit_id=ids["front"], post="grid_head")


def doings(session, actor, ids):
    """Two visits this month, a late matter and one in time, a dispute, a member."""
    need = VisitEntry(TODAY, ids["home"], "马建国", need="屋后排水沟堵塞")
    ids["visit"] = record_visit(session, actor, need, today=TODAY).id
    ids["plain visit"] = record_visit(
        session, actor, VisitEntry(TODAY, ids["other"], "赵丽"), today=TODAY
    ).id
    long_ago = TODAY - timedelta(days=60)
    late = MatterEntry("路灯不亮", long_ago, channel="hotline", unit_id=ids["back"], limit_days=5,
                       asker="孙二妮", asker_phone="10033334444")  # fmt: skip
    ids["late"] = register_matter(session, actor, late).id
    ids["matter"] = register_matter(session, actor, MatterEntry("咨询医保", TODAY, unit_id=ids["one"])).id
    quarrel = DisputeEntry(TODAY, ids["front"], "neighbour", "滴水纠纷", ("周大壮", "吴小满"), "马建国")
    ids["dispute"] = register_dispute(session, actor, quarrel).id
    branch = PartyUnit(kind="branch", name="前街党支部", position=1)
    other = PartyUnit(kind="branch", name="后街党支部", position=2)
    session.add_all([branch, other])
    session.flush()
    for person, group, mobile in (("李秀梅", branch, False), ("王德福", other, True)):
        session.add(Member(person_id=ids[person], branch_id=group.id, mobile=mobile))
    ids["branch"] = branch.id


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town") / "data"
    found(folder, division=DIVISION, password="demo", admin="周敏")
    with open_office(folder, "", "demo", "窗口") as office, office.database.write(office.actor) as session:
        ids = draw_tree(session)
        people(session, office.actor, ids)
        doings(session, office.actor, ids)
    return folder, ids


@pytest.fixture
def office(template, tmp_path):
    folder = shutil.copytree(template[0], tmp_path / "data")
    with open_office(folder, "", "demo", "窗口") as opened:
        yield opened


@pytest.fixture
def no_posts(office):
    """Require no post to be held: no vacancy waits to be filled."""
    with office.database.write(office.actor) as session:
        for level in ("grid", "subgrid"):
            require_posts(session, office.actor, level, None, [])


@pytest.fixture
def ids(template):
    return template[1]


@pytest.fixture(scope="session")
def look(qapp):
    load_fonts()
    look = Look()
    look.wear(qapp, LIGHT)
    return look


@pytest.fixture
def desk(office, look, tmp_path):
    jobs, failures = Jobs(), []
    jobs.failed.connect(failures.append)
    yield Desk(
        look, jobs, office.database, Changes(office.database), Memory(tmp_path / "memory.ini"), LEXICON
    )
    jobs.shutdown()
    assert failures == []


def shown(desk, qtbot, items):
    """Show a window with these pages."""
    window = Shell(desk.look, "严务乡", Account("周敏", "中心主任"), MONTH, items)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


@pytest.fixture
def shell(desk, office, qtbot):
    items = [
        *workbench_pages.nav_items(desk, office.actor, WINGS),
        *register_pages.nav_items(desk, office.actor, PASTS, card=CARD_PARTS, ends=ENDS),
        *(item for wing in PAGES for item in wing.items(desk, office.actor)),
    ]
    return shown(desk, qtbot, items)


@pytest.fixture
def go(shell, qtbot):
    """Goes to a page and waits until its list is there."""

    def goer(key, argument=None):
        page = shell.page(key)
        with qtbot.waitSignal(page.shown):
            shell.go(key, argument)
        return page

    return goer


@pytest.fixture
def fill(qtbot):
    """Fills a form, submits it, and returns what became of it: (result, errors by field)."""

    def filler(form, **values):
        for key, value in values.items():
            form._slots[key].field.put(value)
        outcome = SimpleNamespace(result=None, errors={}, foot="")
        form.saved.connect(lambda result: setattr(outcome, "result", result))

        def settled():
            if outcome.result is not None:
                return True
            if not form.ui.foot.isEnabled():
                return False
            outcome.errors = {k: s.error for k, s in form._slots.items() if s.error}
            outcome.foot = form._said.text()
            return bool(outcome.foot)

        form.submit()
        qtbot.waitUntil(settled)
        return outcome

    return filler


def cells_of(page):
    """The words of every row, column by column."""
    model = page.model
    columns = range(1, model.columnCount())
    return [[model.index(r, c).data() for c in columns] for r in range(model.rowCount())]


@pytest.fixture
def cells():
    return cells_of


@pytest.fixture(autouse=True)
def _no_window_left(request):
    yield
    if "qapp" in request.fixturenames:
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None:
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
