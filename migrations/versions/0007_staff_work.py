"""Allowance, training, work checks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allowance_rate",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=True),
        sa.Column("post", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("per", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=100), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_rate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "allowance_rule",
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("divisor", sa.String(length=20), nullable=False),
        sa.Column("several", sa.String(length=20), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_rule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "allowance_change",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_allowance_change_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_allowance_change_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_change")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("allowance_change") as batch:
        batch.create_index(op.f("ix_allowance_change_person_id"), ["person_id"], unique=False)
        batch.create_index(op.f("ix_allowance_change_unit_id"), ["unit_id"], unique=False)
        batch.create_index(op.f("ix_allowance_change_month"), ["month"], unique=False)
    op.create_table(
        "absence",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("absence") as batch:
        batch.create_index(op.f("ix_absence_person_id"), ["person_id"], unique=False)
    op.create_table(
        "training",
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("lecturer", sa.String(length=100), nullable=True),
        sa.Column("organiser", sa.String(length=100), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_training_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("training") as batch:
        batch.create_index(op.f("ix_training_held_on"), ["held_on"], unique=False)
        batch.create_index(op.f("ix_training_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("training_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_attendance_training_id_training")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attendance") as batch:
        batch.create_index(op.f("ix_attendance_training_id"), ["training_id"], unique=False)
        batch.create_index(op.f("ix_attendance_person_id"), ["person_id"], unique=False)
    op.create_table(
        "work_check",
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checker", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=True),
        sa.Column("found", sa.String(length=1000), nullable=True),
        sa.Column("agreed", sa.String(length=500), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=500), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_work_check_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_work_check_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_check")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("work_check") as batch:
        batch.create_index(op.f("ix_work_check_checked_on"), ["checked_on"], unique=False)
        batch.create_index(op.f("ix_work_check_unit_id"), ["unit_id"], unique=False)
        batch.create_index(op.f("ix_work_check_person_id"), ["person_id"], unique=False)
    op.create_table(
        "work_check_item",
        sa.Column("check_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["work_check.id"], name=op.f("fk_work_check_item_check_id_work_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_check_item")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("work_check_item") as batch:
        batch.create_index(op.f("ix_work_check_item_check_id"), ["check_id"], unique=False)
