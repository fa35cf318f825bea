"""What the desk keeps: part of the tree of an account, acts that can be undone, drafts, attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("area", sa.LargeBinary(length=16), nullable=True))
        batch.add_column(
            sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("search_entry") as batch:
        batch.add_column(
            sa.Column("weight", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    op.create_table(
        "act",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("txn", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("undone_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_act")),
        sa.UniqueConstraint("txn", name=op.f("uq_act_txn")),
    )
    op.create_table(
        "draft",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("login", "key", name=op.f("pk_draft")),
    )
    op.create_table(
        "attachment",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(length=50), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attachment") as batch:
        batch.create_index(op.f("ix_attachment_record"), ["record"], unique=False)
