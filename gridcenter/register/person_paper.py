"""Everything that is held about one person, on paper (本人信息一览; 个人信息保护法 §45).

It is found by the declarations alone: whatever record points to the person, or to the household the
person lives in now, of whatever wing, as far as the account sees it. What is told of the household
may name others: their numbers stay masked.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.access.log import note_access
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.ledgers.model import Column, Ledger, Part, Row
from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.privacy import purpose_words, unkept
from gridcenter.register.services.structure import office_name
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import (
    Record,
    field_info,
    field_names,
    record_classes,
    table_of,
    target_of,
)

_FACTS = (Column("label", "项目", 30, "c"), Column("value", "登记的内容", 130))
_RECORDS = (
    Column("no", "序号", 10, "c", "int"),
    Column("kind", "登记类别", 26, "c"),
    Column("said", "登记的内容", 130),
)


def person_paper(
    session: WriteSession, actor: Actor, lexicon: Lexicon, person_id: bytes, *, reason: str, on: date
) -> Ledger:
    """Return everything held about a person, numbers whole; who took it out and why is logged."""
    actor.require(Right.REVEAL)
    actor.require(Right.PRINT)
    if not reason.strip():
        raise RuleBroken("reason", "请写明谁来要、为什么要，会记入查看记录")
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("这个人已经不在名册里，请刷新后再看")
    speaker = FieldWords(session, lexicon, whole=True)
    hidden = unkept(session)
    facts = tuple(
        Row((field_info(Person, name).label, speaker.say(Person, name, getattr(person, name)) or "没有登记"))
        for name in field_names(Person)
        if (Person, name) not in hidden
    )
    own = list(_pointing(session, speaker, Person, person_id))
    homes = list(_of_home(session, FieldWords(session, lexicon), person_id))
    rows = tuple(Row((n, kind, said)) for n, (kind, said) in enumerate((*own, *homes), 1))
    what = f"取出{person.name}的本人信息一览"
    note_access(session, actor, what=what, count=1 + len(rows), reason=reason.strip())
    return Ledger(
        name="本人信息一览", title="本人信息一览", unit=office_name(session),
        number=f"BR-{on:%Y%m%d}-{person_id.hex()[-6:].upper()}", filled_on=on,
        parts=(Part(_FACTS, facts), Part(_RECORDS, rows, "与本人有关的登记")),
        notes=(
            "个人信息保护法第四十五条：个人有权查阅、复制其个人信息；有错的，可以请求更正",
            purpose_words(session, "person"),
        ),
        signatures=("经办人：", "本人签收：", "日期："), personal=True, author=office_name(session),
    )  # fmt: skip


def _pointing(
    session: Session, speaker: FieldWords, to: type[Record], record: bytes
) -> Iterator[tuple[str, str]]:
    """Yield every record that points to one, in words."""
    for cls in sorted(record_classes().values(), key=lambda one: one.__title__):
        columns = table_of(cls).columns
        names = [name for name in field_names(cls) if target_of(cls, name) is to]
        for name in names:
            query = select(cls).where(columns[name] == record).order_by(cls.id)
            for found in session.scalars(query):
                yield cls.__title__, _said(speaker, cls, found, name)


def _of_home(
    session: Session, speaker: FieldWords, person_id: bytes
) -> Iterator[tuple[str, str]]:
    query = select(Residence.household_id).where(
        Residence.person_id == person_id, Residence.until.is_(None)
    )
    for home_id in session.scalars(query):
        home = session.get_one(Household, home_id)
        yield "所在的户", _said(speaker, Household, home, "")
        for kind, said in _pointing(session, speaker, Household, home_id):
            if kind != Residence.__title__:
                yield f"所在户的{kind}", said


def _said(speaker: FieldWords, cls: type[Record], record: Record, left_out: str) -> str:
    told = (
        (field_info(cls, name).label, speaker.say(cls, name, getattr(record, name)))
        for name in field_names(cls)
        if name != left_out
    )
    return "；".join(f"{label}：{words}" for label, words in told if words)
