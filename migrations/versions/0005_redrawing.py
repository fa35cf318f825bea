"""Redrawing of grids, what they were before, and where matters and disputes lay before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "redrawing",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("grid_set", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(length=50), nullable=True),
        sa.Column("before", sa.String(length=2000), nullable=False),
        sa.Column("after", sa.String(length=2000), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("moved", sa.String(length=300), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        *_frame("redrawing"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_redrawing_effective"), "redrawing", ["effective"], unique=False)
    op.create_table(
        "unit_past",
        _ref("unit_id", nullable=False),
        _ref("redrawing_id"),
        sa.Column("name", sa.String(length=50), nullable=False),
        _ref("parent_id"),
        _ref("village_id"),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        *_frame("unit_past"),
        _key("unit_past", "unit_id", "unit"),
        _key("unit_past", "redrawing_id", "redrawing"),
        _key("unit_past", "parent_id", "unit"),
        _key("unit_past", "village_id", "village"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unit_past_unit_id"), "unit_past", ["unit_id"], unique=False)
    op.create_index(op.f("ix_unit_past_redrawing_id"), "unit_past", ["redrawing_id"], unique=False)
    for about in ("matter", "dispute"):
        table = f"{about}_past"
        op.create_table(
            table,
            _ref(f"{about}_id", nullable=False),
            _ref("unit_id", nullable=False),
            sa.Column("until", sa.Date(), nullable=False),
            *_frame(table),
            _key(table, f"{about}_id", about),
            _key(table, "unit_id", "unit"),
            sqlite_with_rowid=False,
        )
        op.create_index(op.f(f"ix_{table}_{about}_id"), table, [f"{about}_id"], unique=False)


def _ref(name: str, *, nullable: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(length=16), nullable=nullable)


def _frame(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _ref("id", nullable=False),
        _ref("made", nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
