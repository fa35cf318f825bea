"""The page of residents: find, show in the drawer, enter, change, reveal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import age, day_words
from gridcenter.base.progress import Progress
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Event, Fact
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.undoing import refuse
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.household_doors import Turn, TurnOf
from gridcenter.register.pages.own_paper import OWN_PAPER, ask_own_paper
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.pages.resident_form import (
    ResidentForm,
    kept,
    resident_entry,
)
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.duplicates.parting import mergers_into
from gridcenter.register.services.homes import (
    Details,
    Editable,
    change_resident,
    editable,
    household_members,
    resident_details,
    reveal,
)
from gridcenter.register.services.people import (
    RESIDENTS,
    ResidentRow,
    count_residents,
    enter_resident,
)
from gridcenter.store.capture import WriteSession

HouseholdPast: TypeAlias = Callable[[Session, bytes], Related | None]
"""What another wing knows of a household, as a tab; None: nothing this account is told."""


@dataclass(frozen=True, slots=True)
class ForHousehold:
    """Handed to the page of another wing: begin a form for this household."""

    household_id: bytes


COLUMNS: tuple[Column[ResidentRow], ...] = (
    Column("name", "姓名", lambda r: r.name, 92),
    Column("sex", "性别", lambda r: r.sex, 56, spare=True),
    Column("birth", "年龄", lambda r: age(r.birth), 60, number=True),
    Column("unit", "网格", lambda r: r.unit, 160, sorts=False),
    Column("relation", "与户主", lambda r: r.relation, 72, sorts=False, wide_only=True),
    Column("phone", "电话", lambda r: r.phone, 120, wide_only=True),
    Column("household", "户号", lambda r: r.household, 110, sorts=False, wide_only=True),
    Column("kind", "户类型", lambda r: Chip(r.kind) if r.kind else "", 92, sorts=False),
)


class ResidentsPage(RecordPage[ResidentRow]):
    """Everybody who lives here."""

    def __init__(self, desk: Desk, actor: Actor, pasts: Sequence[HouseholdPast] = ()) -> None:
        new = Act("新增居民", self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="residents", title="居民", unit="人", listing=RESIDENTS, columns=COLUMNS,
                tables=frozenset({"person", "residence", "household", "placement", "unit"}),
                hint="姓名、拼音首字母、电话、证件尾号、户号",
                filters=(AREA, code_filter(desk, "kind", HOUSEHOLD_KIND, "全部户类型")),
                acts=(new,),
                empty="还没有登记居民。可以从花名册导入，也可以逐个新增", empty_act=new, summary=_counted,
            ),
        )  # fmt: skip
        self._pasts = pasts

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show facts, household, what other wings know, and history."""
        known = resident_details(session, record)
        mates = [
            Event(
                "users", m.relation or "—", "　".join(filter(None, (m.name, m.sex, _years(m.birth)))),
                "residents", m.person_id,
            )
            for m in household_members(session, known.household_id)
        ]  # fmt: skip
        return DrawerDef(
            name=known.name, beside="　".join(p for p in (known.sex, _years(known.birth)) if p),
            place=known.unit or known.village, kind=known.kind, facts=self._facts(known),
            related=(
                Related("家庭", mates, f"{known.number} 户"),
                *filter(None, (past(session, known.household_id) for past in self._pasts)),
            ),
            record=(Person, record),
            along=(
                (Residence, known.residence_id), (Household, known.household_id),
                *((Person, gone) for gone in mergers_into(session, "person", record)),
            ),
            acts=self._acts(known),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a resident."""

        def save(session: WriteSession, filled: Filled) -> str:
            session.made = enter_resident(session, self.actor, resident_entry(filled)).person_id
            return filled.text("name")

        form = self.form("新增居民", save, width=760)
        fields = ResidentForm(self.desk)
        form.add(fields.grid)
        fields.twins.told.connect(form.fit_height)
        fields.twins.went.connect(self.open_record)
        form.offer_again("household_id")
        return self.put_up(form, lambda name: f"已登记居民 {name}")

    def edit(self, person_id: bytes) -> FormDialog | None:
        """Put up the form of a resident, numbers masked until revealed, which is logged.

        None when the account may not change anything, which is told in a box.
        """
        known: Editable | None = None
        with self.told(), self.desk.database.read() as session:
            known = editable(session, self.actor, person_id)
        return self._edit(person_id, known) if known else None

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if title == "编辑居民":
            return self.edit(bytes.fromhex(about))
        return super().reopen(title, about)

    def _edit(self, person_id: bytes, known: Editable) -> FormDialog:

        def save(session: WriteSession, filled: Filled) -> str:
            entry = resident_entry(filled)
            change_resident(session, self.actor, person_id, entry, keep=kept(filled))
            return filled.text("name")

        fields = ResidentForm(self.desk, person_id)
        form = self.form(
            "编辑居民", save, note=known.person.name, width=760, about=person_id.hex()
        )
        form.add(fields.grid)
        fields.twins.told.connect(form.fit_height)
        fields.twins.went.connect(self.open_record)
        fields.start(known, lambda _field: self._show_in(form, fields, person_id))
        return self.put_up(form, lambda name: f"已改好 {name} 的信息")

    def _show_in(self, form: FormDialog, fields: ResidentForm, person_id: bytes) -> None:
        """Show the whole numbers in the form; the worker logs it."""

        def read(_progress: Progress) -> tuple[str, str]:
            with self.desk.database.write(self.actor) as session:
                return reveal(session, self.actor, person_id, reason="编辑居民信息")

        job = Job(read)
        job.succeeded.connect(lambda whole: fields.show_whole(*whole))
        self.desk.jobs.start(job, lambda error: refuse(form, self.desk, error))

    def _acts(self, known: Details) -> list[Act]:
        visit = ForHousehold(known.household_id)
        return [
            Act("登记走访", lambda: self.went.emit("visits", visit), "footprints", "primary", right=Right.ENTER),
            Act("编辑", lambda: self.edit(known.person_id), "pencil", right=Right.ENTER),
            Act("这一户", lambda: self.went.emit("households", known.household_id), "house"),
            Act("迁出", lambda: self._turn("away", known), "arrow-right", right=Right.ENTER),
            Act("登记去世", lambda: self._turn("death", known), "x", right=Right.ENTER),
            Act(
                OWN_PAPER, lambda: ask_own_paper(self, known.person_id, known.name), "file-text",
                right=Right.REVEAL,
            ),
        ]  # fmt: skip

    def _turn(self, turn: Turn, known: Details) -> None:
        self.went.emit("households", TurnOf(turn, known.household_id, known.person_id))

    def _facts(self, known: Details) -> list[Fact]:
        number, phone = self.whole(known.person_id) or (None, None)
        see = Act("显示", lambda: self._reveal(known.person_id), "eye", right=Right.REVEAL)
        identity = [Fact("证件号码", number or known.identity or "没有登记", None if number else see)]
        ethnic = known.ethnic if self.actor.may(Right.REVEAL) else ""
        return [
            *(identity if known.numbered else []), Fact("民族", ethnic),
            Fact("出生日期", day_words(known.birth)),
            Fact("电话", phone or known.phone or "没有登记", see if not (number or known.numbered or phone) else None),
            Fact("与户主", known.relation), Fact("户号", known.number), Fact("网格", known.unit),
            Fact("行政村", known.village), Fact("住址", known.address), Fact("备注", known.note),
            Fact("上门服务", known.service),
        ]  # fmt: skip

    def _reveal(self, person_id: bytes) -> FormDialog:
        return self.reveal(
            person_id,
            lambda session, reason: reveal(session, self.actor, person_id, reason=reason),
        )


def _counted(session: Session) -> str:
    people, households = count_residents(session)
    return f"{people:,} 人　{households:,} 户"


def _years(birth: date | None) -> str:
    return f"{age(birth)} 岁" if birth else ""
