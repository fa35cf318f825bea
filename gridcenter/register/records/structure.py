"""Villages, the grid tree, the Party units laid over it."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Merge, field
from gridcenter.store.records import Record


class GridLevel(Record):
    """A level of the grid tree (网格层级): its name here, and how many households it should have."""

    __tablename__ = "grid_level"
    __title__ = "网格层级"
    __kept_by__ = "STRUCTURE"

    key: Mapped[str] = field("层级", String(20))
    name: Mapped[str] = field("名称", String(20))
    rank: Mapped[int] = field("级次", Integer)
    low: Mapped[int | None] = field("户数下限", Integer, unit="户")
    high: Mapped[int | None] = field("户数上限", Integer, unit="户")


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


class PartyUnit(Record):
    """A Party unit: branch (党支部) or group under one (党小组)."""

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
