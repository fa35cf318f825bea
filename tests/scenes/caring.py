"""Households of the sample township that are looked after: links, help, concerns, a list of another office."""

from datetime import timedelta

import xlsxwriter
from sqlalchemy import select

from gridcenter.base.periods import months_later
from gridcenter.care.records import HelpCase, HelpMeasure, HouseholdLink
from gridcenter.party.records import Member
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.concerns import ConcernEntry, note_concern
from tests.scenes.day import TODAY

_LINKED, _EACH = 4000, 12
_SCREENED, _NEW = 165, 9
_NEEDS = ("illness", "school", "labour", "disability", "jobless", "sudden")
_REASONS = (
    ("dispute", "与东邻为宅基地界多次争吵", 20), ("hard", "不同意土地流转，要多上门说明", 100),
    ("petition", "反映低保评议，正在核实", 200),
)  # fmt: skip


def caring(office) -> None:
    """Link most households to members, screen 165, note three concerns."""
    with office.database.write(office.actor) as session:
        homes = session.scalars(select(Household.id).order_by(Household.id)).all()
        members = session.scalars(select(Member.person_id).order_by(Member.id)).all()
        since = TODAY.replace(month=3, day=1)
        session.insert_many(HouseholdLink, [
            {
                "person_id": members[place // _EACH % len(members)], "household_id": home, "kind": "member",
                "since": since, "basis": "乡党委〔2026〕3号",
            }
            for place, home in enumerate(homes[:_LINKED])
        ])  # fmt: skip
        cases = [
            HelpCase(
                household_id=home, need=_NEEDS[place % len(_NEEDS)], screened_on=TODAY - timedelta(days=place % 40),
                review_on=months_later(TODAY - timedelta(days=place % 40), 1 if place % 30 == 0 else 6),
            )
            for place, home in enumerate(homes[5 : 5 + 49 * _SCREENED : 49])
        ]  # fmt: skip
        session.add_all(cases)
        session.flush()
        session.add_all(
            HelpMeasure(
                help_id=case.id, kind="subsidy" if place <= _NEW else "policy", done_on=TODAY, helper="周敏",
                subsidy="new" if place < _NEW else "raised" if place == _NEW else None,
            )
            for place, case in enumerate(cases[::2])
        )
        for home, (kind, reason, ago) in zip(homes[3::700], _REASONS, strict=False):
            entry = ConcernEntry(kind, reason, home, since=TODAY - timedelta(days=ago))
            note_concern(session, office.actor, entry, today=entry.since)


def other_list(database, path):
    """Write a list as the civil affairs office would: some who live here, more who do not."""
    with database.read() as session:
        query = select(Person.name, Person.id_number).join(Residence, Residence.person_id == Person.id)
        here = session.execute(query.where(Person.id_number.is_not(None)).limit(400)).all()[::25]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("城乡低保")
        sheet.write_row(0, 0, ["序号", "对象姓名", "公民身份号码"])
        for line, (name, number) in enumerate(here, 1):
            spoilt = f"{number[:15]}000" if line % 5 == 0 else "" if line % 7 == 0 else number
            sheet.write_row(line, 0, [line, name, spoilt])
        for line in range(len(here) + 1, len(here) + 60):
            sheet.write_row(line, 0, [line, "外乡人", "371423198001019999"])
    return path
