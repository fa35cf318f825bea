"""The page of households: one household, its people, what happened, what other wings know of it."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import age, day_words
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Event, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_output import Drawn
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.register.codes import HOUSEHOLD_KIND, RELATION, SEX
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.card_print import print_cards
from gridcenter.register.pages.household_doors import TurnOf
from gridcenter.register.pages.household_form import MemberLines, household_grid
from gridcenter.register.pages.household_life import (
    AWAY,
    DEATH,
    END,
    GRID,
    HEAD,
    JOIN,
    MOVE_IN,
    SPLIT,
    LifeForms,
)
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.residents import ForHousehold, HouseholdPast
from gridcenter.register.records import Household
from gridcenter.register.services.homes import resident_details
from gridcenter.register.services.household_entry import HomeEntry, change_household, enter_home
from gridcenter.register.services.household_list import (
    HOUSEHOLDS,
    STATES,
    HomeRow,
    count_households,
)
from gridcenter.register.services.household_past import (
    HomeDetails,
    Turn,
    home_details,
    home_turns,
    kept_of,
)
from gridcenter.register.services.stays import Living
from gridcenter.store.capture import WriteSession
from gridcenter.wing.home_card import CardPart
from gridcenter.wing.home_ends import HomeEnd

_EDIT, _NEW, _CARD = "编辑户", "新增户", "打印户卡"
COLUMNS: tuple[Column[HomeRow], ...] = (
    Column("head", "户主", lambda r: r.head or "（无户主）", 92),
    Column("number", "户号", lambda r: r.number, 120),
    Column("unit", "网格", lambda r: r.unit or Chip("未划入网格", "due"), 170, sorts=False),
    Column("kind", "户类型", lambda r: Chip(r.kind) if r.kind else "", 104, wide_only=True),
    Column("people", "人口", lambda r: str(r.people), 64, number=True, sorts=False),
    Column("address", "住址", lambda r: r.address, 0),
    Column("village", "行政村", lambda r: r.village, 100, sorts=False, spare=True),
)


class HouseholdsPage(RecordPage[HomeRow]):
    """Every household; Enter opens its card, from which its people and matters are one click away."""

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        pasts: Sequence[HouseholdPast] = (),
        parts: Sequence[CardPart] = (),
        ends: Sequence[HomeEnd] = (),
    ) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="households", title="户", unit="户", listing=HOUSEHOLDS, columns=COLUMNS,
                tables=frozenset({"household", "person", "residence", "placement", "unit"}),
                hint="户主、拼音首字母、户号、住址",
                filters=(
                    AREA,
                    code_filter(desk, "kind", HOUSEHOLD_KIND, "全部户类型"),
                    Filter("state", "情况", [(None, "全部在册户"), *STATES], 150),
                ),
                acts=(new,),
                row_acts=(
                    RowAct(GRID, self.move_grid, "network", right=Right.ENTER),
                    RowAct(_CARD, self.print_cards, "printer", right=Right.PRINT),
                ),
                empty="还没有登记户。可以从花名册导入，也可以逐户新增", empty_act=new, summary=_counted,
            ),
        )  # fmt: skip
        self._pasts, self._parts, self._life = pasts, parts, LifeForms(self, ends)

    def enter(self, argument: object) -> None:
        """Take somebody who moves away or has died to the form of it."""
        super().enter(argument)
        if isinstance(argument, TurnOf):
            self.open_record(argument.household_id)
            with self.told():
                home = self._life.known(argument.household_id)
                begin = self._life.move_away if argument.turn == "away" else self._life.death
                begin(home, argument.person_id)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the people first, then what other wings know, what changed, history."""
        known = home_details(session, record)
        return DrawerDef(
            name=known.name, beside=f"{known.number}　{len(known.members)} 人",
            place=known.unit or known.village, tab="户情",
            kind=Chip("已销户", "plain") if known.until else known.kind,
            facts=_facts(known),
            related=(
                Related("成员", [_member(one) for one in known.members], "家庭成员", "没有登记的人"),
                *filter(None, (past(session, record) for past in self._pasts)),
                Related("变动", [_turn(one, known) for one in home_turns(session, record)]),
            ),
            record=(Household, record), along=kept_of(session, record), acts=self._acts(known),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a household with its people."""
        members = MemberLines(self.desk)

        def save(session: WriteSession, filled: Filled) -> str:
            entry = HomeEntry(
                filled.record("unit_id"), filled.text("number"), filled.text("address"),
                filled.text("kind"),
            )  # fmt: skip
            made = enter_home(session, self.actor, entry, members.entries(filled))
            session.made = made.id
            return made.number

        form = self.form(_NEW, save, width=960)
        form.add(household_grid(self.desk))
        members.lay_into(form)
        form.offer_again("unit_id")
        return self.put_up(form, lambda number: f"已登记户 {number}")

    def edit(self, known: HomeDetails) -> FormDialog:
        """Put up the form of a household."""

        def save(session: WriteSession, filled: Filled) -> str:
            change_household(
                session, self.actor, known.id, number=filled.text("number"),
                address=filled.text("address"), kind=filled.text("kind"),
            )  # fmt: skip
            return known.name

        form = self.form(_EDIT, save, note=f"{known.name}　{known.number}", width=520, about=known.id.hex())
        grid = record_grid(self.desk, columns=1)
        grid.declare(Household, "number", "address", "kind")
        kind, address = known.kind_code or None, known.address or None
        grid.put({"number": known.number, "address": address, "kind": kind})
        form.add(grid)
        return self.put_up(form, lambda name: f"已改好{name}的信息")

    def move_grid(self, homes: Sequence[bytes]) -> FormDialog:
        """Ask into which grid the chosen households go."""
        return self._life.move_grid(homes, f"已选 {len(homes):,} 户")

    def print_cards(self, homes: Sequence[bytes]) -> Job[Drawn] | None:
        """Show the cards of these households as they are printed."""
        return print_cards(self.desk, self.output, homes, self.month, self._parts) if self.output else None

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        if not about:
            return super().reopen(title, about)
        record, life = bytes.fromhex(about), self._life
        if title == DEATH:
            with self.desk.database.read() as session:
                home = resident_details(session, record).household_id
            return life.death(life.known(home), record)
        begin: dict[str, Callable[[HomeDetails], FormDialog]] = {
            _EDIT: self.edit, MOVE_IN: life.move_in, AWAY: life.move_away, SPLIT: life.split,
            JOIN: life.join, HEAD: life.change_head, END: life.end,
            GRID: lambda known: life.move_grid([known.id], known.name),
        }  # fmt: skip
        return begin[title](life.known(record)) if title in begin else None

    def _acts(self, known: HomeDetails) -> list[Act]:
        if known.until is not None:
            return []
        life, visit = self._life, ForHousehold(known.id)
        one, several = bool(known.members), len(known.members) > 1
        return [
            Act("登记走访", lambda: self.went.emit("visits", visit), "footprints", "primary", right=Right.ENTER),
            Act(_CARD, lambda: self.print_cards([known.id]), "printer", right=Right.PRINT),
            Act("编辑", lambda: self.edit(known), "pencil", right=Right.ENTER),
            Act(MOVE_IN, lambda: life.move_in(known), "plus", right=Right.ENTER),
            *([Act(AWAY, lambda: life.move_away(known), "arrow-right", right=Right.ENTER)] if one else []),
            *([Act(SPLIT, lambda: life.split(known), "house", right=Right.ENTER)] if several else []),
            Act(JOIN, lambda: life.join(known), "users", right=Right.ENTER),
            *([Act(HEAD, lambda: life.change_head(known), "undo-2", right=Right.ENTER)] if one else []),
            Act(GRID, lambda: life.move_grid([known.id], known.name), "network", right=Right.ENTER),
            Act(END, lambda: life.end(known), "x", right=Right.ENTER),
        ]


def _facts(known: HomeDetails) -> list[Fact]:
    return [
        Fact("户主", known.head or "没有户主"), Fact("户号", known.number), Fact("网格", known.unit or "还没划入网格"),
        Fact("其他网格", "、".join(known.places)), Fact("行政村", known.village), Fact("住址", known.address),
        Fact("户类型", known.kind), Fact("立户日期", day_words(known.since)),
        Fact("销户日期", day_words(known.until)), Fact("销户原因", known.ending),
    ]  # fmt: skip


def _member(one: Living) -> Event:
    years = f"{age(one.birth)} 岁" if one.birth else ""
    text = "　".join(filter(None, (one.name, SEX.words.get(one.sex, ""), years)))
    return Event("users", RELATION.words.get(one.relation, one.relation) or "—", text, "residents", one.person)


def _turn(one: Turn, known: HomeDetails) -> Event:
    here = any(one.person == member.person for member in known.members)
    return Event("history", f"{one.day:%y-%m-%d}", one.words, "residents" if here else "", one.person)


def _counted(session: Session) -> str:
    there, loose = count_households(session)
    return f"{there:,} 户" + (f"　{loose:,} 户还没划入网格" if loose else "")
