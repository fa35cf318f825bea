"""The forms of what happens to households: each is one act with its day."""

from collections.abc import Callable, Sequence
from datetime import date

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import today
from gridcenter.desk.day_field import DayField
from gridcenter.desk.fields import LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.pages.pickers import UNIT_LEVELS, HouseholdField, PersonField, unit_field
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.regroup import Regroup
from gridcenter.register.records import Household, Residence
from gridcenter.register.services.household_life import (
    Comer,
    NewHome,
    change_head,
    join,
    move_away,
    move_in,
    note_death,
    split,
)
from gridcenter.register.services.household_list import HomeRow
from gridcenter.register.services.household_past import HomeDetails, home_details
from gridcenter.register.services.household_places import end_household, move_homes
from gridcenter.register.services.people import PersonEntry
from gridcenter.register.services.stays import living
from gridcenter.store.capture import WriteSession
from gridcenter.wing.home_ends import HomeEnd

_WIDE = 760
MOVE_IN, AWAY, SPLIT, JOIN, HEAD, DEATH, END = "迁入", "迁出", "分户", "并户", "换户主", "登记去世", "销户"
GRID = "调整网格"


class LifeForms:
    """Puts the forms up over the page of households."""

    def __init__(self, page: RecordPage[HomeRow], ends: Sequence[HomeEnd]) -> None:
        self._page, self._desk, self._actor, self._ends = page, page.desk, page.actor, ends

    def known(self, household_id: bytes) -> HomeDetails:
        """Read a household; raises NotFound."""
        with self._desk.database.read() as session:
            return home_details(session, household_id)

    def move_in(self, home: HomeDetails) -> FormDialog:
        """Ask who moves in, from where, since when."""

        def save(session: WriteSession, filled: Filled) -> str:
            who = filled.record_or_words("person_id")
            known = who if isinstance(who, bytes) else None
            entry = None if isinstance(who, bytes) else PersonEntry(who)
            move_in(
                session, self._actor, home.id, [Comer(filled.text("relation"), known, entry)],
                day=filled.day("since"), today=today(), came_from=filled.text("came_from"),
            )  # fmt: skip
            session.act = f"迁入　{home.name}"
            return home.name

        form = self._form(MOVE_IN, save, home, width=640)
        grid = record_grid(self._desk, columns=1)
        grid.add("person_id", "姓名", PersonField(self._desk), required=True)
        grid.declare(Residence, "relation", "came_from")
        self._add_day(grid, "迁入日期")
        grid.add_row(words("从别的户来的，原户里同时记迁走；新增的人，证件号码之后在居民里补。", "note", wrap=True))
        form.add(grid)
        form.offer_again("since", "came_from")
        return self._page.put_up(form, lambda name: f"已迁入 {name}")

    def move_away(self, home: HomeDetails, person: bytes | None = None) -> FormDialog:
        """Ask who moves away, since when, where to; the others' relations when the head goes."""
        people = Regroup(self._desk, going="迁走")

        def save(session: WriteSession, filled: Filled) -> str:
            gone = people.people(filled)
            whole = move_away(
                session, self._actor, home.id, gone, people.relations(filled),
                day=filled.day("since"), today=today(), went_to=filled.text("went_to"),
                ends=self._ends,
            )  # fmt: skip
            session.act = f"迁出　{home.name}　{'全户' if whole else f'{len(gone)} 人'}"
            return f"{home.name}{'全户迁出，已销户' if whole else f'迁出 {len(gone)} 人'}"

        form = self._form(AWAY, save, home)
        grid = record_grid(self._desk)
        self._add_day(grid, "迁出日期")
        grid.declare(Residence, "went_to")
        form.add(grid)
        people.lay_into(form)
        people.show(home.members, ticked=person)
        form.add(words("全部勾选就是全户迁出，这一户同时销户，联系、帮扶一并结束；以前的台账照旧。", "note", wrap=True))
        return self._page.put_up(form, str)

    def split(self, home: HomeDetails) -> FormDialog:
        """Ask who founds a household of their own, its number and grid, all relations."""
        people = Regroup(self._desk, going="分到新户", apart=True)

        def save(session: WriteSession, filled: Filled) -> str:
            new = NewHome(
                filled.record("unit_id"), filled.text("number"), filled.text("address"), home.kind_code
            )
            made = split(
                session, self._actor, home.id, people.people(filled), new, people.relations(filled),
                day=filled.day("since"), today=today(),
            )  # fmt: skip
            session.act, session.made = f"分户　{home.name}分出户 {made.number}", made.id
            return made.number

        form = self._form(SPLIT, save, home)
        grid = record_grid(self._desk)
        grid.declare(Household, "number")
        grid.add("unit_id", "所在网格", unit_field(self._desk, *UNIT_LEVELS), required=True)
        grid.declare(Household, "address")
        self._add_day(grid, "分户日期")
        grid.put({"unit_id": home.unit_id, "address": home.address or None})
        form.add(grid)
        people.lay_into(form)
        people.show(home.members)
        return self._page.put_up(form, lambda number: f"已分出户 {number}")

    def join(self, home: HomeDetails) -> FormDialog:
        """Ask which household comes into this one, since when, all relations."""
        people = Regroup(self._desk)
        other = HouseholdField(self._desk)

        def save(session: WriteSession, filled: Filled) -> str:
            join(
                session, self._actor, home.id, filled.record("other"), people.relations(filled),
                day=filled.day("since"), today=today(), ends=self._ends,
            )  # fmt: skip
            session.act = f"并户　并入{home.name}"
            return home.name

        def bring(chosen: object) -> None:
            people.hide()
            if isinstance(chosen, bytes) and chosen != home.id:
                with self._desk.database.read() as session:
                    people.show(living(session, chosen), strange=True)
                form.fit_height()

        form = self._form(JOIN, save, home)
        grid = record_grid(self._desk)
        grid.add("other", "并入的户", other, required=True, wide=True)
        self._add_day(grid, "并户日期")
        form.add(grid)
        people.lay_into(form)
        people.show(home.members)
        other.changed.connect(bring)
        form.add(words("并进来的那一户同时销户，联系、帮扶一并结束，人都到这一户；关系请核对。", "note", wrap=True))
        return self._page.put_up(form, lambda name: f"已并入{name}")

    def change_head(self, home: HomeDetails) -> FormDialog:
        """Ask who heads the household from a day on; the relations follow as proposals."""
        people = Regroup(self._desk)

        def save(session: WriteSession, filled: Filled) -> str:
            name = change_head(
                session, self._actor, home.id, people.relations(filled),
                day=filled.day("since"), today=today(),
            )  # fmt: skip
            session.act = f"换户主　{home.number} 户改为{name}"
            return name

        form = self._form(HEAD, save, home)
        grid = FormGrid(self._desk.look)
        self._add_day(grid, "变更日期")
        form.add(grid)
        people.lay_into(form)
        people.show(home.members)
        form.add(words("把新户主的关系选成“户主”，其他人的关系会跟着变，不对的再改。", "note", wrap=True))
        return self._page.put_up(form, lambda name: f"户主已改为{name}")

    def death(self, home: HomeDetails, person: bytes) -> FormDialog:
        """Ask on which day somebody died, and who heads the household when it was the head."""
        name = next((one.name for one in home.members if one.person == person), "")
        people = Regroup(self._desk)

        def save(session: WriteSession, filled: Filled) -> str:
            note_death(
                session, self._actor, person, people.relations(filled), died=filled.day("since"),
                today=today(),
            )  # fmt: skip
            session.act = f"登记去世　{name}"
            return name

        form = self._form(DEATH, save, home, note=f"{name}　{home.name}", about=person)
        grid = FormGrid(self._desk.look)
        self._add_day(grid, "去世日期")
        form.add(grid)
        rest = [one for one in home.members if one.person != person]
        if rest:
            people.lay_into(form, "家里其他人")
            people.show(rest)
        form.add(words("从第二天起不再算本户的人，以前的台账照旧。", "note", wrap=True))
        return self._page.put_up(form, lambda told: f"已登记{told}去世")

    def end(self, home: HomeDetails) -> FormDialog:
        """Ask why a household ends, since when."""

        def save(session: WriteSession, filled: Filled) -> str:
            end_household(
                session, self._actor, home.id, day=filled.day("since"), today=today(),
                why=filled.text("ending"), went_to=filled.text("went_to"), ends=self._ends,
            )  # fmt: skip
            session.act = f"销户　{home.name}　{home.number}"
            return home.name

        form = self._form(END, save, home, width=520)
        grid = record_grid(self._desk, columns=1)
        grid.add("ending", "销户原因", LineField("如 房屋拆除、无人居住", longest=100), required=True)
        self._add_day(grid, "销户日期")
        if home.members:
            grid.declare(Residence, "went_to")
            names = "、".join(one.name for one in home.members)
            grid.add_row(words(f"家里还有{len(home.members)}人（{names}），会一并记为离开。", "note", wrap=True))
        grid.add_row(words("这一户的联系和没有结束的帮扶，同一天一并结束。", "note", wrap=True))
        form.add(grid)
        return self._page.put_up(form, lambda name: f"{name}已销户")

    def move_grid(self, homes: Sequence[bytes], note: str) -> FormDialog:
        """Ask into which grid households go, since when."""

        def save(session: WriteSession, filled: Filled) -> str:
            count = move_homes(
                session, self._actor, homes, filled.record("unit_id"), day=filled.day("since"),
                today=today(),
            )  # fmt: skip
            if not count:
                raise RuleBroken("unit_id", "所选的户本来就在这个网格")
            session.act = f"调整网格　{count:,} 户"
            return f"{count:,}"

        about = homes[0].hex() if len(homes) == 1 else None
        form = self._page.form(GRID, save, note=note, width=520, about=about)
        grid = FormGrid(self._desk.look)
        grid.add("unit_id", "新的网格", unit_field(self._desk, *UNIT_LEVELS), required=True)
        self._add_day(grid, "调整日期")
        grid.add_row(words("从这一天起算新网格的户；以前月份的台账仍在原网格。", "note", wrap=True))
        form.add(grid)
        return self._page.put_up(form, lambda count: f"已调整 {count} 户的网格")

    def _form(
        self,
        title: str,
        save: Callable[[WriteSession, Filled], object],
        home: HomeDetails,
        *,
        width: int = _WIDE,
        note: str = "",
        about: bytes | None = None,
    ) -> FormDialog:
        return self._page.form(
            title, save, note=note or f"{home.name}　{home.number}", width=width, word=title,
            about=(about or home.id).hex(),
        )  # fmt: skip

    def _add_day(self, grid: FormGrid, label: str) -> None:
        field = DayField(self._desk.look, _today, past=True)
        grid.add("since", label, field, required=True).field.put(_today())


def _today() -> date:
    return today()
