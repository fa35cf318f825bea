"""The privacy matrix: what is switched off is nowhere; nothing forbidden has a field; what is held can be read."""

import shutil

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import read_log
from gridcenter.app.lexicon import LEXICON
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.base.ids import show_id
from gridcenter.cli import main
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.history import deeds
from gridcenter.desk.sidebar import NavItem
from gridcenter.office import open_office
from gridcenter.register.pages.privacy import PrivacyPage
from gridcenter.register.person_paper import person_paper
from gridcenter.register.records import Person
from gridcenter.register.services.homes import resident_details, reveal
from gridcenter.register.services.people import PersonEntry, enter_person
from gridcenter.register.services.privacy import (
    ETHNIC,
    FORBIDDEN,
    IDENTITY,
    erase,
    purposes,
    set_purpose,
    settle,
    stored,
)
from gridcenter.store.acts import last_act
from gridcenter.store.finding import find
from gridcenter.store.records import field_info, field_names, record_classes
from tests.pages.conftest import NUMBER, PHONE, TODAY, shown

CLERK = Actor("lu", "录入", ROLES["clerk"])


def said(page):
    return [one.text() for kind in (QLabel, QPushButton) for one in page.findChildren(kind) if one.isVisible()]


def found(office, words):
    with office.database.read() as session:
        return {hit.title for kind in find(session, office.index.sources, words) for hit in kind.hits}


def switch(office, key, *, enabled, reason="县里通知"):
    with office.database.write(office.actor) as session:
        settle(session, office.actor, key, enabled=enabled, reason=reason, on=TODAY)


def test_no_field_of_any_record_is_about_what_must_not_be_kept():
    own = [cls for cls in record_classes().values() if cls.__module__.startswith("gridcenter.")]
    assert len(own) > 20
    wrong = [
        f"{cls.__name__}.{name} {field_info(cls, name).label}"
        for cls in own
        for name in field_names(cls)
        for word in FORBIDDEN
        if word in name or word in field_info(cls, name).label
    ]
    assert wrong == []


def test_identity_numbers_switched_off_are_nowhere(office, ids, go):
    with pytest.raises(RuleBroken, match="理由"):
        switch(office, IDENTITY, enabled=False, reason=" ")
    switch(office, IDENTITY, enabled=False)
    form = go("residents").enter_new()
    assert IDENTITY not in form._slots
    with office.database.read() as session:
        known = resident_details(session, ids["李秀梅"])
        assert (known.identity, known.numbered) == ("", False)
        assert stored(session, IDENTITY) == 1
    with office.database.write(office.actor) as session:
        assert reveal(session, office.actor, ids["李秀梅"], reason="核对")[0] == ""
        with pytest.raises(RuleBroken, match="不登记身份证号"):
            enter_person(session, office.actor, PersonEntry("郑大山", id_number=NUMBER))
        assert erase(session, office.actor, IDENTITY, reason="按通知清除") == 1
    with office.database.read() as session:
        assert session.get_one(Person, ids["李秀梅"]).id_number is None
        told = [one.what for one in read_log(session, office.actor)]
    assert "停止登记身份证号" in told
    assert "清除已登记的身份证号" in told


def test_the_ethnic_group_is_asked_only_when_switched_on(office, go, fill, ids):
    page = go("residents")
    assert ETHNIC not in page.enter_new()._slots
    switch(office, ETHNIC, enabled=True)
    form = page.enter_new()
    assert fill(form, name="郑大山", relation="son", household_id=ids["home"], ethnic="03").result
    with office.database.write(office.actor) as session, pytest.raises(RuleBroken, match="先停止登记"):
        erase(session, office.actor, ETHNIC, reason="不需要")


def test_only_who_guards_the_data_settles_it(office):
    with office.database.write(CLERK) as session:
        with pytest.raises(NotAllowed):
            settle(session, CLERK, ETHNIC, enabled=True, reason="想要", on=TODAY)
        with pytest.raises(NotAllowed):
            set_purpose(session, CLERK, "visit", "别的", "别的")


