"""The page of campaigns: made, given their households, carried out in batches."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month, day_words, short_day, today
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter, TreeFilter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act, InMonth
from gridcenter.desk.picking import PickField
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, Save, change
from gridcenter.desk.tree_picker import Node
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.visits.codes import CAMPAIGN_RESULT
from gridcenter.visits.records import Campaign, CampaignTarget, VisitPlan
from gridcenter.visits.services.campaign_list import (
    TARGETS,
    WAITING,
    TargetRow,
    campaign_names,
    load_targets,
    target_words,
)
from gridcenter.visits.services.campaigns import (
    CampaignEntry,
    aim_at,
    campaign_of,
    change_campaign,
    make_campaign,
    reach,
    strike,
)

_NEW, _AIM, _CHANGE, _REACH = "新增活动", "列入名单", "修改活动", "填送达情况"
_TABLES = frozenset({"campaign", "campaign_target", "household", "person", "residence", "placement"})
_RESULTS = [(None, "送达情况：不限"), (WAITING, "还没去"), *CAMPAIGN_RESULT.words.items()]
_FIELDS = ("title", "kind", "material", "since", "until", "note")


def _result(row: TargetRow) -> Chip:
    if not row.result:
        return Chip("还没去", "plain", "clock")
    return Chip(row.said, "plain" if row.result == "absent" else "done")


COLUMNS: tuple[Column[TargetRow], ...] = (
    Column("head", "户主", lambda r: r.head, 92, sorts=False),
    Column("unit", "网格", lambda r: r.unit, 160, sorts=False, spare=True),
    Column("number", "户号", lambda r: r.number, 100, sorts=False, wide_only=True),
    Column("campaign", "宣传活动", lambda r: r.campaign, 0, sorts=False),
    Column("reached_on", "入户日期", lambda r: short_day(r.reached_on), 104, sorts=False),
    Column("reached_by", "入户人", lambda r: r.reached_by, 92, sorts=False, spare=True),
    Column("result", "送达情况", _result, 124, sorts=False),
)


def _campaigns(session: Session) -> list[Node]:
    return [Node(campaign, None, title) for campaign, title in campaign_names(session)]


class CampaignsPage(RecordPage[TargetRow]):
    """The households of all campaigns; those of one by the filter."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act(_NEW, self.enter_new, "plus", "primary", "Ctrl+N", Right.ENTER)
        aim = Act(_AIM, self.aim, "users", right=Right.ENTER)
        paper = Act("入户台账", self.print_ledger, "printer", "", "Ctrl+L", Right.PRINT)
        rows = (
            RowAct(_REACH, self.reach, "check", "Ctrl+D", right=Right.ENTER),
            RowAct("移出名单", self.strike, "x", right=Right.ENTER),
        )
        super().__init__(
            desk,
            actor,
            ListDef(
                key="campaigns", title="宣传活动", unit="户", listing=TARGETS, columns=COLUMNS,
                tables=_TABLES, hint="户主、入户人", acts=(paper, aim, new), row_acts=rows,
                filters=(
                    TreeFilter("campaign", "活动", _campaigns, "全部活动", tables=frozenset({"campaign"})),
                    AREA,
                    Filter("result", "送达情况", _RESULTS, 150),
                ),
                empty="名单里还没有户：先“新增活动”，再“列入名单”", empty_act=new, summary=target_words,
                keys="Ctrl+N 新增　Ctrl+D 填送达情况　Ctrl+L 入户台账　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show the household's line and the campaign."""
        target = session.get_one(CampaignTarget, record)
        campaign = campaign_of(session, target.campaign_id)
        row = load_targets(session, [record])[record]
        facts = facts_of(session, self.desk, campaign, *_FIELDS)
        facts += [Fact("入户日期", day_words(row.reached_on)), Fact("入户人", row.reached_by)]
        acts = [
            Act(_REACH, lambda: self.reach([record]), "check", "primary", right=Right.ENTER),
            Act(_CHANGE, lambda: self.change(campaign.id), "pencil", right=Right.ENTER),
        ]
        if target.visit_id is not None:
            acts.append(Act("看走访", lambda: self.went.emit("visits", target.visit_id), "footprints"))
        return DrawerDef(
            name=f"{row.head or '（无户主）'}户", beside=row.number, place=row.unit,
            kind=_result(row), facts=facts, record=(CampaignTarget, record), along=((Campaign, campaign.id),),
            acts=acts,
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the form of a new campaign."""

        def save(session: WriteSession, filled: Filled) -> str:
            return make_campaign(session, self.actor, campaign_entry(filled)).title

        return self._campaign_form(_NEW, save, {"since": today()})

    def change(self, campaign_id: bytes) -> FormDialog:
        """Put up the form of a campaign there is."""
        with self.desk.database.read() as session:
            known = campaign_of(session, campaign_id)
            values = {name: getattr(known, name) for name in _FIELDS}

        def save(session: WriteSession, filled: Filled) -> str:
            return change_campaign(session, self.actor, campaign_id, campaign_entry(filled)).title

        return self._campaign_form(_CHANGE, save, values, campaign_id.hex())

    def aim(self) -> FormDialog:
        """Ask which households come onto the list of which campaign."""
        with self.desk.database.read() as session:
            campaigns = campaign_names(session)

        def save(session: WriteSession, filled: Filled) -> str:
            count = aim_at(
                session, self.actor, filled.record("campaign_id"),
                area=filled.record_or_none("unit_id"), kind=filled.text("household_kind"),
            )  # fmt: skip
            return f"{count:,} 户"

        field = PickField(self.desk.look, campaigns, "哪次活动")
        chosen = self.filter_bar.filters.get("campaign")
        field.put(chosen if chosen is not None else next((i for i, _title in campaigns), None))
        grid = record_grid(self.desk, columns=1)
        grid.add("campaign_id", "宣传活动", field, required=True)
        grid.declare(VisitPlan, "unit_id", "household_kind")
        form = self.form(_AIM, save, width=560, note="网格和户类型都不选，就是全部的户；已在名单里的不重复列")
        form.add(grid)
        return self.put_up(form, lambda said: f"名单新列入 {said}")

    def reach(self, ids: Sequence[bytes]) -> FormDialog:
        """Ask how these households were reached, on which day, by whom."""

        def save(session: WriteSession, filled: Filled) -> str:
            count = reach(
                session, self.actor, ids, result=filled.text("result"), on=filled.day("reached_on"),
                by=filled.text("reached_by"), today=today(),
            )  # fmt: skip
            session.act = f"{_REACH}　{count}户"
            return f"{count} 户"

        grid = record_grid(self.desk, columns=1)
        result, day, by = (Ask(name, required=True) for name in ("result", "reached_on", "reached_by"))
        grid.declare(CampaignTarget, result, day, by)
        grid.put({"result": "delivered", "reached_on": today(), "reached_by": self.actor.name})
        form = self.form(_REACH, save, width=520, note=f"共 {len(ids):,} 户", about=None)
        form.add(grid)
        form.saved.connect(lambda _said: self.model.clear_ticks())
        return self.put_up(form, lambda said: f"已填送达情况：{said}")

    def strike(self, ids: Sequence[bytes]) -> None:
        """Take households off the list that nobody went to yet."""

        def work(session: WriteSession) -> str:
            count = strike(session, self.actor, ids)
            left = f"，{len(ids) - count} 户已经去过，留在名单里" if count < len(ids) else ""
            return f"已移出 {count} 户{left}"

        change(self, self.desk, self.actor, work, "移出宣传名单")

    def print_ledger(self) -> None:
        """Go to the sheet, with room for signatures."""
        self.went.emit("ledgers", InMonth(Month.of(today()), "campaigns"))

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Go on with the campaign that was left."""
        if title == _CHANGE and about:
            return self.change(bytes.fromhex(about))
        return super().reopen(title, about)

    def _campaign_form(
        self, title: str, save: Save[str], values: dict[str, object], about: str = ""
    ) -> FormDialog:
        grid = record_grid(self.desk)
        grid.declare(Campaign, Ask("title", wide=True), "kind", "material", "since", "until", Ask("note", wide=True))
        grid.put(values)
        form = self.form(title, save, width=760, about=about)
        form.add(grid)
        return self.put_up(form, lambda name: f"已保存“{name}”，接着“{_AIM}”")


def campaign_entry(filled: Filled) -> CampaignEntry:
    """Return what the form says."""
    return CampaignEntry(
        filled.text("title"), filled.text("kind"), filled.day("since"), filled.day_or_none("until"),
        filled.text("material"), filled.text("note"),
    )  # fmt: skip
