"""Papers of training: the month's sessions and who was there, hours of the year, the sheet to be signed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.base.periods import Month, day_words
from gridcenter.codes.tables import Codes
from gridcenter.ledgers.library import summing
from gridcenter.ledgers.model import Column, Ledger, LedgerDef, Part, Row, Scope
from gridcenter.register.records import Person
from gridcenter.register.services.structure import office_name
from gridcenter.register.territory import Territory
from gridcenter.staff.codes import TRAINING_KIND
from gridcenter.staff.records import Training
from gridcenter.staff.services.crew import crew
from gridcenter.staff.services.training import Trained, find_training, trained
from gridcenter.staff.services.training_lists import Attendee, attendees

_SESSIONS = (
    Column("no", "序号", 9, "c", "int"),
    Column("held", "培训日期", 24, "c", "date"),
    Column("subject", "培训内容", 60),
    Column("kind", "类别", 20, "c"),
    Column("hours", "学时", 12, "c", "decimal", decimals=1),
    Column("place", "地点", 30),
    Column("lecturer", "授课人", 20, "c"),
    Column("organiser", "组织单位", 34),
    Column("there", "参加\n人数", 12, "c", "int"),
    Column("away", "缺席\n人数", 12, "c", "int"),
)
_PEOPLE = (
    Column("no", "序号", 9, "c", "int"),
    Column("held", "培训日期", 24, "c", "date"),
    Column("subject", "培训内容", 60),
    Column("name", "姓名", 20, "c"),
    Column("place", "网格和岗位", 48),
    Column("state", "到训\n情况", 14, "c"),
    Column("hours", "学时", 12, "c", "decimal", decimals=1),
    Column("reason", "缺席缘由", 40),
)
_HOURS = (
    Column("no", "序号", 10, "c", "int"),
    Column("name", "姓名", 24, "c"),
    Column("place", "网格和岗位", 70),
    Column("sessions", "参加次数", 18, "c", "int"),
    Column("missed", "缺席次数", 18, "c", "int"),
    Column("hours", "累计学时", 20, "c", "decimal", decimals=1),
)
_SIGN = (
    Column("no", "序号", 12, "c", "int"),
    Column("name", "姓名", 28, "c"),
    Column("place", "网格和岗位", 56),
    Column("sign", "签　名", 44, "c"),
    Column("note", "备注", 26),
)
_SIGN_HEIGHT, _SPARE, _LEAST = 11.0, 5, 20
"""Height of a line for ink, mm; spare lines under known names; lines of a sheet without names."""


def training_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the ledger of the month's sessions and of who was there; raises NotFound for an unknown area."""
    territory = Territory.load(session, scope)
    lists = {
        training: [one for one in people if territory.covers(one.unit_id, None)]
        for training, people in attendees(session, _held(session, scope.month)).items()
    }
    held = [
        one
        for one in _held(session, scope.month)
        if lists[one.id] or territory.covers(one.unit_id, None)
    ]
    kinds = Codes.load(session, TRAINING_KIND)
    sessions = [_session(one, kinds, lists[one.id], place) for place, one in enumerate(held, 1)]
    if held:
        there = sum(one.state == "there" for people in lists.values() for one in people)
        hours = sum((one.hours for one in held), Decimal(0))
        said = f"培训 {len(held)} 次，{hours.normalize():f} 学时，{there} 人次参加"
        sessions.append(summing(_SESSIONS, "合　计", said, "total"))
    rows = [
        (one.held_on, one.subject, who.name, who.place or None, who.words, who.hours, who.reason)
        for one in held
        for who in lists[one.id]
    ]
    people = tuple(Row((place, *row)) for place, row in enumerate(rows, 1))
    parts = [Part(_SESSIONS, tuple(sessions))]
    parts += [Part(_PEOPLE, people, "参训人员")] if people else []
    ledger = territory.ledger("培训台账", "PX", "网格员培训台账", scope, *parts)
    notes = ("缺席的学时记 0", "网格和岗位是培训那天的")
    return replace(ledger, notes=notes, wide=True, personal=True)


