"""Grid sets, kinds of grids, posts that must be held, Party units over the grids, notice boards."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _table(name: str, *columns: "sa.Column | sa.Constraint", until: bool = False) -> None:
    days = [sa.Column(day, sa.Date(), nullable=True) for day in ("since", "until")] if until else []
    op.create_table(
        name,
        *(c for c in columns if isinstance(c, sa.Column)),
        *days,
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        *(c for c in columns if isinstance(c, sa.Constraint)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _ref(table: str, name: str, target: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}"))
    return sa.Column(name, sa.LargeBinary(length=16), nullable=False), key


def upgrade() -> None:
    with op.batch_alter_table("grid_level") as batch:
        batch.add_column(_text("grid_set", 20, nullable=True))
    with op.batch_alter_table("unit") as batch:
        for name, length in (("kind", 20), ("managed_by", 100), ("extent", 200), ("without_village", 100)):
            batch.add_column(_text(name, length, nullable=True))
    _table(
        "grid_set", _text("key", 20), _text("name", 20),
        sa.Column("position", sa.Integer(), nullable=False), until=True,
    )  # fmt: skip
    _table(
        "required_post", _text("level", 20), _text("kind", 20, nullable=True), _text("post", 40),
        sa.Column("needed", sa.Boolean(), nullable=False),
    )  # fmt: skip
    _table(
        "party_cover", *_ref("party_cover", "unit_id", "unit"),
        *_ref("party_cover", "party_unit_id", "party_unit"), until=True,
    )  # fmt: skip
    _table(
        "notice_board", *_ref("notice_board", "unit_id", "unit"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False), _text("digest", 64), _text("facts", 8000),
        sa.Column("put_up_on", sa.Date(), nullable=True), _text("place", 100, nullable=True),
    )  # fmt: skip
    for table, name in (("party_cover", "unit_id"), ("party_cover", "party_unit_id"), ("notice_board", "unit_id")):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)
