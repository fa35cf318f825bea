"""Posts by tier and way of dispatch, handover."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post_holding") as batch:
        batch.add_column(sa.Column("tier", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("dispatch", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("engagement", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("allowance", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("note", sa.String(length=200), nullable=True))
    op.create_table(
        "handover",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("witness", sa.String(length=50), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("handover") as batch:
        batch.create_index(op.f("ix_handover_person_id"), ["person_id"], unique=False)
    op.create_table(
        "handover_line",
        sa.Column("handover_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_line_handover_id_handover")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["person.id"], name=op.f("fk_handover_line_successor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_line")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("handover_line") as batch:
        batch.create_index(op.f("ix_handover_line_handover_id"), ["handover_id"], unique=False)
        batch.create_index(op.f("ix_handover_line_successor_id"), ["successor_id"], unique=False)
