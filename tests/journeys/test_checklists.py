"""Checklists from sample to ledger, campaigns from list to signature."""

from datetime import date

import pytest

from gridcenter.base.errors import RuleBroken
from gridcenter.store.listing import Wish
from gridcenter.visits.records import CampaignTarget, ChecklistItem
from gridcenter.visits.services import VisitEntry, record_visit
from gridcenter.visits.services.campaign_list import TARGETS, WAITING
from gridcenter.visits.services.campaigns import (
    CampaignEntry,
    aim_at,
    make_campaign,
    reach,
    reach_by_visit,
    strike,
)
from gridcenter.visits.services.checklist_list import CHECKLISTS
from gridcenter.visits.services.checklists import (
    ItemEntry,
    add_item,
    adopt,
    answers_of,
    change_item,
    drop_item,
    items,
    keep_answers,
    move_item,
    offered,
    provide_samples,
)
from tests.journeys.hamlet import OCTOBER, TODAY, printed, rows

DAY = date(2026, 10, 8)


@pytest.fixture
def homes(hamlet):
    return [hamlet.household("严务村01子网格", f"00{n}", f"王{name}") for n, name in enumerate("一二三", 1)]


@pytest.fixture
def four(hamlet):
    """The samples, and the id of 四必看."""
    with hamlet.write() as session:
        assert provide_samples(session, hamlet.actor) == 4
        assert provide_samples(session, hamlet.actor) == 0
    with hamlet.database.read() as session:
        return next(i for i, title in offered(session, TODAY) if title == "四必看（示例）")


def answered(hamlet, home, *said, day=DAY):
    visit = hamlet.visit(home, day)
    with hamlet.write() as session:
        lines = items(session, four_of(session))
        keep_answers(session, hamlet.actor, visit, {one.id: a for one, a in zip(lines, said, strict=False)})
    return visit


def four_of(session):
    return next(i for i, title in offered(session, TODAY) if title.startswith("四必看"))


def test_a_sample_is_marked_until_it_is_adopted(hamlet, homes, four):
    answered(hamlet, homes[0], "安全", "整洁", "是")
    answered(hamlet, homes[1], "有隐患", "", "否")
    paper = hamlet.ledger("checklists")
    assert "四必看（示例）" in [row[0] for row in rows(paper, kind="band")]
    found = {row[1]: row[2:] for row in rows(paper)}
    assert found["看水电气火是否安全"] == (2, "安全 1，有隐患 1，已当场整改 0")
    assert found["看人员有没有变化"] == (2, "是 1，否 1")
    assert "还没有采用" in printed(paper)
    with hamlet.write() as session:
        adopt(session, hamlet.actor, four, today=TODAY)
    assert "四必看" in [row[0] for row in rows(hamlet.ledger("checklists"), kind="band")]


def test_a_used_line_is_retired_and_old_visits_keep_it(hamlet, homes, four):
    visit = answered(hamlet, homes[0], "安全")
    with hamlet.write() as session:
        first, second, *_rest = items(session, four)
        assert drop_item(session, hamlet.actor, first.id, today=TODAY)
        assert not drop_item(session, hamlet.actor, second.id, today=TODAY)
        assert session.get(ChecklistItem, second.id) is None
        texts = [one.text for one in items(session, four)]
        assert first.text not in texts
        assert len(texts) == 2
        new = add_item(session, hamlet.actor, four, ItemEntry("看门窗", "choice", "好，坏"))
        move_item(session, hamlet.actor, new.id, -2)
        assert items(session, four)[0].options == ("好", "坏")
        (said,) = answers_of(session, visit)
        assert (said.item, said.answer) == (first.text, "安全")
    assert any("（已停用）" in row[1] for row in rows(hamlet.ledger("checklists")))


def test_a_used_line_of_another_meaning_becomes_a_new_one(hamlet, homes, four):
    visit = answered(hamlet, homes[0], "安全")
    with hamlet.write() as session:
        first = items(session, four)[0]
        changed = change_item(session, hamlet.actor, first.id, ItemEntry("看用电", "yes_no"), today=TODAY)
        assert changed.id != first.id
        assert items(session, four)[0].text == "看用电"
        assert answers_of(session, visit)[0].item == first.text
    with pytest.raises(RuleBroken) as refused, hamlet.write() as session:
        add_item(session, hamlet.actor, four, ItemEntry("看门窗", "choice", "好"))
    assert refused.value.field == "options"
    with hamlet.database.read() as session:
        assert len(CHECKLISTS.find(session, Wish())) == 4


def test_a_campaign_goes_from_door_to_door(hamlet, homes):
    with hamlet.write() as session:
        campaign = make_campaign(session, hamlet.actor, CampaignEntry("一盔一带", "traffic", DAY)).id
        assert aim_at(session, hamlet.actor, campaign, area=hamlet.unit("严务村网格")) == 3
        assert aim_at(session, hamlet.actor, campaign) == 0
        targets = {one.household_id: one for one in session.query(CampaignTarget)}
        ids = [targets[home].id for home in homes]
        assert reach(session, hamlet.actor, ids[:1], result="delivered", on=DAY, by="钱洪萍", today=TODAY) == 1
        missed = VisitEntry(DAY, homes[1], "钱洪萍", result="nobody")
        reach_by_visit(session, hamlet.actor, campaign, record_visit(session, hamlet.actor, missed, today=TODAY))
        late = VisitEntry(DAY, homes[0], "钱洪萍", result="nobody")
        reach_by_visit(session, hamlet.actor, campaign, record_visit(session, hamlet.actor, late, today=TODAY))
        assert targets[homes[0]].result == "delivered"
        assert TARGETS.find(session, Wish(filters={"result": WAITING})) == [ids[2]]
        row = TARGETS.load(session, ids)[ids[1]]
        assert (row.head, row.said, row.reached_by) == ("王二", "未见到人", "钱洪萍")
    paper = hamlet.ledger("campaigns")
    assert rows(paper, kind="total")[0][1] == "名单 3 户，送达 1 户，未见到人 1 户；送达率 33.3%"
    assert [row[-1] for row in rows(paper)] == ["", "", ""]
    assert rows(hamlet.ledger("campaigns", OCTOBER.shift(-1))) == []
    with hamlet.write() as session:
        assert strike(session, hamlet.actor, ids) == 1
