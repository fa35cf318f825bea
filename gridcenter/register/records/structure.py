"""Villages, grid sets and their trees, which posts a unit must have, the Party units laid over it."""

from datetime import date

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Merge, field
from gridcenter.store.records import Record


class GridLevel(Record):
    """A level of the grid tree (网格层级): its name here, and how many households it should have.

    A row with a `grid_set` holds for that set in place of the one without.
    """

    __tablename__ = "grid_level"
    __title__ = "网格层级"
    __kept_by__ = "STRUCTURE"

    key: Mapped[str] = field("层级", String(20))
    name: Mapped[str] = field("名称", String(20))
    rank: Mapped[int] = field("级次", Integer)
    low: Mapped[int | None] = field("户数下限", Integer, unit="户")
    high: Mapped[int | None] = field("户数上限", Integer, unit="户")
    grid_set: Mapped[str | None] = field("网格体系", String(20))


class GridSet(Record):
    """A grid set (网格体系) beside the main one: 防疫, 森林防火 …; its tree hangs under the same township."""

    __tablename__ = "grid_set"
    __title__ = "网格体系"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "name"

    key: Mapped[str] = field("体系", String(20))
    name: Mapped[str] = field("名称", String(20))
    position: Mapped[int] = field("顺序", Integer)
    since: Mapped[date | None] = field("启用日期", Date)
    until: Mapped[date | None] = field("停用日期", Date)


class Village(Record):
    """A village or community (行政村、社区); its official code is an attribute that may change."""

    __tablename__ = "village"
    __title__ = "行政村"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "name"

    name: Mapped[str] = field("村名", String(50))
    code: Mapped[str | None] = field("区划代码", String(12))
    position: Mapped[int] = field("顺序", Integer)
    since: Mapped[date | None] = field("设立日期", Date)
    until: Mapped[date | None] = field("撤销日期", Date)


class Unit(Record):
    """A node of the grid tree: township, station, grid, sub-grid (乡镇、站、网格、子网格)."""

    __tablename__ = "unit"
    __title__ = "网格"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "name"

    level: Mapped[str] = field("层级", String(20), merge=Merge.SINGLE_WRITER)
    grid_set: Mapped[str] = field("网格体系", String(20), merge=Merge.SINGLE_WRITER)
    parent_id: Mapped[bytes | None] = field("上级", ref="unit.id", index=True)
    village_id: Mapped[bytes | None] = field("行政村", ref="village.id", index=True)
    name: Mapped[str] = field("名称", String(50), merge=Merge.SINGLE_WRITER)
    code: Mapped[str | None] = field("编码", String(20))
    position: Mapped[int] = field("顺序", Integer)
    since: Mapped[date | None] = field("启用日期", Date)
    until: Mapped[date | None] = field("停用日期", Date)
    kind: Mapped[str | None] = field("网格性质", String(20), codes="unit_kind")
    managed_by: Mapped[str | None] = field(
        "双重管理单位", String(100), hint="专属网格由谁与乡镇共同管理"
    )
    extent: Mapped[str | None] = field(
        "区域范围", String(200), hint="如 东至灌溉干渠，西至乡道，南至柴林河，北至邻村地界"
    )
    without_village: Mapped[str | None] = field(
        "不属于村的原因", String(100), hint="如 跨村的工业园区"
    )


class RequiredPost(Record):
    """Whether units of a level, or of one kind there, must have a post held (必设岗位)."""

    __tablename__ = "required_post"
    __title__ = "必设岗位"
    __kept_by__ = "STRUCTURE"

    level: Mapped[str] = field("层级", String(20))
    kind: Mapped[str | None] = field("网格性质", String(20), codes="unit_kind")
    post: Mapped[str] = field("岗位", String(40), codes="post")
    needed: Mapped[bool] = field("必须有人", Boolean)


class PartyUnit(Record):
    """A Party unit: committee, branch (党支部), group under one (党小组), household of a member at the centre."""

    __tablename__ = "party_unit"
    __title__ = "党组织"
    __kept_by__ = "PARTY"
    __named_by__ = "name"

    kind: Mapped[str] = field("类别", String(20), codes="party_unit_kind")
    name: Mapped[str] = field("名称", String(50))
    parent_id: Mapped[bytes | None] = field("上级党组织", ref="party_unit.id", index=True)
    village_id: Mapped[bytes | None] = field("所在村", ref="village.id", index=True)
    position: Mapped[int] = field("顺序", Integer)
    since: Mapped[date | None] = field("成立日期", Date, past=True)
    until: Mapped[date | None] = field("撤销日期", Date)


class PartyCover(Record):
    """Which Party unit a grid belongs to, and from when on (网格党组织)."""

    __tablename__ = "party_cover"
    __title__ = "网格党组织"
    __kept_by__ = "STRUCTURE"

    unit_id: Mapped[bytes] = field("网格", ref="unit.id", index=True)
    party_unit_id: Mapped[bytes] = field("党组织", ref="party_unit.id", index=True)
    since: Mapped[date | None] = field("起始日期", Date)
    until: Mapped[date | None] = field("截止日期", Date)
