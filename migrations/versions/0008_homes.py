"""Households: moves, splits, heads, deaths; which personal data the township keeps, and what for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("ethnic", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("died", sa.Date(), nullable=True))
    with op.batch_alter_table("household") as batch:
        batch.add_column(sa.Column("since", sa.Date(), nullable=True))
        batch.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ending", sa.String(length=100), nullable=True))
    with op.batch_alter_table("residence") as batch:
        batch.add_column(sa.Column("came_from", sa.String(length=100), nullable=True))
        batch.add_column(sa.Column("went_to", sa.String(length=100), nullable=True))
        batch.add_column(sa.Column("ending", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("needs_service", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("service", sa.String(length=200), nullable=True))
    op.create_table(
        "data_switch",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=50), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_switch")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "data_purpose",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_purpose")),
        sqlite_with_rowid=False,
    )
