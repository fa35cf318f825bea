"""One matter at hand: what the drawer shows, with the steps of its handling."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.access.masking import mask_name, mask_phone
from gridcenter.base.errors import NotFound
from gridcenter.codes.tables import Codes
from gridcenter.matters.codes import CATEGORY, CHANNEL, STATUS, URGENCY, VERB
from gridcenter.matters.records import Matter, MatterStep
from gridcenter.register.records import Unit, Village
from gridcenter.store.capture import WriteSession
from gridcenter.wing.todos import Todo


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the handling."""

    on: date
    verb: str
    by: str
    opinion: str


@dataclass(frozen=True, slots=True)
class MatterDetails:
    """What is known of a matter; name and telephone of the asker masked."""

    id: bytes
    number: str
    content: str
    channel: str
    category: str
    urgency: str
    place: str
    asker: str
    phone: str
    reported_on: date
    limit_days: int | None
    due_on: date | None
    status: str
    result: str
    closed_on: date | None
    steps: tuple[Step, ...]

    @property
    def open(self) -> bool:
        """Whether it is still being handled."""
        return self.status == STATUS.words["open"]


def matter_details(session: Session, matter_id: bytes) -> MatterDetails:
    """Return one matter; raises NotFound."""
    m = session.get(Matter, matter_id)
    if m is None:
        raise NotFound("这件事项已经不在，请刷新后再看")
    unit = session.get(Unit, m.unit_id) if m.unit_id else None
    village = session.get(Village, m.village_id) if m.village_id else None
    places = (
        unit.name if unit else "",
        village.name if village and not unit else "",
        m.place or "",
    )
    return MatterDetails(
        m.id, m.number, m.content, Codes.load(session, CHANNEL).word(m.channel),
        Codes.load(session, CATEGORY).word(m.category), Codes.load(session, URGENCY).word(m.urgency),
        "　".join(filter(None, places)), "匿名" if m.anonymous else mask_name(m.asker),
        mask_phone(m.asker_phone), m.reported_on, m.limit_days, m.due_on, STATUS.words[m.status],
        m.result or "", m.closed_on, _steps(session, matter_id),
    )  # fmt: skip


def _steps(session: Session, matter_id: bytes) -> tuple[Step, ...]:
    query = (
        select(MatterStep).where(MatterStep.matter_id == matter_id).order_by(MatterStep.id.desc())
    )
    return tuple(
        Step(s.on, VERB.words[s.verb], s.by, s.opinion or "") for s in session.scalars(query)
    )


def reveal_asker(
    session: WriteSession, actor: Actor, matter_id: bytes, reason: str
) -> tuple[str, str]:
    """Return the whole name and telephone of the asker; who looked and why is logged."""
    actor.require(Right.REVEAL)
    matter = session.get(Matter, matter_id)
    if matter is None:
        raise NotFound("这件事项已经不在，请刷新后再看")
    what = f"显示事项 {matter.number} 的诉求人和电话"
    note_access(session, actor, what=what, count=1, reason=reason)
    return matter.asker or "", matter.asker_phone or ""


def household_matters(
    session: Session, household_id: bytes
) -> list[tuple[bytes, date, str, str]]:
    """Return id, day, content and state of the matters of a household, newest first."""
    query = select(Matter.id, Matter.reported_on, Matter.content, Matter.status).where(
        Matter.household_id == household_id
    )
    rows = session.execute(query.order_by(Matter.reported_on.desc()))
    return [(matter, day, content, STATUS.words[status]) for matter, day, content, status in rows]


def matters_to_do(session: Session, today: date) -> list[Todo]:
    """Return the open matters that are late or due today, the oldest deadline first."""
    channels = Codes.load(session, CHANNEL)
    query = (
        select(Matter.id, Matter.channel, Matter.content, Matter.unit_id, Village.name, Matter.place, Matter.due_on)
        .join(Village, Village.id == Matter.village_id, isouter=True)
        .where(Matter.status == "open", Matter.due_on <= today)
        .order_by(Matter.due_on, Matter.id)
    )  # fmt: skip
    return [
        Todo(id_, "matters", channels.word(channel), content, unit, village or place or "", due_on=due)
        for id_, channel, content, unit, village, place, due in session.execute(query)
    ]
