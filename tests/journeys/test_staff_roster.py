"""The staff roster as offices keep it: other headings, several posts in a cell, fed again."""

from datetime import date

import xlsxwriter
from sqlalchemy import select

from gridcenter.register.records import Person, PostHolding, Unit, Village
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.verdicts import Outcome
from gridcenter.staff.imports import STAFF

HEAD = (
    "序号", "人员姓名", "手机号码", "职务", "行政村", "负责网格", "上岗时间", "级别", "派驻形式", "是否专职",
    "补助类别",
)  # fmt: skip


def take(hamlet, tmp_path, *rows):
    path = tmp_path / "2026年网格队伍花名册.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("队伍")
        sheet.merge_range(0, 0, 0, len(HEAD) - 1, "网格队伍花名册")
        for line, row in enumerate((HEAD, *rows), 1):
            sheet.write_row(line, 0, row)
    office = hamlet.office
    return run_import(office.database, office.actor, STAFF, path, today=date(2026, 11, 22))


def held(hamlet, name):
    query = (
        select(Unit.name, PostHolding)
        .join(PostHolding, PostHolding.unit_id == Unit.id)
        .join(Person, Person.id == PostHolding.person_id)
        .where(Person.name == name)
        .order_by(PostHolding.id)
    )
    with hamlet.office.database.read() as session:
        return [(unit, one.post, one.since, one.tier) for unit, one in session.execute(query)]


def test_a_roster_with_other_headings_is_taken_in_and_fed_again(hamlet, tmp_path):
    with hamlet.office.database.read() as session:
        grid = session.scalar(select(Unit).where(Unit.level == "grid").order_by(Unit.position))
        name, village = grid.name, session.get_one(Village, grid.village_id).name
    rows = [
        (1, "何远征", "10044445555", "网格指导员", "", "全乡", "2026.3.1", "县级", "吹哨进驻", "专职", "县级派驻补贴"),
        (2, "宋春燕", "10044446666", "兼职网格员、党建指导员", village, name, "2026年5月", "村居", "", "兼职", "无"),
        (3, "没处找", "", "网格员", village, "不存在的网格", "", "", "", "", ""),
    ]
    first = take(hamlet, tmp_path, *rows)
    assert [one.outcome for one in first.verdicts] == [Outcome.CREATED, Outcome.CREATED, Outcome.REJECTED]
    assert [one[1:] for one in held(hamlet, "何远征")] == [("grid_guide", date(2026, 3, 1), "county")]
    assert [one[:2] for one in held(hamlet, "宋春燕")] == [(name, "part_time"), (name, "guide")]
    again = take(hamlet, tmp_path, *rows)
    assert [one.outcome for one in again.verdicts] == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.REJECTED]
    mended = list(rows[0])
    mended[7] = "乡镇级"
    assert take(hamlet, tmp_path, mended).verdicts[0].outcome is Outcome.UPDATED
    assert held(hamlet, "何远征")[0][3] == "township"


def test_a_number_rounded_by_a_spreadsheet_still_tells_who_is_meant(hamlet, tmp_path):
    number, heads = "37142319900101997X", ("姓名", "公民身份号码", "担任职务", "村")
    path = tmp_path / "队伍.xlsx"
    found = []
    for written in (number, 371423199001019000):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("队伍")
            sheet.write_row(0, 0, heads)
            sheet.write_row(1, 0, ("何远征", written, "专职网格员", "前庄科村"))
        office = hamlet.office
        done = run_import(office.database, office.actor, STAFF, path, today=date(2026, 11, 22))
        found.append([(one.outcome, [remark.reason for remark in one.remarks]) for one in done.verdicts])
    assert found == [[(Outcome.CREATED, [])], [(Outcome.UNCHANGED, ["number_repaired"])]]
    assert [post for _, post, *_ in held(hamlet, "何远征")] == ["worker"]
    with hamlet.office.database.read() as session:
        assert session.scalars(select(Person.id_number).where(Person.name == "何远征")).all() == [number]
