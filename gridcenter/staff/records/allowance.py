"""Allowance (补贴): what a post is paid, by which rule, what is added by hand, who was away."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Hundredths, Level, Merge, field
from gridcenter.store.records import Record


class AllowanceRate(Record):
    """What posts of a kind of allowance are paid, for some time, by some paper."""

    __tablename__ = "allowance_rate"
    __title__ = "补贴标准"
    __kept_by__ = "STRUCTURE"

    kind: Mapped[str] = field("补贴类别", String(40), codes="allowance")
    tier: Mapped[str | None] = field("层级", String(20), codes="tier", hint="空着就是各级都一样")
    post: Mapped[str | None] = field("岗位", String(40), codes="post", hint="空着就是各岗都一样")
    amount: Mapped[Decimal] = field("金额", Hundredths, unit="元", merge=Merge.CRITICAL)
    per: Mapped[str] = field("计发单位", String(20), codes="allowance_per")
    since: Mapped[date] = field("开始执行", Date)
    until: Mapped[date | None] = field("执行到", Date, hint="一直执行就空着")
    document: Mapped[str | None] = field("文号", String(100), hint="如 严政办发〔2026〕3号")


class AllowanceRule(Record):
    """How the allowance is reckoned from a day on: of a kind, or of all."""

    __tablename__ = "allowance_rule"
    __title__ = "计发规则"
    __kept_by__ = "STRUCTURE"

    kind: Mapped[str | None] = field(
        "补贴类别", String(40), codes="allowance", hint="空着就是各类都一样"
    )
    since: Mapped[date] = field("开始执行", Date)
    divisor: Mapped[str] = field("不满一个月的按", String(20), codes="allowance_divisor")
    several: Mapped[str] = field("一人几个岗位", String(20), codes="several_posts")
    document: Mapped[str | None] = field("文号", String(100))


class AllowanceChange(Record):
    """An amount added to or taken off somebody's allowance of a month, by hand and with a reason."""

    __tablename__ = "allowance_change"
    __title__ = "补贴增减"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "month"

    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    unit_id: Mapped[bytes] = field("所在网格", ref="unit.id", index=True)
    month: Mapped[str] = field("月份", String(7), index=True)
    amount: Mapped[Decimal] = field("金额", Hundredths, unit="元", merge=Merge.CRITICAL)
    reason: Mapped[str] = field(
        "缘由", String(300), level=Level.PERSONAL, hint="为什么、谁批的、凭什么文"
    )


class Absence(Record):
    """Days on which somebody was not at his or her post."""

    __tablename__ = "absence"
    __title__ = "不在岗"
    __kept_by__ = "STRUCTURE"

    person_id: Mapped[bytes] = field("人员", ref="person.id", index=True)
    since: Mapped[date] = field("第一天", Date)
    until: Mapped[date] = field("最后一天", Date)
    reason: Mapped[str] = field("事由", String(40), codes="absence_reason", level=Level.PERSONAL)
    paid: Mapped[bool] = field("补贴", Boolean, hint="这几天补贴照发")
    note: Mapped[str | None] = field("备注", String(200), level=Level.PERSONAL)
