"""Structure, people and households as they lie in the file.

`since` and `until` are the first and last day something holds; None is open.
"""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, Merge, field
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


class Person(Record):
    """A person (人员), entered once whatever he or she is: resident, post holder, Party member."""

    __tablename__ = "person"
    __title__ = "人员"
    __named_by__ = "name"

    name: Mapped[str] = field("姓名", String(50), level=Level.PERSONAL, merge=Merge.CRITICAL)
    sex: Mapped[str | None] = field("性别", String(10), codes="sex", level=Level.PERSONAL)
    birth: Mapped[date | None] = field(
        "出生日期", Date, level=Level.PERSONAL, shape="long ago"
    )
    id_number: Mapped[str | None] = field(
        "身份证号", String(30), level=Level.SENSITIVE, merge=Merge.CRITICAL, index=True,
        hint="18 位，末位可为 X", shape="identity",
    )  # fmt: skip
    phone: Mapped[str | None] = field(
        "联系电话", String(30), level=Level.PERSONAL, hint="手机或座机", shape="phone"
    )


class PostHolding(Record):
    """A post that a person holds somewhere for some time (任职)."""

    __tablename__ = "post_holding"
    __title__ = "任职"
    __kept_by__ = "STRUCTURE"

    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    unit_id: Mapped[bytes] = field("所在网格", ref="unit.id", index=True)
    post: Mapped[str] = field("岗位", String(40), codes="post")
    since: Mapped[date | None] = field("任职日期", Date)
    until: Mapped[date | None] = field("离任日期", Date)


class Household(Record):
    """A household (户)."""

    __tablename__ = "household"
    __title__ = "户"
    __named_by__ = "number"

    village_id: Mapped[bytes] = field("行政村", ref="village.id", index=True)
    number: Mapped[str] = field("户号", String(30), index=True, hint="本村里不重复的编号")
    kind: Mapped[str | None] = field("户类型", String(40), codes="household_kind")
    address: Mapped[str | None] = field(
        "住址", String(100), level=Level.PERSONAL, hint="如 3 组 41 号"
    )


class Placement(Record):
    """Where a household lies: one grid of each grid set at a time (网格归属)."""

    __tablename__ = "placement"
    __title__ = "网格归属"

    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    unit_id: Mapped[bytes] = field("网格", ref="unit.id", index=True)
    grid_set: Mapped[str] = field("网格体系", String(20))
    since: Mapped[date | None] = field("起始日期", Date)
    until: Mapped[date | None] = field("截止日期", Date)


class Residence(Record):
    """A person's place in a household (家庭成员)."""

    __tablename__ = "residence"
    __title__ = "家庭成员"

    household_id: Mapped[bytes] = field("户", ref="household.id", index=True)
    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    relation: Mapped[str | None] = field(
        "与户主关系", String(20), codes="relation", required=True
    )
    address: Mapped[str | None] = field("住址", String(100), level=Level.PERSONAL)
    note: Mapped[str | None] = field("备注", String(300), level=Level.PERSONAL)
    since: Mapped[date | None] = field("迁入日期", Date)
    until: Mapped[date | None] = field("迁出日期", Date)


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
