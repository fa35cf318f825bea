"""The facts of a unit: what the drawer says of them, and the form to change them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.codes import UNIT_KIND
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import Unit
from gridcenter.register.services.grids import GridRow
from gridcenter.register.services.party_cover import chain, covers
from gridcenter.register.services.unit_facts import (
    UnitFacts,
    change_facts,
    facts_of_unit,
    proposed_code,
)
from gridcenter.store.capture import WriteSession

EDIT_UNIT = "编辑网格"
_FIELDS = ("kind", "village_id", "code", "managed_by", "extent", "without_village")
_HINT = "编码按“12位村代码 + 3位顺序号”给出，可以改。专属网格要写双重管理单位；改名、改划、合并请用“调整网格”。"


def unit_facts(session: Session, unit: Unit, month: Month) -> Sequence[Fact]:
    """Return the facts of a unit, with the Party units from the highest down."""
    kind = Codes.load(session, UNIT_KIND).word(unit.kind)
    above = chain(session, covers(session, month).get(unit.id))
    return [
        Fact("编码", unit.code or ""), Fact("网格性质", kind), Fact("共同管理", unit.managed_by or ""),
        Fact("区域范围", unit.extent or ""), Fact("不属于村", unit.without_village or ""),
        Fact("党组织", " → ".join(one.name for one in above)),
    ]  # fmt: skip


def unit_notes(row: GridRow, unit: Unit) -> Sequence[Due]:
    """Return what is to be noted of a unit: its size, a village it lacks."""
    notes = []
    if row.size_note:
        notes.append(Due("户数", "info", row.size_note, "", "只是提醒，不影响登记和台账。范围在“层级与户数”里改。"))
    if unit.level == "grid" and unit.village_id is None and unit.kind != "special" and not unit.without_village:
        text = "基本网格应当在一个村或社区里。请点“编辑网格”选村，或写明原因。"
        notes.append(Due("归属", "due", "没有归到村或社区", "", text))
    return notes


def put_up_unit(page: RecordPage[Any], unit_id: bytes) -> FormDialog:
    """Put up the facts of a unit."""
    with page.desk.database.read() as session:
        unit = session.get_one(Unit, unit_id)
        known, name = facts_of_unit(unit), str(unit.name)
        code = known.code or proposed_code(session, known.village_id)

    def save(session: WriteSession, filled: Filled) -> str:
        change_facts(session, page.actor, unit_id, _facts(filled))
        return name

    grid = record_grid(page.desk, label=92)
    _declare(grid)
    grid.put({name: getattr(known, name) for name in _FIELDS} | {"code": code})
    form = page.form(EDIT_UNIT, save, note=name, width=720, about=unit_id.hex())
    form.add(grid, words(_HINT, "note", wrap=True))
    return page.put_up(form, lambda said: f"已改好{said}的信息")


def _declare(grid: FormGrid) -> None:
    grid.declare(Unit, Ask("kind", required=True), *_FIELDS[1:])


def _facts(filled: Filled) -> UnitFacts:
    return UnitFacts(
        filled.text("kind") or "basic", filled.record_or_none("village_id"), filled.text("code"),
        filled.text("managed_by"), filled.text("extent"), filled.text("without_village"),
    )  # fmt: skip
