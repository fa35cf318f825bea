"""Who lived in a household at the end of a month, for its card."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.masking import mask_identity, mask_phone
from gridcenter.base.periods import Month
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.model import Column, Value
from gridcenter.register.codes import RELATION, SEX
from gridcenter.register.kinship import HEAD
from gridcenter.register.month import within
from gridcenter.register.records import Person, Residence
from gridcenter.wing.home_card import CardPart

_COLUMNS = (
    Column("name", "姓名", 20, "c"),
    Column("relation", "与户主关系", 19, "c"),
    Column("sex", "性别", 10, "c"),
    Column("birth", "出生日期", 25, "c", "date", full_dates=True),
    Column("id_number", "证件号码", 34, "c", "code"),
    Column("phone", "联系电话", 24, "c", "code"),
    Column("note", "状况", 35),
)


def members(
    session: Session, households: Sequence[bytes], month: Month
) -> Mapping[bytes, Sequence[tuple[Value, ...]]]:
    """Return who lived there on the last day, the head first, numbers masked."""
    relations = Codes.load(session, RELATION)
    query = (
        select(Residence, Person)
        .join(Person, Person.id == Residence.person_id)
        .where(
            Residence.household_id.in_(households),
            within(Residence.since, Residence.until, month.last, month.last),
        )
        .order_by(Residence.relation != HEAD, Person.birth.is_(None), Person.birth, Residence.id)
    )
    found: dict[bytes, list[tuple[Value, ...]]] = defaultdict(list)
    for stay, person in session.execute(query):
        service = f"上门服务：{stay.service}" if stay.needs_service and stay.service else ""
        service = service or ("需要上门服务" if stay.needs_service else "")
        found[stay.household_id].append((
            person.name, relations.word(stay.relation) or None, SEX.words.get(person.sex or ""), person.birth,
            mask_identity(person.id_number) or None, mask_phone(person.phone) or None,
            "；".join(filter(None, (stay.note or "", service))),
        ))  # fmt: skip
    return found


MEMBERS = CardPart("家庭成员", _COLUMNS, members)
