"""Accounts of this PC: who may log in, with which role; passwords live in the key slots."""

import unicodedata
from datetime import UTC, datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.access.actors import ROLES, Actor, Right, Role
from gridcenter.access.log import note_access
from gridcenter.base.errors import NotAllowed, NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.store.fields import Blob
from gridcenter.store.records import Local

LEAST_PASSWORD = 4
_LONGEST = 40


class Account(Local):
    """An account (账号)."""

    __tablename__ = "account"

    id: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    login: Mapped[str] = mapped_column(String(_LONGEST), unique=True)
    name: Mapped[str] = mapped_column(String(_LONGEST))
    role: Mapped[str] = mapped_column(String(20))
    last_login: Mapped[str | None] = mapped_column(String(32))
    area: Mapped[bytes | None] = mapped_column(Blob(16))
    """The unit whose subtree the account may see; None: all."""
    closed: Mapped[bool] = mapped_column(default=False, server_default="0")


def check_password(password: str) -> None:
    """Refuse a password that is too short."""
    if len(password) < LEAST_PASSWORD:
        raise RuleBroken("password", f"口令至少要 {LEAST_PASSWORD} 个字符")


def check_area(role: Role, area: bytes | None) -> None:
    """Refuse a role that needs an area and has none, and an area for a role that has the whole."""
    if role.local and area is None:
        raise RuleBroken("area", f"{role.title}账号要选负责的站或网格")
    if role.wide and area is not None:
        raise RuleBroken("area", f"{role.title}账号不分片，请不要选站或网格")


def create_account(
    session: Session,
    actor: Actor | None,
    *,
    login: str,
    name: str,
    role: str,
    area: bytes | None = None,
) -> Account:
    """Enter an account, of the whole or of the area of one unit; the first one needs no actor."""
    if actor is not None:
        _require_over(actor, role)
    elif session.scalar(select(Account.id).limit(1)) is not None:
        raise NotAllowed("已经有账号了，请先登录再添加账号")
    login = unicodedata.normalize("NFC", login.strip())
    name = unicodedata.normalize("NFC", name.strip()) or login
    if not login:
        raise RuleBroken("login", "请填写登录名")
    for key, words, label in (("login", login, "登录名"), ("name", name, "姓名")):
        if len(words) > _LONGEST:
            raise RuleBroken(key, f"{label}最多 {_LONGEST} 个字，请写短一些")
    if session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise RuleBroken("login", f"登录名“{login}”已经有人用了，请换一个")
    if session.scalar(select(Account.id).where(Account.name == name)) is not None:
        raise RuleBroken(
            "name", f"已经有叫“{name}”的账号。记录里只写姓名，请加上村名或职务，好分清是谁"
        )
    check_area(ROLES[role], area)
    account = Account(id=new_id(), login=login, name=name, role=role, area=area)
    session.add(account)
    session.flush()
    if actor is not None:
        _note(session, actor, "新增账号", account)
    return account


def change_account(
    session: Session, actor: Actor, account_id: bytes, *, role: str, area: bytes | None
) -> None:
    """Give an account of somebody else another role and area."""
    account = _other(session, actor, account_id, "改自己的角色和范围")
    _require_over(actor, role)
    check_area(ROLES[role], area)
    account.role, account.area = role, area
    _note(session, actor, "改角色和范围", account)


def note_reset(session: Session, actor: Actor, account_id: bytes) -> str:
    """Note that an account of somebody else gets a new password; returns its login."""
    account = _other(session, actor, account_id, "重设自己的口令")
    if account.closed:
        raise NotAllowed(f"“{account.name}”已经停用，请先恢复这个账号")
    _note(session, actor, "重设口令", account)
    return account.login


def close_account(session: Session, actor: Actor, account_id: bytes) -> str:
    """Close an account; returns its login, whose key slot must go."""
    account = _other(session, actor, account_id, "停用自己的账号")
    if account.closed:
        raise NotAllowed(f"“{account.name}”已经停用了")
    account.closed = True
    _note(session, actor, "停用账号", account)
    return account.login


def reopen_account(session: Session, actor: Actor, account_id: bytes) -> str:
    """Open a closed account again; returns its login, which needs a new password."""
    account = _other(session, actor, account_id, "恢复自己的账号")
    if not account.closed:
        raise NotAllowed(f"“{account.name}”没有停用，不用恢复")
    account.closed = False
    _note(session, actor, "恢复账号", account)
    return account.login


def _require_over(actor: Actor, role: str) -> None:
    """Refuse without the right; whoever may do everything is made and changed by such only."""
    actor.require(Right.ACCOUNTS)
    if role not in ROLES:
        titles = "、".join(f"{one.title}（{one.key}）" for one in ROLES.values())
        raise RuleBroken("role", f"没有角色“{role}”，可以填：{titles}")
    if role == "head" and actor.role.key != "head":
        raise NotAllowed("中心主任的账号只有中心主任能办理")


def _other(session: Session, actor: Actor, account_id: bytes, act: str) -> Account:
    """Return the account of somebody else: so there is always one left that may manage accounts."""
    actor.require(Right.ACCOUNTS)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("这个账号已经不在了，请刷新后再看")
    if account.login == actor.login:
        raise NotAllowed(f"不能{act}。需要时请另一位能管账号的人办理")
    _require_over(actor, account.role)
    return account


def _note(session: Session, actor: Actor, act: str, account: Account) -> None:
    what = f"{act}　{account.name}（{ROLES[account.role].title}）"
    note_access(session, actor, what=what, count=1)


def list_accounts(session: Session) -> list[Actor]:
    """Return everybody who has an account here, by login."""
    accounts = session.scalars(select(Account).order_by(Account.login))
    return [_actor(account) for account in accounts if account.role in ROLES]


def log_in(session: Session, login: str) -> Actor:
    """Return the actor of an account whose password has opened the file, and note the time."""
    account = session.scalar(select(Account).where(Account.login == login.strip()))
    if account is None or account.role not in ROLES:
        raise NotAllowed("用户名或口令不对，请重新输入")
    if account.closed:
        raise NotAllowed(f"账号“{account.login}”已经停用。需要时请联系中心主任")
    account.last_login = datetime.now(UTC).isoformat(timespec="seconds")
    return _actor(account)


def _actor(account: Account) -> Actor:
    return Actor(account.login, account.name, ROLES[account.role], account.area)
