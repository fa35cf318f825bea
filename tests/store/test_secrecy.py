"""No file in the data folder shows a name, a phone or an identity number."""

import pytest
from sqlalchemy import select

from gridcenter.register.records import Person
from gridcenter.store import schema
from gridcenter.store.backup import backup
from gridcenter.store.finding import find
from gridcenter.store.lock import Holder, hold

NAME, PHONE, NUMBER = "欧阳试验", "10012349876", "349901197002039987"
ADDRESS = "虚构村七组"
SECRETS = [
    word.encode(encoding)
    for word in (NAME, PHONE, NUMBER, ADDRESS, NAME[2:], PHONE[:7])
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
]


def shown(folder):
    """Return which files hold a secret, and which secret."""
    return [
        (path.name, secret)
        for path in folder.rglob("*")
        if path.is_file()
        for secret in SECRETS
        if secret in path.read_bytes()
    ]


@pytest.fixture
def entered(database, actor):
    with database.write(actor) as session:
        session.add(Person(name=NAME, phone=PHONE, id_number=NUMBER))
        session.insert_many(Person, [{"name": NAME, "phone": PHONE}] * 50)
    with database.write(actor) as session:
        person = session.scalars(select(Person).where(Person.id_number == NUMBER)).one()
        person.phone = PHONE[::-1]
    return database


def test_nothing_shows_while_the_program_runs(entered, folder, index, monkeypatch):
    with hold(folder, Holder.here("窗口", "admin")):
        with entered.read() as session:
            assert find(session, index.sources, NAME)
        backup(entered, folder, folder / "backup.gcbak")
        monkeypatch.setattr(schema, "head_revision", lambda: "later")
        schema.upgrade(entered, folder / "backups")
        names = {path.name for path in folder.iterdir()}
        assert names >= {"gridcenter.db", "gridcenter.db-wal", "keyslots.json", "backup.gcbak", "backups"}
        assert shown(folder) == []


def test_nothing_shows_after_it_is_closed(entered, folder):
    entered.close()
    assert shown(folder) == []


def test_the_search_for_secrets_would_find_one(folder):
    (folder / "leak").write_bytes(b"x" + NAME.encode("gb18030"))
    assert [name for name, _ in shown(folder)] == ["leak", "leak"]
