"""Household cards of a grid: one household a page, of its month, masked, in the order of the numbers."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.base.progress import Progress
from gridcenter.ledgers.xlsx import write_ledger
from gridcenter.office import open_office
from gridcenter.register.household_card_paper import draw_cards
from gridcenter.register.records import Unit
from gridcenter.register.services.household_life import NewHome, split
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_resident,
)
from gridcenter.visits.services.visits import VisitEntry, record_visit
from tests.journeys.hamlet import TODAY, build

OCTOBER = Month(2026, 10)


@pytest.fixture(scope="module")
def session(yanwu):
    with open_office(yanwu, "", "demo", "命令行", writing=False) as office, office.database.read() as session:
        yield session


def test_a_grid_prints_with_a_bookmark_a_household(session):
    ledger = build(session, "household-card", area="前庄科村第二网格")
    out = BytesIO()
    printed = draw_cards(ledger, out, Progress())
    reader = PdfReader(out)
    assert len(reader.outline) == len(ledger.cards) > 100
    assert printed.pages >= len(ledger.cards)
    assert printed.missing == ()
    numbers = [card.number for card in ledger.cards]
    assert len(set(numbers)) == len(numbers)
    first = reader.pages[0].extract_text()
    assert f"户号\n{numbers[0]}" in first or numbers[0] in first
    assert "共 1 页" in first
    assert "用途：" in first


def test_the_whole_township_is_too_much_at_once(session):
    with pytest.raises(RuleBroken, match="请在“范围”里选"):
        build(session, "household-card")


def test_the_card_tells_the_people_of_its_month(hamlet):
    with hamlet.database.write(hamlet.actor) as session:
        units = dict(session.execute(select(Unit.name, Unit.id)).all())
        home = enter_household(session, hamlet.actor, unit_id=units["严务村01子网格"], number="0041")
        ids = {
            name: enter_resident(
                session, hamlet.actor, ResidentEntry(PersonEntry(name, phone="10012345678"), home.id, relation)
            ).person_id
            for name, relation in (("赵景禄", "head"), ("赵大勇", "son"))
        }
        for day in range(1, 14):
            entry = VisitEntry(date(2026, 9, day), home.id, "司马国伟", need=f"第{day}次")
            record_visit(session, hamlet.actor, entry, today=TODAY)
        new = NewHome(units["严务村02子网格"], "0042")
        split(
            session, hamlet.actor, home.id, [ids["赵大勇"]], new, {ids["赵大勇"]: "head"},
            day=date(2026, 10, 16), today=TODAY,
        )  # fmt: skip
    with hamlet.database.read() as session:
        september = build(session, "household-card", Month(2026, 9), "严务村")
        october = build(session, "household-card", OCTOBER, "严务村")
    assert [(card.number, card.people) for card in september.cards] == [("0041", 2)]
    assert [(card.number, card.people) for card in october.cards] == [("0041", 1), ("0042", 1)]
    out = BytesIO()
    draw_cards(october, out, Progress())
    text = PdfReader(out).pages[0].extract_text()
    assert "第13次" in text
    assert "第3次" not in text
    assert "100****5678" in text
    write_ledger(october, out)
