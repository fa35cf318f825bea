"""Any sequence of operations: the journal alone gives the tables, row for row."""

import shutil
from contextlib import suppress
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.register.records import Household, Person, Village
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.journal import OpRow
from gridcenter.store.undo import take_back
from tests.store.conftest import KEY
from tests.store.oracle import replay, stored

ACTOR = Actor("zhoumin", "周敏", ROLES["head"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "phone": st.none() | WORDS,
        "birth": st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
        "sex": st.sampled_from([None, "male", "female"]),
    },
)


class Town(RuleBasedStateMachine):
    """People, villages and households, changed in every way the unit of work knows."""

    template = None
    room = None

    @initialize()
    def open(self):
        folder = self.room / new_id().hex()
        folder.mkdir()
        shutil.copy(self.template / "gridcenter.db", folder)
        self.database = Database(folder / "gridcenter.db", KEY)
        self.folder = folder

    def teardown(self):
        self.database.close()
        shutil.rmtree(self.folder)

    def some(self, session, cls, picks):
        ids = sorted(session.scalars(select(cls.id)))
        return sorted({ids[pick % len(ids)] for pick in picks}) if ids else []

    @rule(values=VALUES)
    def add(self, values):
        with self.database.write(ACTOR) as session:
            session.add(Person(**values))

    @rule(rows=st.lists(VALUES, max_size=5))
    def add_many(self, rows):
        with self.database.write(ACTOR) as session:
            session.insert_many(Person, rows)

    @rule(number=WORDS)
    def add_household(self, number):
        with self.database.write(ACTOR) as session:
            village = Village(name=number[:20], position=len(number))
            session.add_all([village, Household(village_id=village.id, number=number)])

    @rule(pick=st.integers(0, 50), values=VALUES)
    def change(self, pick, values):
        with self.database.write(ACTOR) as session:
            for record in self.some(session, Person, [pick]):
                person = session.get_one(Person, record)
                for name, value in values.items():
                    setattr(person, name, value)

    @rule(picks=st.lists(st.integers(0, 50), max_size=4), values=VALUES)
    def change_many(self, picks, values):
        with self.database.write(ACTOR) as session:
            records = self.some(session, Person, picks)
            session.update_many(Person, [(record, values) for record in records])

    @rule(picks=st.lists(st.integers(0, 50), max_size=3), values=VALUES)
    def change_then_delete(self, picks, values):
        with self.database.write(ACTOR) as session:
            for record in self.some(session, Person, picks):
                person = session.get_one(Person, record)
                person.name = values["name"] + "！"
                session.flush()
                session.delete(person)

    @rule(picks=st.lists(st.integers(0, 50), max_size=3))
    def delete_many(self, picks):
        with self.database.write(ACTOR) as session:
            session.delete_many(Person, self.some(session, Person, picks))

    @rule(picks=st.lists(st.integers(0, 50), min_size=1, max_size=2))
    def delete_villages(self, picks):
        with self.database.write(ACTOR) as session:
            villages = self.some(session, Village, picks)
            query = select(Household.id).where(Household.village_id.in_(villages))
            session.delete_many(Household, session.scalars(query).all())
            session.delete_many(Village, villages)

    @rule(values=VALUES)
    def fail(self, values):
        with suppress(ZeroDivisionError), self.database.write(ACTOR) as session:
            session.add(Person(**values))
            session.delete_many(Person, self.some(session, Person, [0, 1]))
            raise ZeroDivisionError

    @rule(pick=st.integers(0, 50))
    def undo(self, pick):
        with self.database.read() as session:
            txns = sorted(set(session.scalars(select(OpRow.txn))))
        if txns:
            try:
                with self.database.write(ACTOR) as session:
                    take_back(session, txns[-1 - pick % len(txns)])
            except RuleBroken:
                pass

    @rule()
    def reopen(self):
        self.database.close()
        self.database = Database(self.folder / "gridcenter.db", KEY)

    @invariant()
    def journal_gives_the_tables(self):
        with self.database.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            expected = replay(raw)
            for kind in ("person", "village", "household"):
                assert stored(raw, kind) == expected.get(kind, {})

    @invariant()
    def check_finds_nothing(self):
        assert check(self.database, deep=True).problems == ()


def test_any_sequence_of_operations_replays(template, tmp_path):
    Town.template, Town.room = template, tmp_path
    machine = Town.TestCase
    machine.settings = settings(
        max_examples=15, stateful_step_count=10, deadline=None, print_blob=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    machine().runTest()
