"""Duplicates and merging."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likely_pair",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first", sa.LargeBinary(length=16), nullable=False),
        sa.Column("second", sa.LargeBinary(length=16), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_pair")),
    )
    op.create_table(
        "distinct_pair",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first", sa.LargeBinary(length=16), nullable=False),
        sa.Column("second", sa.LargeBinary(length=16), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(length=50), nullable=False),
        *_frame("distinct_pair"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "merger",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kept", sa.LargeBinary(length=16), nullable=False),
        sa.Column("gone", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("merged_by", sa.String(length=50), nullable=False),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("parted_on", sa.Date(), nullable=True),
        *_frame("merger"),
        sqlite_with_rowid=False,
    )
    for table, names in (("distinct_pair", ("first", "second")), ("merger", ("kept", "gone"))):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.create_index(op.f(f"ix_{table}_{name}"), [name], unique=False)


def _frame(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
