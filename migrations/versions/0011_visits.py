"""Visit plans, checklists, campaigns."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TEXT, _ID, _DAY, _NUMBER = sa.String, sa.LargeBinary(length=16), sa.Date(), sa.Integer()


def _column(name: str, type_: object, *, needed: bool = False) -> sa.Column:
    return sa.Column(name, type_, nullable=not needed)


def _table(name: str, columns: list[sa.Column], refs: dict[str, str]) -> None:
    frame = [_column("id", _ID, needed=True), _column("made", _ID, needed=True), _column("edits", sa.LargeBinary())]
    keys = [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"))
        for column, table in refs.items()
    ]
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, *columns, *frame, *keys, key, sqlite_with_rowid=False)
    with op.batch_alter_table(name) as batch:
        for column in refs:
            batch.create_index(op.f(f"ix_{name}_{column}"), [column], unique=False)


def upgrade() -> None:
    _table("visit_plan", [
        _column("name", _TEXT(50), needed=True), _column("unit_id", _ID),
        _column("household_kind", _TEXT(40)), _column("rhythm", _TEXT(20), needed=True),
        _column("every_days", _NUMBER), _column("taken_by", _TEXT(20), needed=True),
        _column("post", _TEXT(40)), _column("visitor_id", _ID), _column("since", _DAY, needed=True),
        _column("until", _DAY), _column("note", _TEXT(300)),
    ], {"unit_id": "unit", "visitor_id": "person"})  # fmt: skip
    _table("checklist", [
        _column("name", _TEXT(40), needed=True), _column("position", _NUMBER, needed=True),
        _column("adopted_on", _DAY), _column("until", _DAY),
    ], {})  # fmt: skip
    _table("checklist_item", [
        _column("checklist_id", _ID, needed=True), _column("text", _TEXT(100), needed=True),
        _column("kind", _TEXT(20), needed=True), _column("options", _TEXT(200)),
        _column("position", _NUMBER, needed=True), _column("until", _DAY),
    ], {"checklist_id": "checklist"})  # fmt: skip
    _table("checklist_answer", [
        _column("visit_id", _ID, needed=True), _column("item_id", _ID, needed=True),
        _column("answer", _TEXT(200), needed=True),
    ], {"visit_id": "visit", "item_id": "checklist_item"})  # fmt: skip
    _table("campaign", [
        _column("title", _TEXT(60), needed=True), _column("kind", _TEXT(40), needed=True),
        _column("material", _TEXT(100)), _column("since", _DAY, needed=True),
        _column("until", _DAY), _column("note", _TEXT(300)),
    ], {})  # fmt: skip
    _table("campaign_target", [
        _column("campaign_id", _ID, needed=True), _column("household_id", _ID, needed=True),
        _column("result", _TEXT(20)), _column("reached_on", _DAY), _column("reached_by", _TEXT(50)),
        _column("visit_id", _ID),
    ], {"campaign_id": "campaign", "household_id": "household", "visit_id": "visit"})  # fmt: skip
