"""The list of accounts: who there is, as what, of which part of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.accounts import Account
from gridcenter.access.actors import ROLES, Actor, Right, Role
from gridcenter.base.pinyin import says
from gridcenter.store.listing import Listing, Wish

_NEVER = datetime.min.replace(tzinfo=UTC)


def role_words(role: Role) -> str:
    """Say in one line what a role may do."""
    if role.rights == frozenset(Right):
        return "可以做全部的事"
    can = "、".join(right.value for right in Right if right in role.rights)
    return f"可以{can}" + ("" if Right.READ in role.rights else "；看不到业务数据")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as lists show it."""

    id: bytes
    login: str
    name: str
    role: Role
    area: bytes | None
    last_login: datetime | None
    closed: bool


def account_listing(actor: Actor) -> Listing[AccountRow]:
    """Return the list of all accounts; filters: "role" (key), "closed" (bool)."""
    actor.require(Right.ACCOUNTS)
    return Listing(_find, _load)


def _find(session: Session, wish: Wish) -> Sequence[bytes]:
    rows = list(_load(session, list(session.scalars(select(Account.id)))).values())
    keys = {"login": lambda r: r.login, "last_login": lambda r: r.last_login or _NEVER}
    rows.sort(key=keys.get(wish.sort_by, lambda r: (r.closed, r.name)), reverse=wish.descending)
    return [row.id for row in rows if says(wish.words, row.login, row.name) and _fits(row, wish)]


def _fits(row: AccountRow, wish: Wish) -> bool:
    role, closed = wish.filters.get("role"), wish.filters.get("closed")
    return role in {None, row.role.key} and closed in {None, row.closed}


def _load(session: Session, ids: Sequence[bytes]) -> dict[bytes, AccountRow]:
    found = session.scalars(select(Account).where(Account.id.in_(ids)))
    return {a.id: _row(a) for a in found if a.role in ROLES}


def _row(a: Account) -> AccountRow:
    seen = datetime.fromisoformat(a.last_login) if a.last_login else None
    return AccountRow(a.id, a.login, a.name, ROLES[a.role], a.area, seen, a.closed)
