"""Which delicate personal data are kept here, and what each class of records is for (reference §5.1, §5.2).

Identity numbers may be switched off for the whole township, the ethnic group (民族) is off until it is
switched on; either with a reason and in somebody's name, logged. There is no place at all for
religion, health, biometrics, tracks, income or bank accounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import note_access
from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.register.records import DataPurpose, DataSwitch, Person
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import Record

IDENTITY, ETHNIC = "id_number", "ethnic"
SWITCHES = {IDENTITY: ("身份证号", True), ETHNIC: ("民族", False)}
"""Field of a person that can be switched: its words, and whether it is kept until somebody settles it."""

FORBIDDEN = (
    "宗教", "信仰", "健康", "疾病", "病史", "诊断", "残疾等级", "精神", "血型", "怀孕", "孕育", "艾滋", "吸毒",
    "指纹", "人脸", "虹膜", "声纹", "基因", "轨迹", "行踪", "经纬度", "定位", "积分", "收入", "工资", "存款", "银行",
    "账户",
    "religion", "health", "disease", "diagnosis", "blood", "pregnan", "fingerprint", "face", "iris",
    "biometric", "track", "latitude", "longitude", "income", "salary", "bank",
)  # fmt: skip
"""What no field of any record may be about; a test walks all of them."""

_LAW = "个人信息保护法第十三条第（三）项：履行法定职责所必需"
PURPOSES: Mapping[str, tuple[str, str, str]] = {
    "person": ("人员和家庭成员", "网格基础信息采集，联系服务群众", _LAW),
    "household": ("户", "网格划分，走访联系，服务到户", _LAW),
    "visit": ("走访", "了解诉求，为民办事", _LAW),
    "matter": ("网格事项", "受理、交办、反馈群众诉求", _LAW),
    "dispute": ("矛盾纠纷", "人民调解", "人民调解法；" + _LAW),
    "member": ("党员", "党组织日常管理，党员联系服务群众", "党章和党内法规"),
    "concern": ("关注事项", "有期限地联系帮助有困难的家庭", _LAW),
}
"""Class of records → its words, what it is kept for, on which ground; the office may say it otherwise."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a switch stands: whether it is kept, who settled that when and why ("" until somebody did)."""

    key: str
    title: str
    enabled: bool
    by: str = ""
    on: date | None = None
    reason: str = ""


def switches(session: Session) -> dict[str, Settled]:
    """Return how every switch stands."""
    found = {one.key: one for one in session.scalars(select(DataSwitch).order_by(DataSwitch.id))}
    return {
        key: Settled(key, title, one.enabled, one.by, one.on, one.reason)
        if (one := found.get(key))
        else Settled(key, title, usual)
        for key, (title, usual) in SWITCHES.items()
    }


def keeps(session: Session, key: str) -> bool:
    """Tell whether a field of people is kept in this township."""
    settled = session.scalar(select(DataSwitch.enabled).where(DataSwitch.key == key))
    return SWITCHES[key][1] if settled is None else settled


def unkept(session: Session) -> frozenset[tuple[type[Record], str]]:
    """Return the fields of people that this township does not keep."""
    return frozenset((Person, key) for key in SWITCHES if not keeps(session, key))


def settle(
    session: WriteSession, actor: Actor, key: str, *, enabled: bool, reason: str, on: date
) -> str:
    """Switch a field on or off, with a reason that is kept and logged; returns the words for it."""
    actor.require(Right.ACCOUNTS)
    if not reason.strip():
        raise RuleBroken("reason", "请写明理由，会和您的姓名一起记下")
    title = SWITCHES[key][0]
    values = {"key": key, "enabled": enabled, "reason": reason.strip(), "by": actor.name, "on": on}
    known = session.get(DataSwitch, named_id("switch", key))
    if known is None:
        session.add(DataSwitch(id=named_id("switch", key), **values))
    else:
        for name, value in values.items():
            setattr(known, name, value)
    words = f"{'开始' if enabled else '停止'}登记{title}"
    note_access(session, actor, what=words, count=0, reason=reason.strip())
    session.flush()
    return words


def stored(session: Session, key: str) -> int:
    """Return of how many people something is still on record."""
    column = getattr(Person, key)
    return session.scalar(select(func.count(Person.id)).where(column.is_not(None))) or 0


def erase(session: WriteSession, actor: Actor, key: str, *, reason: str) -> int:
    """Take what is on record of a field that was switched off away from everybody; returns of how many.

    What was written before stays in the journal, sealed with the rest of the file; nobody sees it there.
    """
    actor.require(Right.ACCOUNTS)
    title = SWITCHES[key][0]
    if keeps(session, key):
        raise RuleBroken("reason", f"{title}还在登记，请先停止登记，再清除")
    if not reason.strip():
        raise RuleBroken("reason", "请写明为什么清除，会记入查看记录")
    column = getattr(Person, key)
    people = session.scalars(select(Person.id).where(column.is_not(None))).all()
    session.update_many(Person, [(one, {key: None}) for one in people])
    note_access(
        session, actor, what=f"清除已登记的{title}", count=len(people), reason=reason.strip()
    )
    return len(people)


def purposes(session: Session) -> dict[str, tuple[str, str]]:
    """Return purpose and ground of every class of records, as the office says them."""
    own = {one.kind: (one.purpose, one.basis) for one in session.scalars(select(DataPurpose))}
    return {kind: own.get(kind, (purpose, basis)) for kind, (_t, purpose, basis) in PURPOSES.items()}


def purpose_words(session: Session, kind: str) -> str:
    """Return what a class of records is kept for and on which ground, as papers say it."""
    purpose, basis = purposes(session)[kind]
    return f"用途：{purpose}；依据：{basis}"


def set_purpose(session: WriteSession, actor: Actor, kind: str, purpose: str, basis: str) -> None:
    """Say otherwise what a class of records is kept for, and on which ground."""
    actor.require(Right.ACCOUNTS)
    if not purpose.strip():
        raise RuleBroken("purpose", "请填写用途")
    if not basis.strip():
        raise RuleBroken("basis", "请填写依据")
    known = session.get(DataPurpose, named_id("purpose", kind))
    if known is None:
        known = DataPurpose(id=named_id("purpose", kind), kind=kind)
        session.add(known)
    known.purpose, known.basis = purpose.strip(), basis.strip()
    session.flush()
