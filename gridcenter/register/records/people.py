"""People and the posts they hold."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import Level, Merge, field
from gridcenter.store.records import Record


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
    ethnic: Mapped[str | None] = field(
        "民族", String(10), codes="ethnic_group", level=Level.SENSITIVE
    )
    died: Mapped[date | None] = field(
        "去世日期", Date, level=Level.PERSONAL, past=True, merge=Merge.CRITICAL
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
    tier: Mapped[str | None] = field("层级", String(20), codes="tier")
    dispatch: Mapped[str | None] = field("派驻方式", String(20), codes="dispatch", hint="县级人员才填")
    engagement: Mapped[str | None] = field("专兼职", String(20), codes="engagement")
    allowance: Mapped[str | None] = field("补贴类别", String(40), codes="allowance")
    note: Mapped[str | None] = field("备注", String(200), hint="如 任职文号、离任原因", wide=True)
