import io
from datetime import UTC, datetime

import pytest

from gridcenter.base.ids import new_id
from gridcenter.exchange.cards import NodeCard, NodeKeys
from gridcenter.exchange.frame import write_package
from gridcenter.exchange.header import Header


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
