"""What a PC keeps of the exchange: trusted nodes, outbox, what came in, conflicts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("lost_stamp", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", sa.String(length=40), nullable=False),
        sa.Column("lost", sa.LargeBinary(), nullable=False),
        sa.Column("lost_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("record", "field", "lost_stamp", name=op.f("pk_conflict")),
    )
    op.create_table(
        "outgoing",
        sa.Column("package", sa.LargeBinary(length=16), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.String(length=32), nullable=False),
        sa.Column("handed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("package", name=op.f("pk_outgoing")),
    )
    op.create_table(
        "received",
        sa.Column("package", sa.LargeBinary(length=16), nullable=False),
        sa.Column("node", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("ops", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("package", name=op.f("pk_received")),
    )
    op.create_table(
        "tip",
        sa.Column("node", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("node", "epoch", name=op.f("pk_tip")),
    )
    op.create_table(
        "trusted_node",
        sa.Column("node", sa.LargeBinary(length=16), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("trusted_at", sa.String(length=32), nullable=False),
        sa.Column("trusted_by", sa.String(length=40), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_stamp", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_trusted_node")),
    )
    op.create_table(
        "outgoing_receiver",
        sa.Column("package", sa.LargeBinary(length=16), nullable=False),
        sa.Column("node", sa.LargeBinary(length=16), nullable=False),
        sa.Column("acknowledged_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["package"], ["outgoing.package"], name=op.f("fk_outgoing_receiver_package_outgoing")
        ),
        sa.PrimaryKeyConstraint("package", "node", name=op.f("pk_outgoing_receiver")),
    )
