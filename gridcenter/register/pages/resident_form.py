"""The forms of a resident and of a household."""

from sqlalchemy import select

from gridcenter.base import identity
from gridcenter.base.periods import today
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import ChoiceField, DayField, LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.register.codes import HOUSEHOLD_KIND, RELATION, SEX
from gridcenter.register.pages.pickers import UNIT_LEVELS, HouseholdField, code_field, unit_field
from gridcenter.register.records import Person
from gridcenter.register.services.homes import Editable
from gridcenter.register.services.people import PersonEntry, ResidentEntry

_CODES = {word: code for code, word in SEX.words.items()}


class ResidentGrid(FormGrid):
    """Name, identity number, which fills birth date and sex, telephone, household, relation."""

    def __init__(self, desk: Desk, person_id: bytes | None = None) -> None:
        super().__init__(desk.look, columns=2)
        self._desk, self._person = desk, person_id
        sexes: list[Option] = [(None, ""), *SEX.words.items()]
        self._birth, self._sex = DayField(desk.look, today), ChoiceField(Choice("性别", sexes))
        self._number = LineField("18 位，末位可为 X", longest=30)
        self.add("name", "姓名", LineField(longest=50), required=True)
        self.add("id_number", "证件号码", self._number)
        self.add("sex", "性别", self._sex)
        self.add("birth", "出生日期", self._birth)
        self.add("phone", "联系电话", LineField("手机或座机", longest=30))
        self.add("relation", "与户主关系", code_field(desk, RELATION, empty=""), required=True)
        self.add("household", "所属的户", HouseholdField(desk), required=True, wide=True)
        self.add("note", "备注", LineField(longest=300), wide=True)
        self.remark = words("", "due", wrap=True)
        self.add_row(self.remark)
        self._number.textEdited.connect(lambda _text: self.read_number())

    def read_number(self) -> None:
        """Fill birth date and sex from the number; say what is doubtful, without refusing it."""
        known = identity.check(self._number.text())
        if known.birth is not None:
            self._birth.put(known.birth)
        if known.sex:
            self._sex.put(_CODES[known.sex])
        whole = len(known.text) >= 15  # noqa: PLR2004  (the shortest number there was)
        doubt = f"证件号码{known.problem}。确实如此也可以保存" if whole and known.problem else ""
        self.remark.setText(doubt or self._twin(known.text))

    def start(self, known: Editable) -> None:
        """Enter what is known."""
        person = known.person
        self.put({
            "name": person.name, "sex": person.sex or None, "birth": person.birth,
            "id_number": person.id_number, "phone": person.phone, "household": known.household_id,
            "relation": known.relation, "note": known.note,
        })  # fmt: skip

    def _twin(self, number: str) -> str:
        if not number:
            return ""
        same = select(Person.name).where(
            Person.id_number == number, Person.id != (self._person or b"")
        )
        with self._desk.database.read() as session:
            name = session.scalar(same.limit(1))
        return f"名册里已经有这个证件号码：{name}。请先查找，免得重复登记" if name else ""


def resident_entry(filled: Filled) -> ResidentEntry:
    """Return what the form says; raises RuleBroken for a household not chosen."""
    person = PersonEntry(
        filled.text("name"), filled.text("sex"), filled.day_or_none("birth"), filled.text("id_number"),
        filled.text("phone"),
    )  # fmt: skip
    relation, note = filled.text("relation"), filled.text("note")
    return ResidentEntry(person, filled.record("household"), relation, note=note)


def household_grid(desk: Desk) -> FormGrid:
    """Return the fields of a household."""
    grid = FormGrid(desk.look)
    grid.add("unit", "所在网格", unit_field(desk, *UNIT_LEVELS), required=True)
    grid.add("number", "户号", LineField("本村里不重复的编号", longest=30), required=True)
    grid.add("address", "住址", LineField("如 3 组 41 号", longest=100))
    grid.add("kind", "户类型", code_field(desk, HOUSEHOLD_KIND, empty=""))
    return grid


def day_grid(desk: Desk, key: str, label: str, hint: str) -> FormGrid:
    """Return a single day with an explanation, today entered."""
    grid = FormGrid(desk.look)
    grid.add(key, label, DayField(desk.look, today), required=True).field.put(today())
    grid.add_row(words(hint, "note", wrap=True))
    return grid
