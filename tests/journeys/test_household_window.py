"""Ctrl+Z in a window takes a split, a joining, another head, a death back whole."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from gridcenter.desk.messages import Toast
from gridcenter.register.records import Household, Person, Placement, Residence, Unit
from gridcenter.register.services.household_past import home_details
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.store.records import field_names
from tests.journeys.hands import PATIENCE

FAMILY = (("赵景禄", "head"), ("孙桂香", "spouse"), ("赵大勇", "son"))


@pytest.fixture
def hands(sit_down):
    return sit_down()


@pytest.fixture
def homes(hands):
    """A family of three, and a neighbour who lives alone."""
    actor, ids = hands.office.actor, {}
    with hands.office.database.write(actor) as session:
        units = session.scalars(select(Unit.id).where(Unit.level == "subgrid").order_by(Unit.id)).all()
        for number, unit, people in (
            ("0041", units[0], FAMILY), ("0042", units[1], (("钱守业", "head"),)),
        ):  # fmt: skip
            ids[number] = enter_household(session, actor, unit_id=unit, number=number).id
            for name, relation in people:
                entry = ResidentEntry(PersonEntry(name), ids[number], relation)
                ids[name] = enter_resident(session, actor, entry).person_id
    return ids


def everything(hands):
    """Every field of all that a household's life touches."""
    with hands.office.database.read() as session:
        return {
            (one.id, *(getattr(one, name) for name in field_names(cls)))
            for cls in (Household, Person, Placement, Residence)
            for one in session.scalars(select(cls))
        }


def split(life, home, homes):
    form = life.split(home)
    form._slots[f"go_{homes['赵大勇'].hex()}"].field.put(True)
    form._slots["number"].field.put("0043")
    return form


def join(life, home, homes):
    form = life.join(home)
    form._slots["other"].field.put(homes["0042"])
    form._slots[f"relation_{homes['钱守业'].hex()}"].field.put("other")
    return form


def another_head(life, home, homes):
    form = life.change_head(home)
    form._slots[f"relation_{homes['赵大勇'].hex()}"].field.put("head")
    return form


def death(life, home, homes):
    return life.death(home, homes["赵景禄"])


@pytest.mark.parametrize(
    ("fill", "act"), [(split, "分户"), (join, "并户"), (another_head, "换户主"), (death, "登记去世")]
)
def test_it_is_taken_back_whole_and_brought_back_whole(hands, homes, fill, act):
    before = everything(hands)
    hands.shell.go("households")
    page = hands.shell.page("households")
    with hands.office.database.read() as session:
        home = home_details(session, homes["0041"])
    form = fill(page._life, home, homes)
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()
    hands.wait(lambda: hands.visible(Toast))
    after = everything(hands)
    assert after != before
    hands.key(Qt.Key.Key_Z)
    box = hands.box()
    assert box.accessibleName().startswith(f"撤销“{act}")
    hands.press(box.yes)
    hands.toast(f"已撤销“{act}")
    assert everything(hands) == before
    hands.key(Qt.Key.Key_Y)
    hands.toast(f"已恢复“{act}")
    assert everything(hands) == after
