"""The people in posts: list of a day, appointing, correcting, relieving."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.register.records import Person, PostHolding
from gridcenter.store.listing import Wish
from tests.pages.conftest import TODAY


@pytest.fixture
def page(go):
    return go("staff")


def holdings(office, name):
    with office.database.read() as session:
        query = select(PostHolding).join(Person, Person.id == PostHolding.person_id)
        return session.scalars(query.where(Person.name == name).order_by(PostHolding.id)).all()


def test_one_form_appoints_somebody_to_several_posts_and_asks_about_those_in_place(
    page, fill, qtbot, cells, office, ids
):
    assert cells(page)[0][:3] == ["马建国", "网格长", "前街网格"]
    form = page.enter_new()
    values = {
        "person_id": "钱大勇", "phone": "10022223333", "unit_id": ids["front"], "post": "grid_head",
        "unit_2": ids["one"], "post_2": "worker", "since": TODAY, "tier": "village", "engagement": "full",
        "allowance": "head",
    }  # fmt: skip
    refused = fill(form, **values)
    assert "马建国" in refused.errors["others"]
    with qtbot.waitSignal(page.shown):
        assert fill(form, others="replace").result == "钱大勇"
    assert [row[:4] for row in cells(page)] == [["钱大勇", "网格长、网格员", "前街网格、前街一组", "村级"]]
    old = holdings(office, "马建国")[0]
    assert old.until == TODAY - timedelta(days=1)
    with qtbot.waitSignal(page.shown):
        page.enter(Wish(filters={"day": TODAY - timedelta(days=1)}))
    assert [row[0] for row in cells(page)] == ["马建国"]


def test_the_same_post_is_not_entered_twice_and_a_wrong_holding_is_corrected(page, fill, office, ids):
    head = holdings(office, "马建国")[0]
    form = page.enter_new(head.person_id)
    form._slots["others"].field.put("beside")
    again = fill(form, unit_id=ids["front"], post="grid_head", since=TODAY)
    assert "同一个岗位" in again.errors["since"]
    form._leave()
    day = TODAY - timedelta(days=400)
    fill(page.correct(head.id), since=day, tier="village", note="任职文件 2 号")
    mended = holdings(office, "马建国")[0]
    assert (mended.since, mended.tier, mended.note) == (day, "village", "任职文件 2 号")
    refused = fill(page.relieve(head.id), until=day - timedelta(days=1))
    assert "早于" in refused.errors["until"]


def test_the_drawer_tells_all_posts_of_a_person(page, office, ids):
    head = holdings(office, "马建国")[0]
    drawers = []
    page.drawer_wanted.connect(drawers.append)
    page.open_record(head.person_id)
    drawers[-1].open_tab(1)
    assert {"网格长", "在岗", "前街网格"} <= {one.text() for one in drawers[-1].findChildren(QLabel)}
