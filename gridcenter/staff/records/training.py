"""Training (培训) of grid workers: sessions, and who took part for how many hours."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Hundredths, Level, field
from gridcenter.store.records import Record


class Training(Record):
    """A training session; without a unit it is for the whole township."""

    __tablename__ = "training"
    __title__ = "培训"
    __named_by__ = "subject"

    held_on: Mapped[date] = field("培训日期", Date, index=True)
    subject: Mapped[str] = field("培训内容", String(200), hint="如 走访怎么记、矛盾纠纷怎么报")
    kind: Mapped[str] = field("培训类别", String(40), codes="training_kind")
    hours: Mapped[Decimal] = field("学时", Hundredths, unit="学时")
    place: Mapped[str | None] = field("地点", String(100), wide=False)
    lecturer: Mapped[str | None] = field(
        "授课人", String(100), level=Level.PERSONAL, shape="holder", wide=False
    )
    organiser: Mapped[str | None] = field("组织单位", String(100), wide=False)
    unit_id: Mapped[bytes | None] = field("培训范围", ref="unit.id", index=True)
    note: Mapped[str | None] = field("备注", String(300))


class Attendance(Record):
    """Somebody asked to a session: there, for how many hours, or absent and why.

    Its id is made of session and person, so that two PCs entering the same person agree.
    """

    __tablename__ = "attendance"
    __title__ = "参训"
    __one_of__ = __id_from__ = ("training_id", "person_id")

    training_id: Mapped[bytes] = field("培训", ref="training.id", index=True)
    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    state: Mapped[str] = field("到训情况", String(20), codes="attendance")
    hours: Mapped[Decimal] = field("学时", Hundredths, unit="学时")
    reason: Mapped[str | None] = field("缺席缘由", String(200), level=Level.PERSONAL)
