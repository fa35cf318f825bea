"""Remembered layouts of spreadsheets."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_layout",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("layout", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.String(length=8000), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_layout")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sheet_layout") as batch:
        batch.create_index(op.f("ix_sheet_layout_layout"), ["layout"], unique=False)
