"""One search index: found by every way a clerk looks, and never in the way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gridcenter.register.records import Household, Person, Residence, Village
from gridcenter.store.finding import find
from gridcenter.store.search import SearchEntry
from gridcenter.store.undo import take_back

RARE = "𠮷𡈽𪚥"  # three characters above U+FFFF


@pytest.fixture
def town(database, actor):
    """Zhang Weiguo with his household, Ouyang of the rare name, and Zhang Weimin."""
    with database.write(actor) as session:
        village = Village(name="东村", position=1)
        household = Household(village_id=village.id, number="03-021", address="东村三组18号")
        zhang = Person(name="张卫国", phone="10012345678", id_number="34990119700203998X")
        session.add_all([
            village, household, zhang, Person(name=f"欧阳{RARE}"), Person(name="张卫民"),
            Residence(household_id=household.id, person_id=zhang.id, relation="head"),
        ])  # fmt: skip
    return database


def found(database, index, words):
    with database.read() as session:
        return [hit.title for kind in find(session, index.sources, words, 20) for hit in kind.hits]


@pytest.mark.parametrize(
    "words",
    [
        "张", "卫国", "国", "张卫国", "张 国", "zwg", "zw", "wg", "zhangweiguo", "weiguo", "ZhangWei guo",
        "ｚｗｇ", "10012345678", "１００１２３", "1001234", "5678", "345678", "34990119700203998X",
        "34990119700203998x", "998x", "东村三组18号", "三组", "18", "东村三组", "03-021", "021", " 张卫国 ",
    ],
)  # fmt: skip
def test_a_person_is_found_by(town, index, words):
    assert "张卫国" in found(town, index, words)


@pytest.mark.parametrize("words", ["王", "国卫", "wgz", "10087654321", "张卫国强", "9999", "西村"])
def test_a_person_is_not_found_by(town, index, words):
    assert found(town, index, words) == []


@pytest.mark.parametrize("words", ["古丽买买提", "丽买买", "古丽·买买提", "古丽 买买提", "买买提", "glmmt"])
def test_a_name_with_a_dot_is_found_without_it(town, index, actor, words):
    with town.write(actor) as session:
        session.add(Person(name="古丽·买买提"))
    assert found(town, index, words) == ["古丽·买买提"]


@pytest.mark.parametrize("words", [RARE, RARE[0], RARE[1:], RARE[:2], "欧阳" + RARE, "阳" + RARE[0]])
def test_rare_characters_are_found_like_all_others(town, index, words):
    assert found(town, index, words) == [f"欧阳{RARE}"]


def test_all_that_match_come_kind_by_kind(town, index):
    assert found(town, index, "张卫") == ["张卫国", "张卫民", "张卫国户"]


def test_a_changed_record_is_found_by_its_new_words_only(town, index, actor):
    with town.write(actor) as session:
        person = session.scalars(select(Person).where(Person.name == "张卫国")).one()
        person.name, person.phone = "李建设", "10099998888"
    assert "张卫国" not in found(town, index, "张卫国")
    assert found(town, index, "5678") == []
    assert "李建设" in found(town, index, "ljs")
    assert found(town, index, "8888") == ["李建设"]


def test_a_household_is_found_by_the_new_name_of_its_head(town, index, actor):
    with town.write(actor) as session:
        session.scalars(select(Person).where(Person.name == "张卫国")).one().name = "李建设"
    assert found(town, index, "ljs") == ["李建设", "李建设户"]


def test_a_person_is_found_by_the_new_address_of_the_household(town, index, actor):
    with town.write(actor) as session:
        session.scalars(select(Household)).one().address = "西街9号"
    assert "张卫国" in found(town, index, "西街")
    assert found(town, index, "三组") == []


def test_a_deleted_record_leaves_the_index(town, index, actor):
    with town.write(actor) as session:
        session.delete_many(Residence, session.scalars(select(Residence.id)).all())
        session.delete_many(Person, session.scalars(select(Person.id)).all())
        session.delete_many(Household, session.scalars(select(Household.id)).all())
    assert found(town, index, "张") == []
    with town.read() as session:
        assert session.scalars(select(SearchEntry.title)).all() == ["东村"]


def test_an_undone_import_leaves_the_index(town, index, actor):
    with town.write(actor) as session:
        session.insert_many(Person, [{"name": f"赵{n}"} for n in range(700)])
        txn = session.unit.txn
    assert len(found(town, index, "赵")) == 20
    with town.write(actor) as session:
        take_back(session, txn)
    assert found(town, index, "赵") == []
    assert found(town, index, "张卫民") == ["张卫民"]


def test_what_was_not_kept_is_not_found(town, index, actor):
    def fail():
        with town.write(actor) as session:
            session.add(Person(name="孙七"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert found(town, index, "孙七") == []


@pytest.mark.parametrize(
    "words",
    [
        '"', "'", "*", "张*", "a OR b", "NEAR(a b)", "NOT", "AND", "a AND", "(", ")", ":", "words:张", "^a", "-",
        "a-b", "\\", "\x00", "张\x00卫", "{}", ";DROP TABLE op", "+", "%", "_", "", "   ", "\ud800", "é", "①", "Ⅷ",
        "张" * 10_000, "a" * 10_000, "1" * 10_000, "1a" * 5_000, "张1" * 5_000, "a " * 5_000, '"' * 10_000,
    ],
)  # fmt: skip
def test_whatever_is_typed_never_raises(town, index, words):
    assert isinstance(found(town, index, words), list)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text())
def test_no_text_raises(town, index, words):
    assert isinstance(found(town, index, words), list)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.text(st.characters(categories=["Lo"]), min_size=1, max_size=8), data=st.data())
def test_any_part_of_a_name_finds_it(database, actor, index, name, data):
    with database.write(actor) as session:
        person = Person(name=name)
        session.add(person)
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    with database.read() as session:
        assert person.id in {hit.record for kind in find(session, index.sources, part, 1000) for hit in kind.hits}
