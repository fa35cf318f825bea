"""Real encrypted files: migrated once per session, copied for each test."""

import shutil

import pytest

import gridcenter.wings  # noqa: F401  (maps every table)
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.ids import new_id
from gridcenter.store import schema
from gridcenter.store.database import Database
from gridcenter.store.keys import Cost, KeySlots
from gridcenter.store.meta import set_meta
from gridcenter.store.search import SearchIndex
from gridcenter.wings import SEARCH_SOURCES

KEY = bytes(range(32))
LOGIN, PASSWORD = "周敏", "春风又绿江南岸"


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A data folder with an empty migrated database and key slots."""
    folder = tmp_path_factory.mktemp("template")
    database = Database(folder / "gridcenter.db", KEY)
    schema.upgrade(database, folder / "backups")
    with database.engine.begin() as connection:
        set_meta(connection, "node", new_id())
        set_meta(connection, "epoch", b"1000")
    database.close()
    slots = KeySlots.create(folder / "keyslots.json", KEY, Cost(n=16, r=1))
    slots.add_password(LOGIN, PASSWORD, KEY)
    return folder


@pytest.fixture
def folder(template, tmp_path):
    """A data folder of one's own."""
    return shutil.copytree(template, tmp_path / "data")


@pytest.fixture
def index():
    return SearchIndex(SEARCH_SOURCES)


@pytest.fixture
def open_database(folder, index):
    """Opens the folder's database as often as asked; all are closed at the end."""
    opened = []

    def opener(**options):
        database = Database(folder / "gridcenter.db", KEY, derivers=(index.keep,), **options)
        opened.append(database)
        return database

    yield opener
    for database in opened:
        database.close()


@pytest.fixture
def database(open_database):
    return open_database()


@pytest.fixture
def actor():
    return Actor("zhoumin", "周敏", ROLES["head"])
