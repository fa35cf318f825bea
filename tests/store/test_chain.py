"""The chain: any changed byte of any op is found, any missing op is missed."""

import hashlib

import pytest
from sqlalchemy import select

from gridcenter.register.records import Person
from gridcenter.store.check import check
from gridcenter.store.journal import OpRow, Origin, origins, verify_chain

COLUMNS = [column.name for column in OpRow.__table__.columns]


@pytest.fixture
def line(database, actor):
    """A database with a line of five ops."""
    with database.write(actor) as session:
        ids = session.insert_many(Person, [{"name": n} for n in ("张三", "李四", "王五")])
        session.update_many(Person, [(ids[0], {"phone": "10012345678"})])
        session.delete_many(Person, [ids[1]])
    return database


def fault(connection):
    return [words for origin in origins(connection) if (words := verify_chain(connection, origin))]


def changed(value, at):
    """Return a value with one byte, or its whole, changed."""
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    if isinstance(value, int):
        return value + 10
    if value is None:
        return bytes(32)
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


def test_an_untouched_line_holds(line):
    with line.engine.connect() as connection:
        assert fault(connection) == []


@pytest.mark.parametrize("column", [c for c in COLUMNS if c != "origin"])
def test_any_changed_byte_is_found(line, column):
    with line.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        rows = connection.execute(select(OpRow.seq, OpRow.__table__.c[column])).all()
        for seq, value in rows:
            size = len(value) if isinstance(value, bytes | str) else 1
            for at in range(size):
                place = connection.begin_nested()
                connection.exec_driver_sql(
                    f"UPDATE op SET {column}=? WHERE seq=?", (changed(value, at), seq)
                )
                assert fault(connection), (seq, at)
                place.rollback()
        connection.rollback()


def test_ops_moved_to_another_line_are_found(line):
    with line.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO origin (idx, node, epoch, head_seq, head_hash) VALUES (9, x'09', 1, 0, ?)",
            (bytes(32),),
        )
        connection.exec_driver_sql("UPDATE op SET origin=9 WHERE seq=5")
        assert len(fault(connection)) == 2


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_a_deleted_tail_is_found(line, kept):
    with line.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM op WHERE seq>?", (kept,))
        assert fault(connection) == [f"记录链应有 5 条，实有 {kept} 条，或末条对不上"]
    assert not check(line).ok


def test_an_op_missing_in_the_middle_is_found(line):
    with line.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM op WHERE seq=2")
        assert fault(connection) == ["第 3 条记录与前后对不上，可能被改动过"]


@pytest.mark.parametrize("change", ["node=x'00'", "epoch=7", "head_seq=4", "head_hash=x'00'"])
def test_a_changed_head_is_found(line, change):
    with line.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE origin SET {change}")
        assert fault(connection)


def test_a_lawfully_blanked_body_still_verifies(line):
    with line.engine.begin() as connection:
        for seq, body in connection.execute(select(OpRow.seq, OpRow.body)).all():
            connection.exec_driver_sql(
                "UPDATE op SET body=NULL, body_hash=? WHERE seq=?",
                (hashlib.sha256(body).digest(), seq),
            )
        assert fault(connection) == []
        connection.exec_driver_sql("UPDATE op SET body_hash=NULL WHERE seq=3")
        assert fault(connection)


def test_check_names_the_line(line):
    with line.engine.begin() as connection:
        node = connection.scalar(select(Origin.node))
        connection.exec_driver_sql("UPDATE op SET actor='贼' WHERE seq=1")
    [problem] = check(line, deep=True).problems
    assert problem.startswith(f"记录链 {node.hex()[:8]}：第 1 条")
