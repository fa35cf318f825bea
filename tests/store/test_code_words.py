"""The office's hand in the code tables, on a real file."""

from datetime import date, timedelta

import pytest

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.code_words import (
    WordEntry,
    add_word,
    change_word,
    move_word,
    put_together,
    reinstate_word,
    retire_word,
    uses,
    word_lines,
)
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.base.periods import today
from gridcenter.codes.tables import Codes
from gridcenter.matters.codes import STATUS
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.register.records import Household, Village

DAY = date(2026, 10, 31)


def kinds(session, day=None):
    return Codes.load(session, HOUSEHOLD_KIND, day)


def home(session, kind):
    village = Village(name="前街村", position=1)
    session.add(village)
    session.flush()
    made = Household(village_id=village.id, number="0041", kind=kind)
    session.add(made)
    session.flush()
    return made.id


def test_a_word_out_of_use_is_read_on_old_records_and_in_old_sheets(database, actor):
    with database.write(actor) as session:
        add_word(session, actor, HOUSEHOLD_KIND, WordEntry("渔民户", national="Z1"))
        retire_word(session, actor, HOUSEHOLD_KIND, "渔民户", DAY)
        before, after = kinds(session, DAY), kinds(session, DAY + timedelta(days=1))
    assert before.words["渔民户"] == "渔民户"
    assert "渔民户" not in after.words
    assert after.word("渔民户") == "渔民户"
    assert after.code("渔民户") == "渔民户"
    with database.write(actor) as session:
        reinstate_word(session, actor, HOUSEHOLD_KIND, "渔民户")
        assert "渔民户" in kinds(session).words


def test_a_shipped_word_is_renamed_and_still_understood_by_its_old_name(database, actor):
    with database.write(actor) as session:
        record = home(session, "general")
        entry = WordEntry("普通农户", spellings="一般人家、平常户")
        change_word(session, actor, HOUSEHOLD_KIND, "general", entry)
        codes = kinds(session)
        assert codes.word(session.get_one(Household, record).kind) == "普通农户"
        assert [codes.code(word) for word in ("一般户", "平常户", "普通农户")] == ["general"] * 3


def test_words_stand_in_the_order_the_office_gives_them(database, actor):
    with database.write(actor) as session:
        first, second, *_ = kinds(session).words
        move_word(session, actor, HOUSEHOLD_KIND, second, -1)
        move_word(session, actor, HOUSEHOLD_KIND, second, -1)
        assert list(kinds(session).words)[:2] == [second, first]


def test_two_words_of_one_meaning_are_put_together(database, actor):
    with database.write(actor) as session:
        add_word(session, actor, HOUSEHOLD_KIND, WordEntry("困难家庭"))
        record = home(session, "困难家庭")
        assert uses(session, HOUSEHOLD_KIND) == {"困难家庭": 1}
        assert put_together(session, actor, HOUSEHOLD_KIND, "困难家庭", "hardship", DAY) == 1
        assert session.get_one(Household, record).kind == "hardship"
        assert kinds(session).code("困难家庭") == "hardship"


def test_what_may_not_be_done_is_refused_in_words(database, actor):
    with database.write(actor) as session:
        for table, entry, said in (
            (HOUSEHOLD_KIND, WordEntry(" 一般户 "), "已经有"),
            (HOUSEHOLD_KIND, WordEntry(""), "请填写"),
            (HOUSEHOLD_KIND, WordEntry("新户", spellings="困难户"), "已经有“困难户”"),
            (HOUSEHOLD_KIND, WordEntry("新户", since=DAY, until=DAY - timedelta(days=1)), "早于"),
            (STATUS, WordEntry("搁置"), "不能改"),
        ):
            with pytest.raises(RuleBroken, match=said):
                add_word(session, actor, table, entry)
        with pytest.raises(NotAllowed):
            add_word(session, Actor("lu", "陆", ROLES["clerk"]), HOUSEHOLD_KIND, WordEntry("新户"))


def test_every_word_of_a_table_is_listed_those_out_of_use_last(database, actor):
    with database.write(actor) as session:
        code = next(iter(HOUSEHOLD_KIND.words))
        retire_word(session, actor, HOUSEHOLD_KIND, code, today() - timedelta(days=1))
        lines = word_lines(session, HOUSEHOLD_KIND, today())
    assert [line.code for line in lines][-1] == code
    assert {line.code for line in lines} == set(HOUSEHOLD_KIND.words)
