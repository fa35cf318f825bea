"""Concerns: noted, renewed with a reason, gone by themselves, seen by the head and the heads of stations alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.reach import all_but, hidden_from, sight_in
from gridcenter.app.rooms import PAGES
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.base.periods import Month
from gridcenter.care.pages.concerns import concerns_past
from gridcenter.care.todos import concerns_due
from gridcenter.codes.tables import Codes, save_words
from gridcenter.desk.messages import Box
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.reach import reach_of
from gridcenter.register.records import Concern, Household
from gridcenter.register.services.concerns import (
    ConcernEntry,
    concern_details,
    concerns_about,
    last_day,
    note_concern,
    renew_concern,
    review_concern,
)
from gridcenter.register.services.labels import labelled
from gridcenter.store.attachments import Attachment
from gridcenter.wings import FENCES
from tests.pages.conftest import MONTH, TODAY, shown

REASON = "与邻居为宅基地多次争吵"
LONG_AGO = TODAY - timedelta(days=400)


@pytest.fixture
def concern(office, ids):
    with office.database.write(office.actor) as session:
        entry = ConcernEntry("dispute", REASON, ids["home"])
        return note_concern(session, office.actor, entry, today=TODAY).id


def as_role(office, key, area=None):
    """Let the open file be seen as by an account of this role."""
    actor = Actor(key, key, ROLES[key], area)
    hidden = hidden_from(actor.role)
    with office.database.read() as session:
        office.database.sight = (
            sight_in(reach_of(session, area), FENCES, hidden) if area
            else all_but(hidden) if hidden else None
        )  # fmt: skip
    return replace(office, actor=actor)


@pytest.mark.parametrize(
    ("role", "area", "sees"),
    [
        ("head", None, True), ("station", "station", True), ("station", "back", False),
        ("grid", "front", False), ("clerk", None, False), ("clerk", "station", False),
        ("party", None, False), ("supervisor", None, False), ("auditor", None, False),
    ],
)  # fmt: skip
def test_only_the_few_see_any(office, ids, concern, desk, qtbot, role, area, sees):
    other = as_role(office, role, ids[area] if area else None)
    with other.database.read() as session:
        assert session.scalar(select(func.count(Concern.id))) == sees
        assert (session.get(Concern, concern) is not None) == sees
        assert (concerns_past(session, ids["home"]) is not None) == sees
        review = TODAY + timedelta(days=200)
        assert bool(concerns_due(session, Month.of(review), review)) == sees
    items = [item for wing in PAGES for item in wing.items(desk, other.actor)]
    allowed = role in {"head", "station"}
    assert ("concerns" in {item.key for item in items}) == allowed
    if not allowed:
        with pytest.raises(NotAllowed), other.database.write(other.actor) as session:
            note_concern(session, other.actor, ConcernEntry("other", "想看", ids["home"]), today=TODAY)


def test_attachments_of_a_concern_are_as_hidden_as_itself(office, ids, concern):
    with office.database.write(office.actor) as session:
        for kind, record in (("concern", concern), ("household", ids["home"])):
            session.add(Attachment(
                kind=kind, record=record, name="记录.pdf", media="application/pdf", size=1, digest="0" * 64,
                added_on=TODAY, added_by="周敏",
            ))  # fmt: skip
    as_role(office, "clerk")
    with office.database.read() as session:
        assert session.scalars(select(Attachment.kind)).all() == ["household"]


def test_one_that_ran_out_is_out_of_sight_until_it_is_judged(office, ids, go, cells, qtbot):
    with office.database.write(office.actor) as session:
        entry = ConcernEntry("petition", REASON, ids["home"], since=LONG_AGO)
        old = note_concern(session, office.actor, entry, today=LONG_AGO)
        ran_out = old.id
        assert old.expires_on == last_day(LONG_AGO)
    page = go("concerns")
    assert cells(page) == []
    with office.database.read() as session:
        assert concerns_about(session, ids["home"], TODAY) == []
        due = concerns_due(session, MONTH, TODAY)
        assert [(one.id, one.kind) for one in due] == [(ran_out, "鉴定")]
    with qtbot.waitSignal(page.shown):
        page.filter_bar.put(filters={"state": "expired"})
    assert page.model.ids == [ran_out]
    with office.database.write(office.actor) as session:
        with pytest.raises(RuleBroken, match="为什么还要关注"):
            renew_concern(session, office.actor, ran_out, reason=" ", today=TODAY)
        with pytest.raises(RuleBroken, match="到期日期"):
            review_concern(session, office.actor, ran_out, review_on=TODAY)
        renew_concern(session, office.actor, ran_out, reason="矛盾又起", today=TODAY)
    with office.database.read() as session:
        known = concern_details(session, ran_out)
        assert (known.since, known.expires_on, known.renewal) == (LONG_AGO, last_day(TODAY), "矛盾又起")


def test_a_concern_is_of_its_table_about_who_lives_there_and_not_over_already(office, ids):
    home, person = ids["home"], ids["李晓敏"]
    wrong = {
        "kind": ConcernEntry("不存在", REASON, home, person_id=person),
        "expires_on": ConcernEntry("care", REASON, home, since=LONG_AGO),
    }
    with office.database.write(office.actor) as session:
        other = session.scalars(select(Household.id).where(Household.id != home)).first()
        assert other is not None
        wrong["person_id"] = ConcernEntry("care", REASON, other, person_id=person)
        for key, entry in wrong.items():
            with pytest.raises(RuleBroken) as refused:
                note_concern(session, office.actor, entry, today=TODAY)
            assert refused.value.field == key


def test_a_concern_by_hand_and_its_end(go, fill, cells, ids, qtbot):
    page = go("concerns")
    made = fill(page.enter_new(), household_id=ids["home"], person_id=ids["李晓敏"], kind="care",
                reason="独自带孩子")  # fmt: skip
    assert made.result == "李晓敏"
    qtbot.waitUntil(lambda: [row[0] for row in cells(page)] == ["李晓敏"])
    one = page.model.ids[0]
    too_long = TODAY + timedelta(days=800)
    refused = fill(page.enter_new(), household_id=ids["home"], kind="care", reason="长期", expires_on=too_long)
    assert "最长只能关注一年" in refused.errors["expires_on"]
    with qtbot.waitSignal(page.shown):
        assert fill(page.end(one), reason="已经上学").result
    qtbot.waitUntil(lambda: cells(page) == [])


def test_kinds_that_label_become_concerns_in_one_step(office, ids, desk, qtbot, cells):
    with office.database.write(office.actor) as session:
        codes = Codes.load(session, HOUSEHOLD_KIND)
        codes.take("计生重点户")
        save_words(session, codes)
        session.get_one(Household, ids["home"]).kind = "dispute"
        session.get_one(Household, ids["other"]).kind = "计生重点户"
    items = [item for wing in PAGES for item in wing.items(desk, office.actor)]
    window = shown(desk, qtbot, items)
    page = window.page("concerns")
    with qtbot.waitSignal(page.shown):
        window.go("concerns")
    page.turn()
    window.findChild(Box).accept()
    qtbot.waitUntil(lambda: cells(page) != [])
    with office.database.read() as session:
        assert labelled(session) == []
        assert [one.kind for one in concerns_about(session, ids["home"], TODAY)] == ["矛盾纠纷"]
        assert concerns_about(session, ids["other"], TODAY) == []
        codes = Codes.load(session, HOUSEHOLD_KIND)
        assert "计生重点户" not in codes.words
        assert codes.word("计生重点户") == "计生重点户"
        assert codes.word("dispute") == "矛盾纠纷户"


def test_turning_is_offered_while_there_is_anything_to_turn(office, ids, go, qtbot):
    page = go("concerns")

    def turning():
        return next(b for act, b in zip(page.acts, page.buttons, strict=True) if act.text == "转换旧户类型")

    assert not turning().isVisible()
    with office.database.write(office.actor) as session:
        session.get_one(Household, ids["home"]).kind = "dispute"
    qtbot.waitUntil(lambda: turning().isVisible())
    page.turn()
    page.window().findChild(Box).accept()
    qtbot.waitUntil(lambda: not turning().isVisible())