def hours_ledger(session: Session, scope: Scope) -> Ledger:
    """Make the sheet of hours of the year so far, of those in post in the month and those trained before."""
    territory = Territory.load(session, scope)
    first = date(scope.month.year, 1, 1)
    found = trained(session, first, scope.month.last)
    posted = crew(session, first, scope.month.last)
    lines = [
        (one.name, one.place, found.get(person, Trained()))
        for person, one in posted.items()
        if territory.covers(one.unit_id, None)
    ]
    if territory.area is None:
        gone = select(Person.id, Person.name).where(Person.id.in_(found.keys() - posted.keys()))
        lines += [(name, "", found[person]) for person, name in session.execute(gone)]
    rows = [
        Row((place, name, where or None, one.sessions, one.missed, one.hours))
        for place, (name, where, one) in enumerate(lines, 1)
    ]
    if rows:
        whole = sum((one.hours for _name, _where, one in lines), Decimal(0))
        rows.append(
            summing(_HOURS, "合　计", f"{len(lines)} 人，{whole.normalize():f} 学时", "total")
        )
    title = f"（{scope.month.year}年1月至{scope.month.month}月）培训学时表"
    ledger = territory.ledger("培训学时表", "XS", title, scope, Part(_HOURS, tuple(rows)))
    notes = ("列今年任过职的人", "学时从1月1日起，算到本月底")
    return replace(ledger, notes=notes, personal=True)


def sign_in_sheet(session: Session, training_id: bytes) -> Ledger:
    """Make the sheet of a session to be signed: the names on its list, then lines to spare; raises NotFound."""
    training = find_training(session, training_id)
    people = attendees(session, [training])[training_id]
    rows = [Row((n, one.name, one.place, "", "")) for n, one in enumerate(people, 1)]
    spare = _SPARE if rows else _LEAST
    rows += [Row((len(people) + n, "", "", "", "")) for n in range(1, spare + 1)]
    office = office_name(session)
    told = (
        f"培训内容：{training.subject}",
        f"学时：{training.hours.normalize():f}",
        *(f"{label}：{value}" for label, value in (
            ("地点", training.place), ("授课人", training.lecturer), ("组织单位", training.organiser)
        ) if value),
    )  # fmt: skip
    return Ledger(
        name="签到表", title="网格员培训签到表", unit=office,
        number=f"QD{training.held_on:%Y%m%d}", filled_on=training.held_on,
        parts=(Part(_SIGN, tuple(rows), row_height=_SIGN_HEIGHT),), notes=told,
        period_label="培训日期", period=day_words(training.held_on),
        signatures=("记录人：", "授课人："), personal=True, author=office, signed_rows=True,
    )  # fmt: skip


def count_trainings(session: Session, month: Month) -> int:
    """Return how many sessions a month had."""
    query = select(func.count(Training.id)).where(
        Training.held_on >= month.first, Training.held_on <= month.last
    )
    return session.scalar(query) or 0


def _held(session: Session, month: Month) -> list[Training]:
    query = select(Training).where(Training.held_on >= month.first, Training.held_on <= month.last)
    return list(session.scalars(query.order_by(Training.held_on, Training.id)))


def _session(training: Training, kinds: Codes, people: Sequence[Attendee], place: int) -> Row:
    there = sum(one.state == "there" for one in people)
    return Row((
        place, training.held_on, training.subject, kinds.word(training.kind), training.hours,
        training.place, training.lecturer, training.organiser, there, len(people) - there,
    ))  # fmt: skip


TRAINING_LEDGERS = (
    LedgerDef("training", "培训台账", "台账", training_ledger, count_trainings),
    LedgerDef("training-hours", "培训学时表", "报表", hours_ledger),
)
