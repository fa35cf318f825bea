"""Who acts, and what an account may do (reference §5.2)."""

from dataclasses import dataclass
from enum import Enum

from gridcenter.base.errors import NotAllowed


class Right(Enum):
    """What can be allowed; the value says it in words."""

    READ = "查看业务数据"
    ENTER = "登记业务数据"
    STRUCTURE = "划分网格和安排岗位"
    INSPECT = "督查打分"
    PARTY = "办理党建事务"
    IMPORT = "导入表格"
    REVEAL = "查看完整的个人信息"
    CONCERN = "查看关注事项"
    PRINT = "打印和导出台账"
    EXCHANGE = "收发数据包"
    TRUST = "信任别的电脑"
    ACCOUNTS = "管理账号和备份"
    AUDIT = "查看访问记录"


@dataclass(frozen=True, slots=True)
class Role:
    """A role (角色): its name on screen and its rights; a `local` one is always of some area."""

    key: str
    title: str
    rights: frozenset[Right]
    local: bool = False

    @property
    def wide(self) -> bool:
        """Whether the role is never limited to an area: it keeps the whole, or sees no business data."""
        return Right.READ not in self.rights or bool({Right.ACCOUNTS, Right.EXCHANGE} & self.rights)


_FIELD = frozenset({Right.READ, Right.ENTER, Right.PRINT, Right.REVEAL})
_WORK = _FIELD | {Right.IMPORT}
ROLES = {
    role.key: role
    for role in (
        Role("head", "中心主任", frozenset(Right)),
        Role("admin", "系统管理员", frozenset({Right.ACCOUNTS, Right.EXCHANGE})),
        Role("station", "站长", _FIELD | {Right.CONCERN}, local=True),
        Role("grid", "网格长", _FIELD, local=True),
        Role("clerk", "录入员", _WORK),
        Role("party", "党建专干", _WORK | {Right.PARTY}),
        Role("supervisor", "督查员", _WORK | {Right.INSPECT}),
        Role("auditor", "审计员", frozenset({Right.READ, Right.AUDIT})),
    )
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is logged in: login, name on paper, role, and the unit whose subtree is theirs."""

    login: str
    name: str
    role: Role
    area: bytes | None = None

    def may(self, right: Right) -> bool:
        """Tell whether the role has the right."""
        return right in self.role.rights

    def require(self, right: Right) -> None:
        """Refuse in words when the role has not the right."""
        if not self.may(right):
            raise NotAllowed(f"{self.role.title}账号不能{right.value}。需要时请联系中心主任")
