"""A small township whose numbers can be counted by hand."""

from datetime import date
from io import BytesIO

import xlsxwriter
from pypdf import PdfReader
from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.ledgers.library import find_ledger, month_scope
from gridcenter.ledgers.model import Cell
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.register.records import Unit
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_person,
    enter_resident,
)
from gridcenter.register.services.structure import find_area
from gridcenter.supervision.services import InspectionEntry, ScoreEntry, record_inspection
from gridcenter.visits.services import VisitEntry, record_visit
from gridcenter.wings import LEDGERS

TODAY = date(2026, 11, 22)
OCTOBER = Month(2026, 10)
HEADS = ("服务管理站", "行政村", "基本网格", "网格长", "党建指导员", "子网格", "网格员", "联系电话")
GRID_ROWS = (
    ("第一服务管理站", "严务村", "严务村网格", "谭树礼", "江志军", "严务村01子网格", "司马国伟", "10067735468"),
    ("第一服务管理站", "严务村", "严务村网格", "谭树礼", "江志军", "严务村02子网格", "钱洪萍", "10045268596"),
    ("第一服务管理站", "前庄科村", "前庄科村网格", "于兴丽", "", "前庄科村01子网格", "赖永义", "10096037519"),
    ("第二服务管理站", "张辛村", "张辛村网格", "", "", "张辛村01子网格", "", ""),
    ("第二服务管理站", "冯桥村", "冯桥村网格", "许㻂", "", "", "夏景峰", "10011112222"),
)  # fmt: skip


def build(session, name, month=OCTOBER, area="", today=TODAY):
    """Make a ledger as the program does."""
    unit = find_area(session, area, month) if area else None
    return find_ledger(LEDGERS, name).build(session, month_scope(month, unit, today))


def printed(ledger):
    """Print a ledger and return the text on its pages."""
    paper = BytesIO()
    print_ledger(ledger, paper)
    return "\n".join(page.extract_text() for page in PdfReader(paper).pages)


def rows(ledger, part=0, kind="body"):
    """Return the plain values of the rows of a kind."""
    return [
        tuple(cell.value if isinstance(cell, Cell) else cell for cell in row.cells)
        for row in ledger.parts[part].rows
        if row.kind == kind
    ]


def column(ledger, key, part=0):
    """Return what stands in a column of the body."""
    at = [one.key for one in ledger.parts[part].columns].index(key)
    return [row[at] for row in rows(ledger, part)]


class Hamlet:
    """The township opened, with short ways to enter things through the services."""

    def __init__(self, office, folder):
        self.office, self.folder = office, folder
        self.actor, self.database = office.actor, office.database

    @staticmethod
    def write_grids(path):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for line, row in enumerate((HEADS, *GRID_ROWS)):
                sheet.write_row(line, 0, row)

    def write(self):
        return self.database.write(self.actor)

    def ledger(self, name, month=OCTOBER, area="", today=TODAY):
        with self.database.read() as session:
            return build(session, name, month, area, today)

    def unit(self, name):
        with self.database.read() as session:
            return session.scalar(select(Unit.id).where(Unit.name == name))

    def end(self, name, day):
        """Let a grid end on a day."""
        with self.write() as session:
            session.get(Unit, self.unit(name)).until = day

    def person(self, session, name, phone=""):
        return enter_person(session, self.actor, PersonEntry(name, phone=phone)).id

    def household(self, unit, number, *people):
        """Enter a household whose first member is its head."""
        with self.write() as session:
            home = enter_household(session, self.actor, unit_id=self.unit(unit), number=number).id
            for place, name in enumerate(people):
                relation = "head" if place == 0 else "other"
                entry = ResidentEntry(PersonEntry(name), home, relation)
                enter_resident(session, self.actor, entry)
            return home

    def visit(self, home, day, need=""):
        with self.write() as session:
            entry = VisitEntry(day, home, "司马国伟", need=need)
            return record_visit(session, self.actor, entry, today=TODAY).id

    def inspect(self, unit, day, scores, problems=()):
        """Enter an inspection; scores by method as (points, full)."""
        entries = tuple(ScoreEntry(m, points, full=full) for m, (points, full) in scores.items())
        with self.write() as session:
            entry = InspectionEntry(self.unit(unit), Month.of(day), day, entries, tuple(problems))
            record_inspection(session, self.actor, entry)