def test_what_records_are_for_can_be_said_otherwise(office):
    with office.database.write(office.actor) as session:
        set_purpose(session, office.actor, "visit", "走访联系", "乡政发〔2026〕3号")
    with office.database.read() as session:
        assert purposes(session)["visit"] == ("走访联系", "乡政发〔2026〕3号")


def test_everything_held_about_a_person_stands_on_one_paper(office, ids):
    with office.database.write(office.actor) as session:
        with pytest.raises(RuleBroken, match="谁来要"):
            person_paper(session, office.actor, LEXICON, ids["李秀梅"], reason="", on=TODAY)
        paper = person_paper(session, office.actor, LEXICON, ids["李秀梅"], reason="本人来查", on=TODAY)
    facts = dict(row.cells for row in paper.parts[0].rows)
    assert facts["身份证号"] == NUMBER
    kinds = {row.cells[1] for row in paper.parts[1].rows}
    assert {"家庭成员", "党员", "所在的户", "所在户的走访"} <= kinds
    assert any("屋后排水沟堵塞" in row.cells[2] for row in paper.parts[1].rows)
    with office.database.read() as session:
        last = read_log(session, office.actor)[-1]
    assert (last.what, last.reason) == ("取出李秀梅的本人信息一览", "本人来查")


def settings(desk, office, qtbot):
    make = [NavItem("privacy", "个人信息", "eye", 1, lambda: PrivacyPage(desk, office.actor))]
    shell = shown(desk, qtbot, make)
    shell.go("privacy")
    return shell.page("privacy")


def press(page, text):
    next(one for one in page.findChildren(QPushButton) if one.text() == text).click()
    return next(one for one in page.window().findChildren(FormDialog) if one.isVisible())


def test_it_is_settled_on_a_page_and_what_is_erased_stays_erased(desk, office, qtbot, fill, ids):
    page = settings(desk, office, qtbot)
    form = press(page, "停止登记")
    assert "理由" in fill(form).errors["reason"]
    assert fill(form, reason="县里通知").result == "停止登记身份证号"
    qtbot.waitUntil(lambda: "清除已登记的 1 条" in said(page))
    assert any("周敏：县里通知" in words for words in said(page))
    assert fill(press(page, "清除已登记的 1 条"), reason="按通知清除").result == "已清除 1 人的身份证号"
    qtbot.waitUntil(lambda: not any("清除已登记" in words for words in said(page)))
    with office.database.read() as session:
        assert last_act(session, office.actor.login).words == "停止登记身份证号"
        past = deeds(session, LEXICON, [(Person, ids["李秀梅"])])
    told = [edit for deed in past for edit in deed.edits if edit.label == "身份证号"]
    assert {(edit.before, edit.after) for edit in told} == {("", "")}


def test_a_number_tail_finds_nobody_once_numbers_are_not_kept(office):
    tail = NUMBER[-6:]
    assert found(office, tail) == {"李秀梅"}
    switch(office, IDENTITY, enabled=False)
    assert found(office, tail) == set()
    assert found(office, PHONE[-6:]) == {"李秀梅"}
    switch(office, IDENTITY, enabled=True, reason="恢复")
    assert found(office, tail) == {"李秀梅"}


def test_the_command_line_shows_no_number_once_numbers_are_not_kept(template, tmp_path, capsys, monkeypatch):
    folder = shutil.copytree(template[0], tmp_path / "told")
    monkeypatch.setenv("GRIDCENTER_PASSWORD", "demo")
    asked = ["--data", str(folder), "show", "person", show_id(template[1]["李秀梅"])]
    assert main(asked) == 0
    assert "身份证号" in capsys.readouterr().out
    with open_office(folder, "", "demo", "窗口") as office:
        switch(office, IDENTITY, enabled=False)
    assert main([*asked, "--reveal", "核对"]) == 0
    told = capsys.readouterr().out
    assert "身份证号" not in told
    assert NUMBER not in told
    assert PHONE in told
