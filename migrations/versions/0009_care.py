"""Member links, help, concerns, matching."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.LargeBinary(length=16)


def upgrade() -> None:
    _table(
        "concern",
        sa.Column("household_id", _ID, nullable=True),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("renewed_on", sa.Date(), nullable=True),
        sa.Column("renewal", sa.String(length=200), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=200), nullable=True),
        points={"household_id": "household", "person_id": "person"},
    )
    _table(
        "household_link",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("household_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=100), nullable=True),
        points={"person_id": "person", "household_id": "household"},
    )
    _table(
        "help_case",
        sa.Column("household_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("need", sa.String(length=40), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        points={"household_id": "household", "person_id": "person"},
        also=("screened_on",),
    )
    _table(
        "help_measure",
        sa.Column("help_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("helper_id", _ID, nullable=True),
        sa.Column("helper", sa.String(length=50), nullable=False),
        sa.Column("subsidy", sa.String(length=40), nullable=True),
        points={"help_id": "help_case", "helper_id": "person"},
        also=("done_on",),
    )


def _table(
    name: str, *columns: sa.Column, points: dict[str, str], also: tuple[str, ...] = ()
) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", _ID, nullable=False),
        sa.Column("made", _ID, nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}_{target}")
            )
            for column, target in points.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table(name) as batch:
        for column in (*points, *also):
            batch.create_index(batch.f(f"ix_{name}_{column}"), [column], unique=False)
