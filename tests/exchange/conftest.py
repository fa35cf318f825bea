import io
import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from gridcenter import office
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.ids import new_id
from gridcenter.exchange import nodes
from gridcenter.exchange.cards import NodeCard, NodeKeys
from gridcenter.exchange.conflicts import conflicts, keep_conflicts
from gridcenter.exchange.frame import write_package
from gridcenter.exchange.header import Header
from gridcenter.exchange.inbox import import_packages
from gridcenter.exchange.outbox import export_delta
from gridcenter.exchange.status import status
from gridcenter.register.records import Person
from gridcenter.register.services.duplicates.likely import mark_stale
from gridcenter.register.services.people import PersonEntry, enter_person
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.journal import OpRow
from gridcenter.store.keys import KeySlots
from gridcenter.store.search import SearchIndex
from gridcenter.store.stamps import wall_clock
from gridcenter.wings import SEARCH_SOURCES


class Node:
    """A township PC or the county, as the tests need it."""

    def __init__(self, kind="township", name="测试乡"):
        self.keys = NodeKeys.make()
        self.card = NodeCard(
            node=new_id(),
            kind=kind,
            division="141127999000",
            name=name,
            pc="一号机",
            verify_key=self.keys.verify_key,
            recipient=self.keys.recipient,
            created=datetime(2026, 11, 3, tzinfo=UTC),
        )

    def trusts(self, *others):
        return {other.card.node: other.card.verify_key for other in others}.get

    def header(self, **fields):
        usual = {
            "kind": "delta",
            "package": new_id(),
            "township": "141127999000",
            "node": self.card.node,
            "epoch": 1,
            "to_seq": 3,
            "schema": 1,
            "rules": "2026.1",
            "purpose": "网格数据上报",
            "legal_basis": "乡镇职责清单",
            "counts": {"visit": 3},
            "stamp": bytes(16),
        }
        return Header(**{**usual, **fields})

    def package(self, records, *recipients, **fields):
        target = io.BytesIO()
        write_package(
            target,
            self.header(**fields),
            records,
            self.keys,
            [r.keys.recipient for r in recipients],
        )
        return target.getvalue()


@pytest.fixture(scope="session")
def township():
    return Node()


@pytest.fixture(scope="session")
def county():
    return Node("county", "测试县")


@pytest.fixture(scope="session")
def stranger():
    return Node(name="外乡")


NAME, PHONE, NUMBER = "欧阳测试", "10012345678", "371423199001019976"
PLACES = {"township": ("371423200", False), "county": ("371423", True), "other": ("371425", True)}


class Seat:
    """A data folder somebody works in, with what the tests do there."""

    def __init__(self, folder, key, wall=wall_clock):
        self.folder, self.key = folder, key
        self.actor = Actor("head", f"{folder.name}的主任", ROLES["head"])
        self.index = SearchIndex(SEARCH_SOURCES)
        derivers = (self.index.keep, keep_conflicts, mark_stale)
        self.database = Database(folder / "gridcenter.db", key, derivers=derivers, wall=wall)
        self.node = nodes.this_node(self.database).node

    def write(self):
        return self.database.write(self.actor)

    def person(self, name=NAME, phone=PHONE, number=NUMBER):
        with self.write() as session:
            return enter_person(session, self.actor, PersonEntry(name, phone=phone, id_number=number)).id

    def change(self, person, **values):
        with self.write() as session:
            session.update_many(Person, [(person, values)])

    def delete(self, record, cls=Person):
        with self.write() as session:
            session.delete_many(cls, [record])

    def row(self, record, cls=Person):
        with self.database.read() as session:
            return session.get(cls, record)

    def export(self, to, *others):
        to.mkdir(exist_ok=True)
        recipients = [other.node for other in others] or None
        found = export_delta(self.database, self.actor, self.folder, to, recipients)
        return [parcel.file for parcel in found.parcels]

    def take(self, *files):
        answers = import_packages(self.database, self.actor, self.folder, files)
        return [answer.verdict for answer in answers]

    def answers(self, *files):
        return import_packages(self.database, self.actor, self.folder, files)

    def status(self):
        return status(self.database, self.folder)

    def conflicts(self):
        with self.database.read() as session:
            return conflicts(session, self.actor)

    def digest(self):
        found = check(self.database, deep=True)
        assert found.problems == ()
        return found.digest

    def ops(self):
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(OpRow))


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """One township and two counties that trust each other: name → folder and key."""
    base = tmp_path_factory.mktemp("founded")
    found = {}
    for name, (division, county) in PLACES.items():
        folder = base / name
        office.found(folder, division=division, password="demo", county=county)
        key = KeySlots.load(folder / office.SLOTS).open_with_password("admin", "demo")
        found[name] = (folder, key)
    seats = [Seat(*entry) for entry in found.values()]
    for seat in seats:
        nodes.write_card(seat.database, seat.actor, base / f"{seat.folder.name}.gccard")
    for seat in seats:
        for other in seats:
            if other is not seat:
                nodes.trust_card(seat.database, seat.actor, base / f"{other.folder.name}.gccard")
        seat.database.close()
    return found


@pytest.fixture
def open_seat(founded, tmp_path):
    """Opens a copy of a founded folder (or what a test made of it)."""
    opened = []

    def opener(name, wall=wall_clock):
        source, key = founded[name]
        folder = tmp_path / name
        if not folder.exists():
            shutil.copytree(source, folder)
        seat = Seat(folder, key, wall)
        opened.append(seat)
        return seat

    yield opener
    for seat in opened:
        seat.database.close()


@pytest.fixture
def here(open_seat):
    return open_seat("township")


@pytest.fixture
def there(open_seat):
    return open_seat("county")


@pytest.fixture
def third(open_seat):
    return open_seat("other")


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder
