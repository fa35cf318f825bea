"""What of the register goes along when grids are redrawn: Party units over grids; whose account it was."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gridcenter.access.accounts import Account
from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_before
from gridcenter.register.records import PartyCover, PartyUnit
from gridcenter.store.capture import WriteSession
from gridcenter.wing.moves import Shift, UnitMove


def _running(session: Session, shift: Shift) -> Sequence[PartyCover]:
    query = select(PartyCover).where(
        PartyCover.unit_id.in_({*shift.heirs, *shift.takers}),
        or_(PartyCover.until.is_(None), PartyCover.until >= shift.day),
    )
    return session.scalars(query.order_by(PartyCover.since, PartyCover.id)).all()


def _parties(session: Session, shift: Shift) -> Sequence[str]:
    ids = [one.party_unit_id for one in _running(session, shift)]
    names = dict(session.execute(select(PartyUnit.id, PartyUnit.name).where(PartyUnit.id.in_(ids))).all())
    return [names[one] for one in ids]


def _cover(session: WriteSession, actor: Actor, shift: Shift) -> None:
    """Lay the Party unit of the old grid over the new ones that have none; the past keeps its own."""
    actor.require(Right.STRUCTURE)
    for one in _running(session, shift):
        for heir in shift.heirs.get(one.unit_id, ()):
            if not _covered(session, heir):
                since = max(one.since or shift.day, shift.day)
                session.add(PartyCover(unit_id=heir, party_unit_id=one.party_unit_id, since=since, until=one.until))
                session.flush()
        if one.unit_id not in shift.takers:
            continue
        if one.since is None or one.since < shift.day:
            one.until = day_before(shift.day)
        else:
            session.delete(one)
    session.flush()


def _covered(session: Session, unit_id: bytes) -> bool:
    query = select(PartyCover.id).where(PartyCover.unit_id == unit_id, PartyCover.until.is_(None))
    return session.scalar(query.limit(1)) is not None


def _accounts(session: Session, shift: Shift) -> Sequence[str]:
    query = select(Account.name).where(Account.area.in_(shift.takers), Account.closed.is_(False))
    return session.scalars(query.order_by(Account.name)).all()


MOVES = (
    UnitMove("网格党组织", _parties, _cover, "新网格没有的，由原来的党组织接着管", "个"),
    UnitMove("负责原网格的账号", _accounts, None, "写入后请到“账号”里改负责的网格", "个"),
)
